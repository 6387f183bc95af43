"""`pullquote corpus …`: what the operator does with the articles of a collection."""

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal.options import SHARED, AsJson, InCollection, Sure

corpus = typer.Typer(
    help="Manage the articles of a collection.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

EarlierVersion = Annotated[int | None, typer.Option("--revision", metavar="N", help="An earlier version.")]
Article = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, its title, or the name of its file.")]


@corpus.command(name="list")
def list_articles(
    removed: Annotated[bool, typer.Option("--removed", help="List the removed articles instead.")] = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """List the articles."""
    from bot.terminal import show as looking

    looking.list_articles(collection, removed, as_json)


@corpus.command()
def show(
    article: Article,
    revision: EarlierVersion = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Show an article with its quotes and their speakers."""
    from bot.terminal import show as looking

    looking.show(collection, article, revision, as_json)


@corpus.command()
def history(article: Article, collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Show the versions of an article, and which quotes changed from one to the next."""
    from bot.terminal import show as looking

    looking.history(collection, article, as_json)


@corpus.command()
def status(collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Show the state of a collection and its index."""
    from bot.terminal import show as looking

    looking.status(collection, as_json)


@corpus.command()
def collections(as_json: AsJson = False) -> None:
    """List all collections, and when those of servers that removed the bot will be erased."""
    from bot.terminal import show as looking

    looking.collections(as_json)


@corpus.command()
def audit(
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=100_000, help="How many lines.")] = 20,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Show who changed what, the newest first."""
    from bot.terminal import show as looking

    looking.audit(collection, most, as_json)


@corpus.command()
def export(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The zip to write; nothing is overwritten.")],
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="ARTICLE", help="One article with all its versions; leave it out for all that are current."
        ),
    ] = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Write the original articles to a zip file."""
    from bot.terminal import show as looking

    looking.export(collection, article, to, as_json)


@corpus.command()
def add(
    files: Annotated[list[Path], typer.Argument(help=".txt or .md articles.")],
    title: Annotated[str | None, typer.Option("--title", help="Use this title instead of the file's.")] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Use this publisher instead of the file's.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Use this date, such as 2017-09-14.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Use this address, written in full.")] = None,
    revises: Annotated[
        str | None, typer.Option("--revises", metavar="ARTICLE", help="Add it as a newer version of this one.")
    ] = None,
    yes: Sure = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Add articles, each shown before it is kept."""
    said = {"title": title, "publisher": publisher, "published": published, "url": url}
    corrections = {name: value for name, value in said.items() if value is not None}
    if len(files) > 1 and (corrections or revises is not None):
        raise typer.BadParameter("--title, --publisher, --published, --url and --revises are for one file")
    from bot.terminal import add as filing

    raise typer.Exit(filing.add(collection, files, corrections, revises, yes, as_json))


@corpus.command()
def remove(article: Article, collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Remove an article; its versions are kept, for `restore` and for citations."""
    from bot.terminal import change as tending

    tending.remove(collection, article, as_json)


@corpus.command()
def restore(
    article: Article,
    revision: EarlierVersion = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Use a removed article for answers again, or an earlier version of an article."""
    from bot.terminal import change as tending

    tending.restore(collection, article, revision, as_json)


@corpus.command()
def reindex(collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Bring the index up to date, and check every file of it; of `shared`, read the articles folder first."""
    from bot.terminal import change as tending

    tending.reindex(collection, as_json)


@corpus.command()
def rollback(collection: InCollection = SHARED, as_json: AsJson = False) -> None:
    """Undo the last change; run it again to undo the one before."""
    from bot.terminal import change as tending

    tending.rollback(collection, as_json)


@corpus.command()
def erase(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A server's own collection: `guild:` and the id.")],
    yes: Sure = False,
    as_json: AsJson = False,
) -> None:
    """Erase everything of a server, for good: articles, versions, settings."""
    from bot.terminal import change as tending

    raise typer.Exit(tending.erase(name, yes, as_json))
