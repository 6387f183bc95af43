"""The collections, ready to answer, with what is worth knowing about them told on the way."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from bot.presentation.report import report_lines
from bot.presentation.visible import visible
from bot.presentation.wording import sentence
from bot.settings import Settings, load_settings
from corpus.errors import PullquoteError
from corpus.library.database import LibraryError
from corpus.library.owners import OPERATOR, SHARED, guild_of
from index.encoding.encoder import Encoder
from index.encoding.model_files import find_model
from index.engine.lock import Lock
from index.service.collections import Collections
from index.service.quota import Quota
from index.service.report import Report
from index.service.view import View

MINUTE, DAY = 60.0, 86_400.0  # seconds


class CollectionError(PullquoteError):
    """There is no collection of that name."""


def find_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name, its files checked but not loaded. Raises EncoderError."""
    return Encoder(find_model(settings.encoder), settings.threads)


def open_collections(settings: Settings) -> Collections:
    """The collections of the data folder, not yet loaded. Raises EncoderError."""
    return Collections(
        settings.articles,
        settings.data,
        find_encoder(settings),
        settings.read,
        Quota(settings.guild_documents, settings.guild_bytes, settings.guild_passages),
        settings.idle_minutes * MINUTE,
        settings.grace_days * DAY,
    )


@contextlib.contextmanager
def writing(settings: Settings) -> Iterator[Collections]:
    """The collections, for the one process that writes.

    Raises LockedError where another does, and before the rest: whoever starts a second bot is told so at once.
    """
    with Lock(settings.data).held():
        pass
    collections = open_collections(settings)
    with collections.writing():
        yield collections


def open_view(name: str, console: Console) -> View:
    """A collection with what is searched together with it, brought up to date where that can be."""
    collections = open_collections(load_settings())
    names = searched(collections, name)
    make_ready(collections, names, console)
    return collections.view(names)


def searched(collections: Collections, name: str) -> tuple[str, ...]:
    """The collections that answer together, as on Discord: a server's own and, if its policy says so, the shared one.

    Raises CollectionError for an unknown one, LibraryError where the policy cannot be read.
    """
    guild = guild_of(known(collections, name))
    return (name, SHARED) if guild and collections.policy(guild).shared else (name,)


def known(collections: Collections, name: str) -> str:
    """The name, of a collection that is there. Raises CollectionError."""
    names = (SHARED,) if name == SHARED else collections.names()
    if name in names:
        return name
    raise CollectionError(f"there is no collection “{name}”; there is {', '.join(names)}")


# Up to date -----------------------------------------------------------------------------------------------------------


def make_ready(collections: Collections, names: Sequence[str], console: Console) -> None:
    """Load, and bring these collections up to date where they are not; without names, all there are.

    Where that cannot be done and there is something to answer from, that answers, and the console says so.
    """
    with contextlib.suppress(LibraryError):  # it is missing, or a writer has to mend it
        load(collections, console)
    names = names or collections.names()
    errors = [error for name in names if (error := _update(collections, name, console))]
    if errors and not any(_is_built(collections, name) for name in names):
        raise errors[0]
    for error in errors:
        tell(console, f"{sentence(str(error))}. The old index answers.")


def load(collections: Collections, console: Console) -> None:
    """Make them ready to answer; a line for each thing that was wrong."""
    for note in collections.load():
        tell(console, note)


def _update(collections: Collections, name: str, console: Console) -> PullquoteError | None:
    """Gives the error that kept it from being done."""
    if _is_up_to_date(collections, name):
        return None
    try:
        with collections.writing():
            load(collections, console)  # which now may mend as well
            tell_report(reindex(collections, name, console), console)
    except PullquoteError as error:
        return error
    return None


def _is_up_to_date(collections: Collections, name: str) -> bool:
    with contextlib.suppress(LibraryError):
        status = collections.status(name)
        return status.fault is None and (status.built is not None or name != SHARED)
    return False


def _is_built(collections: Collections, name: str) -> bool:
    with contextlib.suppress(LibraryError):
        return collections.status(name).built is not None
    return False


def reindex(collections: Collections, name: str, console: Console) -> Report:
    """Index, with a progress bar; Ctrl-C stops it."""
    try:
        with bytes_bar(console, "Indexing") as progress:
            return collections.reindex(name, OPERATOR, progress)
    except KeyboardInterrupt:
        tell(console, "Stopped: what was indexed before is as it was, and answers.")
        raise


@contextlib.contextmanager
def bytes_bar(console: Console, doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how many bytes are done, of how many."""
    with progress_bar(console, DownloadColumn()) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def progress_bar(console: Console, amount: ProgressColumn | None = None) -> Progress:
    """A bar with what is done and the time that is left, gone at the end; nothing where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), amount or MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def tell_report(report: Report, console: Console) -> None:
    """What an indexing did, and what went wrong in it."""
    for line in report_lines(report):
        tell(console, line)


def tell(console: Console, line: str) -> None:
    """A line beside the answer."""
    console.print(visible(line), style="dim", markup=False, highlight=False, soft_wrap=True)
