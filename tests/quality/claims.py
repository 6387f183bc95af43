"""Claims made of the quotes of articles, each with the verdict it must get; the same ones every time."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from corpus.english.quotation_marks import MARKS
from corpus.quotes.direct import Quote
from index.service.view import LiveView
from index.verification.claims import Claim
from index.verification.verify import Finding

WRITTEN = Path(__file__).with_name("claims.jsonl")  # paraphrases and inventions, written by hand
LONG = 8  # words of a quote that is changed: then one word is a small part of it
HALF = 4  # words of a piece, at least
SAMPLE = 20  # generated claims of each kind
OTHERS = ("lantern", "yesterday", "seldom", "copper", "twelve", "quietly")  # words that stand in none of the quotes
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|have|has|had|could|can|should|do|did)\b")
_LIMIT = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|cannot|if|unless|only|until|whether)\b|n[’']t\b", re.IGNORECASE
)
_STOP = re.compile(r"[.!?]”? ")
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


def long_quotes(collection: LiveView) -> list[Quote]:
    """The quotes of which claims are made: long ones that have a speaker."""
    assert collection.generation
    found = [quote for document in collection.documents for quote in collection.generation.quotes[document.id]]
    return [quote for quote in found if quote.kind == "direct" and quote.speaker and len(words_of(quote)) >= LONG]


def generated(quotes: Sequence[Quote]) -> list[Case]:
    """A sample of each kind of claim that can be made of quotes, as many of one kind as of another."""
    kinds = defaultdict[str, list[Case]](list)
    for case in _of_every_quote(quotes):
        kinds[case.kind].append(case)
    return [case for cases in kinds.values() for case in Random(5).sample(cases, min(SAMPLE, len(cases)))]  # noqa: S311


def _of_every_quote(quotes: Sequence[Quote]) -> Iterator[Case]:
    for number, quote in enumerate(quotes):
        for kind, (change, finding) in CHANGES.items():
            words = change(words_of(quote), number)
            if words:
                yield Case(kind, Claim(" ".join(words), name_of(quote)), finding)
        first, *others = name_of(quote).split()
        if others and first[0].isupper():
            last = others[-1]
            forms = (f"{first[0]}. {last}", f"Prof. {first} {last}", f"{first} Q. {last}", f"{first} {last.upper()}")
            yield Case("another form of the name", Claim(" ".join(words_of(quote)), forms[number % 4]), Finding.EXACT)
    for one, other in pairwise([*quotes, quotes[0]]):
        if name_of(one) != name_of(other):
            yield Case("speaker swapped", Claim(" ".join(words_of(one)), name_of(other)), Finding.WRONG_SPEAKER)
            pieces = [
                *words_of(one)[: max(HALF, len(words_of(one)) // 2)],
                *words_of(other)[-max(HALF, len(words_of(other)) // 2) :],
            ]
            yield Case("spliced", Claim(" ".join(pieces), name_of(one)), Finding.SPLICED)


def words_of(quote: Quote) -> list[str]:
    """The words of a quote as they are claimed, without its marks."""
    return quote.text.strip(MARKS + " ,").split()


def name_of(quote: Quote) -> str:
    """Whose quote it is."""
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


def _signs(words: Sequence[str], number: int) -> list[str]:
    """As it is copied from a page or a chat."""
    text = " ".join(words)
    entities = text.replace("’", "&rsquo;").replace("-", "&#8209;")
    linked = [words[0], f"[{words[1]}](https://example.org/?a={number})", *words[2:]]
    noted = [*words[:-2], f"{words[-2]}[{number}]", words[-1]]
    wrong = text.replace("’", "â€™").replace("—", "â€”")
    return [[entities], linked, noted, [wrong]][number % 4]


def _ellipsis(words: Sequence[str], number: int) -> list[str]:
    dots = ("…", "...", "[…]", ". . .")[number % 4]
    return [*words[:4], dots, *words[-3:]] if not _limits(words[4:-3]) else []


def _limits(left_out: Sequence[str]) -> bool:
    """Whether words that are left out deny or limit what the sentence before or after them says."""
    first, *_, last = _STOP.split(" ".join(left_out))[:1] + _STOP.split(" ".join(left_out))[-1:]
    return bool(_LIMIT.search(f"{first} | {last}"))


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


def _denial_left_out(words: Sequence[str], number: int) -> list[str]:
    """With an ellipsis in place of what denies or limits, where more words stand around it."""
    dots = ("…", "...", "[…]", ". . .")[number % 4]
    places = [at for at in range(2, len(words) - 2) if _LIMIT.search(words[at])]
    return [*words[: places[0]], dots, *words[places[0] + 1 :]] if places else []


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
    "signs": (_signs, Finding.EXACT),
    "ellipsis": (_ellipsis, Finding.EXACT),
    "denial left out": (_denial_left_out, Finding.ALTERED),
    "a word changed": (_changed, Finding.ALTERED),
    "a word dropped": (_dropped, Finding.ALTERED),
    "two words swapped": (_swapped, Finding.ALTERED),
    "denied": (_denied, Finding.ALTERED),
}
