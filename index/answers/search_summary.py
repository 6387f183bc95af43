"""What was looked for: a refusal says it."""

import re
from dataclasses import dataclass
from typing import Literal

from index.engine.bm25 import stems
from index.query.query import Query
from index.retrieval.search import Results

Where = Literal["everywhere", "beyond", "near"]
"""Of the articles; beyond what had been shown before, or only near it."""

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class SearchSummary:
    """What a question was understood to ask for."""

    speaker: str | None
    """Whose words, if anybody's."""
    heard: bool
    """Whether words of that speaker were found anywhere; false without one."""
    words: tuple[str, ...]
    """Those an answer should share, as the question writes them, each once."""
    where: Where = "everywhere"
    absent: tuple[str, ...] = ()
    """Phrases between quotation marks in the question that stand nowhere."""


NOTHING_ASKED = SearchSummary(speaker=None, heard=False, words=())


def summarize(query: Query, results: Results, where: Where = "everywhere") -> SearchSummary:
    """What `query` was understood to ask for, and what of it stands nowhere."""
    return SearchSummary(query.speaker, results.heard, _written(query), where, results.absent)


def _written(query: Query) -> tuple[str, ...]:
    written: dict[tuple[str, ...], str] = {}
    for word in _WORD.findall(query.text):
        written.setdefault(tuple(stems(word)), word)
    return tuple(word for key, word in written.items() if not set(key).isdisjoint(query.telling))
