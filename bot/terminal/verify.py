"""The command that tells whether a quote is real."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.presentation.visible import visible
from bot.presentation.wording import verdict_line
from bot.terminal.options import AsJson, InCollection
from bot.terminal.output import NOT_AN_ANSWER, excerpt_json, excerpt_lines, print_json
from bot.terminal.session import open_view
from corpus.library.owners import SHARED
from index.verification.alignment import Change
from index.verification.claims import MAX_MESSAGE, Claim, find_claims
from index.verification.verify import Finding, Verdict, check_length

STYLES = {Finding.EXACT: "bold green", Finding.NOT_FOUND: "bold red"}
BETWEEN = "bold yellow"  # neither right nor wrong
NOTHING = "There is no quote to check."


def verify(
    words: Annotated[list[str], typer.Argument(help="The quote; - reads a message from standard input.")],
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who is said to have said it.")] = None,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> None:
    """Hold a quote against the articles, or each quote of the message on standard input where the words are `-`."""
    if words == ["-"]:
        claims = find_claims(sys.stdin.buffer.read(4 * MAX_MESSAGE + 1).decode(errors="replace"))
    else:
        claims = (Claim(" ".join(words), speaker),)
    for claim in claims:
        check_length(claim)  # what is wrong with it is said before any work
    view = open_view(collection)
    with Console(stderr=True).status("Looking it up …"):
        verdicts = [view.verify(claim) for claim in claims]
    if as_json:
        print_json({"verdicts": [_json(verdict) for verdict in verdicts]})
    else:
        _show(verdicts, Console())


def _show(verdicts: Sequence[Verdict], console: Console) -> None:
    parts = [part for verdict in verdicts for part in _verdict(verdict, len(verdicts) > 1)]
    console.print(Padding(Group(*(parts or [Text(NOTHING)])), (1, 0, 0, 2)))


def _verdict(verdict: Verdict, among_others: bool) -> Iterator[RenderableType]:
    if among_others:
        said_by = f" ({verdict.claim.speaker})" if verdict.claim.speaker else ""
        yield Text(visible(f"Claimed: {verdict.claim.words}{said_by}"), "dim")
    yield Text(visible(verdict_line(verdict)), STYLES.get(verdict.finding, BETWEEN))
    yield Text()
    if verdict.changes:
        yield Group(Text("[-what is claimed-] {+what is real+}", "dim"), _corrected(verdict.changes), Text())
    if verdict.finding is Finding.NOT_FOUND and verdict.excerpts:
        yield Group(Text(NOT_AN_ANSWER, "dim"), Text())
    for excerpt in verdict.excerpts:
        yield Group(excerpt_lines(excerpt), Text())


def _corrected(changes: Sequence[Change]) -> Text:
    """The claim with its mistakes taken out and the real words put in, also where there are no colours."""
    text = Text()
    for change in changes:
        text.append(" " if text else "")
        if change.kind == "same":
            text.append(visible(change.real))
            continue
        text.append(f"[-{visible(change.claimed)}-]" if change.claimed else "", "red strike")
        text.append(" " if change.kind == "replaced" else "")
        text.append(f"{{+{visible(change.real)}+}}" if change.real else "", "green")
    return text


def _json(verdict: Verdict) -> dict[str, Any]:
    return {
        "words": verdict.claim.words,
        "speaker": verdict.claim.speaker,
        "finding": verdict.finding,
        "sentence": verdict_line(verdict),
        "confirmed": verdict.confirmed,
        "excerpts": [excerpt_json(excerpt) for excerpt in verdict.excerpts],
        "changes": [asdict(change) for change in verdict.changes],
    }
