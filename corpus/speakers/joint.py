"""Several who speak together: “…,” said Frost, Moe and Hale."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.attribution.blocks import Block, Phrase
from corpus.attribution.plain_rules import DASHES
from corpus.attribution.subjects import is_helper, is_verb_like, sentence_subject
from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import (
    ADDRESSING,
    COURTESIES,
    DEPARTMENTS,
    LINKS,
    NOT_PEOPLE,
    ORGANISATIONS,
    POSSESSIVES,
    SAYING,
    SPEECH_VERBS,
)
from corpus.english.noun_phrases import Word, is_name, is_possessive, is_quote, is_someone
from corpus.speakers.names import Mention, read_speaker

_NEAR = 2  # sentences
_ASIDE = 8  # words in brackets
_MANY = 6  # phrases on either side, so that time stays linear
_COMMA = (",",)
_AND = (("and",), ("&",), (",", "and"))
_BEFORE = LINKS | {"about", "between", "against", "by", "like", "than", "and", "or", "nor", "not"}  # no subject follows
_AFTER = frozenset(",:;.(—–")


def joint_phrases(block: Block, phrase: Phrase) -> Sequence[Phrase]:
    """The phrases of all who speak together with the one whom a phrase names; that one alone where nobody does.

    “X told Y and Z”, “X, not Y, said” and “X’s and Y’s lawyer said” are not joint.
    """
    words, before, after = block.words, [*_joined(block, phrase, -1)], [*_joined(block, phrase, 1)]
    if after and is_possessive(words[phrase.end - 1]):
        return [Phrase(phrase.first, after[0].end)]  # “Frost’s and Hale’s lawyer”
    if before and is_possessive(words[before[0].end - 1]) and _link(words, before[0], phrase) in _AND:
        return [Phrase(before[0].first, phrase.end)]
    chain = [*reversed(before), phrase, *after]
    while len(chain) > 1 and _link(words, *chain[-2:]) == _COMMA:
        chain.pop()
    while len(chain) > 1 and phrase in chain:
        if _speaks(words, chain[0].first, chain[-1].end):
            if _is_one_institution(words, *chain):
                return [Phrase(chain[0].first, chain[-1].end)]
            members = [_without_both(words, part) for part in _without_asides(words, chain)]
            title = words[members[0].first : members[0].end]
            if len(title) == 1 and title[0].low.rstrip(".") in COURTESIES:
                return chain[-1:]  # “Mr. and Mrs. Frost”
            return members if all(_is_member(words[first:end]) for first, end in members) else [phrase]
        chain = chain[1:] if _link(words, *chain[:2]) == _COMMA else []  # “In Bergen, Frost and Hale said”
    return [phrase]


def _joined(block: Block, phrase: Phrase, step: int) -> Iterator[Phrase]:
    """The phrases on one side that a comma or “and” joins to a phrase, the nearest first."""
    number, before = block.phrase_over(*phrase), phrase
    if number is None:
        return
    for near in range(number + step, number + step * (_MANY + 1), step):
        if not 0 <= near < len(block.phrases):
            return
        beside = block.phrases[near]
        if block.words[beside.first - 1].text == "(":
            continue  # “Frost (D-Ohio) and Hale”
        if _link(block.words, *sorted((before, beside))) not in (_COMMA, *_AND):
            return
        yield beside
        before = beside


def _link(words: Sequence[Word], one: Phrase, other: Phrase) -> tuple[str, ...]:
    """The words between two phrases, without an age and what stands in brackets."""
    between = [word.low for word in words[one.end : min(other.first, one.end + _ASIDE)]]
    if between[:1] == ["("] and ")" in between:
        between = between[between.index(")") + 1 :]
    if between[:1] == [","] and between[1:2] and between[1].isdigit():
        between = between[2:]
    return tuple(between)


def _without_both(words: Sequence[Word], phrase: Phrase) -> Phrase:
    return Phrase(phrase.first + (words[phrase.first].low == "both"), phrase.end)


def _without_asides(words: Sequence[Word], chain: Sequence[Phrase]) -> Iterator[Phrase]:
    """Those who speak, without asides: “Frost, the mayor, and Hale”, “Frost, head of Ink and Oil”."""
    yield chain[0]
    aside = False
    for before, phrase in pairwise(chain):
        link = _link(words, before, phrase)
        aside = _is_described(words, phrase) if link == _COMMA else aside and link in (("and",), ("&",))
        if not aside:
            yield phrase


def _is_described(words: Sequence[Word], phrase: Phrase) -> bool:
    first = words[phrase.first]
    return not is_name(words[phrase.end - 1]) or (first.text.islower() and first.low not in ("the", "both"))


def _is_one_institution(words: Sequence[Word], first: Phrase, *others: Phrase) -> bool:
    """“The Fruit and Wine Commission” is one; “the FBI and State Police” are two."""
    noun, last = words[first.end - 1], (others or (first,))[-1]
    return (
        len(others) == 1
        and words[first.first].low == "the"
        and words[last.first].low != "the"
        and noun.text.istitle()
        and noun.low not in NOT_PEOPLE | FIRST_NAMES.keys()
        and words[last.end - 1].low in ORGANISATIONS
    )


def _is_member(words: Sequence[Word]) -> bool:
    """Whether a phrase is somebody by name or “her husband”; “others” and “Hale’s lawyer” are not."""
    if is_possessive(words[-1]) or (len(words) == 1 and words[0].low in DEPARTMENTS):
        return False
    return is_name(words[-1]) or (words[0].low in POSSESSIVES and is_someone(words))


def _speaks(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether the words from `first` to `end` are the subject of a verb, or follow one: “…,” said Frost and Hale."""
    before = words[first - 1] if first else None
    low = before.low if before else ""
    said_by = before and before.text in SAYING and before.text not in ADDRESSING
    accords = low == "to" and first > 1 and words[first - 2].low == "according"
    if said_by or accords or low == "by" or low in DASHES:
        return end == len(words) or not (is_verb_like(words, end) or is_helper(words[end]))
    if first and (low in _BEFORE or is_verb_like(words, first - 1) or low.endswith("ing")):
        return False
    if end == len(words) or (words[end].text in SPEECH_VERBS and words[end].low.endswith("s")):
        return False  # “Ernst and Young says”
    return is_verb_like(words, end) or words[end].text in _AFTER or is_quote(words[end])


def subjects_before(block: Block, at: int) -> Sequence[Phrase]:
    """The phrases of several whom a sentence shortly before the word at `at` is about, whom “they” then means."""
    here = block.sentence(at)
    for number in range(here, max(-1, here - _NEAR - 1), -1):
        begin = block.ends[number - 1] if number else 0
        subject = sentence_subject(block.words, begin, min(block.end(begin), at))
        phrases = joint_phrases(block, Phrase(subject.first, subject.end)) if subject else ()
        if len(phrases) > 1:
            return phrases
    return ()


def read_members(words: Sequence[Word], phrases: Sequence[Phrase]) -> Sequence[Mention]:
    """Who is in each phrase; together “Professors Leo and Ida Stein” have one title and one surname."""
    first, *others = (read_speaker(words, *phrase) for phrase in phrases)
    if not others:
        return [first]
    titles = words[phrases[0].first : phrases[0].end - 1]
    title = first.role if any(word.low.rstrip(".").endswith("s") for word in titles) else None
    surname = "".join((others[-1].name or "").split()[1:][-1:])
    return [
        replace(mention, name=_with_surname(mention.name, surname), role=mention.role or title)
        for mention in (first, *others)
    ]


def _with_surname(name: str | None, surname: str) -> str | None:
    return f"{name} {surname}" if name and surname and name.lower() in FIRST_NAMES else name
