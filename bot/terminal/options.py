"""Arguments and options that several commands of the terminal have."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]

InCollection = Annotated[
    str, typer.Option("--collection", metavar="NAME", help="`shared`, or a server's own: `guild:` and the server's id.")
]

Article = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, its title, or the name of its file.")]

EarlierVersion = Annotated[int | None, typer.Option("--revision", metavar="N", help="An earlier version.")]

Topic = Annotated[list[str] | None, typer.Argument(help="A topic; leave it out for everything.")]

Sure = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]
