"""The service, ready to answer, with what is worth knowing about them told on the way."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
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
from index.encoding import runtimes
from index.encoding.encoder import Encoder
from index.engine.lock import Lock
from index.reading.readers import find_reader
from index.service.composition import open_service
from index.service.protocols import Service, View
from index.service.report import Quota, Report, Status

MINUTE = 60.0  # seconds


class CollectionError(PullquoteError):
    """There is no collection of that name."""


def find_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name, its files checked but not loaded. Raises EncoderError."""
    return runtimes.find_encoder(settings.encoder, settings.runtime, settings.threads)


def service_of(settings: Settings) -> Service:
    """The service of the data folder, with nothing loaded yet. Raises EncoderError or TrainedError."""
    return open_service(
        settings.articles,
        settings.data,
        find_encoder(settings),
        find_reader(settings.reader, settings.threads),
        settings.read,
        Quota(settings.guild_documents, settings.guild_bytes, settings.guild_passages),
        settings.idle_minutes * MINUTE,
        timedelta(days=settings.grace_days),
    )


@contextlib.contextmanager
def writing(settings: Settings) -> Iterator[Service]:
    """The service, for the one process that writes.

    Raises LockedError where another does, and before the rest: whoever starts a second bot is told so at once.
    """
    with Lock(settings.data).held():
        pass
    service = service_of(settings)
    with service.operations.writing():
        yield service


@contextlib.contextmanager
def changing(collection: str, console: Console, may_begin: bool = False) -> Iterator[Service]:
    """The service, loaded, for the one process that writes to a collection.

    Raises CollectionError where the collection is not there, unless `may_begin` and it is a guild's.
    """
    with writing(load_settings()) as service:
        load(service, console)
        if guild_of(collection) is None or not may_begin:
            known(service, collection)
        yield service


def open_view(name: str) -> View:
    """A collection with what is searched together with it, brought up to date where that can be."""
    service = service_of(load_settings())
    names = searched(service, name)
    make_ready(service, names)
    return service.views.view(names)


def searched(service: Service, name: str) -> tuple[str, ...]:
    """The collections that answer together, as on Discord: a server's own and, if its policy says so, the shared one.

    Raises CollectionError for an unknown one, LibraryError where the policy cannot be read.
    """
    guild = guild_of(known(service, name))
    return (name, SHARED) if guild and service.policies.policy(guild).shared else (name,)


def known(service: Service, name: str) -> str:
    """The name, of a collection that is there. Raises CollectionError."""
    names = (SHARED,) if name == SHARED else service.operations.names()
    if name in names:
        return name
    raise CollectionError(f"there is no collection “{name}”; there is {', '.join(names)}")


# Up to date -----------------------------------------------------------------------------------------------------------


def make_ready(service: Service, names: Sequence[str]) -> None:
    """Load, and bring these collections up to date where they are not.

    Where that cannot be done and there is something to answer from, that answers, and standard error says so.
    """
    console = Console(stderr=True)
    with contextlib.suppress(LibraryError):  # it is missing, or a writer has to mend it
        load(service, console)
    errors = [error for name in names if (error := _update(service, name, console))]
    if errors and not any((status := _status(service, name)) and status.built for name in names):
        raise errors[0]
    for error in errors:
        tell(console, f"{sentence(str(error))}. Answers come from the old index.")


def load(service: Service, console: Console) -> None:
    """Make them ready to answer; a line for each thing that was wrong."""
    for note in service.operations.load():
        tell(console, note)


def behind(service: Service) -> tuple[str, ...]:
    """The collections whose indexes are not up to date."""
    return tuple(name for name in service.operations.names() if not _is_up_to_date(service, name))


def _is_up_to_date(service: Service, name: str) -> bool:
    status = _status(service, name)
    return status is not None and status.fault is None and (status.built is not None or name != SHARED)


def _update(service: Service, name: str, console: Console) -> PullquoteError | None:
    """Gives the error that kept it from being done."""
    if _is_up_to_date(service, name):
        return None
    try:
        with service.operations.writing():
            load(service, console)  # which now may mend as well
            tell_report(reindex(service, name), console)
    except PullquoteError as error:
        return error
    return None


def _status(service: Service, name: str) -> Status | None:
    with contextlib.suppress(LibraryError):
        return service.indexing.status(name)
    return None


def reindex(service: Service, name: str) -> Report:
    """Index, with a progress bar; Ctrl-C stops it."""
    try:
        with bytes_bar("Indexing") as progress:
            return service.indexing.reindex(name, OPERATOR, progress)
    except KeyboardInterrupt:
        tell(Console(stderr=True), "Stopped: the index is as it was before, and still answers.")
        raise


@contextlib.contextmanager
def bytes_bar(doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how many bytes are done, of how many; of 0 where that is not known yet."""
    with progress_bar(DownloadColumn()) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def progress_bar(amount: ProgressColumn) -> Progress:
    """A bar with what is done and the time that is left, gone at the end; nothing where nobody watches."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), amount, TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def tell_report(report: Report, console: Console) -> None:
    """What an indexing did, and what went wrong in it."""
    for line in report_lines(report):
        tell(console, line)


def tell(console: Console, line: str) -> None:
    """A line beside the answer."""
    console.print(visible(line), style="dim", markup=False, highlight=False, soft_wrap=True)
