"""Where a reported clause begins: past who is addressed, and past when and where it was said."""

from collections.abc import Sequence

from corpus.english.lexicon import ADDRESSING, DETERMINERS
from corpus.english.noun_phrases import Word, is_name, phrase_after
from corpus.english.reporting import (
    CERTAIN_VERBS,
    CIRCUMSTANCE_PREPOSITIONS,
    CLAUSE_JOINERS,
    PREPOSITIONS,
    SUBJECT_WORDS,
    TIME_DETERMINERS,
    TIMES,
    WITHOUT_THAT,
)
from corpus.speakers.blocks import stem
from corpus.speakers.rules import is_verb_like

_CIRCUMSTANCES = 15  # words between a verb and “that”
_NEAR = 12  # words in which a clause shows its verb


def clause_start(words: Sequence[Word], verb: int, end: int) -> int | None:
    """Where the statement begins that follows a verb; None where none follows."""
    addressed = words[verb].low in ADDRESSING
    at = past_addressee(words, verb + 1, end) if addressed else verb + 1
    at = past_circumstances(words, at, end)
    if at >= end - 1:
        return None
    if words[at].low == "that" and (at > verb + 1 or not is_verb_like(words, at + 1)):
        return None if is_verb_like(words, at + 1) or words[at + 1].low == "same" else at + 1
    begins = is_name(words[at]) or words[at].low in DETERMINERS or _begins_subject(words[at])
    if words[verb].low not in WITHOUT_THAT or (addressed and not begins):
        return None
    if words[verb - 1].text == ",":  # “…, said the man who was there” is another order of words
        return at if begins_clause(words, at, end) else None
    return at if _holds_clause(words, at, end, words[verb].low in CERTAIN_VERBS) else None


def past_addressee(words: Sequence[Word], at: int, end: int) -> int:
    """Past “him” and “reporters”; `end` where nobody is spoken to."""
    if at < end and words[at].low in ("that", "by"):
        return at
    after = at + 1 if words[at].low in ("him", "her", "them", "me", "us") else phrase_after(words, at, end)
    return after if after > at else end


def past_circumstances(words: Sequence[Word], at: int, end: int) -> int:
    """Past “on Monday”, “in a statement last week”, “by the board”: to “that”, or as far as they are understood."""
    if at < end and words[at].low in TIMES | PREPOSITIONS | TIME_DETERMINERS:
        for place in range(at, min(end, at + _CIRCUMSTANCES)):
            if words[place].low == "that":
                return place
            if is_verb_like(words, place) or not words[place].text[0].isalnum():
                break
    after = at
    while after < end and after - at < _CIRCUMSTANCES:
        at, after = after, _past_circumstance(words, after, end)
        if after == at:
            break
    return after


def _past_circumstance(words: Sequence[Word], at: int, end: int) -> int:
    """Past one of them; `at` where there is none."""
    if words[at].low in TIMES:
        return at + 1
    if words[at].low in TIME_DETERMINERS:
        return min(end, at + 2)
    if words[at].low not in CIRCUMSTANCE_PREPOSITIONS or at + 1 == end:
        return at
    after = phrase_after(words, at + 1, end)
    return after if after > at + 1 else at + 2 if words[at + 1].low in TIMES else at


def _begins_subject(word: Word) -> bool:
    return stem(word) in SUBJECT_WORDS


def begins_clause(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a subject stands at `at`, and its verb directly after it."""
    last = phrase_after(words, at, end)
    return _begins_subject(words[at]) or (last > at and is_verb_like(words, last))


def _holds_clause(words: Sequence[Word], at: int, end: int, certain: bool) -> bool:
    """Whether a subject stands at `at`, and soon a verb; the past of another one counts only after a certain verb."""
    if _begins_subject(words[at]):
        return True
    for place in range(at, min(end, at + _NEAR)):
        if not words[place].text[0].isalnum() or words[place].low in CLAUSE_JOINERS:
            return False
        if place > at and is_verb_like(words, place) and (certain or not words[place].low.endswith("ed")):
            return phrase_after(words, at, end) > at
    return False
