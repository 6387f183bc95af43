"""What can be seen of a text without understanding it: its words, names, numbers, and what it asks."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.engine.bm25 import stems

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
_NAME = re.compile(r"(?<![.!?“\"‘]\s)(?<!^)(?<![“\"‘(])\b[A-Z][\w’'-]+")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*)*")
_MARKS = {
    "number word": (
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|"
        r"million|billion|trillion|dozen|half|third|quarter|once|twice|first|second)\b"
    ),
    "date": (
        r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|"
        r"wednesday|thursday|friday|saturday|sunday|century|decade|spring|summer|autumn|winter|yesterday|today|tomorrow|"
        r"ago|[1-9]\d?th|\d{3,4}s)\b"
    ),
    "money": r"[$€£¥]|\b(?:dollars?|euros?|pounds?|cents?|per\s?cent|percent)\b|%",
    "cause": (
        r"\b(?:because|since|due|so that|in order|therefore|thus|as a result|caused?|causes|reasons?|led to|to avoid)"
        r"\b"
    ),
    "question": r"\?[\s\"”’'*_)\]]*$",
    "leans": r"^\W*(?:but |and |so |then |yet )?(?:he|she|it|they|his|her|its|their|this|that|these|those|such|both)\b",
}
MARKS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _MARKS.items()}

# As `corpus.text.sentences.leans`, but for a thing alone: “he” tells nothing of what is spoken of.
_REFERRING = re.compile(
    r"\W*(?:(?:but|and|so|then|yet|no|yes)\W+)?(?:it|this|that|these|those|they|there)\b", re.IGNORECASE
)

_ASKS = {
    "how many": r"\bhow (?:many|much|long|old|far|often|tall|high|large|big|fast|deep|wide)\b|\bnumber of\b",
    "when": r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b",
    "where": r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|town|region|continent|location)\b",
    "who": r"\bwho(?:m|se)?\b",
    "why": r"\bwhy\b|\bwhat (?:caused|reason)\b",
    "how": r"\bhow\b",
    "which": r"\bwhich\b",
    "what": r"\bwhat\b",
}
ASKS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _ASKS.items()}  # the first that fits
_HEAD = re.compile(
    r"\b(?:what|which|how many|how much|whose)\s+(?:(?:kind|type|sort|name|part)s?\s+of\s+)?(\w+)", re.IGNORECASE
)


@dataclass(frozen=True)
class TextFeatures:
    """What can be seen of a text."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return stems(self.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Its words two by two, as they follow each other."""
        return frozenset(zip(self.words, self.words[1:], strict=False))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(number.replace(",", "") for number in _NUMBER.findall(self.text))

    @cached_property
    def years(self) -> frozenset[str]:
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Capitalised words that do not open a sentence, stemmed."""
        return frozenset(word for name in _NAME.findall(self.text) for word in stems(name))

    @cached_property
    def marks(self) -> frozenset[str]:
        """The names among MARKS of what it has."""
        return frozenset(name for name, pattern in MARKS.items() if pattern.search(self.text))

    @cached_property
    def refers(self) -> bool:
        """Whether it opens with a word for something told before: “It will stand for another century.”"""
        return _REFERRING.match(self.text) is not None

    @cached_property
    def asks(self) -> str | None:
        """The first of ASKS that fits."""
        return next((name for name, pattern in ASKS.items() if pattern.search(self.text)), None)

    @cached_property
    def head(self) -> str | None:
        """The word after “which” or “what”, stemmed: what kind of thing is asked for."""
        match = _HEAD.search(self.text)
        return next(iter(stems(match[1])), None) if match else None

    @cached_property
    def capitalised(self) -> frozenset[str]:
        """Names, also those of two words or more that open a sentence, stemmed."""
        return self.names.union(*(stems(name) for name in _CAPITALISED.findall(self.text) if " " in name))

    def holds_asked(self, question: "TextFeatures") -> bool | None:
        """Whether it has something of the kind that a question asks for and does not name; None of other kinds."""
        match question.asks:
            case "how many":
                return not self.numbers <= question.numbers or not self.marks.isdisjoint({"number word", "money"})
            case "when":
                return not self.numbers <= question.numbers or "date" in self.marks
            case "who" | "where":
                return not self.capitalised <= question.vocabulary
            case "why":
                return "cause" in self.marks
            case _:
                return None


@lru_cache(maxsize=20_000)
def text_features(text: str) -> TextFeatures:
    """The features of a text, kept for the next question."""
    return TextFeatures(text)
