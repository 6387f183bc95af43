"""The command that adds articles: one that is shown whole and can be corrected, or many at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.presentation.article_lookup import entry_in, named
from bot.presentation.visible import visible
from bot.presentation.wording import NOT_ENGLISH, changes_line, day, likeness_words, sentence
from bot.settings import load_settings
from bot.terminal.curation.add_many import add_many, incoming_files, is_many
from bot.terminal.curation.pages import fetch_page_visibly, is_address
from bot.terminal.options import (
    Address,
    AsJson,
    Authors,
    InCollection,
    Published,
    Publisher,
    Sure,
    Title,
    details_given,
)
from bot.terminal.output import changed_quotes, confirm, excerpt_lines, print_json, prompt
from bot.terminal.session import bytes_bar, changing
from corpus.english.language import is_english
from corpus.errors import ArticleError, PullquoteError
from corpus.library.models import Entry
from corpus.library.owners import OPERATOR, SHARED
from corpus.readers.files import read_bytes
from index.service.adding.batches import BatchFile
from index.service.adding.preview import Preview
from index.service.errors import ArticleUnknownError, DuplicateError
from index.service.protocols import Service

_SPEAKERS = 5  # named in a preview


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, or of an article that was fetched again."""

    outcome: Literal["added", "unchanged", "skipped", "failed"]
    reason: str | None = None
    article: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where an article goes, and how."""

    service: Service
    collection: str
    corrections: Mapping[str, str]
    revises: Entry | None
    sure: bool
    console: Console


def add(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE|URL", help="Articles, folders and zip files of them, and web addresses."),
    ],
    title: Title = None,
    authors: Authors = None,
    publisher: Publisher = None,
    published: Published = None,
    url: Address = None,
    revises: Annotated[
        str | None, typer.Option("--revises", metavar="ARTICLE", help="Add it as a newer version of this one.")
    ] = None,
    yes: Sure = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> int:
    """Add one article, or several at once; 1 where one of them could not be, else 0."""
    corrections = details_given(title, authors, publisher, published, url)
    many = is_many(files)
    if many and (corrections or revises is not None):
        raise typer.BadParameter(
            "--title, --authors, --publisher, --published, --url and --revises are for one article"
        )
    console = Console(stderr=as_json)
    articles = load_settings().articles
    with changing(collection, console, may_begin=True) as service:
        revised = _revised(service, collection, revises) if revises is not None else None
        target = Target(service, collection, corrections, revised, yes, console)
        if many:
            incoming = list(incoming_files(files, partial(_refusal, collection, articles)))
            added = add_many(service, collection, incoming, yes, console)
            outcomes = [(file.name, _outcome(file)) for file in added]
        else:
            outcomes = [(visible(files[0]), _add_file(target, files[0], articles))]
    if as_json:
        print_json({"files": [{"file": name, **asdict(outcome)} for name, outcome in outcomes]})
    return int(any(outcome.outcome == "failed" for _, outcome in outcomes))


def _refusal(collection: str, articles: Path, path: Path) -> str | None:
    """Why a file is not added to a collection, whatever is in it."""
    if collection == SHARED and path.resolve().is_relative_to(articles.resolve()):
        return "is in the articles folder already; run `pullquote index` to read it"
    return None


def _outcome(file: BatchFile) -> Outcome:
    if file.is_added and file.entry:
        return Outcome("added", None, file.entry.article, file.entry.revision)
    return Outcome("failed" if file.kind == "refused" else "skipped", file.reason or "not wanted")


def _revised(service: Service, collection: str, revises: str) -> Entry:
    entry = entry_in(service.curation, collection, revises, removed=False)
    if entry.origin == "folder":
        raise ArticleUnknownError(
            f"“{entry.title}” comes from the articles folder: change {entry.name} there and run `pullquote index`"
        )
    return entry


def _add_file(target: Target, file: str, articles: Path) -> Outcome:
    try:
        outcome = add_if_wanted(target, _previewed(target, file, articles))
    except (PullquoteError, OSError) as error:
        why = str(error) if isinstance(error, ArticleError) else sentence(str(error))  # which begins with a file's name
        target.console.print(Text(visible(why), "yellow"), soft_wrap=True)
        return Outcome("skipped" if isinstance(error, DuplicateError) else "failed", str(error))
    if outcome.outcome == "skipped":
        target.console.print("Nothing was added.")
    return outcome


def _previewed(target: Target, file: str, articles: Path) -> Preview:
    additions, path = target.service.additions, Path(file)
    if is_address(file):
        preview = additions.draft_page(target.collection, fetch_page_visibly(file), OPERATOR)
    elif refusal := _refusal(target.collection, articles, path):
        raise ArticleError(path.name, refusal)
    else:
        preview = additions.draft(target.collection, path.name, read_bytes(path), OPERATOR)
    if not target.corrections:
        return preview
    return additions.correct(target.collection, preview.draft.id, OPERATOR, target.corrections)


def add_if_wanted(target: Target, preview: Preview) -> Outcome:
    """Show what an article is, add it if it is wanted, and tell what became of it."""
    try:
        target.console.print(Padding(_summary(preview), (1, 0, 1, 2)))
        wanted, article = _wanted(target, preview.revises)
        if not wanted:
            return Outcome("skipped", "not wanted")
        with bytes_bar("Adding") as progress:
            entry, _ = target.service.additions.add(target.collection, preview.draft.id, OPERATOR, article, progress)
    finally:
        target.service.additions.drop(target.collection, preview.draft.id, OPERATOR)
    version = f" as version {entry.revision} of article" if entry.revisions > 1 else " as article"
    target.console.print(Text(f"Added{version} {entry.article}.", "green"))
    return Outcome("added", None, entry.article, entry.revision)


def _wanted(target: Target, like: Entry | None) -> tuple[bool, int | None]:
    """Whether to add it, and as a version of what."""
    if target.revises:
        return target.sure or confirm(f"Add it as a newer version of {named(target.revises)}?"), target.revises.article
    if target.sure:
        return True, None
    if like is None or like.origin == "folder":
        return confirm("Add it?"), None
    question = f"Add it as a newer version of {named(like)} (v), as a new article (n), or not (Enter)? "
    answer = prompt(question).lower()
    return answer in ("v", "n"), like.article if answer == "v" else None


# The preview ----------------------------------------------------------------------------------------------------------


def _summary(preview: Preview) -> RenderableType:
    """What an article says of itself, what is found in it, and what should be known before it is added."""
    table = Table.grid("", "", padding=(0, 2, 0, 0))
    for what, value in _lines(preview):
        table.add_row(Text(what, "dim"), Text(visible(value), overflow="fold"))
    parts: list[RenderableType] = [table, Text(), excerpt_lines(preview.sample)]
    if not is_english(preview.draft.document):
        parts.append(Text(NOT_ENGLISH, "yellow"))
    parts += [Text(visible(sentence(doubt)), "yellow") for doubt in preview.draft.document.doubts]
    alike = [f"{likeness_words(like.share)} {named(like.entry)} in {like.collection}." for like in preview.likenesses]
    parts += [Text(visible(line), "yellow") for line in alike]
    if preview.revises and preview.changes:
        parts += [Text(f"\nBeside {named(preview.revises)}: {changes_line(preview.changes)}", "yellow")]
        parts += [changed_quotes(preview.changes)]
    return Group(*parts)


def _lines(preview: Preview) -> Iterator[tuple[str, str]]:
    document = preview.draft.document
    yield "File", document.name
    yield "Title", document.title
    if document.authors:
        yield "Authors", ", ".join(document.authors)
    yield "Publisher", document.publisher or "–"
    yield "Date", day(document.published) if document.published else "–"
    yield "Address", document.url or "–"
    yield "Quotes", f"{preview.quotes:,}{_speakers(preview.speakers)}"
    yield "Passages", f"{preview.passages:,}"


def _speakers(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SPEAKERS:,} more" if len(names) > _SPEAKERS else ""
    return f", by {', '.join(names[:_SPEAKERS])}{more}" if names else ""
