"""Which clauses of a parsed sentence report somebody's words, and which words name their source."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.english.parsed_sentence import ParsedSentence
from corpus.english.reporting import REPORTING_VERBS
from corpus.quotes.reported_sources import SUBJECTS, find_source, source_phrase
from corpus.text.span import Span

_SHORTEST = 3  # words of a statement; of shorter ones .6 are what annotators saw
_FAR = 4  # words between a verb and its statement; beyond them only “that” shows where it begins, .70 are right else
_LEAD = 4  # words of a sentence that may stand before “according to” without being what is reported
_PAUSES = frozenset((*",—–", "--"))
_STOPS = frozenset((*".,;:!—–-", "--"))
_JOINING = _STOPS | {"but", "and", "that"}
_FOLLOWING = frozenset((*".,;!—–)", "and", "but"))  # what follows a statement that was understood


class Statement(NamedTuple):
    """Words of the article that report what somebody said."""

    span: Span
    source: Span
    """The words that name who said it: “Smith”, “the ministry”, “she”."""


def find_statements(sentence: ParsedSentence, begin: int) -> Iterator[Statement]:
    """The statements of a sentence in order, none overlapping another; of two within each other the outer one.

    Nothing before the character `begin` is part of one: up to there quotes stand in the sentence.
    """
    words = sentence.words
    if not words or words[-1] == "?":
        return
    verbs = (at for at, word in enumerate(words) if word in REPORTING_VERBS and sentence.tokens[at].start >= begin)
    statements = [statement for verb in verbs for statement in _of_verb(sentence, verb, begin)]
    end = begin
    for statement in sorted(statements, key=lambda statement: (statement.span.start, -statement.span.end)):
        if statement.span.start >= end:
            yield statement
            end = statement.span.end


def _of_verb(sentence: ParsedSentence, verb: int, begin: int) -> Iterator[Statement]:
    source = find_source(sentence, verb)
    if source is None:
        return
    named = source_phrase(sentence, source)
    for places in _clauses(sentence, verb, source, named):
        reported = _trimmed(sentence, places)
        apart = named.stop <= reported.start or reported.stop <= named.start
        if len(reported) >= _SHORTEST and apart and sentence.tokens[reported[0]].start >= begin:
            yield Statement(sentence.span(reported), sentence.span(named))


def _trimmed(sentence: ParsedSentence, places: Sequence[int]) -> range:
    """A statement without opening words and the stop at its end; none where it has no verb or breaks off."""
    words = sentence.words
    first, end = (places[0], places[-1] + 1) if places else (0, 0)
    while first < end and words[first] in _JOINING:
        first += 1
    while end > first and words[end - 1] in _JOINING:
        end -= 1
    breaks_off = end < len(words) and words[end] not in _FOLLOWING
    return range(first, first if breaks_off or not sentence.is_clause(range(first, end)) else end)


def _clauses(sentence: ParsedSentence, verb: int, source: int, named: range) -> Iterator[Sequence[int]]:
    """The words of each clause that depends on a verb of saying, or that it is put into."""
    if sentence.words[verb] == "according":
        yield _accorded(sentence, verb, named)
        return
    complements = [at for at in sentence.children[verb] if sentence.tokens[at].dependency == "ccomp"]
    for clause in complements:
        yield _complement(sentence, verb, source, named, clause)
    if sentence.tokens[verb].dependency == "parataxis" and not complements:
        yield _around(sentence, verb)


def _complement(sentence: ParsedSentence, verb: int, source: int, named: range, clause: int) -> Sequence[int]:
    """The words of “(that) it was late” in “Smith said (that) it was late” and “It was late, Smith said”."""
    words, places = sentence.words, sentence.subtree(clause)
    marks = [words[at] for at in sentence.children[clause] if sentence.tokens[at].dependency == "mark"]
    before = [at for at in places if at < min(verb, source)]
    after = [at for at in places if at > max(verb, source)]
    if marks not in ([], ["that"]) or not (before or after):
        return ()
    if len(before) > len(after):
        comma = before[-1] if words[before[-1]] == "," else before[-1] + 1
        return before if words[comma] == "," and min(named.start, verb) == comma + 1 else ()
    if sentence.tokens[after[0]].tag.startswith(("VB", "MD")):
        return ()  # its subject was not understood
    return _before_aside(sentence, clause, after) if after[0] - verb <= _FAR or words[after[0]] == "that" else ()


def _before_aside(sentence: ParsedSentence, clause: int, places: Sequence[int]) -> Sequence[int]:
    """The words of a clause up to a semicolon, “, which …” or “, and it …”, where the article goes on by itself."""
    begun = {min(sentence.subtree(at)) for at in places if at > clause and _goes_on(sentence, clause, at)}
    for at in places:
        joined = at + 1 < len(sentence.words) and sentence.words[at + 1] in ("and", "but", "while")
        if sentence.words[at] == ";" or (sentence.words[at] in _PAUSES and at + 1 + joined in begun):
            return [place for place in places if place < at]
    return places


def _goes_on(sentence: ParsedSentence, clause: int, at: int) -> bool:
    """Whether a clause within another one, or joined with it, may be the article's own."""
    token = sentence.tokens[at]
    joined = token.dependency == "conj" and token.head == clause
    return token.dependency == "relcl" or (joined and sentence.child(at, *SUBJECTS) is not None)


def _around(sentence: ParsedSentence, verb: int) -> Sequence[int]:
    """The clause before “, Smith said,”; in “For years, Smith said, it was late” the one after."""
    inside, whole = sentence.subtree(verb), sentence.subtree(sentence.tokens[verb].head)
    if "," not in (sentence.words[inside[0]], sentence.words[inside[0] - 1]):
        return ()
    own = set(inside)
    before = [at for at in whole if at < inside[0]]
    after = [at for at in whole if at > verb and at not in own]
    return before if before and sentence.is_clause(range(before[0], before[-1] + 1)) else after


def _accorded(sentence: ParsedSentence, at: int, named: range) -> Sequence[int]:
    """What is reported before “according to Smith”, or after the comma that follows it."""
    words = sentence.words
    begin = next((place + 1 for place in range(at - 1, -1, -1) if words[place] in ("(", ":", "—")), 0)
    if at - begin > _LEAD and sentence.is_clause(range(begin, at)):
        return range(begin, at)
    comma = next((place for place in range(named.stop, len(words)) if words[place] == ","), None)
    return () if comma is None or at - begin > _LEAD + 2 else range(comma + 1, len(words))
