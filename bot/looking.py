"""The commands that show what a collection holds, and how it is."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.filesize import decimal
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from bot.entries import find_entry
from bot.escape import visible
from bot.inspecting import inspection_json, show_inspection
from bot.inspection import inspected
from bot.opening import known, open_collections
from bot.settings import load_settings
from bot.terminal import changed_quotes, changes_json, print_json
from bot.wording import changes_line, counted
from corpus.errors import PullquoteError
from corpus.revisions import Entry, Job, Revision
from index.collections import Collections, Status
from index.disk import replace_file

_WRAPPED = {"Title", "Publisher", "What", ""}  # columns of words; a moment or a number stays on one line


class ExportError(PullquoteError):
    """An export cannot be written there."""


def list_articles(collection: str, removed: bool, as_json: bool) -> None:
    """Print the articles by title; with `removed` those that were taken away."""
    entries = _opened(collection).entries(collection, removed)
    if as_json:
        print_json({"collection": collection, "articles": [asdict(entry) for entry in entries]})
        return
    table = _table("No", "Title", "Publisher", "Date", "Versions", "Size", "By", "Since")
    for entry in entries:
        by, at = (entry.removed_by or entry.by, entry.removed_at or entry.at) if removed else (entry.by, entry.at)
        about = (entry.title, entry.publisher or "", entry.published or "")
        row = (str(entry.article), *about, str(entry.revisions), decimal(entry.bytes), by, f"{at:%Y-%m-%d}")
        table.add_row(*_texts(row))
    nothing = "No article was taken away." if removed else "There are no articles."
    Console().print(Padding(table if entries else Text(nothing), (1, 0, 1, 2)))


def show(collection: str, article: str, number: int | None, as_json: bool) -> None:
    """Print an article, by the version that answers or by another, with what is found in it."""
    collections = _opened(collection)
    entry = _any_entry(collections, collection, article)
    revision = collections.revision(collection, entry.article, number)
    inspection = inspected(revision.document)
    if as_json:
        print_json({**_revision_json(revision), **inspection_json(inspection)})
        return
    console = Console()
    console.print(Text(_headline(revision, entry), "dim"))
    show_inspection(inspection, console)


def history(collection: str, article: str, as_json: bool) -> None:
    """Print the versions of an article, the newest first, with the quotes that changed."""
    collections = _opened(collection)
    entry = _any_entry(collections, collection, article)
    told = collections.history(collection, entry.article)
    if as_json:
        revisions = [
            {**_revision_json(revision), "changes": changes_json(changes) if changes else None}
            for revision, changes in told
        ]
        print_json({"article": entry.article, "title": entry.title, "revisions": revisions})
        return
    console = Console()
    for revision, changes in told:
        console.print(Text(visible(_headline(revision, entry)), "bold"))
        if changes:
            console.print(Padding(Text(changes_line(changes), "dim"), (0, 0, 0, 2)))
            console.print(Padding(changed_quotes(changes), (0, 0, 0, 2)))
        console.print()


def status(collection: str, as_json: bool) -> None:
    """Print how a collection and its index are."""
    found = _opened(collection).status(collection)
    if as_json:
        print_json(asdict(found))
        return
    table = Table.grid("", "", padding=(0, 2, 0, 0))
    for what, value in _status_lines(found):
        table.add_row(Text(what, "dim"), Text(visible(value), "yellow" if what == "Fault" else ""))
    Console().print(Padding(table, (1, 0, 1, 2)))


def collections(as_json: bool) -> None:
    """Print all collections with their figures."""
    every = open_collections(load_settings())
    found = [every.status(name) for name in every.names()]
    if as_json:
        print_json({"collections": [asdict(each) for each in found]})
        return
    table = _table("Collection", "Articles", "Size", "Passages", "Quotes", "Indexed (UTC)", "")
    for each in found:
        amounts = (f"{each.documents:,}", decimal(each.bytes), f"{each.passages:,}", f"{each.quotes:,}")
        row = (each.collection, *amounts, _written(each.built))
        table.add_row(*_texts(row), Text(visible(_trouble(each)), "yellow"))
    Console().print(Padding(table, (1, 0, 1, 2)))


def audit(collection: str, most: int, as_json: bool) -> None:
    """Print who changed what."""
    lines = _opened(collection).audit(collection, most)
    if as_json:
        print_json({"collection": collection, "audit": [asdict(line) for line in lines]})
        return
    table = _table("When (UTC)", "Who", "What")
    for line in lines:
        table.add_row(*_texts((_at(line.at), line.by, line.what)))
    Console().print(Padding(table if lines else Text("Nothing was changed yet."), (1, 0, 1, 2)))


def export(collection: str, article: str | None, to: Path, as_json: bool) -> None:
    """Write a zip of all articles that answer, or of all versions of one. Raises ExportError."""
    if to.exists():
        raise ExportError(f"{to} is there already; name another file")
    every = _opened(collection)
    number = _any_entry(every, collection, article).article if article is not None else None
    _, data = every.export(collection, number)
    try:
        replace_file(to.absolute(), data)
    except OSError as error:
        raise ExportError(f"{to} cannot be written ({error.strerror or error})") from None
    if as_json:
        print_json({"file": str(to), "bytes": len(data), "sha256": sha256(data).hexdigest()})
    else:
        Console().print(f"Wrote {visible(str(to))}, {decimal(len(data))}.", soft_wrap=True, markup=False)


def _opened(collection: str) -> Collections:
    every = open_collections(load_settings())
    known(every, collection)
    return every


def _any_entry(every: Collections, collection: str, article: str) -> Entry:
    """Also of those that were taken away."""
    return find_entry((*every.entries(collection), *every.entries(collection, removed=True)), article)


def _headline(revision: Revision, entry: Entry) -> str:
    state = "" if revision.number != entry.revision else " · taken away" if entry.removed_at else " · answers"
    who = f"{revision.by}, {_at(revision.at)} UTC"
    return f"Article {entry.article}, version {revision.number} of {entry.revisions} · {who}{state}"


def _revision_json(revision: Revision) -> dict[str, object]:
    row = {"article": revision.article, "revision": revision.number, "document": revision.document.id}
    return {**row, "origin": revision.origin, "by": revision.by, "at": revision.at}


def _status_lines(found: Status) -> Iterator[tuple[str, str]]:
    quota = found.quota
    yield "Collection", found.collection
    yield "Articles", f"{found.documents:,}" + (f" of {quota.documents:,}" if quota else "")
    yield "Text", decimal(found.bytes) + (f" of {decimal(quota.bytes)}" if quota else "")
    yield "Passages", f"{found.passages:,}" + (f" of {quota.passages:,}" if quota else "")
    yield "Quotes", f"{found.quotes:,}"
    yield "Taken away", counted(found.removed, "article")
    yield "Indexed", f"{_written(found.built)} UTC" if found.built else "not yet"
    if found.running:
        yield "Running", _job_line(found.running)
    if found.last:
        yield "Last job", _job_line(found.last)
    yield "Can be rolled back", "yes" if found.can_roll_back else "no"
    if found.leaves:
        yield "Will be erased", f"{_written(found.leaves)} UTC, since the bot was removed from the server"
    if found.fault:
        yield "Fault", found.fault


def _job_line(job: Job) -> str:
    return f"{job.kind}, by {job.by}, {_at(job.begun)} UTC" + (f": {job.outcome}" if job.outcome else "")


def _trouble(found: Status) -> str:
    erased = f"the bot was removed; erased on {_written(found.leaves)}" if found.leaves else ""
    return "; ".join(filter(None, (erased, found.fault)))


def _table(*columns: str) -> Table:
    headed = (Column(name, no_wrap=name not in _WRAPPED) for name in columns)
    return Table(*headed, box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")


def _texts(cells: Iterable[str]) -> Iterator[Text]:
    """For a table, which would take a string for markup."""
    return (Text(visible(cell)) for cell in cells)


def _written(moment: str | None) -> str:
    return _at(datetime.fromisoformat(moment)) if moment else "not yet"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
