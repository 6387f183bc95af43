"""Claims made of the quotes of articles, each with the verdict it must get; the same ones every time."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpus.english.quotation_marks import MARKS
from corpus.quotes.direct import Quote
from index.service.view import LiveView
from index.verification.claims import Claim
from index.verification.verify import Finding

WRITTEN = Path(__file__).with_name("claims.jsonl")  # paraphrases and inventions, written by hand
LONG = 8  # words of a quote that is changed: then one word is a small part of it
HALF = 4  # words of a piece, at least
OTHERS = ("lantern", "yesterday", "seldom", "copper", "twelve", "quietly")  # words that stand in none of the quotes
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|have|has|had|could|can|should|do|did)\b")
_DENIAL = re.compile(r"\b(?:not|never)\s+|n[’']t\b")


class Case(NamedTuple):
    """A claim, what kind it is of, and what must come out."""

    kind: str
    claim: Claim
    finding: Finding


def written() -> Iterator[Case]:
    """The claims that were written by hand."""
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        finding = Finding(row["finding"])
        kind = "invented" if finding is Finding.NOT_FOUND else "paraphrased"
        yield Case(kind, Claim(row["words"], row.get("speaker")), finding)


def generated(collection: LiveView) -> Iterator[Case]:
    """Claims made of every long quote that has a speaker."""
    assert collection.generation
    found = [quote for document in collection.documents for quote in collection.generation.quotes[document.id]]
    quotes = [quote for quote in found if quote.kind == "direct" and quote.speaker and len(_words(quote)) >= LONG]
    for number, quote in enumerate(quotes):
        for kind, (change, finding) in CHANGES.items():
            words = change(_words(quote), number)
            if words:
                yield Case(kind, Claim(" ".join(words), _name(quote)), finding)
    for one, other in pairwise([*quotes, quotes[0]]):
        if _name(one) != _name(other):
            yield Case("speaker swapped", Claim(" ".join(_words(one)), _name(other)), Finding.WRONG_SPEAKER)
            pieces = [
                *_words(one)[: max(HALF, len(_words(one)) // 2)],
                *_words(other)[-max(HALF, len(_words(other)) // 2) :],
            ]
            yield Case("spliced", Claim(" ".join(pieces), _name(one)), Finding.SPLICED)


def _words(quote: Quote) -> list[str]:
    return quote.text.strip(MARKS + " ,").split()


def _name(quote: Quote) -> str:
    assert quote.speaker
    return quote.speaker.name


# Ways to quote --------------------------------------------------------------------------------------------------------


def _same(words: Sequence[str], _: int) -> list[str]:
    return list(words)


def _part(words: Sequence[str], number: int) -> list[str]:
    return list(words[number % 3 : len(words) - number % 2])


def _marks(words: Sequence[str], number: int) -> list[str]:
    text = " ".join(words)
    plain = text.replace("’", "'").replace("“", '"').replace("—", "--").replace("-", " - " if number % 2 else "–")
    bare = re.sub(r"[,;:.!?]", "", plain) if number % 4 == 1 else plain
    return [[bare.upper()], [f"  “{bare.lower()}…” "], [bare.replace(" ", "  ")], [f"**{bare}**"]][number % 4]


def _ellipsis(words: Sequence[str], number: int) -> list[str]:
    dots = ("…", "...", "[…]", ". . .")[number % 4]
    return [*words[:4], dots, *words[-3:]]


# Ways to misquote -----------------------------------------------------------------------------------------------------


def _changed(words: Sequence[str], number: int) -> list[str]:
    at = 1 + number % (len(words) - 2)
    return [*words[:at], OTHERS[number % len(OTHERS)], *words[at + 1 :]]


def _dropped(words: Sequence[str], number: int) -> list[str]:
    at = 1 + number % (len(words) - 2)
    return [*words[:at], *words[at + 1 :]]


def _swapped(words: Sequence[str], number: int) -> list[str]:
    at = 1 + number % (len(words) - 3)
    one, other = words[at : at + 2]
    return [*words[:at], other, one, *words[at + 2 :]] if one.lower() != other.lower() else []


def _denied(words: Sequence[str], _: int) -> list[str]:
    """The other way round: without its first “not”, or with one."""
    text = " ".join(words)
    without = _DENIAL.sub("", text, count=1)
    told = without if without != text else _AUXILIARY.sub(r"\g<0> not", text, count=1)
    return [told] if told != text else []


Change = Callable[[Sequence[str], int], list[str]]
CHANGES: dict[str, tuple[Change, Finding]] = {
    "exact": (_same, Finding.EXACT),
    "a part": (_part, Finding.EXACT),
    "other marks": (_marks, Finding.EXACT),
    "ellipsis": (_ellipsis, Finding.EXACT),
    "a word changed": (_changed, Finding.ALTERED),
    "a word dropped": (_dropped, Finding.ALTERED),
    "two words swapped": (_swapped, Finding.ALTERED),
    "denied": (_denied, Finding.ALTERED),
}
