"""The command that adds articles, each shown before it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.entries import find_entry
from bot.escape import visible
from bot.opening import bytes_bar, guild_of, known, tell, writing
from bot.settings import load_settings
from bot.terminal import changed_quotes, excerpt_lines, print_json, typed
from bot.wording import changes_line, counted, day, sentence
from corpus.errors import ArticleError, PullquoteError
from corpus.readers import MAX_BYTES
from corpus.revisions import Entry
from index.collections import OPERATOR, SHARED, Collections
from index.preview import Likeness, Preview
from index.tended import ArticleUnknownError, DuplicateError

_SPEAKERS = 5  # named in a preview


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a file."""

    file: str
    outcome: Literal["added", "skipped", "failed"]
    reason: str | None = None
    article: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the files go, and how."""

    collections: Collections
    collection: str
    corrections: Mapping[str, str]
    revises: Entry | None
    sure: bool
    console: Console


def add(
    collection: str,
    files: Sequence[Path],
    corrections: Mapping[str, str],
    revises: str | None,
    sure: bool,
    as_json: bool,
) -> int:
    """Add the files one after another; 1 where one of them could not be, else 0."""
    console = Console(stderr=as_json)
    settings = load_settings()
    with writing(settings) as collections:
        for note in collections.load():
            tell(console, note)
        if guild_of(collection) is None:
            known(collections, collection)
        revised = _revised(collections, collection, revises) if revises else None
        desk = _Desk(collections, collection, corrections, revised, sure, console)
        filed: list[Filed] = []
        try:
            for path in files:
                filed.append(_filed(desk, path, settings.articles))  # noqa: PERF401 - what is done stays
        finally:  # also where Ctrl-C comes between two of them
            _show_counts(filed, as_json)
    return int(any(each.outcome == "failed" for each in filed))


def _revised(collections: Collections, collection: str, revises: str) -> Entry:
    entry = find_entry(collections.entries(collection), revises)
    if entry.origin == "folder":
        raise ArticleUnknownError(
            f"“{entry.title}” comes from the articles folder: change {entry.name} there; `pullquote index` reads it"
        )
    return entry


def _filed(desk: _Desk, path: Path, articles: Path) -> Filed:
    name = visible(str(path))
    try:
        if desk.collection == SHARED and path.resolve().is_relative_to(articles.resolve()):
            raise ArticleError(path.name, "lies in the articles folder, which feeds this collection: `pullquote index`")
        preview = _previewed(desk, path)
        desk.console.print(Padding(_shown(preview), (1, 0, 1, 2)))
        kept = _kept(desk, preview)
    except (PullquoteError, OSError) as error:
        outcome: Literal["skipped", "failed"] = "skipped" if isinstance(error, DuplicateError) else "failed"
        desk.console.print(Text(sentence(visible(str(error))), "yellow"))
        return Filed(name, outcome, str(error))
    if kept is None:
        return Filed(name, "skipped", "not wanted")
    version = f" as version {kept.revision} of article" if kept.revisions > 1 else " as article"
    desk.console.print(Text(f"Added{version} {kept.article}.", "green"))
    return Filed(name, "added", None, kept.article, kept.revision)


def _previewed(desk: _Desk, path: Path) -> Preview:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(visible(str(path)), f"cannot be opened ({error.strerror})") from None
    preview = desk.collections.draft(desk.collection, path.name, data, OPERATOR)
    if not desk.corrections:
        return preview
    document = preview.draft.document
    published = document.published.isoformat() if document.published else ""
    said = {"title": document.title, "publisher": document.publisher or "", "url": document.url or ""}
    fields = {**said, "published": published, **desk.corrections}
    return desk.collections.correct(desk.collection, preview.draft.id, OPERATOR, **fields)


def _kept(desk: _Desk, preview: Preview) -> Entry | None:
    """The article that it is now, or a version of; None where it is not wanted."""
    try:
        wanted, article = _wanted(desk, preview.revises)
        if not wanted:
            return None
        with bytes_bar(Console(stderr=True), "Adding") as progress:
            entry, _ = desk.collections.add(desk.collection, preview.draft.id, OPERATOR, article, progress)
        return entry
    finally:
        desk.collections.drop(desk.collection, preview.draft.id, OPERATOR)


def _wanted(desk: _Desk, like: Entry | None) -> tuple[bool, int | None]:
    """Whether to add it, and as a version of what."""
    if desk.revises:
        question = f"Add it as a newer version of {_named(desk.revises)}? [y/N] "
        return desk.sure or _yes(question), desk.revises.article
    if desk.sure:
        return True, None
    if like is None or like.origin == "folder":
        return _yes("Add it? [y/N] "), None
    answer = typed(f"Add it as a newer version of {_named(like)} (v), as a new article (n), or not (Enter)? ")
    return answer in ("v", "n"), like.article if answer == "v" else None


def _yes(question: str) -> bool:
    return typed(question).casefold() in ("y", "yes")


def _show_counts(filed: Sequence[Filed], as_json: bool) -> None:
    if as_json:
        print_json({"files": [asdict(each) for each in filed]})
        return
    outcomes = [each.outcome for each in filed]
    counts = (f"{outcomes.count(outcome):,} {outcome}" for outcome in ("added", "skipped", "failed"))
    Console().print(f"{counted(len(filed), 'file')}: {', '.join(counts)}.", highlight=False)


# The preview ----------------------------------------------------------------------------------------------------------


def _shown(preview: Preview) -> RenderableType:
    table = Table.grid("", "", padding=(0, 2, 0, 0))
    for what, value in _lines(preview):
        table.add_row(Text(what, "dim"), Text(visible(value)))
    parts: list[RenderableType] = [table, Text(), excerpt_lines(preview.sample)]
    parts += [Text(visible(_likeness_line(each)), "yellow") for each in preview.likenesses]
    if preview.revises and preview.changes:
        parts += [Text(f"\nBeside {_named(preview.revises)}: {changes_line(preview.changes)}", "yellow")]
        parts += [changed_quotes(preview.changes)]
    return Group(*parts)


def _lines(preview: Preview) -> Iterator[tuple[str, str]]:
    document = preview.draft.document
    yield "File", document.name
    yield "Title", document.title
    yield "Publisher", document.publisher or "–"
    yield "Published", day(document.published) if document.published else "–"
    yield "Address", document.url or "–"
    yield "Quotes", f"{preview.quotes:,}{_speakers(preview.speakers)}"
    yield "Passages", f"{preview.passages:,}"


def _speakers(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SPEAKERS:,} more" if len(names) > _SPEAKERS else ""
    return f", by {', '.join(names[:_SPEAKERS])}{more}" if names else ""


def _likeness_line(like: Likeness) -> str:
    words = "The same words as" if like.share == 1 else f"{like.share:.0%} of its words are those of"
    return f"{words} {_named(like.entry)} in {like.collection}."


def _named(entry: Entry) -> str:
    return visible(f"{entry.article} “{entry.title}”")
