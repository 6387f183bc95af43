"""A collection, ready to answer, with what is worth knowing about it told on the way."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.settings import Settings
from bot.wording import counted
from corpus.errors import PullquoteError
from index.collection import Collection, Report
from index.encoder import Encoder
from index.model import find_model


def open_collection(settings: Settings) -> Collection:
    """The collection that the settings name, not yet loaded. Raises EncoderError."""
    encoder = Encoder(find_model(settings.encoder), settings.threads)
    return Collection(settings.articles, settings.data, encoder, settings.read)


def make_ready(collection: Collection, console: Console) -> None:
    """Load the index, or build it where there is none or the articles have changed.

    Where it cannot be built and an older one is there, that one answers, and the console says so.
    """
    for note in collection.load():
        tell(console, note)
    if collection.fresh:
        return
    try:
        report = reindex(collection, console)
    except PullquoteError as error:
        if not collection.ready:
            raise
        tell(console, f"The articles have changed since they were indexed, and {error}. The old index answers.")
    else:
        tell_report(report, console)


def reindex(collection: Collection, console: Console) -> Report:
    """Index, with a progress bar."""
    with progress_bar(console) as progress:
        task = progress.add_task("Indexing passages and sentences", total=None)
        return collection.reindex(lambda done, total: progress.update(task, completed=done, total=total))


def progress_bar(console: Console) -> Progress:
    """A bar with counts and the time that is left, gone when it is done; nothing where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def tell_report(report: Report, console: Console) -> None:
    """What an indexing did, and what went wrong in it."""
    changes = [
        f"{counted(number, 'article')} {what}"
        for number, what in ((report.indexed, "new"), (report.unchanged, "unchanged"), (report.removed, "removed"))
        if number
    ]
    tell(console, f"Indexed: {', '.join(changes)}; {counted(report.passages, 'passage')} in {report.seconds:.1f} s.")
    for line in (*report.notes, *report.failed):
        tell(console, line)


def tell(console: Console, line: str) -> None:
    """A line beside the answer."""
    console.print(line, style="dim", markup=False, highlight=False)
