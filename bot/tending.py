"""The commands that change what a collection holds, or its index."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from rich.console import Console
from rich.text import Text

from bot import opening
from bot.entries import find_entry
from bot.escape import visible
from bot.opening import CollectionError, bytes_bar, guild_of, known, tell, tell_report, writing
from bot.settings import load_settings
from bot.terminal import print_json, typed
from bot.wording import counted
from corpus.revisions import Entry
from index.collections import OPERATOR, Collections, Report


def remove(collection: str, article: str, as_json: bool) -> None:
    """Take an article away."""
    with _tended(collection) as collections:
        entry = find_entry(collections.entries(collection), article)
        removed = collections.remove(collection, entry.article, OPERATOR)
    kept = f"{counted(removed.revisions, 'version')} of it kept"
    _show(removed, f"took away {_named(removed)}; {kept}: `pullquote corpus restore {removed.article}`", as_json)


def restore(collection: str, article: str, number: int | None, as_json: bool) -> None:
    """Have an article answer again, or by an earlier version."""
    with _tended(collection) as collections:
        every = (*collections.entries(collection), *collections.entries(collection, removed=True))
        entry = find_entry(every, article)
        with bytes_bar(Console(stderr=True), "Restoring") as progress:
            restored = collections.restore(collection, entry.article, number, OPERATOR, progress)
    _show(restored, f"{_named(restored)} answers, by version {restored.revision} of {restored.revisions}", as_json)


def reindex(collection: str, as_json: bool) -> None:
    """Bring an index up to date, and check every file of it."""
    with _tended(collection) as collections:
        report = opening.reindex(collections, collection, Console(stderr=True))
    _show_report(report, as_json)


def rollback(collection: str, as_json: bool) -> None:
    """Undo the last change."""
    with _tended(collection) as collections:
        report = collections.roll_back(collection, OPERATOR)
    *notes, undone = report.notes
    _show_report(replace(report, notes=(f"Undone: {undone}", *notes)), as_json)


def erase(name: str, sure: bool, as_json: bool) -> None:
    """Erase everything of a guild, for good. Raises CollectionError for the shared collection."""
    if guild_of(name) is None:
        raise CollectionError("only a server’s own collection can be erased: `guild:` and the server’s id")
    with _tended(name) as collections:
        documents = collections.status(name).documents
        question = f"{counted(documents, 'article')} of {name} with all versions, and its settings, will be gone for "
        erased = sure or typed(f"{question}good. Type {name} to erase them: ") == name
        if erased:
            collections.erase(name)
    if as_json:
        print_json({"collection": name, "erased": erased})
    else:
        Console().print(f"{name} is erased." if erased else "Nothing was erased.", highlight=False)


@contextmanager
def _tended(collection: str) -> Iterator[Collections]:
    with writing(load_settings()) as collections:
        for note in collections.load():
            tell(Console(stderr=True), note)
        known(collections, collection)
        yield collections


def _show(entry: Entry, done: str, as_json: bool) -> None:
    if as_json:
        print_json(asdict(entry))
    else:
        Console().print(Text(f"{done[0].upper()}{done[1:]}."))


def _show_report(report: Report, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report))
    else:
        tell_report(report, Console())


def _named(entry: Entry) -> str:
    return visible(f"{entry.article} “{entry.title}”")
