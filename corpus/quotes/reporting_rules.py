"""Where an article reports somebody's words without quoting them: rules over its words, only certain ones."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from corpus.english.lexicon import ADDRESSING, BE, NOT_PEOPLE, NOUN_VERBS, OPENERS, PLAIN_VERBS, PRONOUNS, SUBORDINATORS
from corpus.english.noun_phrases import Word, in_name, is_name, is_person_noun, is_plural, is_quote, phrase_after
from corpus.english.reporting import (
    CONTINUATIONS,
    COORDINATORS,
    DOUBTS,
    LOOSE_ENDS,
    NOT_SOURCES,
    PREPOSITIONS,
    RELATIVES,
    REPORTING_VERBS,
    TIME_NOUNS,
    UNSAID,
    WITHOUT_THAT,
)
from corpus.quotes.reported_clauses import begins_clause, clause_start, past_addressee, past_circumstances
from corpus.speakers.blocks import Block
from corpus.speakers.rules import RuleMatch, attribute, attribute_before, is_verb_like

_LONGEST = 60  # words of a sentence on either side of a verb; time stays linear
_NEAR = 12  # words in which a sentence shows its dash or comma


class Statement(NamedTuple):
    """The words from `first` to `end` are reported of `source`."""

    first: int
    end: int
    source: RuleMatch


class _Cue(NamedTuple):
    """A word that may tell of speech, in its sentence."""

    words: Sequence[Word]
    """Of the whole block."""
    block: Block
    at: int
    begin: int
    """Where the sentence begins."""
    end: int

    @property
    def low(self) -> str:
        """The word, in small letters."""
        return self.words[self.at].low


def find_statements(block: Block) -> Iterator[Statement]:
    """The statements in a block, in order, none overlapping another."""
    done = 0
    for at in block.cues:
        cue = _cue(block, at) if at >= done else None
        statement = cue and _statement(cue)
        if statement and statement.first >= done:
            yield statement
            done = max(statement.end, at)


def _cue(block: Block, at: int) -> _Cue | None:
    begin, end = block.begin(at), block.end(at)
    is_readable = max(at - begin, end - at) < _LONGEST and block.words[end - 1].text != "?"
    return _Cue(block.words, block, at, begin, end) if is_readable else None


def _statement(cue: _Cue) -> Statement | None:
    if cue.low == "according":
        return _according(cue)
    if cue.low not in REPORTING_VERBS or _is_unsaid(cue):
        return None
    return _follows(cue) or _precedes(cue)


def _is_unsaid(cue: _Cue) -> bool:
    """Whether nothing was said: “did not say that”, “would say that”, “refused to say that”, “by saying that”."""
    words, at = cue.words, cue.at
    if cue.low.endswith("ing") and words[at - 1].low not in BE:
        return words[at - 1].text != ","
    return any(word.low in UNSAID for word in words[max(0, at - 3) : at])


def _whole(words: Sequence[Word], first: int, end: int, source: RuleMatch) -> Statement | None:
    """A statement without opening words and the stop at its end; None where it holds a quote or breaks off."""
    if words[first].text.isupper():  # “OSLO (AP) — It was late”
        first = next((at + 1 for at in range(first, min(end, first + _NEAR)) if words[at].text in "—–"), first)
    while first < end and (words[first].low in OPENERS or words[first].text == ","):
        first += 1
    while end > first and words[end - 1].text in ".,;:—–":
        end -= 1
    inside = words[first:end]
    broken = len(inside) < 2 or inside[-1].low in LOOSE_ENDS or any(map(is_quote, inside))
    return None if broken else Statement(first, end, source)


# After the verb -------------------------------------------------------------------------------------------------------


def _follows(cue: _Cue) -> Statement | None:
    """Smith said (that) it was late. Smith was told by Jones that it was late."""
    words = cue.words
    first = clause_start(cue.words, cue.at, cue.end)
    if first is None or cue.block.cues_in(cue.at + 1, first):
        return None
    source = attribute_before(cue.block, first)
    if source is None or not _is_subject(cue, source):
        return None
    before = words[cue.begin : source.first]
    if words[source.end].low == "who" or any(word.low in DOUBTS for word in before) or _ends_with(before, RELATIVES):
        return None
    aside = words[source.end + 1].low == "who" or any(word.low in SUBORDINATORS for word in before[:2])
    return _whole(words, first, _statement_end(cue, first, aside), source)


def _is_subject(cue: _Cue, source: RuleMatch) -> bool:
    """Whether a source is the whole phrase that speaks, and speaks by this verb."""
    words, at = cue.words, cue.at
    last, before = words[source.end - 1], words[cue.begin : source.first]
    if source.first < at and (_ends_with(before, PREPOSITIONS) or last.low in TIME_NOUNS):
        return False
    if _ends_with(before, {"and"}) and (in_name(before[-2]) or not _is_somebody(last)):
        return False
    if cue.low.endswith("ing"):
        return True
    noun = cue.low in NOUN_VERBS and not _is_somebody(last) and not is_plural(last)
    if source.rule not in ("before", "by") or noun:
        return False
    return not cue.block.cues_in(source.end, at) or (words[at - 1].low in COORDINATORS and words[at + 1].low == "that")


def _ends_with(words: Sequence[Word], any_of: Collection[str]) -> bool:
    return len(words) > 1 and words[-1].low in any_of


def _is_somebody(word: Word) -> bool:
    return is_name(word) or is_person_noun(word) or word.low in PRONOUNS or word.low in NOT_PEOPLE


def _statement_end(cue: _Cue, first: int, aside: bool) -> int:
    """Where a statement ends whose sentence goes on: with another, “…, according to”, or the article's own words.

    An aside in a sentence about something else ends at the first comma: “Smith, who said it was late, left.”
    """
    words, end = cue.words, _next_statement(cue, first)
    for at in range(first + 1, end - 1):
        sign, following = words[at], words[at + 1]
        if sign.text not in (",", ";", "—", "–") or sign.end == following.start:
            continue  # 100,000
        if aside or sign.text == ";" or following.low in CONTINUATIONS:
            return at
        if sign.text != "," and following.low in COORDINATORS:
            return at
    return end


def _next_statement(cue: _Cue, first: int) -> int:
    """Where “… and Jones said that …” begins; else the end of the sentence."""
    words = cue.words
    for other in cue.block.cues_in(first + 1, cue.end):
        joined = next((at for at in range(other - 1, max(first, other - 8), -1) if words[at].low in COORDINATORS), None)
        if joined and words[other].low in REPORTING_VERBS and clause_start(words, other, cue.end):
            return joined
    return cue.end


# Before the verb ------------------------------------------------------------------------------------------------------


def _precedes(cue: _Cue) -> Statement | None:
    """It was late, Smith said. It was late, said Smith. For years, Smith said, it was late."""
    words, source = cue.words, _subject_after_comma(cue)
    if source is None:
        return None
    comma, after = min(source.first, cue.at) - 1, max(source.end, cue.at + 1)
    if cue.low in ADDRESSING and after == cue.at + 1:
        after = past_addressee(words, after, cue.end)
    after = past_circumstances(words, after, cue.end)
    goes_on = after < cue.end - 1
    if goes_on and (words[after].text != "," or is_quote(words[after + 1])):
        return None
    if not _has_verb(words, cue.begin, comma):
        inserted = goes_on and begins_clause(words, after + 1, cue.end)
        return _whole(words, after + 1, cue.end, source) if inserted else None
    if goes_on and is_verb_like(words, after + 1):
        return None  # “The report that he wrote, he said, was late”
    before = words[cue.begin : comma]
    if any(word.low in SUBORDINATORS for word in before[:2]) and all(word.text != "," for word in before):
        return None  # “When it was late, Smith said”
    return _whole(words, cue.begin, comma, source)


def _subject_after_comma(cue: _Cue) -> RuleMatch | None:
    """“…, Smith said” or “…, said Smith”."""
    words, at = cue.words, cue.at
    if at - 1 <= cue.begin:
        return None
    if words[at - 1].text == ",":
        source = attribute(cue.block, at - 2) if cue.low in WITHOUT_THAT else None
        return source if source and source.rule == "inverted" and _is_somebody(words[source.end - 1]) else None
    source = attribute_before(cue.block, at + 1)
    if source is None or source.rule != "before" or not cue.begin + 1 < source.first < source.end <= at:
        return None
    return source if words[source.first - 1].text == "," else None


def _has_verb(words: Sequence[Word], first: int, end: int) -> bool:
    return any(is_verb_like(words, at) for at in range(first + 1, end))


# According to ---------------------------------------------------------------------------------------------------------


def _according(cue: _Cue) -> Statement | None:
    """According to Smith, it was late. It was late, according to Smith. For years, according to Smith, it was late."""
    words, first = cue.words, cue.at + 2
    if first >= cue.end or words[first - 1].low != "to":
        return None
    last = first + 1 if words[first].low in ("he", "she") else phrase_after(words, first, cue.end)
    is_cut = last < cue.end and words[last].low in PLAIN_VERBS  # “report”, a noun that ends the phrase too soon
    if last == first or is_cut or words[last - 1].low in NOT_SOURCES:
        return None
    source = RuleMatch(first, last, "according")
    begin = next((at + 1 for at in range(cue.at, cue.begin, -1) if words[at].text == "("), cue.begin)
    if cue.at - begin > 8 or (cue.at - begin > 3 and _has_verb(words, begin, cue.at)):
        return _whole(words, begin, cue.at, source)
    comma = next((at for at in range(last, min(cue.end, last + _NEAR)) if words[at].text == ","), None)
    return _whole(words, comma + 1, cue.end, source) if comma else None
