"""Options that several commands of the terminal have."""

from typing import Annotated

import typer

SHARED = "shared"  # the same as in index.collections, which --help does not wait for

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for machines.")]

InCollection = Annotated[
    str, typer.Option("--collection", metavar="NAME", help="`shared`, or a server's own: `guild:` and the server's id.")
]

Sure = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]
