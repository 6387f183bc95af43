"""A set of documents searched together: the one thing the faces call."""

import contextlib
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Lock as ThreadLock
from typing import Any

from corpus.document import Document
from corpus.errors import PullquoteError
from corpus.excerpt import Excerpt
from corpus.library import Library
from index.answer import THRESHOLDS, Answer, decide
from index.build import Progress as Progress
from index.build import Reading, build_parts, corpus_hash, read_articles
from index.claims import check_message
from index.dialogue import Followed, resolve
from index.disk import Lock, LockedError
from index.encoder import Encoder
from index.generation import Generation, GenerationError
from index.local import LocalIndex
from index.nearest import find_source
from index.people import Person, gather_people
from index.question import parse
from index.recall import Recalled, recall
from index.sayings import PersonError, Saying, list_sayings, sayings_about
from index.search import READ, Hit, said_by, search
from index.sought import seek
from index.spelling import respelled
from index.strictness import Strictness
from index.verify import Claim, Verdict, verify

SHARED = "shared"  # the collection that is fed from the articles folder


class EmptyCorpusError(PullquoteError):
    """There is nothing to index, or nothing has been indexed yet."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an indexing did."""

    indexed: int
    """Documents that are new or changed."""
    unchanged: int
    removed: int
    failed: tuple[str, ...]
    """A sentence for each article that could not be read, or stands there twice."""
    passages: int
    seconds: float
    notes: tuple[str, ...] = ()
    """What else the person should know: a damaged index set aside, for one."""


@dataclass(frozen=True)
class _Live:
    generation: Generation
    facts: Mapping[str, Any]

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return gather_people(self.generation)


class Collection:
    """Thread-safe: answers come from one generation, whole; a reindex swaps in the next when it is ready.

    What is on disk is read by `load`, and shared with other processes: one of them writes, the others read.
    """

    def __init__(self, articles: Path, data: Path, encoder: Encoder, read: int = READ) -> None:
        self.articles = articles
        self.encoder = encoder
        self._read = read
        self._index = LocalIndex(data / SHARED, encoder.fingerprint)
        self._lock = Lock(data)
        self._library = Library(data / "library.sqlite")
        self._live: _Live | None = None
        self._building = ThreadLock()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be quoted, in the order of their titles."""
        found = self._live.generation.documents if self._live else ()
        return tuple(sorted(found, key=lambda document: (document.title.casefold(), document.id)))

    @property
    def generation(self) -> Generation | None:
        """The generation that answers, if there is one."""
        return self._live.generation if self._live else None

    @property
    def ready(self) -> bool:
        """Whether there is an index to answer from."""
        return self._live is not None

    @property
    def fresh(self) -> bool:
        """Whether that index is of the articles as they are now, made by this version, and kept for citations."""
        if self._live is None or self._live.facts.get("pullquote") != version("pullquote"):
            return False
        kept = self._library.fault(self.documents) is None
        return kept and bool(self._live.facts.get("corpus") == corpus_hash(self.articles))

    def writing(self) -> contextlib.AbstractContextManager[None]:
        """Be the one process that writes to the data folder. Raises LockedError where another is."""
        return self._lock.held()

    def load(self) -> tuple[str, ...]:
        """Load the live generation, or the one before where that is damaged; nothing where neither can be used.

        Gives a sentence for each thing that was wrong. Needs no lock.
        """
        self._index.close()
        self._live = self._loaded()
        fault = self._library.fault(self.documents) if self._live else None
        return (*self._index.notes(), fault) if fault else self._index.notes()

    def answer(self, question: str, strictness: Strictness = Strictness.BALANCED, last: Answer | None = None) -> Answer:
        """Search and decide; blocks for tens of milliseconds. `last` is what a follow-up goes on from.

        Raises QuestionError where nothing is asked, EmptyCorpusError where nothing is indexed.
        """
        live = self._live
        if live is None:
            raise EmptyCorpusError("nothing is indexed yet")
        typed = parse(question)
        # What was pasted beside a question says what it is about; the answer before does not.
        followed = resolve(
            typed.text, None if typed.understood else last, lambda name: any(said_by(live.generation, name))
        )
        query = typed
        if followed.question != typed.text:
            query = replace(parse(followed.question), typed=typed.typed, understood=followed.question)
        query = respelled(query, live.generation.vocabulary)
        hits = search(live.generation, query, self.encoder.embed([(query.text, ())])[0], self._read)
        admitted = [hit for hit in hits if _admitted(live.generation, hit, followed)]
        answer = decide(live.generation, query, admitted, THRESHOLDS[strictness])
        return replace(
            answer,
            understood=query.understood,
            sought=replace(seek(live.generation, query), where=followed.where),
            left_out=followed.leave_out,
        )

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is quoted, the most quoted first."""
        return self._live.people if self._live else ()

    def verify(self, claim: Claim) -> Verdict:
        """Hold a claimed quote against the articles.

        Raises ClaimError where it is too long, EmptyCorpusError where nothing is indexed.
        """
        live = self._live
        if live is None:
            raise EmptyCorpusError("nothing is indexed yet")
        return verify(live.generation, claim, self.encoder, live.people)

    def sayings(self, person: str, topic: str | None = None) -> tuple[Saying, ...]:
        """What the person with that id says: all of it by date and place, or what is about a topic, best first.

        Empty where nothing is about it. Blocks for tens of milliseconds with a topic. Raises PersonError where nobody
        has that id (any more), QuestionError where the topic holds no word.
        """
        live = self._live
        found = next((each for each in live.people if each.id == person), None) if live else None
        if live is None or found is None:
            raise PersonError("nobody who is quoted has that id; the articles may have changed since")
        if topic is None:
            return list_sayings(live.generation, found.quotes)
        query = respelled(parse(topic), live.generation.vocabulary)
        return sayings_about(live.generation, found.quotes, self.encoder.embed([(query.text, ())])[0])

    def find_source(self, text: str) -> tuple[Excerpt, ...]:
        """What a message speaks of, nearest first, three at most; nothing where nothing is near.

        Raises ClaimError where it is too long, EmptyCorpusError where nothing is indexed.
        """
        live = self._live
        if live is None:
            raise EmptyCorpusError("nothing is indexed yet")
        check_message(text)
        return find_source(live.generation, text, self.encoder)

    def recall(self, citation: str) -> Recalled:
        """The words of a citation's id, also of an article that was changed or taken away since it answered.

        Raises CitationError where no words have it, LibraryError where what was kept is damaged.
        """
        return recall(citation, self.generation, self._library)

    def reindex(self, progress: Progress | None = None) -> Report:
        """Read the articles folder anew, build beside the live index and swap it in; blocks, for seconds to minutes.

        What `progress` raises stops the work; then, and after any error, the old index goes on answering.
        Raises EmptyCorpusError, EncoderError, GenerationError or LockedError.
        """
        if not self._building.acquire(blocking=False):
            raise LockedError("a reindex is already running")
        try:
            with self.writing():
                return self._rebuilt(progress, time.monotonic())
        except (OSError, sqlite3.Error) as error:
            raise GenerationError(f"the index could not be written ({error}); the one before still answers") from error
        finally:
            self._building.release()

    def _rebuilt(self, progress: Progress | None, started: float) -> Report:
        corpus = corpus_hash(self.articles)  # before the reading: what changes meanwhile makes the index stale
        reading = read_articles(self.articles)
        if not reading.documents:
            raise EmptyCorpusError(_nothing(self.articles, reading))
        before = {document.id for document in self.documents}
        built = build_parts(reading.documents, self._index, self.encoder, progress, thorough=True)
        notes = self._library.keep((*self.documents, *reading.documents))  # before anybody can cite them
        build = self._index.begin()
        for part in built.parts:
            build.add(part)
        build.publish(built.passages, {"pullquote": version("pullquote"), "corpus": corpus})
        self._live = self._loaded()
        now = {document.id for document in reading.documents}
        return Report(
            indexed=len(now - before),
            unchanged=len(now & before),
            removed=len(before - now),
            failed=reading.failed,
            passages=built.passages,
            seconds=time.monotonic() - started,
            notes=(*self._index.notes(), *notes),
        )

    def _loaded(self) -> _Live | None:
        generation = self._index.live()
        return _Live(generation, self._index.facts()) if generation else None


def _admitted(generation: Generation, hit: Hit, followed: Followed) -> bool:
    return followed.admits(generation.passages[hit.sentence.passage].document, hit.sentence.span)


def _nothing(articles: Path, reading: Reading) -> str:
    if not articles.is_dir():
        return f"there is no articles folder {articles}; set PULLQUOTE_ARTICLES to the folder of your articles"
    reasons = "".join(f"\n  {each}" for each in reading.failed)
    return f"there is no article to read in {articles}; put .txt or .md files there{reasons}"
