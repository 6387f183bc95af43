"""Who agrees or disagrees with somebody: what others say of a person, or right after that person's words."""

import re
from collections.abc import Sequence

from corpus.speakers.name_phrase import name_words
from index.answers.asked_speaker import SAID, TOLD, UNSAID
from index.answers.excerpts import Candidate
from index.engine.generation import Generation
from index.query.reaction import Reaction
from index.retrieval.speech import said_by

NEXT = 2  # sentences before a reply in which stands what it replies to
_DENIES = re.compile(
    r"\b(?:no|not|never|nobody|nothing|but|wrong|nonsense|false|lies?|lying|untrue|mistake|however)\b|n['’]t\b",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(r"\b(?:yes|right|true|agreed?|exactly|too|also|same|glad|welcome)\b", re.IGNORECASE)


def by_others(
    generation: Generation, reaction: Reaction, candidates: Sequence[Candidate], sure: Sequence[float]
) -> tuple[tuple[Candidate, ...], list[float]]:
    """The candidates with how sure to be of them, those first in which somebody else reacts so to a person.

    The person's own words are no answer. All stays as it is where the articles have no words of the person.
    """
    own = frozenset[int]().union(*said_by(generation, reaction.whom))
    if not own:
        return tuple(candidates), list(sure)
    judged = [_sureness(generation, reaction, own, *pair) for pair in zip(candidates, sure, strict=False)]
    order = sorted(range(len(judged)), key=lambda place: -judged[place])
    return tuple(candidates[place] for place in order), [judged[place] for place in order]


def _sureness(
    generation: Generation, reaction: Reaction, own: frozenset[int], candidate: Candidate, sure: float
) -> float:
    number = candidate.hit.number
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
