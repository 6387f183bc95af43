"""The commands that show what a collection holds, and how it is."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from bot.presentation.article_lookup import entry_in
from bot.presentation.inspection import inspected
from bot.presentation.visible import visible
from bot.presentation.wording import changes_line, counted, file_size
from bot.settings import load_settings
from bot.terminal.inspect import inspection_json, show_inspection
from bot.terminal.options import Article, AsJson, EarlierVersion, InCollection
from bot.terminal.output import changed_quotes, changes_json, print_json
from bot.terminal.session import known, service_of
from corpus.errors import PullquoteError
from corpus.library.models import Entry, Job, Revision
from corpus.library.owners import SHARED
from index.engine.durable_files import replace_file
from index.service.protocols import Service
from index.service.report import Status

_WRAPPED = {"Title", "Publisher", "What", ""}  # columns of words; a moment or a number stays on one line
_LEAST = 12  # characters of such a column; where a table has no room for them, each row is told in a line
_GAP = 2  # characters between columns


class ExportError(PullquoteError):
    """An export cannot be written there."""


def list_articles(
    removed: Annotated[bool, typer.Option("--removed", help="List the removed articles instead.")] = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Print the articles by title; with `removed` those that were taken away."""
    entries = _opened(collection).curation.entries(collection, removed)
    if as_json:
        print_json({"collection": collection, "articles": [asdict(entry) for entry in entries]})
        return
    rows = []
    for entry in entries:
        by, at = entry.removed_by or entry.by, entry.removed_at or entry.at
        about = (entry.title, entry.publisher or "", entry.published or "")
        rows.append((str(entry.article), *about, str(entry.revisions), file_size(entry.bytes), by, f"{at:%Y-%m-%d}"))
    nothing = "No article has been removed." if removed else "There are no articles."
    _print_table(("No", "Title", "Publisher", "Date", "Versions", "Size", "By", "Since"), rows, nothing)


def show(
    article: Article, revision: EarlierVersion = None, collection: InCollection = SHARED, as_json: AsJson = False
) -> None:
    """Print an article, by the version that answers or by another, with what is found in it."""
    service = _opened(collection)
    entry = entry_in(service.curation, collection, article)
    version = service.curation.revision(collection, entry.article, revision)
    inspection = inspected(version.document)
    if as_json:
        print_json({**_revision_json(version), **inspection_json(inspection)})
        return
    console = Console()
    console.print(Text(visible(_headline(version, entry)), "dim"))
    show_inspection(inspection, console)


def history(article: Article, collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Print the versions of an article, the newest first, with the quotes that changed."""
    service = _opened(collection)
    entry = entry_in(service.curation, collection, article)
    versions = service.curation.history(collection, entry.article)
    if as_json:
        revisions = [
            {**_revision_json(revision), "changes": changes_json(changes) if changes else None}
            for revision, changes in versions
        ]
        print_json({"article": entry.article, "title": entry.title, "revisions": revisions})
        return
    console = Console()
    for revision, changes in versions:
        console.print(Text(visible(_headline(revision, entry)), "bold"))
        if changes:
            console.print(Padding(Text(changes_line(changes), "dim"), (0, 0, 0, 2)))
            console.print(Padding(changed_quotes(changes), (0, 0, 0, 2)))
        console.print()


def status(collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Print how a collection and its index are."""
    state = _opened(collection).indexing.status(collection)
    if as_json:
        print_json(asdict(state))
        return
    table = Table.grid("", "", padding=(0, 2, 0, 0))
    for what, value in _status_lines(state):
        table.add_row(Text(what, "dim"), Text(visible(value), "yellow" if what == "Fault" else "", overflow="fold"))
    Console().print(Padding(table, (1, 0, 1, 2)))


def collections(as_json: AsJson = False) -> None:
    """Print all collections with their figures."""
    service = service_of(load_settings())
    states = [service.indexing.status(name) for name in service.operations.names()]
    if as_json:
        print_json({"collections": [asdict(state) for state in states]})
        return
    rows = []
    for state in states:
        amounts = (f"{state.documents:,}", file_size(state.bytes), f"{state.passages:,}", f"{state.quotes:,}")
        rows.append((state.collection, *amounts, _written(state.built), _trouble(state)))
    _print_table(("Collection", "Articles", "Size", "Passages", "Quotes", "Indexed (UTC)", ""), rows)


def audit(
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=100_000, help="How many lines.")] = 20,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Print who changed what."""
    lines = _opened(collection).policies.audit(collection, most)
    if as_json:
        print_json({"collection": collection, "audit": [asdict(line) for line in lines]})
        return
    rows = [(_at(line.at), line.by, line.what) for line in lines]
    _print_table(("When (UTC)", "Who", "What"), rows, "Nothing was changed yet.")


def export(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The zip to write; nothing is overwritten.")],
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="ARTICLE",
            help="One article with all its versions; leave it out for all articles, removed ones too.",
        ),
    ] = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Write a zip of all articles, or of one, with all their versions. Raises ExportError."""
    if to.exists():
        raise ExportError(f"{to} already exists; name another file")
    service = _opened(collection)
    number = entry_in(service.curation, collection, article).article if article is not None else None
    _, data = service.curation.export(collection, number)
    try:
        replace_file(to.absolute(), data)
    except OSError as error:
        raise ExportError(f"{to} cannot be written ({error.strerror or error})") from None
    if as_json:
        print_json({"file": str(to), "bytes": len(data), "sha256": sha256(data).hexdigest()})
    else:
        Console().print(f"Wrote {visible(str(to))}, {file_size(len(data))}.", soft_wrap=True, markup=False)


def _opened(collection: str) -> Service:
    service = service_of(load_settings())
    known(service, collection)
    return service


def _headline(revision: Revision, entry: Entry) -> str:
    state = "" if revision.number != entry.revision else " · removed" if entry.removed_at else " · answers"
    who = f"{revision.by}, {_at(revision.at)} UTC"
    return f"Article {entry.article}, version {revision.number} of {entry.revisions} · {who}{state}"


def _revision_json(revision: Revision) -> dict[str, object]:
    row = {"article": revision.article, "revision": revision.number, "document": revision.document.id}
    return {**row, "origin": revision.origin, "by": revision.by, "at": revision.at}


def _status_lines(state: Status) -> Iterator[tuple[str, str]]:
    quota = state.quota
    yield "Collection", state.collection
    yield "Articles", f"{state.documents:,}" + (f" of {quota.documents:,}" if quota else "")
    yield "Text", file_size(state.bytes) + (f" of {file_size(quota.bytes)}" if quota else "")
    yield "Passages", f"{state.passages:,}" + (f" of {quota.passages:,}" if quota else "")
    yield "Quotes", f"{state.quotes:,}"
    yield "Removed", counted(state.removed, "article")
    yield "Indexed", f"{_written(state.built)} UTC" if state.built else "not yet"
    if state.running:
        yield "Running", _job_line(state.running)
    if state.last:
        yield "Last job", _job_line(state.last)
    yield "Can be rolled back", "yes" if state.can_roll_back else "no"
    if state.leaves:
        yield "Will be erased", f"{_written(state.leaves)} UTC, since the bot was removed from the server"
    if state.fault:
        yield "Fault", state.fault


def _job_line(job: Job) -> str:
    return f"{job.kind}, by {job.by}, {_at(job.begun)} UTC" + (f": {job.outcome}" if job.outcome else "")


def _trouble(state: Status) -> str:
    erased = f"the bot was removed; erased on {_written(state.leaves)}" if state.leaves else ""
    return "; ".join(filter(None, (erased, state.fault)))


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]], nothing: str = "") -> None:
    console = Console()
    content: RenderableType = Text(nothing)
    if rows:
        content = _table(head, rows) if _width(head, rows) <= console.width else _records(head, rows)
    console.print(Padding(content, (1, 0, 1, _GAP)))


def _width(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The least that a table can be read in."""
    columns = zip(head, *rows, strict=True)
    widest = ((cells[0], max(cell_len(visible(cell)) for cell in cells)) for cells in columns)
    return sum(_GAP + (min(width, _LEAST) if name in _WRAPPED else width) for name, width in widest)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    headed = (
        Column(name, no_wrap=name not in _WRAPPED, overflow="fold", style="" if name else "yellow") for name in head
    )
    table = Table(*headed, box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))  # a string would be taken for markup
    return table


def _records(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Group:
    lines = (" · ".join(f"{name} {cell}".strip() for name, cell in zip(head, row, strict=True) if cell) for row in rows)
    return Group(*(Text(visible(line)) for line in lines))


def _written(moment: str | None) -> str:
    return _at(datetime.fromisoformat(moment)) if moment else "not yet"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
