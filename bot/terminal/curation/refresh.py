"""The command that fetches articles from the web again."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.presentation.article_lookup import entry_in, named
from bot.presentation.visible import visible
from bot.presentation.wording import counted, sentence
from bot.terminal.curation.add import Outcome, Target, add_if_wanted
from bot.terminal.curation.pages import fetch_page_visibly
from bot.terminal.options import AsJson, InCollection, Sure
from bot.terminal.output import print_json
from bot.terminal.session import changing
from corpus.errors import PullquoteError
from corpus.library.models import Entry
from corpus.library.owners import OPERATOR, SHARED
from index.service.adding.pages import address_of


def refresh(
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="Its number, its title; without one, all from the web.")
    ] = None,
    yes: Sure = False,
    collection: InCollection = SHARED,
    as_json: AsJson = False,
) -> int:
    """Fetch articles again and show which quotes changed; 1 where one of them could not be fetched, else 0."""
    console = Console(stderr=as_json)
    with changing(collection, console) as service:
        entries: Sequence[Entry]
        if article is None:
            entries = [entry for entry in service.curation.entries(collection) if entry.origin == "web"]
        else:
            entries = (entry_in(service.curation, collection, article, removed=False),)
            address_of(entries[0])
        outcomes: list[tuple[Entry, Outcome]] = []
        try:
            for entry in entries:
                target = Target(service, collection, {}, entry, yes, console)
                outcomes.append((entry, _refreshed(target, entry)))
        finally:  # also where Ctrl-C comes between two of them
            _show_counts(outcomes, as_json)
    return int(any(outcome.outcome == "failed" for _, outcome in outcomes))


def _refreshed(target: Target, entry: Entry) -> Outcome:
    try:
        page = fetch_page_visibly(address_of(entry))
        preview = target.service.additions.refresh(target.collection, entry.article, page, OPERATOR)
        if preview is None:
            target.console.print(Text(f"{named(entry)}: as it was.", "dim"), soft_wrap=True)
            return Outcome("unchanged")
        return add_if_wanted(target, preview)
    except PullquoteError as error:
        target.console.print(Text(visible(f"{named(entry)}: {sentence(str(error))}"), "yellow"), soft_wrap=True)
        return Outcome("failed", str(error))


def _show_counts(outcomes: Sequence[tuple[Entry, Outcome]], as_json: bool) -> None:
    if as_json:
        print_json({"articles": [_json(entry, outcome) for entry, outcome in outcomes]})
        return
    if not outcomes:
        Console().print("No article here came from the web.")
        return
    kinds = [outcome.outcome for _, outcome in outcomes]
    counts = (f"{kinds.count(kind):,} {kind}" for kind in ("added", "unchanged", "skipped", "failed"))
    Console().print(f"{counted(len(outcomes), 'article')} from the web: {', '.join(counts)}.", highlight=False)


def _json(entry: Entry, outcome: Outcome) -> dict[str, Any]:
    became = {"outcome": outcome.outcome, "reason": outcome.reason, "revision": outcome.revision}
    return {"article": entry.article, "title": entry.title, **became}
