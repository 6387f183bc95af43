"""Where an article reports somebody's words without quoting them: rules over its words, only sure ones."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from corpus.english.lexicon import ADDRESSING, BE, DETERMINERS, NOT_PEOPLE, NOUN_VERBS, OPENERS, PLAIN_VERBS, PRONOUNS
from corpus.english.noun_phrases import Word, in_name, is_name, is_person_noun, is_plural, is_quote, phrase_after
from corpus.speakers.rules import Attribution, Line, attribute, attribute_before, is_verb_like


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What follows them can be a statement without “that”.
_BARE = _set(
    "say says said saying claim claims claimed claiming insist insists insisted insisting argue argues argued arguing "
    "add adds added adding acknowledge acknowledges acknowledged admit admits admitted contend contends contended "
    "maintain maintains maintained note notes noted noting tell tells told telling allege alleges alleged state states "
    "stated confirm confirms confirmed predict predicts predicted warn warns warned announce announces announced "
    "suggest suggests suggested testify testifies testified"
)
_REPORTING = _BARE | _set(
    "announcing assert asserts asserted assure assures assured boast boasted complain complains complained concede "
    "concedes conceded conclude concludes concluded declare declares declared deny denies denied denying emphasize "
    "emphasizes emphasized explain explains explained imply implied indicate indicates indicated inform informed "
    "observe observes observed pledge pledged point promise promises promised recall recalls recalled reiterate "
    "reiterates reiterated remark remarked remind reminded repeat repeated reply replied report reports reported "
    "respond responded reveal reveals revealed stress stresses stressed tweet tweeted vow vows vowed warning write "
    "writes wrote propose proposed speculate speculated cite cited"
)
_SURE = _set("say says said told tells")  # the past of any verb shows that a clause follows: “said it rained”
_UNSAID = _set(
    "not never nor neither didn't didn’t doesn't doesn’t don't don’t won't won’t hasn't hasn’t haven't haven’t would "
    "could should might may can must to"
)
_SUBJECTS = PRONOUNS - {"who"} | _set("there this these those that nobody everyone everybody nothing none if")
_TIMES = _set("monday tuesday wednesday thursday friday saturday sunday today yesterday later earlier then again")
_WEEKS = _set("day week month year weekend morning evening night afternoon")
_SPANS = _set("last this next")
_PLACES = _set("in on at during after before from through via")
_PREPOSITIONS = _PLACES | _set("of for with to by about near between against like than under over including")
_DOUBTS = _set("if whether unless who")  # before a source: its statement is not told for itself
_RELATIVES = _set("that what which than whom as")  # just before it: “what officials said was a mistake”
_WHILE = _set("while when as though although after because since before having asked soon")
_ENDINGS = _set("according citing which who where adding saying noting calling")
_CLAUSES = _set("and but who which that where")  # where a clause has shown no verb so far, it is none
_BESIDE = _set("and but while whereas")
_LOOSE = _RELATIVES | _set("because while and but or who whether")
_NO_SOURCES = _set("plan plans law rule rules schedule custom tradition need needs taste design")
_LONGEST = 60  # words of a sentence on either side of a verb; time stays linear
_ASIDE = 15  # words between a verb and “that”
_NEAR = 12  # words in which a clause shows its verb, or a sentence its comma


class Statement(NamedTuple):
    """The words from `first` to `end` are reported of `source`."""

    first: int
    end: int
    source: Attribution


class _Cue(NamedTuple):
    """A word that may tell of speech, in its sentence."""

    words: Sequence[Word]
    line: Line
    at: int
    begin: int
    end: int

    @property
    def low(self) -> str:
        return self.words[self.at].low


def find_statements(line: Line) -> Iterator[Statement]:
    """The statements in a block, in order, none overlapping another."""
    done = 0
    for at in line.cues:
        cue = _cue(line, at) if at >= done else None
        found = cue and _statement(cue)
        if found and found.first >= done:
            yield found
            done = max(found.end, at)


def _cue(line: Line, at: int) -> _Cue | None:
    begin, end = line.begin(at), line.end(at)
    told = max(at - begin, end - at) < _LONGEST and line.words[end - 1].text != "?"
    return _Cue(line.words, line, at, begin, end) if told else None


def _statement(cue: _Cue) -> Statement | None:
    if cue.low == "according":
        return _according(cue)
    if cue.low not in _REPORTING or _is_unsaid(cue):
        return None
    return _follows(cue) or _precedes(cue)


def _is_unsaid(cue: _Cue) -> bool:
    """“Did not say that”, “would say that”, “refused to say that”, “by saying that”."""
    words, at = cue.words, cue.at
    if cue.low.endswith("ing") and words[at - 1].low not in BE:
        return words[at - 1].text != ","
    return any(word.low in _UNSAID for word in words[max(0, at - 3) : at])


def _whole(words: Sequence[Word], first: int, end: int, source: Attribution) -> Statement | None:
    """A statement without opening words and the stop at its end; None where it holds a quote or breaks off."""
    if words[first].text.isupper():  # “OSLO (AP) — It was late”
        first = next((at + 1 for at in range(first, min(end, first + _NEAR)) if words[at].text in "—–"), first)
    while first < end and (words[first].low in OPENERS or words[first].text == ","):
        first += 1
    while end > first and words[end - 1].text in ".,;:—–":
        end -= 1
    inside = words[first:end]
    broken = len(inside) < 2 or inside[-1].low in _LOOSE or any(map(is_quote, inside))
    return None if broken else Statement(first, end, source)


# After the verb -------------------------------------------------------------------------------------------------------


def _follows(cue: _Cue) -> Statement | None:
    """Smith said (that) it was late. Smith was told by Jones that it was late."""
    words = cue.words
    first = _opening(cue.words, cue.at, cue.end)
    if first is None or cue.line.cues_in(cue.at + 1, first):
        return None
    source = attribute_before(cue.line, first)
    if source is None or not _is_subject(cue, source):
        return None
    before = words[cue.begin : source.first]
    if words[source.end].low == "who" or any(word.low in _DOUBTS for word in before) or _ends_with(before, _RELATIVES):
        return None
    beside = words[source.end + 1].low == "who" or any(word.low in _WHILE for word in before[:2])
    return _whole(words, first, _cut(cue, first, beside), source)


def _is_subject(cue: _Cue, source: Attribution) -> bool:
    """Whether a source is the whole phrase that speaks, and speaks by this verb."""
    words, at = cue.words, cue.at
    last, before = words[source.end - 1], words[cue.begin : source.first]
    if source.first < at and (_ends_with(before, _PREPOSITIONS) or last.low in _WEEKS):
        return False
    if _ends_with(before, {"and"}) and (in_name(before[-2]) or not _is_somebody(last)):
        return False
    if cue.low.endswith("ing"):
        return True
    noun = cue.low in NOUN_VERBS and not _is_somebody(last) and not is_plural(last)
    if source.rule not in ("before", "by") or noun:
        return False
    return not cue.line.cues_in(source.end, at) or (words[at - 1].low in _BESIDE and words[at + 1].low == "that")


def _ends_with(words: Sequence[Word], any_of: Collection[str]) -> bool:
    return len(words) > 1 and words[-1].low in any_of


def _is_somebody(word: Word) -> bool:
    return is_name(word) or is_person_noun(word) or word.low in PRONOUNS or word.low in NOT_PEOPLE


def _opening(words: Sequence[Word], verb: int, end: int) -> int | None:
    """Where the statement begins that follows a verb."""
    addressed = words[verb].low in ADDRESSING
    at = _past_addressee(words, verb + 1, end) if addressed else verb + 1
    at = _past_circumstances(words, at, end)
    if at >= end - 1:
        return None
    if words[at].low == "that" and (at > verb + 1 or not is_verb_like(words, at + 1)):
        return None if is_verb_like(words, at + 1) or words[at + 1].low == "same" else at + 1
    if words[verb].low not in _BARE or (addressed and not _begins_phrase(words[at])):
        return None
    if words[verb - 1].text == ",":  # “…, said the man who was there” is another order of words
        return at if _begins_clause(words, at, end) else None
    return at if _holds_clause(words, at, end, words[verb].low in _SURE) else None


def _past_addressee(words: Sequence[Word], at: int, end: int) -> int:
    """Past “him” and “reporters”; `end` where nobody is spoken to."""
    if at < end and words[at].low in ("that", "by"):
        return at
    after = at + 1 if words[at].low in ("him", "her", "them", "me", "us") else phrase_after(words, at, end)
    return after if after > at else end


def _past_circumstances(words: Sequence[Word], at: int, end: int) -> int:
    """Past “on Monday”, “in a statement last week”, “by the board”: to “that”, or as far as they are understood."""
    if at < end and words[at].low in _TIMES | _PREPOSITIONS | _SPANS:
        for that in range(at, min(end, at + _ASIDE)):
            if words[that].low == "that":
                return that
            if is_verb_like(words, that) or not words[that].text[0].isalnum():
                break
    after = at
    while after < end and after - at < _ASIDE:
        at, after = after, _past_circumstance(words, after, end)
        if after == at:
            break
    return after


def _past_circumstance(words: Sequence[Word], at: int, end: int) -> int:
    if words[at].low in _TIMES:
        return at + 1
    if words[at].low in _SPANS:
        return min(end, at + 2)
    if words[at].low not in _PLACES or at + 1 == end:
        return at
    after = phrase_after(words, at + 1, end)
    return after if after > at + 1 else at + 2 if words[at + 1].low in _TIMES else at


def _begins_phrase(word: Word) -> bool:
    return is_name(word) or word.low in DETERMINERS or _begins_subject(word)


def _begins_subject(word: Word) -> bool:
    return word.low.split("’")[0].split("'")[0] in _SUBJECTS


def _begins_clause(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a subject stands at `at`, and its verb directly after it."""
    last = phrase_after(words, at, end)
    return _begins_subject(words[at]) or (last > at and is_verb_like(words, last))


def _holds_clause(words: Sequence[Word], at: int, end: int, sure: bool) -> bool:
    """Whether a subject stands at `at`, and soon a verb; the past of another one counts only after a `sure` verb."""
    if _begins_subject(words[at]):
        return True
    for word in range(at, min(end, at + _NEAR)):
        if not words[word].text[0].isalnum() or words[word].low in _CLAUSES:
            return False
        if word > at and is_verb_like(words, word) and (sure or not words[word].low.endswith("ed")):
            return phrase_after(words, at, end) > at
    return False


def _cut(cue: _Cue, first: int, beside: bool) -> int:
    """Where a statement ends whose sentence goes on: with another, “…, according to”, or the article's own words.

    One `beside` what the sentence is about ends at the first comma: “Smith, who said it was late, left.”
    """
    words, end = cue.words, _next_statement(cue, first)
    for at in range(first + 1, end - 1):
        sign, following = words[at], words[at + 1]
        if sign.text not in (",", ";", "—", "–") or sign.end == following.start:
            continue  # 100,000
        if beside or sign.text == ";" or following.low in _ENDINGS or (sign.text != "," and following.low in _BESIDE):
            return at
    return end


def _next_statement(cue: _Cue, first: int) -> int:
    """Where “… and Jones said that …” begins; else the end of the sentence."""
    words = cue.words
    for other in cue.line.cues_in(first + 1, cue.end):
        joined = next((at for at in range(other - 1, max(first, other - 8), -1) if words[at].low in _BESIDE), None)
        if joined and words[other].low in _REPORTING and _opening(words, other, cue.end):
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
        after = _past_addressee(words, after, cue.end)
    after = _past_circumstances(words, after, cue.end)
    goes_on = after < cue.end - 1
    if goes_on and (words[after].text != "," or is_quote(words[after + 1])):
        return None
    if not _has_verb(words, cue.begin, comma):
        inserted = goes_on and _begins_clause(words, after + 1, cue.end)
        return _whole(words, after + 1, cue.end, source) if inserted else None
    if (goes_on and is_verb_like(words, after + 1)) or _is_circumstance(words[cue.begin : comma]):
        return None  # “The report that he wrote, he said, was late”
    return _whole(words, cue.begin, comma, source)


def _subject_after_comma(cue: _Cue) -> Attribution | None:
    """“…, Smith said” or “…, said Smith”."""
    words, at = cue.words, cue.at
    if at - 1 <= cue.begin:
        return None
    if words[at - 1].text == ",":
        source = attribute(cue.line, at - 2) if cue.low in _BARE else None
        return source if source and source.rule == "inverted" and _is_somebody(words[source.end - 1]) else None
    source = attribute_before(cue.line, at + 1)
    if source is None or source.rule != "before" or not cue.begin + 1 < source.first < source.end <= at:
        return None
    return source if words[source.first - 1].text == "," else None


def _is_circumstance(words: Sequence[Word]) -> bool:
    """“When it was late, Smith said”."""
    return any(word.low in _WHILE for word in words[:2]) and not any(word.text == "," for word in words)


def _has_verb(words: Sequence[Word], first: int, end: int) -> bool:
    return any(is_verb_like(words, at) for at in range(first + 1, end))


# According to ---------------------------------------------------------------------------------------------------------


def _according(cue: _Cue) -> Statement | None:
    """According to Smith, it was late. It was late, according to Smith. For years, according to Smith, it was late."""
    words, first = cue.words, cue.at + 2
    if first >= cue.end or words[first - 1].low != "to":
        return None
    last = first + 1 if words[first].low in ("he", "she") else phrase_after(words, first, cue.end)
    report = last < cue.end and words[last].low in PLAIN_VERBS  # a noun that ends the phrase too soon
    if last == first or report or words[last - 1].low in _NO_SOURCES:
        return None
    source = Attribution(first, last, "according")
    begin = next((at + 1 for at in range(cue.at, cue.begin, -1) if words[at].text == "("), cue.begin)
    if cue.at - begin > 8 or (cue.at - begin > 3 and _has_verb(words, begin, cue.at)):
        return _whole(words, begin, cue.at, source)
    comma = next((at for at in range(last, min(cue.end, last + _NEAR)) if words[at].text == ","), None)
    return _whole(words, comma + 1, cue.end, source) if comma else None
