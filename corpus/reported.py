"""What articles report of somebody's words without quoting them: “Mattis said the sanctions were severe.”"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.attribution import Attribution, Line, attribute, attribute_before, is_verb_like
from corpus.document import Document
from corpus.people import Cast, Mention
from corpus.phrases import Word, in_name, is_name, is_person_noun, is_plural, is_quote, phrase_after, words_around
from corpus.quotes import Quote
from corpus.span import Span
from corpus.speakers import Speaker, find_speakers
from corpus.vocabulary import ADDRESSING, BE, DETERMINERS, HELPERS, NOT_PEOPLE, NOUN_VERBS, OPENERS, PRONOUNS, SPEECH_VERBS


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What follows them is a statement even without “that”; after the others only with it.
_SAY = _set(
    "say says said saying claim claims claimed claiming insist insists insisted insisting argue argues argued arguing "
    "add adds added adding acknowledge acknowledges acknowledged admit admits admitted contend contends contended "
    "maintain maintains maintained note notes noted noting tell tells told telling allege alleges alleged state stated "
    "states confirm confirmed confirms predict predicts predicted warn warns warned announce announced announces "
    "suggest suggests suggested testify testified testifies"
)
_THAT = _SAY | _set(
    "announcing assert asserts asserted assure assures assured boast boasted complain complains complained concede "
    "concedes conceded conclude concludes concluded declare declares declared deny denies denied denying emphasize "
    "emphasizes emphasized explain explains explained hint hinted imply implied indicate indicates indicated inform "
    "informed observe observes observed pledge pledged point promise promises promised recall recalls recalled "
    "reiterate reiterates reiterated remark remarked remind reminded repeat repeated reply replied report reports "
    "reported respond responded reveal reveals revealed stress stresses stressed tweet tweeted vow vows vowed warning "
    "write writes wrote propose proposed speculate speculated cite cited"
)
_SUBJECTS = PRONOUNS - {"who"} | _set("there this these those that nobody everyone everybody nothing none if")
_UNSAID = _set(
    "not never nor neither didn't didn’t doesn't doesn’t don't don’t won't won’t hasn't hasn’t haven't haven’t would "
    "could should might may can must to"
)
_TIMES = _set("monday tuesday wednesday friday thursday saturday sunday today yesterday later earlier then again")
_PLACES = _set("in on at during after before from through via")
_SPANS = _set("last this next")
_PREPOSITIONS = _PLACES | _set("of for with to by about near between against like than under over including")
_NO_SOURCES = _set("plan plans law rule rules schedule custom tradition need needs taste design")
_IF = _set("if whether unless who")
_RELATIVE = _set("that what which than whom as")
_WHILE = _set("while when as though although after because since before having asked soon")
_AFTER = _set("according citing which who where adding saying noting calling")
_BESIDE = _set("and but while whereas")
_WEEKS = _set("day week month year weekend morning evening night afternoon")
_STOPPING = _set("and but who which that where")
_JOINING = _set("that because while and but or which who whether")
_ASIDE = 15  # words between a verb and “that”


class _Statement(NamedTuple):
    """The words from `first` to `end` are reported of `source`."""

    first: int
    end: int
    source: Attribution


def find_reported(document: Document, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The reported statements of a document in order, of kind `reported`: each with its source and without marks.

    A span is what is reported, without the words that say who says it. None overlaps another, or one of `quotes`.
    """
    text, blocks = document.text, document.paragraphs
    marked = _by_block(document, quotes)
    lines = [Line.of(words_around(text, block, inside)) for block, inside in zip(blocks, marked, strict=True)]
    found = [{_span(line, each): each for each in _statements(line)} for line in lines]
    both = [sorted([*inside, *spans]) for inside, spans in zip(marked, found, strict=True)]
    said = find_speakers(text, blocks, both)
    cast = Cast(text, [line.words for line in lines])
    return tuple(
        Quote(document, span, "reported", _fuller(cast, said[span][0]), said[span][1])
        for line, spans in zip(lines, found, strict=True)
        for span, statement in spans.items()
        if span in said and _names(line, statement, said[span][0])
    )


def _by_block(document: Document, quotes: Sequence[Quote]) -> list[list[Span]]:
    spans: list[list[Span]] = [[] for _ in document.paragraphs]
    for quote in quotes:
        number = document.paragraph_at(quote.span.start)
        if number:
            spans[number - 1].append(quote.span)
    return spans


def _span(line: Line, statement: _Statement) -> Span:
    return Span(line.words[statement.first].start, line.words[statement.end - 1].end)


def _names(line: Line, statement: _Statement, speaker: Speaker) -> bool:
    source = Span(line.words[statement.source.first].start, line.words[statement.source.end - 1].end)
    return source.overlaps(speaker.mention)


def _fuller(cast: Cast, speaker: Speaker) -> Speaker:
    """A source as the whole article tells of it; while it was found, what is reported was out of sight."""
    if speaker.how == "title":
        return speaker
    known = cast.known(Mention(speaker.mention, speaker.name, speaker.role))
    return Speaker(known.name or speaker.name, speaker.role or known.role, speaker.mention, speaker.how)


# Statements in a block ------------------------------------------------------------------------------------------------


def _statements(line: Line) -> Iterator[_Statement]:
    done = 0
    for verb in line.cues:
        if verb < done:
            continue
        begin, end = _sentence(line, verb)
        found = _statement(line, verb, begin, end)
        if found and found.first >= done:
            yield found
            done = max(found.end, verb)
        elif line.words[verb].low in _THAT and _opening(line.words, verb, end):
            done = verb  # what stands before another statement is not one of its own


def _sentence(line: Line, at: int) -> tuple[int, int]:
    number = bisect_left(line.ends, at + 1)
    begin = line.ends[number - 1] if number else 0
    return begin, line.ends[number] if number < len(line.ends) else len(line.words)


def _statement(line: Line, verb: int, begin: int, end: int) -> _Statement | None:
    if line.words[end - 1].text == "?":
        return None
    if line.words[verb].low == "according":
        return _according(line, verb, begin, end)
    if line.words[verb].low not in _THAT or _unsaid(line.words, verb):
        return None
    return _follows(line, verb, begin, end) or _precedes(line, verb, begin, end)


def _unsaid(words: Sequence[Word], verb: int) -> bool:
    """“Did not say that”, “would say that”, “refused to say that”, “by saying that”."""
    if words[verb].low.endswith("ing") and words[verb - 1].low not in BE:
        return True
    return any(word.low in _UNSAID for word in words[max(0, verb - 3) : verb] if word.low in HELPERS | _UNSAID)


def _whole(words: Sequence[Word], first: int, end: int, source: Attribution) -> _Statement | None:
    """A statement without opening words and the stop at its end; None where it holds a quote."""
    while first < end and (words[first].low in OPENERS or words[first].text == ","):
        first += 1
    while end > first and words[end - 1].text in ".,;:—–":
        end -= 1
    inside = words[first:end]
    bad = any(map(is_quote, inside)) or len(inside) < 2 or inside[-1].low in _JOINING
    return None if bad else _Statement(first, end, source)


# After the verb -------------------------------------------------------------------------------------------------------


def _follows(line: Line, verb: int, begin: int, end: int) -> _Statement | None:
    """Smith said (that) it was late. Smith was told by Jones that it was late."""
    words = line.words
    first = _opening(words, verb, end)
    if first is None or line.cues_in(verb + 1, first):
        return None
    source = attribute_before(line, first)
    if source is None or source.rule != "before" or not _is_subject(line, source, verb):
        return None
    who = next((at for at in (source.end, source.end + 1) if words[at].low == "who"), None)
    if who == source.end or any(word.low in _IF for word in words[begin : source.first]) or words[source.first-1].low in _RELATIVE:
        return None
    opened = who is not None or any(word.low in _WHILE for word in words[begin : begin + 2])
    return _whole(words, first, _cut(line, first, end, opened), source)


def _is_subject(line: Line, source: Attribution, verb: int) -> bool:
    """Whether a source is the whole phrase that speaks, and speaks by this verb."""
    words, first = line.words, source.first
    if first and words[first - 1].low in _PREPOSITIONS and first < verb:
        return False
    if first > 1 and words[first - 1].low == "and" and in_name(words[first - 2]):
        return False
    last = words[source.end - 1]
    if first and words[first - 1].low == "and" and not _is_somebody(last):
        return False
    if last.low in _WEEKS or (source.end == first + 1 and last.low.endswith("ing")):
        return False
    if words[verb].low in NOUN_VERBS and not _is_somebody(last) and not is_plural(last):
        return False
    other = line.cues_in(source.end, verb)
    return not other or (words[verb - 1].low in ("and", "but", "also") and words[verb + 1].low == "that")


def _opening(words: Sequence[Word], verb: int, end: int) -> int | None:
    """Where the statement begins that follows a verb."""
    addressed = words[verb].low in ADDRESSING
    at = _past_addressee(words, verb + 1, end) if addressed else verb + 1
    at = _past_circumstances(words, at, end) if at is not None else end
    if at >= end - 1:
        return None
    if words[at].low == "that" and not is_verb_like(words, at + 1) and words[at + 1].low != "same":
        return at + 1
    if words[verb].low not in _SAY or (addressed and not _begins_clause(words[at])):
        return None
    return at if _is_clause(words, at, end, near=words[verb - 1].text == ",", next_to=at==verb+1, verb=words[verb].low) else None


def _past_addressee(words: Sequence[Word], at: int, end: int) -> int | None:
    if at < end and words[at].low in ("that", "by"):
        return at
    after = at + 1 if words[at].low in ("him", "her", "them", "me", "us") else phrase_after(words, at, end)
    return after if after > at else None


def _past_circumstances(words: Sequence[Word], at: int, end: int) -> int:
    """Past “on Monday”, “in a statement last week”, “by the board”: to “that”, or as far as they are understood."""
    if at < end and words[at].low in _TIMES | _PLACES | _SPANS | {"by", "to"}:
        for that in range(at, min(end, at + _ASIDE)):
            if words[that].low == "that":
                return that
            if is_verb_like(words, that) or not words[that].text[0].isalnum():
                break
    while at < end:
        after = at + 1
        if words[at].low in _SPANS:
            after += 1
        elif words[at].low in _PLACES and after < end:
            after = after + 1 if words[after].low in _TIMES else phrase_after(words, after, end)
        elif words[at].low not in _TIMES:
            break
        if after == at + 1 and words[at].low not in _TIMES:
            break
        at = after
    return at


def _begins_clause(word: Word) -> bool:
    return is_name(word) or word.low in DETERMINERS or word.low.split("’")[0].split("'")[0] in _SUBJECTS


def _is_clause(words: Sequence[Word], at: int, end: int, near: bool, next_to: bool, verb) -> bool:
    """Whether a subject and a verb begin at `at`, the verb just after the subject if it must be `near`."""
    if words[at].low == "that" and not next_to:
        return False
    if words[at].low.split("’")[0].split("'")[0] in _SUBJECTS:
        return True
    last = phrase_after(words, at, end)
    if last == at or near:
        return last > at and is_verb_like(words, last)
    sign = next((i for i in range(at, min(end, at + 12)) if not words[i].text[0].isalnum() or words[i].low in _STOPPING), min(end, at + 12))
    plain = verb in ("say", "says", "said", "told", "tells")
    return any(is_verb_like(words, i) and (plain or not words[i].low.endswith("ed")) for i in range(at + 1, sign))


def _cut(line: Line, first: int, end: int, opened: bool) -> int:
    """Where a statement ends in a sentence that goes on with the article's words: “…, according to”, “…, adding”."""
    words = line.words
    for cue in line.cues_in(first + 1, end):
        joined = next((at for at in range(cue - 1, max(first, cue - 8), -1) if words[at].low in _BESIDE), None)
        if joined and words[cue].low in _THAT and _opening(words, cue, end):
            end = joined
            break
    for comma in (at for at in range(first + 1, end - 1) if words[at].text in (",", ";", "—", "–")):
        if words[comma].end == words[comma + 1].start:
            continue  # 100,000
        low = words[comma + 1].low
        if words[comma].text in "—–" and low in _BESIDE:
            return comma
        if opened or words[comma].text == ";" or low in _AFTER:
            return comma
    return end


# Before the verb ------------------------------------------------------------------------------------------------------


def _precedes(line: Line, verb: int, begin: int, end: int) -> _Statement | None:
    """It was late, Smith said. It was late, said Smith."""
    words = line.words
    if verb - 1 <= begin:
        return None
    if words[verb - 1].text == ",":
        comma, source = verb - 1, attribute(line, verb - 2)
        source = source if source and source.rule == "inverted" and _is_somebody(words[source.end - 1]) and words[verb].low in _SAY else None
        after = source.end if source else end
    else:
        source = attribute_before(line, verb + 1)
        source = source if source and source.rule == "before" and source.end <= verb else None
        comma, after = source.first - 1 if source else begin, verb + 1
    if not source or comma <= begin or words[comma].text != "," or not _closes(words, verb, after, end):
        return None
    if not _has_verb(words, begin, comma) or _is_aside(words[begin:comma]):
        return None
    return _whole(words, begin, comma, source)


def _is_somebody(word: Word) -> bool:
    return is_name(word) or is_person_noun(word) or word.low in PRONOUNS or word.low in NOT_PEOPLE


def _closes(words: Sequence[Word], verb: int, after: int, end: int) -> bool:
    """Whether the statement is at its end, unlike that of “the report, he said, was late”."""
    if words[verb].low in ADDRESSING and after == verb + 1:
        after = _past_addressee(words, after, end) or end
    after = _past_circumstances(words, after, end)
    if after >= end - 1:
        return True
    return words[after].text == "," and not is_verb_like(words, after + 1) and not is_quote(words[after + 1])


def _is_aside(words: Sequence[Word]) -> bool:
    """“When it was late, Smith said”: only a circumstance."""
    return any(word.low in _WHILE for word in words[:2]) and not any(word.text == "," for word in words)


def _has_verb(words: Sequence[Word], first: int, end: int) -> bool:
    return any(is_verb_like(words, at) for at in range(first + 1, end))


# According to ---------------------------------------------------------------------------------------------------------


def _according(line: Line, verb: int, begin: int, end: int) -> _Statement | None:
    """According to Smith, it was late. It was late, according to Smith."""
    words = line.words
    last = phrase_after(words, verb + 2, end)
    if last == verb + 2 and last < end and words[last].low in ("he", "she"):
        last += 1
    if last <= verb + 2 or words[verb + 1].low != "to" or words[last - 1].low in _NO_SOURCES:
        return None
    if last < end and words[last].low in SPEECH_VERBS:
        return None
    source = Attribution(verb + 2, last, "according")
    if verb - begin > 3:
        opened = next((at for at in range(verb, max(begin, verb - 60), -1) if words[at].text in "()"), begin)
        begin = opened + 1 if words[opened].text == "(" else begin
        return _whole(words, begin, verb, source) if _has_verb(words, begin, verb) else None
    comma = next((at for at in range(last, min(end, last + 12)) if words[at].text == ","), None)
    return _whole(words, comma + 1, end, source) if comma else None
