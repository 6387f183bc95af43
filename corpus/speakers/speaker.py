"""The speaker of a quote."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.text.span import Span

How = Literal["named", "title", "pronoun", "continued"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or organisation a quote is attributed to, in the article's own words; or several together."""

    name: str
    """Of several all names: “Ida Lund and Rolf Holm”."""
    role: str | None
    mention: Span
    """Where the article names the speaker of this quote: “Mattis”, or the “he” that stands for him."""
    how: How
    members: "tuple[Speaker, ...]" = ()
    """Those who speak together, each by itself; empty where one speaks alone."""

    @property
    def each(self) -> "tuple[Speaker, ...]":
        """Those who speak, of whom there is one as a rule."""
        return self.members or (self,)


def together(speakers: Sequence[Speaker]) -> Speaker:
    """One or several who speak together as one speaker: “Ida Lund, Omar Diaz and Rolf Holm”."""
    if len(speakers) == 1:
        return speakers[0]
    *before, last = (speaker.name for speaker in speakers)
    mention = Span(speakers[0].mention.start, speakers[-1].mention.end)
    return Speaker(f"{', '.join(before)} and {last}", None, mention, speakers[0].how, tuple(speakers))
