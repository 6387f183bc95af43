"""Whether a text lacks a detail that a question asks for: a number, an age, a sum of money, the name of a person."""

import re

from corpus.english.noun_phrases import is_somebody
from corpus.speakers.roles import head
from index.engine.bm25 import stems
from index.query.text_features import TextFeatures, text_features

_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_HOW_OLD = re.compile(r"\bhow old\b", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bhow much\b", re.IGNORECASE)
_PAYING = re.compile(
    r"\b(?:money|cash|pa(?:y|ys|id)|costs?|spend|spends|spent|earn(?:s|ed)?|charge[ds]?|owe[ds]?|worth|donate[ds]?|"
    r"sells?|sold|bought|price|bail|fine[ds]?|raise[ds]?)\b",
    re.IGNORECASE,
)
_WHOSE_NAME = re.compile(
    r"\bwhat (?:is|was|are|were) the names? of (?P<who>.+?)(?=\s(?:who|whom|whose|that)\b|\W*$)",
    re.IGNORECASE,
)

_TENS = r"(?:twen|thir|for|fif|six|seven|eigh|nine)"
_AMOUNT = re.compile(
    rf"\b{_TENS}t(?:y|ies)\b|\b(?:thir|four|fif|six|seven|eigh|nine)teen|\b(?:four|fif|six|seven|eigh|nin|ten)th\b"
    r"|\b(?:tens|dozens|scores|hundreds|thousands|millions|billions|single|both|pairs?|couples?|trio|twins?|another|"
    r"several|few|many|most|majority|all|every|no|none|nobody|only|numerous|countless|handful|double[ds]?)\b"
    r"|\w-(?:one|two|three|four|five|six|seven|eight|nine)\b|\d,\d{3}",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:year|month|week|day)s?[-\s]olds?\b|\b(?:old(?:er|est)?|age[ds]?|born|birthday|built|founded|dat(?:es|ed|ing))\b"
    r"|[,(]\s?\d{1,3}\b|\b(?:at|is|was|are|were|be|of|turn(?:s|ed|ing)?|about|almost|nearly|over|under|just|only)\s\d{1,3}\b"
    rf"|\b\d0s\b|\b{_TENS}ties\b|illion\syears|\bcentur",
    re.IGNORECASE,
)
_AGE_OF_ANOTHER = re.compile(r"(?:\b(?:his|her|their|my|our)|\w['’]s?)\s\d{1,3}-year-old\s(\w+)", re.IGNORECASE)
_SUM = re.compile(
    r"[$€£¥₮%]|\b(?:dollars?|euros?|pounds?|cents?|yen|rubles?|rupees?|yuan|money|free|nothing|per\s?cent)\b|"
    r"\b[mb]illion",
    re.IGNORECASE,
)


def lacks_asked_detail(question: str, text: str) -> bool:
    """Whether a text surely has nothing of the kind of detail that a question asks for, if it asks for such a one."""
    asked, told = text_features(question), text_features(text)
    if _HOW_MANY.search(question):
        return not _has_amount(asked, told)
    if _HOW_OLD.search(question):
        return not _has_age(asked, text)
    if _asks_for_sum(question):
        return not _SUM.search(text)
    return _asks_for_name(question) and told.capitalised <= asked.vocabulary


def _asks_for_sum(question: str) -> bool:
    match = _HOW_MUCH.search(question)
    return bool(match and _PAYING.search(question, match.end()))


def _asks_for_name(question: str) -> bool:
    """Whether it asks for a person’s name: “What is the name of Lund’s son?” Other names may have small letters."""
    match = _WHOSE_NAME.search(question)
    return bool(match and is_somebody(head(match["who"])))


def _has_amount(asked: TextFeatures, told: TextFeatures) -> bool:
    """Whether it has a number that is no year, or a word for one."""
    amounts = told.numbers - asked.numbers - told.years
    return bool(amounts or _AMOUNT.search(told.text)) or not told.marks.isdisjoint({"number word", "money"})


def _has_age(asked: TextFeatures, text: str) -> bool:
    """Whether it tells an age; “Lund saw her 6-year-old son” only that of the son."""
    others = (age for age in _AGE_OF_ANOTHER.finditer(text) if asked.vocabulary.isdisjoint(stems(age[1])))
    return len([*_AGE.finditer(text)]) > len([*others])
