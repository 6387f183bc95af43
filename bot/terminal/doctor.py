"""The command that tells what is set up, what is missing and what to do."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.discord.client import checked_token
from bot.presentation.visible import visible
from bot.presentation.wording import counted
from bot.settings import Settings, load_settings
from bot.terminal import session
from bot.terminal.options import AsJson
from bot.terminal.output import print_json
from corpus.errors import PullquoteError
from corpus.readers.folder import read_articles
from index.encoding.model_files import Model
from index.reading.reader import Reader
from index.reading.readers import NONE, find_reader
from index.service.protocols import Service
from index.service.report import Status

State = Literal["good", "missing", "wrong"]
MARKS: dict[State, tuple[str, str]] = {"good": ("✓", "green"), "missing": ("–", "yellow"), "wrong": ("✗", "red")}
PACKAGES = ("onnxruntime", "torch", "sentence-transformers", "faiss-cpu", "discord.py")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked; `missing` keeps only some commands from working, `wrong` all of them."""

    what: str
    state: State
    found: str
    to_do: str = ""


def doctor(as_json: AsJson = False) -> int:
    """Print the checks; 1 where something is wrong, else 0."""
    checks = list(_checks())
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        _show(checks, Console())
    return int(any(check.state == "wrong" for check in checks))


def _show(checks: list[Check], console: Console) -> None:
    table = Table.grid("", "", "", padding=(0, 2, 0, 0))
    for check in checks:
        mark, style = MARKS[check.state]
        line = Text(visible(check.found), overflow="fold")
        if check.to_do:
            line.append(f"\n→ {check.to_do}", "bold")
        table.add_row(Text(mark, style), check.what, line)
    console.print(table)


def _checks() -> Iterator[Check]:
    yield Check("Python", "good", sys.version.split()[0])
    yield Check("Packages", "good", ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    try:
        settings = load_settings()
    except PullquoteError as error:
        yield Check("Settings", "wrong", str(error))
        return
    yield _articles(settings)
    yield _data(settings)
    yield _model("Reader", lambda: find_reader(settings.reader))
    encoder = _model("Encoder", lambda: session.find_encoder(settings).model)
    yield encoder
    if encoder.state == "good":
        unread = settings.model_copy(update={"reader": NONE})  # an index is the same with any reader, and none can fail
        yield from _indexes(session.service_of(unread))
    yield _token(settings)


def _model(what: str, find: Callable[[], Reader | Model | None]) -> Check:
    try:
        found = find()
    except PullquoteError as error:
        return Check(what, "wrong", str(error))
    folder = f", in {found.folder}" if isinstance(found, Model) else ""
    return Check(what, "good", f"{found.name}, files checked{folder}" if found else NONE)


def _articles(settings: Settings) -> Check:
    if not settings.articles.is_dir():
        return Check("Articles", "wrong", f"there is no folder {settings.articles}", "set PULLQUOTE_ARTICLES to yours")
    reading = read_articles(settings.articles)
    count = f"{counted(len(reading.documents), 'article')} in {settings.articles}"
    if reading.failed:
        return Check("Articles", "missing", "\n".join((count, *reading.failed)), "fix these files, or remove them")
    if not reading.documents:
        return Check("Articles", "wrong", count, "put articles there")
    return Check("Articles", "good", count)


def _data(settings: Settings) -> Check:
    existing = next(folder for folder in (settings.data, *settings.data.absolute().parents) if folder.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return Check("Data folder", "good", str(settings.data))
    return Check("Data folder", "wrong", f"{settings.data} cannot be written", "set PULLQUOTE_DATA to another folder")


def _indexes(service: Service) -> Iterator[Check]:
    """Of every collection whether its index is what the library says."""
    try:
        for name in service.operations.names():
            yield _index(service.indexing.status(name))
    except PullquoteError as error:
        yield Check("Library", "missing", str(error), "run `pullquote index`; `ask` does it too")
    except OSError as error:
        line = f"{error.filename} cannot be read ({error.strerror})"
        yield Check("Library", "wrong", line, "run this as the user that runs the bot")


def _index(status: Status) -> Check:
    name = f"Index of {status.collection}"
    if status.fault is None and (status.built or not status.documents):
        return Check(name, "good", f"up to date, {counted(status.documents, 'article')}")
    to_do = f"run `pullquote corpus reindex --collection {status.collection}`"
    return Check(name, "missing", status.fault or "not built yet", to_do)


def _token(settings: Settings) -> Check:
    try:
        checked_token(settings)
    except PullquoteError as error:
        return Check("Discord", "missing", str(error), "only `pullquote run` needs it")
    return Check("Discord", "good", "a token is set")
