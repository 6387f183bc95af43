"""Who agrees or disagrees with somebody: what others say of a person, or right after that person's words."""

import re

from corpus.speakers.name_phrase import name_words
from index.answers.asked_speaker import SAID, TOLD, UNSAID
from index.answers.excerpts import Judged
from index.engine.generation import Generation
from index.query.reaction import Reaction
from index.retrieval.speech import said_by

NEXT = 2  # sentences before a reply in which stands what it replies to
_DENIES = re.compile(
    r"\b(?:no|not|never|nobody|nothing|but|wrong|nonsense|false|lies?|lying|untrue|mistake|however)\b|n['’]t\b",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(r"\b(?:yes|right|true|agreed?|exactly|too|also|same|glad|welcome)\b", re.IGNORECASE)


def by_others(generation: Generation, reaction: Reaction, judged: list[Judged]) -> list[Judged]:
    """The candidates judged anew, those first in which somebody else reacts so to a person.

    The person's own words are no answer. All stays as it is where the articles have no words of the person.
    """
    own = frozenset[int]().union(*said_by(generation, reaction.whom))
    if not own:
        return judged
    anew = [Judged(each.candidate, _chance(generation, reaction, own, each)) for each in judged]
    return sorted(anew, key=lambda each: -each.chance)


def _chance(generation: Generation, reaction: Reaction, own: frozenset[int], judged: Judged) -> float:
    number, sure = judged.candidate.hit.number, judged.chance
    text, name = generation.sentence_text(number), name_words(reaction.whom)[-1]
    follows = any(number - step in own for step in range(1, NEXT + 1))
    if _reacts(reaction.verb, rf"(?:{re.escape(name)}|him|her|them)" if follows else re.escape(name), text):
        return max(sure, SAID)
    if number in own:
        return 0.0
    names = name in name_words(text)
    replies = follows and (_AFFIRMS if reaction.agrees else _DENIES).search(text)
    if (names or replies) and any(quote.speaker for quote in generation.quotes_by_sentence.get(number, ())):
        return max(sure, TOLD)
    return sure if names else min(sure, UNSAID)


def _reacts(verb: str, whom: str, text: str) -> bool:
    """Whether a sentence tells that somebody reacts to a person, or that the person is reacted to by somebody."""
    active = rf"\b{verb}\s+(?:[\w’'.-]+\s+){{0,5}}?{whom}\b"
    passive = (
        rf"\b{whom}\s+(?:[\w’'.-]+\s+){{0,5}}?(?:was|were|been|came|is|are)\s+(?:\w+\s+){{0,3}}?{verb}\s+(?:by|from)\b"
    )
    return bool(re.search(rf"{active}|{passive}", text, re.IGNORECASE))
