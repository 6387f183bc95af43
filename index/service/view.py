"""What one or several collections hold, searched together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.errors import PullquoteError
from corpus.library.library import Library
from corpus.library.policy import Strictness
from corpus.quotes.excerpt import Excerpt
from corpus.text.document import Document
from index.answers.answer import THRESHOLDS, Answer, decide
from index.answers.follow_ups import Followed, resolve
from index.answers.recall import Recalled, recall
from index.answers.search_summary import seek
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.people.people import Person, gather_people
from index.people.sayings import PersonError, Saying, list_sayings, sayings_about
from index.query.query import parse
from index.query.spelling import respelled
from index.retrieval.search import Hit, said_by, search
from index.verification.claims import Claim, check_message
from index.verification.paraphrase import find_source
from index.verification.verify import Verdict, verify


class EmptyCorpusError(PullquoteError):
    """There is nothing to index or to export, or nothing has been indexed yet."""


@dataclass(frozen=True)
class _Now:
    """The generations of one moment, joined."""

    parts: tuple[Generation, ...]
    generation: Generation

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return gather_people(self.generation)


class View:
    """Thread-safe. Each call answers from the generations that are live when it begins, whole.

    Blocks for tens of milliseconds, and longer where a collection has to be loaded. What answers raises
    EmptyCorpusError where nothing is indexed.
    """

    def __init__(
        self,
        collections: Sequence[str],
        live: Callable[[str], Generation | None],
        library: Library,
        encoder: Encoder,
        read: int,
    ) -> None:
        self.collections = tuple(collections)
        self._find_live = live
        self._library = library
        self._encoder = encoder
        self._read = read
        self._last: _Now | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be quoted, in the order of their titles."""
        now = self._live()
        found = now.generation.documents if now else ()
        return tuple(sorted(found, key=lambda document: (document.title.casefold(), document.id)))

    @property
    def generation(self) -> Generation | None:
        """The generation that answers, if there is one."""
        now = self._live()
        return now.generation if now else None

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is quoted, the most quoted first."""
        now = self._live()
        return now.people if now else ()

    def answer(self, question: str, strictness: Strictness = Strictness.BALANCED, last: Answer | None = None) -> Answer:
        """Search and decide. `last` is what a follow-up goes on from. Raises QuestionError where nothing is asked."""
        generation = self._ready().generation
        typed = parse(question)
        # What was pasted beside a question says what it is about; the answer before does not.
        followed = resolve(typed.text, None if typed.understood else last, lambda name: any(said_by(generation, name)))
        query = typed
        if followed.question != typed.text:
            query = replace(parse(followed.question), typed=typed.typed, understood=followed.question)
        query = respelled(query, generation.vocabulary)
        hits = search(generation, query, self._encoder.embed_query(query.text), self._read)
        admitted = [hit for hit in hits if _admitted(generation, hit, followed)]
        answer = decide(generation, query, admitted, THRESHOLDS[strictness])
        return replace(
            answer,
            understood=query.understood,
            sought=replace(seek(generation, query), where=followed.where),
            left_out=followed.leave_out,
        )

    def verify(self, claim: Claim) -> Verdict:
        """Hold a claimed quote against the articles. Raises ClaimError where it is too long."""
        now = self._ready()
        return verify(now.generation, claim, self._encoder, now.people)

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]:
        """What the person with that id says: all of it by date and place, or what is about a topic, best first.

        Empty where nothing is about it. Raises PersonError where nobody has that id (any more), QuestionError where
        the topic holds no word.
        """
        now = self._live()
        found = next((each for each in now.people if each.id == person), None) if now else None
        if now is None or found is None:
            raise PersonError("nobody who is quoted has that id; the articles may have changed since")
        if topic is None:
            return list_sayings(now.generation, found.quotes)
        query = respelled(parse(topic), now.generation.vocabulary)
        return sayings_about(now.generation, found.quotes, self._encoder.embed_query(query.text))

    def find_source(self, text: str) -> tuple[Excerpt, ...]:
        """What a message speaks of, nearest first, three at most; nothing where nothing is near.

        Raises ClaimError where it is too long.
        """
        generation = self._ready().generation
        check_message(text)
        return find_source(generation, text, self._encoder)

    def recall(self, citation: str) -> Recalled:
        """The words of a citation's id, also of a revision that was superseded or taken away since it answered.

        Raises CitationError where no words of these collections have it, LibraryError where what was kept is damaged.
        """
        return recall(citation, self.generation, self._library, self.collections)

    def _ready(self) -> _Now:
        now = self._live()
        if now is None:
            raise EmptyCorpusError("there are no articles to answer from yet")
        return now

    def _live(self) -> _Now | None:
        """Of this moment; joined anew only where one of the generations is another."""
        found = (self._find_live(collection) for collection in self.collections)
        parts = tuple(generation for generation in found if generation is not None and generation.passages)
        last = self._last
        if last is None or [*map(id, last.parts)] != [*map(id, parts)]:
            joined = Generation.joined(parts) if len(parts) > 1 else next(iter(parts), None)
            last = self._last = _Now(parts, joined) if joined else None
        return last


def _admitted(generation: Generation, hit: Hit, followed: Followed) -> bool:
    return followed.admits(generation.passages[hit.sentence.passage].document, hit.sentence.span)
