"""A small data folder of invented articles, what is done with it, and what must be true of it afterwards."""

import atexit
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import PullquoteError
from corpus.library.owners import OPERATOR, SHARED, of_guild
from corpus.library.policy import Policy, Strictness
from corpus.quotes.citation import citation_id
from corpus.quotes.excerpt import Excerpt, checked_text
from corpus.readers.files import parse_article
from index.service.operations import restore_backup
from tests.support.fake_encoder import FakeEncoder
from tests.support.kept_service import KeptService

HERE, THERE = of_guild(1), of_guild(2)
ALL = (SHARED, HERE, THERE)
MODERATOR = "7"
NAMES = ("Ada Brun", "Ben Carr", "Cleo Dahl", "Dan Eck", "Eva Falk", "Finn Gray")
THINGS = ("mill", "harbour", "bridge", "orchard", "ferry", "museum", "well", "school")
QUESTIONS = ("What did Ada Brun say about the mill?", "What did Ben Carr say about the harbour?", "Who built the well?")

Held = tuple[tuple[int, int, str], ...]
"""The articles of a collection: number, revision that answers, id of its document."""
State = Mapping[str, Held]
"""By collection."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done to a data folder."""

    name: str
    work: Callable[[KeptService], object]


def article(number: int, version: int = 1) -> bytes:
    """An invented one, of four paragraphs."""
    name, thing = NAMES[number % len(NAMES)], THINGS[number % len(THINGS)]
    return "\n\n".join(
        (
            f"The {thing} of valley {number} stood still for {version + 1} years, and nobody knew why.",
            f"“We will mend the {thing} before winter {number},” said {name}, the mayor, in speech {version}.",
            f"{name} said that valley {number} had paid for it {version} times over.",
            f"“Nobody asked valley {number},” said {NAMES[(number + 1) % len(NAMES)]}, who lives {version} miles away.",
        )
    ).encode()


def opened(folder: Path) -> KeptService:
    """The service of a data folder, as a process sees it that begins now."""
    return KeptService(folder, FakeEncoder())


def ready(folder: Path) -> tuple[KeptService, tuple[str, ...]]:
    """The service as the writing process begins with it, and the notes that it prints."""
    kept = opened(folder)
    with kept.operations.writing():
        return kept, kept.operations.load()


def ground(folder: Path) -> KeptService:
    """A folder with three articles in each collection, one revised and one removed in each guild's."""
    shutil.copytree(_ground(), folder, dirs_exist_ok=True)
    return ready(folder)[0]


@cache
def _ground() -> Path:
    """Such a folder that others are copied from; it is there until the process ends."""
    made = TemporaryDirectory()
    atexit.register(made.cleanup)
    folder = Path(made.name)
    (folder / "articles").mkdir()
    for number in (1, 2, 3):
        write(folder, number)
    kept, _ = ready(folder)
    kept.indexing.reindex(SHARED, OPERATOR)
    for collection, first in ((HERE, 10), (THERE, 20)):
        for number in range(first, first + 4):
            add(kept, collection, number)
        add(kept, collection, first, 2, revises=True)
        kept.curation.remove(collection, numbered(kept, collection, first + 3), MODERATOR)
    kept.policies.settle(1, Policy(strictness=Strictness.STRICT), MODERATOR, "stricter")
    kept.operations.close()
    ready(folder)[0].operations.close()  # which makes the backup of the day
    return folder


def write(folder: Path, number: int, version: int = 1) -> None:
    """An article into the operator's folder."""
    (folder / "articles" / f"a{number}.txt").write_bytes(article(number, version))


def add(kept: KeptService, to: str, number: int, version: int = 1, revises: bool = False) -> None:
    """Add an article by way of a draft, as a moderator does."""
    replaced = numbered(kept, to, number) if revises else None
    draft = kept.additions.draft(to, f"a{number}.txt", article(number, version), MODERATOR).draft
    kept.additions.add(to, draft.id, MODERATOR, replaced)


def numbered(kept: KeptService, collection: str, number: int) -> int:
    """The library's number of an article."""
    entries = (*kept.curation.entries(collection), *kept.curation.entries(collection, removed=True))
    return next(entry.article for entry in entries if entry.name == f"a{number}.txt")


def fed(number: int, version: int) -> Callable[[KeptService], object]:
    """The operator's folder is changed, and read anew."""

    def work(kept: KeptService) -> object:
        write(kept.folder, number, version)
        return kept.indexing.reindex(SHARED, OPERATOR)

    return work


def evening() -> tuple[Step, ...]:
    """What happens to a `ground` in two guilds and in the operator's folder; always the same."""
    return (
        Step("add", lambda each: add(each, HERE, 14)),
        Step("add", lambda each: add(each, THERE, 24)),
        Step("revise", lambda each: add(each, HERE, 14, 2, revises=True)),
        Step("read the folder", fed(4, 1)),
        Step("remove", lambda each: each.curation.remove(HERE, numbered(each, HERE, 11), MODERATOR)),
        Step("restore", lambda each: each.curation.restore(HERE, numbered(each, HERE, 10), 1, MODERATOR)),
        Step("roll back", lambda each: each.curation.roll_back(HERE, MODERATOR)),
        Step("read the folder", fed(1, 2)),
        Step("remove", lambda each: each.curation.remove(THERE, numbered(each, THERE, 21), MODERATOR)),
        Step("roll back", lambda each: each.curation.roll_back(THERE, MODERATOR)),
        Step("reindex", lambda each: each.indexing.reindex(HERE, MODERATOR)),
        Step("roll back", lambda each: each.curation.roll_back(SHARED, OPERATOR)),
        Step("settle", lambda each: each.policies.settle(2, Policy(shared=False), MODERATOR, "on our own")),
        Step("erase", lambda each: each.guilds.erase(THERE)),
    )


# What is there --------------------------------------------------------------------------------------------------------


def state(kept: KeptService) -> State:
    """What the library holds."""
    return {
        name: tuple((each.article, each.number, each.document.id) for each in kept.library.articles.current(name))
        for name in ALL
    }


def unfit(kept: KeptService) -> Iterator[str]:
    """A sentence for each collection whose index does not answer from just what the library holds."""
    for name, held in state(kept).items():
        live = kept.registry.collection(name).live()
        indexed = sorted(document.id for document in live.documents) if live else []
        if indexed != sorted({document for _, _, document in held}):
            yield f"{name} answers from other articles than the library holds"


def answers(kept: KeptService) -> tuple[object, ...]:
    """All that can be seen of every collection: answers, what people say, lists, citations also of what is gone."""
    told: list[object] = []
    for names in ((SHARED,), (HERE, SHARED), (THERE, SHARED)):
        view = kept.views.view(names)
        for question in QUESTIONS if view.documents else ():
            answer = view.answer(question)
            told += [_words(each) for each in answer.excerpts]
        told += [_words(each.excerpt) for person in view.people for each in view.sayings(person.id)]
    for name in ALL:
        lists = kept.curation.entries(name), kept.curation.entries(name, removed=True)
        told += [(each.article, each.document, each.revision, each.title) for entries in lists for each in entries]
    for number, first in ((HERE, 10), (HERE, 13), (THERE, 20), (SHARED, 1)):
        document = parse_article(f"a{first}.txt", article(first))
        recalled = kept.views.view([number]).recall(citation_id(document, document.paragraphs[1]))
        told.append((_words(recalled.excerpt), recalled.state))
    return tuple(told)


def wrong(told: Sequence[object]) -> str | None:
    """A sentence where what was answered is in no article."""
    texts = known_texts()
    for each in told:
        match each:
            case (str(text), str(), str()) | ((str(text), str(), str()), _):
                if not any(text in known for known in texts):
                    return f"these words are in no article: {text[:60]}"
    return None


@cache
def known_texts() -> tuple[str, ...]:
    """All articles that there ever were."""
    return tuple(article(number, version).decode() for number in range(40) for version in (1, 2))


def sound(folder: Path, allowed: Sequence[State]) -> Iterator[str]:
    """A sentence for each thing that is wrong with a data folder, seen by a process that begins now."""
    try:
        kept, _ = ready(folder)
        if state(kept) not in allowed:
            yield "the library holds neither what it did before nor what it should now"
        yield from unfit(kept)
        yield from kept.operations.verify_data()
        found = wrong(seen(kept))
        if found:
            yield found
    except PullquoteError as error:
        yield f"it does not start: {error}"


def seen(kept: KeptService) -> tuple[object, ...]:
    """What the views tell, where there is something."""
    told: list[object] = []
    for name in ALL:
        view = kept.views.view([name])
        for question in QUESTIONS if view.documents else ():
            answer = view.answer(question)
            told += [_words(each) for each in answer.excerpts]
    return tuple(told)


def works_on(folder: Path) -> Iterator[str]:
    """Afterwards everything can still be done; a sentence where not, or where anything is left lying about."""
    try:
        kept, _ = ready(folder)
        kept.indexing.reindex(SHARED, OPERATOR)
        for name, number in ((HERE, 30), (THERE, 31)):
            add(kept, name, number)
            kept.indexing.reindex(name, MODERATOR)
        yield from unfit(kept)
        yield from kept.operations.verify_data()
    except PullquoteError as error:
        yield f"it does not go on: {error}"
    yield from (f"{path} is left lying about" for path in strays(folder))


def restored(folder: Path, told: Sequence[str]) -> bool:
    """Do what is told of a damaged library: put the backup that is named in its place. Whether one was named."""
    command = re.search("`pullquote restore ([^`]+)`", "\n".join(told))
    if command:
        restore_backup(Path(command[1]), folder / "data")
    return command is not None


def strays(folder: Path) -> Iterator[str]:
    """The files that no part of Pullquote needs."""
    data = folder / "data"
    kept = {data / f"library.sqlite{end}" for end in ("", "-wal", "-shm")} | {data / "lock"}
    kept |= {*(data / "backups").iterdir()}
    for name in ALL:
        root = data / name.replace(":", "-")
        kept |= {root / "live", root / "before"}
    yield from (
        str(path.relative_to(data))
        for path in sorted(data.rglob("*"))
        if path.is_file() and path not in kept and not (path.parent.name == "segments" and path.name[0] != ".")
    )


def copied(folder: Path, to: Path) -> Path:
    """A copy of a data folder, to be spoilt."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(folder, to))


def attempted(step: Step, kept: KeptService) -> str | None:
    """How it failed: `clear` where it said so as a face shows it, else what was raised; None where it did not."""
    try:
        step.work(kept)
    except PullquoteError:
        return "clear"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def _words(excerpt: Excerpt) -> tuple[str, str, str]:
    speaker = excerpt.speaker.name if excerpt.speaker else ""
    return checked_text(excerpt), citation_id(excerpt.document, excerpt.span), speaker
