"""What one or several collections hold, searched together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.library.library import Library
from corpus.library.policy import Strictness
from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from index.answers.answer import THRESHOLDS, Response, decide
from index.answers.follow_ups import Followed, resolve
from index.answers.recall import Recalled, recall
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.people.people import Person
from index.people.sayings import PersonError, Saying, list_people, list_sayings, sayings_about
from index.query.query import parse, read_question, to_query
from index.reading.reader import Reader
from index.retrieval.search import Hit, search
from index.retrieval.speech import said_by
from index.service.errors import EmptyCorpusError
from index.verification.claims import Claim, check_message
from index.verification.paraphrase import find_source
from index.verification.verify import Verdict, verify


@dataclass(frozen=True)
class _Joined:
    """The generations of one moment, as one."""

    parts: tuple[Generation, ...]
    generation: Generation

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return list_people(self.generation)


class LiveView:
    """The `View` of the generations that are live. They are joined anew only where one of them is another."""

    def __init__(
        self,
        collections: Sequence[str],
        live: Callable[[str], Generation | None],
        library: Library,
        encoder: Encoder,
        reader: Reader | None,
        read: int,
    ) -> None:
        self._collections = tuple(collections)
        self._live = live
        self._library = library
        self._encoder = encoder
        self._reader = reader
        self._read = read
        self._last: _Joined | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(sorted(self.generation.documents, key=lambda document: (document.title.casefold(), document.id)))

    @property
    def generation(self) -> Generation:
        """The generation that answers; an empty one where nothing is indexed."""
        return self._join().generation

    @property
    def people(self) -> tuple[Person, ...]:
        return self._join().people

    def answer(
        self, question: str, strictness: Strictness = Strictness.BALANCED, last: Response | None = None
    ) -> Response:
        generation = self._ready().generation
        asked = read_question(question)
        # What was pasted beside a question says what it is about; the answer before does not.
        alone = Followed(asked.text) if asked.changed else None
        followed = alone or resolve(asked.text, last, lambda name: any(said_by(generation, name)))
        query = to_query(asked.rewritten(followed.question), generation.vocabulary)
        results = search(generation, query, self._encoder.embed_query(query.text), self._reader, self._read)
        admitted = tuple(hit for hit in results.hits if _admitted(generation, hit, followed))
        return decide(
            generation,
            query,
            replace(results, hits=admitted),
            THRESHOLDS[strictness],
            where=followed.where,
            left_out=followed.leave_out,
        )

    def verify(self, claim: Claim) -> Verdict:
        joined = self._ready()
        return verify(joined.generation, claim, self._encoder, joined.people)

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]:
        joined = self._join()
        speaker = next((one for one in joined.people if one.id == person), None)
        if speaker is None:
            raise PersonError("no speaker has that id; the articles may have changed since")
        if topic is None:
            return list_sayings(joined.generation, speaker.quotes)
        query = parse(topic, joined.generation.vocabulary)
        return sayings_about(joined.generation, speaker.quotes, self._encoder.embed_query(query.text), query.telling)

    def find_source(self, text: str) -> tuple[Excerpt, ...]:
        generation = self._ready().generation
        check_message(text)
        return find_source(generation, text, self._encoder)

    def recall(self, citation: str) -> Recalled:
        return recall(citation, self.generation, self._library, self._collections)

    def _ready(self) -> _Joined:
        joined = self._join()
        if not joined.parts:
            raise EmptyCorpusError("there are no articles to answer from yet")
        return joined

    def _join(self) -> _Joined:
        """The generations of this moment, of which none is empty."""
        live = map(self._live, self._collections)
        parts = tuple(generation for generation in live if generation is not None and generation.passages)
        last = self._last
        if last is None or [*map(id, last.parts)] != [*map(id, parts)]:
            last = self._last = _Joined(parts, parts[0] if len(parts) == 1 else Generation.joined(parts))
        return last


def _admitted(generation: Generation, hit: Hit, followed: Followed) -> bool:
    return followed.admits(generation.passages[hit.sentence.passage].document, hit.sentence.span)
