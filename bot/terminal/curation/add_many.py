"""Adding many articles with one command: all are shown in one table, and one question is asked."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.presentation.batches import added_counts, batch_counts, remarks, what_became_of_it, what_it_is
from bot.presentation.visible import visible
from bot.terminal.curation.pages import fetch_page, is_address
from bot.terminal.output import confirm, prompt
from bot.terminal.session import bytes_bar
from corpus.errors import ArticleError
from corpus.library.owners import OPERATOR
from corpus.readers.archive import SUFFIX, check_file_size, is_archive
from corpus.readers.files import find_articles, printable_name, read_bytes
from corpus.readers.forms import SUFFIXES
from index.service.adding.batches import ADDED, Batch, BatchFile, IncomingFile, Kind
from index.service.adding.pages import PAGE_BYTES
from index.service.protocols import Service


def is_many(files: Sequence[str]) -> bool:
    """Whether there may be several articles in what was named."""
    return len(files) != 1 or (not is_address(files[0]) and (Path(files[0]).is_dir() or is_archive(files[0])))


def add_many(
    service: Service, collection: str, files: Sequence[IncomingFile], sure: bool, console: Console
) -> tuple[BatchFile, ...]:
    """Read files, show what they are, and add those that are wanted; what became of each. Ctrl-C adds none."""
    with bytes_bar("Reading") as progress:
        batch = service.additions.draft_many(collection, files, OPERATOR, progress=progress)
    try:
        console.print(Padding(_table(batch), (1, 0, 1, 2)))
        console.print(Text(f"{batch_counts(batch)}."))
        wanted = _wanted(batch, sure)
        if not wanted:
            return batch.files
        with bytes_bar("Adding") as progress:
            added, _ = service.additions.add_many(collection, batch.id, OPERATOR, wanted, progress)
    finally:
        service.additions.drop(collection, batch.id, OPERATOR)
    _tell(batch, added, console)
    return added.files


def _wanted(batch: Batch, sure: bool) -> tuple[Kind, ...]:
    """The kinds that are to be added."""
    new, newer = len(batch.of_kind("new")), len(batch.of_kind("version"))
    if sure or not new + newer:
        return ADDED if new + newer else ()
    if not (new and newer):
        return ADDED if confirm(f"Add {'it' if new + newer == 1 else f'all {new + newer:,}'}?") else ()
    question = f"Add all {new + newer:,} (a), only what is new, {new:,} (n), or none (Enter)? "
    answers: dict[str, tuple[Kind, ...]] = {"a": ADDED, "n": ("new",)}
    return answers.get(prompt(question).lower(), ())


def _table(batch: Batch) -> Table:
    table = Table.grid("", "", padding=(0, 2, 0, 0))
    for file in batch.files:
        style = {"duplicate": "dim", "refused": "red"}.get(file.kind, "")
        lines = [Text(visible(what_it_is(file)), style), *(Text(visible(line), "yellow") for line in remarks(file))]
        table.add_row(Text(visible(file.name), overflow="fold"), Group(*lines))
    return table


def _tell(batch: Batch, added: Batch, console: Console) -> None:
    """What came out otherwise than it was shown, and how many files became what."""
    for before, after in zip(batch.files, added.files, strict=True):
        if before.kind in ADDED and after.kind != before.kind:
            console.print(Text(visible(f"{after.name}: {what_became_of_it(after)}"), "yellow"), soft_wrap=True)
    console.print(Text(f"{added_counts(added.files)}.", "green"))


# The files ------------------------------------------------------------------------------------------------------------


def incoming_files(files: Sequence[str], refusal: Callable[[Path], str | None]) -> Iterator[IncomingFile]:
    """The pages and files that were named, and the articles and archives in the folders; each with its refusal, if it
    has one, and those that cannot be opened."""
    for file in files:
        path = Path(file)
        if is_address(file):
            yield IncomingFile(file, PAGE_BYTES, partial(fetch_page, file))
        elif path.is_dir():
            yield from _inside(path, refusal)
        else:
            yield _file(path, path.name, refusal(path))


def _inside(folder: Path, refusal: Callable[[Path], str | None]) -> Iterator[IncomingFile]:
    closed: list[str] = []
    found = find_articles(folder, lambda error: closed.append(str(error.filename)), (*SUFFIXES, SUFFIX))
    for path in found:
        yield _file(path, path.relative_to(folder).as_posix(), refusal(path))
    for name in closed:
        yield _file(Path(name), name, "this folder cannot be looked into")
    if not found and not closed:
        yield _file(folder, str(folder), f"has nothing in it that is read; these are: {', '.join((*SUFFIXES, SUFFIX))}")


def _file(path: Path, name: str, refusal: str | None) -> IncomingFile:
    try:
        size = 0 if refusal else path.stat().st_size
    except OSError:
        size = 0  # the reading tells why
    return IncomingFile(name, size, partial(_read, path, name, refusal))


def _read(path: Path, name: str, refusal: str | None) -> bytes:
    if refusal:
        raise ArticleError(printable_name(name), refusal)
    return read_bytes(path, check_file_size)
