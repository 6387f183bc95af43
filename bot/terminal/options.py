"""Arguments and options that several commands of the terminal have."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]

InCollection = Annotated[
    str, typer.Option("--collection", metavar="NAME", help="`shared`, or a server's own: `guild:` and the server's id.")
]

Article = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, its title, or the name of its file.")]

EarlierVersion = Annotated[int | None, typer.Option("--revision", metavar="N", help="An earlier version.")]

Title = Annotated[str | None, typer.Option("--title", help="Use this title.")]
Authors = Annotated[
    str | None, typer.Option("--authors", help="Use these authors, with commas between them; '' for none.")
]
Publisher = Annotated[str | None, typer.Option("--publisher", help="Use this publisher; '' for none.")]
Published = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="Use this date, such as “2 Oct 2024” or 2024-10-02.")
]
Address = Annotated[str | None, typer.Option("--url", help="Use this address, written in full.")]

Topic = Annotated[list[str] | None, typer.Argument(help="A topic; leave it out for everything.")]

Sure = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]


def details_given(
    title: str | None, authors: str | None, publisher: str | None, published: str | None, url: str | None
) -> dict[str, str]:
    """The details of an article that were given, by their names."""
    said = {"title": title, "authors": authors, "publisher": publisher, "published": published, "url": url}
    return {name: value for name, value in said.items() if value is not None}
