"""From an inspection to a page for a browser, which needs nothing but itself."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from bot.presentation.annotation import mark
from bot.presentation.attribution import doubt
from bot.presentation.inspection import Inspection, counts_line
from bot.presentation.visible import visible
from bot.presentation.wording import NOT_ENGLISH, day, place
from corpus.quotes.citation import Citation, cite
from corpus.quotes.direct import SPEECH, Quote
from corpus.quotes.excerpt import Excerpt
from corpus.speakers.speaker import SURE

GENERATOR = '<meta name="generator" content="Pullquote">'
"""By which such a page is known again."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a quote."""

    number: int
    quote: Quote
    voice: int
    """The place of its speaker among all of them; -1 for the unknown."""
    citation: Citation

    @property
    def doubt(self) -> Literal["", "unsure", "unknown"]:
        if self.quote.speaker is None:
            return "unknown"
        return "" if self.quote.speaker.is_sure else "unsure"


def to_page(inspection: Inspection) -> str:
    """The page of an article, of a length that grows with the article's. What the article holds is only text there."""
    cards = _cards(inspection)
    style, script = _part("page.css"), _part("page.js")
    page = _environment().from_string(_part("page.html"))
    return page.render(
        generator=Markup(GENERATOR),  # noqa: S704 - our own words, as are the next two
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'",
        document=inspection.document,
        sure=SURE,
        counts=counts_line(inspection.counts),
        warning="" if inspection.is_english else NOT_ENGLISH,
        speakers=_speakers(inspection, cards),
        doubts=_doubts(cards),
        cards=cards,
        blocks=mark(inspection),
    )


def _environment() -> Environment:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    words = {"visible": visible, "day": day, "doubt": doubt, "place": place}
    environment.filters.update(words, percent="{:.0%}".format, line=lambda text: visible(" ".join(text.split())))
    return environment


def _part(name: str) -> str:
    return files("bot.presentation").joinpath(name).read_text("utf-8")


def _hash(part: str) -> str:
    return f"'sha256-{b64encode(sha256(part.encode()).digest()).decode()}'"


def _cards(inspection: Inspection) -> list[Card]:
    voices = {name: number for number, name in enumerate(inspection.speakers)}
    unlinked = replace(inspection.document, url=None)  # no card has a link, and each takes a search of the article
    return [
        Card(
            number,
            quote,
            voices[quote.speaker.name] if quote.speaker else -1,
            cite(Excerpt(unlinked, quote.span, quote.kind)),
        )
        for number, quote in enumerate(inspection.said, start=1)
    ]


def _speakers(inspection: Inspection, cards: Sequence[Card]) -> list[tuple[Card, int]]:
    """Of each speaker the first quote, of those with a role if there are any, and how many there are."""
    spoken = [(card, card.quote.speaker) for card in reversed(cards) if card.quote.speaker]
    first = {speaker.name: card for card, speaker in spoken}
    first |= {speaker.name: card for card, speaker in spoken if speaker.role}
    return [(first[name], count) for name, count in inspection.speakers.items()]


def _doubts(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The quotes that want a look, the gravest first."""
    unknown = [card for card in cards if card.doubt == "unknown"]
    groups = {
        "Nobody is named": [card for card in unknown if card.quote.kind in SPEECH],
        "The speaker may be another": [card for card in cards if card.doubt == "unsure"],
        "Nobody’s words, or a title or a term?": [card for card in unknown if card.quote.kind not in SPEECH],
    }
    return [(heading, group) for heading, group in groups.items() if group]
