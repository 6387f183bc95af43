"""The commands that change what a collection holds, or its index."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.presentation.article_lookup import entry_in, named
from bot.presentation.wording import counted
from bot.terminal import session
from bot.terminal.options import (
    Address,
    Article,
    AsJson,
    Authors,
    EarlierVersion,
    InCollection,
    Published,
    Publisher,
    Sure,
    Title,
    details_given,
)
from bot.terminal.output import print_json, prompt
from bot.terminal.session import CollectionError, bytes_bar, changing, tell, tell_report
from corpus.library.models import Entry
from corpus.library.owners import OPERATOR, SHARED, guild_of
from corpus.readers.files import read_bytes
from index.service.report import Report


def remove(article: Article, collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Take an article away."""
    with changing(collection, Console(stderr=True)) as service:
        entry = entry_in(service.curation, collection, article, removed=False)
        removed = service.curation.remove(collection, entry.article, OPERATOR)
    kept = f"{counted(removed.revisions, 'version')} of it kept"
    _show(removed, f"removed {named(removed)}; {kept}: `pullquote corpus restore {removed.article}`", as_json)


def restore(
    article: Article, revision: EarlierVersion = None, collection: InCollection = SHARED, as_json: AsJson = False
) -> None:
    """Use a removed article for answers again, or an earlier version of an article."""
    with changing(collection, Console(stderr=True)) as service:
        entry = entry_in(service.curation, collection, article)
        with bytes_bar("Restoring") as progress:
            restored = service.curation.restore(collection, entry.article, revision, OPERATOR, progress)
    _show(
        restored,
        f"{named(restored)} is used for answers, in version {restored.revision} of {restored.revisions}",
        as_json,
    )


def edit(
    article: Article,
    title: Title = None,
    authors: Authors = None,
    publisher: Publisher = None,
    published: Published = None,
    url: Address = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Correct what is said of an article."""
    details = details_given(title, authors, publisher, published, url)
    if not details:
        raise typer.BadParameter("name what is to be corrected: --title, --authors, --publisher, --published or --url")
    with changing(collection, Console(stderr=True)) as service:
        entry = entry_in(service.curation, collection, article, removed=False)
        corrected = service.curation.edit(collection, entry.article, details, OPERATOR)
    changed = corrected.revision != entry.revision
    done = f"corrected {named(corrected)}" if changed else f"{named(corrected)} says so already; nothing was changed"
    _show(corrected, done, as_json)


def import_articles(
    file: Annotated[Path, typer.Argument(help="A zip file that `pullquote corpus export` or `/corpus export` wrote.")],
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Add the articles of an export. Raises ArticleError where it is damaged, and changes nothing then."""
    data = read_bytes(file, lambda *_: None)
    changed = changing(collection, Console(stderr=True), may_begin=True)
    with changed as service, bytes_bar("Importing") as progress:
        count, report = service.curation.import_articles(collection, file.name, data, OPERATOR, progress)
    if as_json:
        print_json({"imported": count, **asdict(report)})
        return
    Console().print(f"Imported {counted(count, 'article')}.", highlight=False)
    for line in (*report.skipped, *report.notes):
        tell(Console(), line)


def index(as_json: AsJson = False) -> None:
    """Index the articles folder again."""
    reindex(SHARED, as_json)


def reindex(collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Bring an index up to date, and check every file of it."""
    with changing(collection, Console(stderr=True)) as service:
        report = session.reindex(service, collection)
    _show_report(report, as_json)


def rollback(collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Undo the last change."""
    with changing(collection, Console(stderr=True)) as service:
        report = service.curation.roll_back(collection, OPERATOR)
    _show_report(report, as_json)


def erase(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A server's own collection: `guild:` and the id.")],
    yes: Sure = False,
    as_json: AsJson = False,
) -> int:
    """Erase everything of a guild, for good; 1 where its name was not typed, else 0. Raises CollectionError for the
    shared collection."""
    if guild_of(name) is None:
        raise CollectionError("only a server’s own collection can be erased: `guild:` and the server’s id")
    with changing(name, Console(stderr=True)) as service:
        documents = service.indexing.status(name).documents
        question = f"{counted(documents, 'article')} of {name} with all versions, and its settings, will be gone for "
        erased = yes or prompt(f"{question}good. Type {name} to erase them: ") == name
        if erased:
            service.guilds.erase(name)
    if as_json:
        print_json({"collection": name, "erased": erased})
    else:
        Console().print(f"{name} is erased." if erased else "Nothing was erased.", highlight=False)
    return int(not erased)


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
