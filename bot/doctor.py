"""The command that tells what is set up, what is missing and what to do."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Literal, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.client import checked_token
from bot.opening import open_collection
from bot.settings import Settings, load_settings
from bot.wording import counted
from corpus.errors import PullquoteError
from index.build import read_articles
from index.collection import Collection

T = TypeVar("T")
State = Literal["good", "missing", "wrong"]
MARKS: dict[State, tuple[str, str]] = {"good": ("✓", "green"), "missing": ("–", "yellow"), "wrong": ("✗", "red")}
PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "discord.py")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `missing` keeps only some commands from working, `wrong` all of them."""

    what: str
    state: State
    found: str
    to_do: str = ""


def doctor(as_json: bool) -> int:
    """Print the findings; 1 where something is wrong, else 0."""
    findings = list(_findings())
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _show(findings, Console())
    return int(any(finding.state == "wrong" for finding in findings))


def _show(findings: list[Finding], console: Console) -> None:
    table = Table.grid("", "", "", padding=(0, 2, 0, 0))
    for finding in findings:
        mark, style = MARKS[finding.state]
        found = Text(finding.found)
        if finding.to_do:
            found.append(f"\n→ {finding.to_do}", "bold")
        table.add_row(Text(mark, style), finding.what, found)
    console.print(table)


def _findings() -> Iterator[Finding]:
    yield Finding("Python", "good", sys.version.split()[0])
    yield Finding("Packages", "good", ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    settings = _guarded("Settings", load_settings)
    if isinstance(settings, Finding):
        yield settings
        return
    yield _articles(settings)
    yield _data(settings)
    collection = _guarded("Encoder", lambda: open_collection(settings))
    if isinstance(collection, Finding):
        yield collection
    else:
        model = collection.encoder.model
        yield Finding("Encoder", "good", f"{model.name}, files checked, in {model.folder}")
        yield _index(collection)
    yield _token(settings)


def _guarded(what: str, look: Callable[[], T]) -> T | Finding:
    try:
        return look()
    except PullquoteError as error:
        return Finding(what, "wrong", str(error))


def _articles(settings: Settings) -> Finding:
    if not settings.articles.is_dir():
        return Finding(
            "Articles", "wrong", f"there is no folder {settings.articles}", "set PULLQUOTE_ARTICLES to yours"
        )
    reading = read_articles(settings.articles)
    found = f"{counted(len(reading.documents), 'article')} in {settings.articles}"
    if reading.failed:
        return Finding("Articles", "missing", "\n".join((found, *reading.failed)), "mend these files, or take them out")
    if not reading.documents:
        return Finding("Articles", "wrong", found, "put .txt or .md files there")
    return Finding("Articles", "good", found)


def _data(settings: Settings) -> Finding:
    existing = next(folder for folder in (settings.data, *settings.data.absolute().parents) if folder.exists())
    if existing.is_dir() and os.access(existing, os.W_OK):
        return Finding("Data folder", "good", str(settings.data))
    return Finding("Data folder", "wrong", f"{settings.data} cannot be written", "set PULLQUOTE_DATA to another folder")


def _index(collection: Collection) -> Finding:
    notes = collection.load()
    if collection.fresh and not notes:
        return Finding("Index", "good", f"fresh, {counted(len(collection.documents), 'article')}")
    found = "; ".join(notes) or ("older than the articles" if collection.ready else "not built yet")
    return Finding("Index", "missing", found, "run `pullquote index`; `ask` does it too")


def _token(settings: Settings) -> Finding:
    try:
        checked_token(settings)
    except PullquoteError as error:
        return Finding("Discord", "missing", str(error), "only `pullquote run` needs it")
    return Finding("Discord", "good", "a token is set")
