"""An article as it is understood: what the terminal, JSON and the page show of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.presentation.wording import counted
from corpus.english.language import is_english
from corpus.quotes.direct import Quote
from corpus.quotes.passages import Passage, analyse
from corpus.quotes.reported import find_reported
from corpus.text.document import Document


@dataclass(frozen=True, slots=True)
class Inspection:
    """A document with all that is found in it, each in the order of its text."""

    document: Document
    quotes: tuple[Quote, ...]
    reported: tuple[Quote, ...]
    passages: tuple[Passage, ...]

    @property
    def is_english(self) -> bool:
        """Whether who speaks could be understood."""
        return is_english(self.document)

    @property
    def said(self) -> tuple[Quote, ...]:
        """Quotes and what is reported, together."""
        return tuple(sorted((*self.quotes, *self.reported), key=lambda quote: quote.span))

    @property
    def speakers(self) -> dict[str, int]:
        """How much is said by whom, the most quoted first."""
        return dict(Counter(quote.speaker.name for quote in self.said if quote.speaker).most_common())

    @property
    def counts(self) -> dict[str, int]:
        kinds = Counter(quote.kind for quote in self.said)
        return {
            "paragraphs": len(self.document.paragraphs),
            "captions": len(self.document.captions),
            "direct": kinds["direct"],
            "mixed": kinds["mixed"],
            "turns": kinds["turn"],
            "reported": kinds["reported"],
            "passages": len(self.passages),
            "sentences": sum(len(passage.sentences) for passage in self.passages),
        }


def inspected(document: Document) -> Inspection:
    """What is found in a document."""
    found = analyse(document)
    return Inspection(document, found.quotes, find_reported(document, found.quotes), found.passages)


def counts_line(counts: Mapping[str, int]) -> str:
    """`9 paragraphs · 2 captions · 4 quotes (3 direct, 1 mixed) · 2 reported · 11 passages · 13 sentences`.

    Turns are told where there are any.
    """
    quotes = counted(counts["direct"] + counts["mixed"] + counts["turns"], "quote")
    turns = f", {counted(counts['turns'], 'turn')}" if counts["turns"] else ""
    parts = (
        counted(counts["paragraphs"], "paragraph"),
        counted(counts["captions"], "caption"),
        f"{quotes} ({counts['direct']:,} direct, {counts['mixed']:,} mixed{turns})",
        f"{counts['reported']:,} reported",
        counted(counts["passages"], "passage"),
        counted(counts["sentences"], "sentence"),
    )
    return " · ".join(parts)
