"""Who a sentence is about, and who does what a verb says: the subjects among the words."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.attribution.blocks import stem
from corpus.english.lexicon import (
    BE,
    COMMON_PAST,
    DETERMINERS,
    HELPERS,
    INTRODUCING,
    LEADS,
    LINKS,
    NOUN_VERBS,
    OPENERS,
    PERSON_NOUNS,
    PLAIN_VERBS,
    PRONOUNS,
    SAYING,
    SPEECH_VERBS,
    STOPS,
    SUBORDINATORS,
)
from corpus.english.noun_phrases import (
    Word,
    in_name,
    is_name,
    is_person_noun,
    is_plural,
    is_possessive,
    is_someone,
    name_after,
    phrase_after,
    phrase_before,
)

ASIDE = 30  # words between a subject and its verb
SIGNS = (",", ")", "—", "–")  # they end an aside
_OPENING = 8  # words before the subject of a sentence
_ASIDES = [[",", word] for word in ("a", "an", "the", "who")]


class RuleMatch(NamedTuple):
    """The words from `first` to `end` name the speaker; `rule` is how that was seen."""

    first: int
    end: int
    rule: str


def is_verb_like(words: Sequence[Word], at: int) -> bool:
    """Whether the word at `at` looks like a verb, so that the one before it is a subject: “Smith walked”."""
    low = words[at].low if at < len(words) else ""
    return low.endswith("ed") or low in BE or low in HELPERS or low in SPEECH_VERBS or low in COMMON_PAST


def is_helper(word: Word) -> bool:
    """Whether a word may stand between a subject and its verb: “has”, “repeatedly”."""
    return word.low in HELPERS or (word.low.endswith("ly") and word.text.islower())


def sentence_subject(words: Sequence[Word], begin: int, end: int) -> RuleMatch | None:
    """The name or pronoun a sentence is about: its first, or the first after “On Sunday, ”, “Last night ” or “Asked
    whether …, ”; or somebody introduced: “Among the guests was Smith.”
    """
    if end - begin < 2:
        return None
    first, later = _past_opening(words, begin, end), _past_circumstance(words, begin, end)
    sooner = later if words[begin].low in LEADS else first
    return _subject_at(words, sooner, end) or _subject_at(words, later, end)


def _subject_at(words: Sequence[Word], first: int, end: int) -> RuleMatch | None:
    if first >= end:
        return None
    if words[first].low in ("he", "she"):
        return RuleMatch(first, first + 1, "subject")
    last = phrase_after(words, first, end)
    if last == first:
        return None
    name = name_after(words, last, end)
    if name > last and (is_someone(words[first:last]) or not is_name(words[last - 1])):
        return RuleMatch(last + 1, name, "subject")
    named = is_name(words[last - 1]) and not is_possessive(words[last - 1])
    return RuleMatch(first, last, "subject") if named else None


def described_subject(words: Sequence[Word], begin: int, end: int) -> RuleMatch | None:
    """Somebody without a name whom a sentence is about: “Her mother stood beside her.”"""
    first = _past_opening(words, begin, end)
    last = phrase_after(words, first, end) if first < end else first
    while last > first and words[last - 1].low not in PERSON_NOUNS:
        last -= 1
    if end - last > 1 and last > first and words[last].low in BE and is_name(words[last + 1]):
        return RuleMatch(last + 1, phrase_after(words, last + 1, end), "subject")  # “The next speaker was Lund”
    known = last > first and (words[first].low in DETERMINERS or is_possessive(words[first]))
    named = next((at for at in range(last, end) if known and at < name_after(words, at, end) == end - 1), None)
    if named is not None and words[end - 1].text == ".":
        return RuleMatch(named + 1, end - 1, "subject")  # “Then a second witness spoke, Ida Lund.”
    return RuleMatch(first, last, "subject") if known and is_someone(words[first:last]) else None


def _past_opening(words: Sequence[Word], begin: int, end: int) -> int:
    first = begin
    if first < end and words[first].low in OPENERS:
        first += 2 if words[first + 1 : first + 2] and words[first + 1].text == "," else 1
    if first + 1 < end and words[first].low in ("what", "how", "why") and is_name(words[first + 1]):
        return first + 1  # “What Smith saw was no fire.”
    if first < end and (words[first].low in STOPS or words[first].low.endswith("ing")):
        comma = next((i for i in range(first, min(end, first + ASIDE)) if words[i].text == ","), end)
        first = comma + 1
    return first


def _past_circumstance(words: Sequence[Word], begin: int, end: int) -> int:
    """Where a name stands after “Last night” or “In the hall was”, without a comma; `end` where none does."""
    clause = words[begin].low in SUBORDINATORS and words[begin + 1].low not in ("him", "her", "them", "that", "this")
    if clause or not (words[begin].low in STOPS | LEADS | OPENERS or words[begin].low.endswith("ing")):
        return end
    for at in range(begin + 1, min(end, begin + _OPENING)):
        if is_verb_like(words, at) and words[at].low not in HELPERS:
            named = at + 1 < end and (is_name(words[at + 1]) or is_person_noun(words[at + 1]))
            return at + 1 if named and words[at].low in INTRODUCING else end
        if is_name(words[at]) and words[at - 1].low not in LINKS:
            after = phrase_after(words, at, end)
            alone = after < end and words[after].text in ".!"  # “Enter Smith.”
            acts = alone or is_verb_like(words, after) or [word.low for word in words[after : after + 2]] in _ASIDES
            return at if acts else end
    return end


def is_passive(words: Sequence[Word], verb: int, left: int) -> bool:
    """“Merkel was told”: the subject did not speak."""
    at = verb - 1
    while at > left and (words[at].low in HELPERS or words[at].low.endswith("ly")):
        at -= 1
    return at >= left and words[at].low in BE and not words[verb].low.endswith("ing")


def subject_of(words: Sequence[Word], verb: int, left: int) -> RuleMatch | None:
    """The noun phrase or pronoun directly before a verb, past helpers and asides."""
    end = verb
    going = words[verb].low.endswith("ing")
    while end > left and (is_helper(words[end - 1]) or (going and words[end - 1].low in BE)):
        end -= 1
    participle = going and words[end].low not in BE
    if end == left or participle or words[end].low == "to":
        return None  # “…, adding that”, “refused to say”: the sentence's own subject speaks
    if words[end - 1].text in SIGNS:
        return past_aside(words, end - 1, left)
    match = noun_before(words, end, left)
    return match if match and _speaks(words[match.first : match.end], words[verb]) else None


def noun_before(words: Sequence[Word], end: int, left: int) -> RuleMatch | None:
    """The noun phrase or pronoun that ends at `end`, or that the “who” before it means."""
    if [word.low for word in words[max(left, end - 3) : end]] == ["et", "al", "."]:
        end -= 3
    low = stem(words[end - 1])
    if low == "who":
        end -= 2 if end - 2 > left and words[end - 2].text == "," else 1
    elif low in PRONOUNS:
        return RuleMatch(end - 1, end, "before")
    first = phrase_before(words, end, left)
    return RuleMatch(first, end, "before") if first < end else None


def _speaks(words: Sequence[Word], verb: Word) -> bool:
    """Whether a phrase can be the subject of a verb that often follows what it is about: “a film called”."""
    last = words[-1]
    several = is_plural(last) and verb.text in PLAIN_VERBS  # “police say”
    if is_name(last) or is_person_noun(last) or last.low in PRONOUNS or several:
        return True
    if verb.text in NOUN_VERBS or not any(len(word.text) > 1 and word.text.isalpha() for word in words):
        return False
    return verb.text in SAYING or any(is_name(word) or is_person_noun(word) or is_plural(word) for word in words)


def past_aside(words: Sequence[Word], close: int, left: int) -> RuleMatch | None:
    """Smith, president of the club, said. Smith (R-Utah) said. Commas farther to the left are tried in turn."""
    for at in range(close - 1, max(left, close - ASIDE), -1):
        if words[at].text == "(":
            return noun_before(words, at, left)
        if words[at].text not in SIGNS or not in_name(words[at - 1]):
            continue
        match = noun_before(words, at, left)
        if match and (match.first == left or words[match.first - 1].text in (",", ";")):
            return match
    first = phrase_before(words, close, left)
    apart = first == left or (words[first - 1].text == "," and all(in_name(word) for word in words[first:close]))
    return RuleMatch(first, close, "before") if apart and first < close else None
