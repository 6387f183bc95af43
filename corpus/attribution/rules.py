"""Where an article says who speaks: rules over the words around a quote, the surest first."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.attribution.blocks import Block, is_headline, stem
from corpus.english.lexicon import (
    ADDRESSING,
    BE,
    COMMON_PAST,
    DETERMINERS,
    HELPERS,
    INTRODUCING,
    LABELS,
    LEADS,
    LINKS,
    NOUN_VERBS,
    OPENERS,
    PERSON_NOUNS,
    PLAIN_VERBS,
    PRONOUNS,
    QUOTING,
    SAYING,
    SPEECH_VERBS,
    STOPS,
    SUBORDINATORS,
    WORDS,
)
from corpus.english.noun_phrases import (
    Word,
    ends_sentence,
    in_name,
    is_name,
    is_person_noun,
    is_plural,
    is_possessive,
    is_quote,
    is_someone,
    name_after,
    phrase_after,
    phrase_before,
)
from corpus.english.quotation_marks import MARKS

ASIDE = 30  # words between a subject and its verb
_SIGNS = (",", ")", "—", "–")
_OPENING = 8  # words before the subject of a sentence
_ASIDES = [[",", word] for word in ("a", "an", "the", "who")]
DASHES = ("—", "–", "―", "-", "--")


class RuleMatch(NamedTuple):
    """The words from `first` to `end` name the speaker; `rule` is how that was seen."""

    first: int
    end: int
    rule: str


def attribute(block: Block, at: int) -> RuleMatch | None:
    """The phrase that names the speaker of the quote at `at`, None where no rule sees one."""
    sure = _signed(block.words, at) or _headed(block.words, at) or _quoted(block, at) or _in_words(block, at)
    if sure:
        return sure
    sign = block.words[at].text[-1]
    comma = at + 1 < len(block.words) and block.words[at + 1].text == ","
    after = _after(block, at)
    if after and (sign in ",?!…—–-." or comma):
        return after
    return attribute_before(block, at) or after or _at_the_end(block, at) or _owned(block.words, at)


def stands_alone(words: Sequence[Word], at: int) -> bool:
    """Whether a quote is one or more sentences without words of the article."""
    begins = at == 0 or ends_sentence(words, at - 1) or is_quote(words[at - 1])
    ends = at + 1 == len(words) or ends_sentence(words, at) or is_quote(words[at + 1])
    return begins and ends


def is_verb_like(words: Sequence[Word], at: int) -> bool:
    """Whether the word at `at` looks like a verb, so that the one before it is a subject: “Smith walked”."""
    low = words[at].low if at < len(words) else ""
    return low.endswith("ed") or low in BE or low in HELPERS or low in SPEECH_VERBS or low in COMMON_PAST


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
            met = at + 1 < end and (is_name(words[at + 1]) or is_person_noun(words[at + 1]))
            return at + 1 if met and words[at].low in INTRODUCING else end
        if is_name(words[at]) and words[at - 1].low not in LINKS:
            after = phrase_after(words, at, end)
            acts = is_verb_like(words, after) or [word.low for word in words[after : after + 2]] in _ASIDES
            return at if acts else end
    return end


# After the quote ------------------------------------------------------------------------------------------------------


def _after(block: Block, at: int) -> RuleMatch | None:
    """“…,” said Smith. “…,” Smith, who had waited, said. “…,” according to Smith."""
    words = block.words
    first = at + 2 if words[at + 1 : at + 2] and words[at + 1].text == "," else at + 1
    if first >= len(words):
        return None
    end = next((i for i in range(first, block.end(first)) if is_quote(words[i])), block.end(first))
    if words[at].text[-1] == "." and not _short(block, first, end):
        return None
    match = _inverted(words, first, end)
    if match:
        return match
    for verb in block.cues_in(first + 1, min(end, first + ASIDE)):
        match = _subject(words, verb, first) if words[verb].text in SAYING else None
        if match and match.first == first:
            return match._replace(rule="after")
    return None


def _signed(words: Sequence[Word], at: int) -> RuleMatch | None:
    """“…” — Ida Lund, where nothing but another quote follows."""
    first = end = at + 2
    if first >= len(words) or words[at + 1].text not in DASHES:
        return None
    while end < len(words) and in_name(words[end]):
        end += 1
    last = end == len(words) or is_quote(words[end]) or words[end].text in ".,([" or words[end].low == "and"
    return RuleMatch(first, end, "signed") if end > first and last and is_name(words[end - 1]) else None


def _headed(words: Sequence[Word], at: int) -> RuleMatch | None:
    """“…”: Ida Lund on boats. “…”: nurses turn on Lund."""
    if at or len(words) < 3 or len(words) > ASIDE or words[1].text != ":":
        return None
    end = next((i for i in range(2, len(words)) if not in_name(words[i])), len(words))
    if end == 2:
        return RuleMatch(2, 3, "signed") if is_person_noun(words[2]) and is_plural(words[2]) else None
    return RuleMatch(2, end, "signed") if end == len(words) or words[end].low == "on" else None


def _quoted(block: Block, at: int) -> RuleMatch | None:
    """“…,” the Star quoted Smith as saying. “…,” Smith was quoted by the Star as saying. The Star quotes Smith: “…”."""
    words, first, last = block.words, *between_quotes(block, at)
    for verb in (cue for cue in block.cues_in(first, last - 1) if words[cue].low in QUOTING):
        if _passive(words, verb, first):
            subject = _subject_of_passive(words, verb, first)
            return subject._replace(rule="quoted") if subject else None
        pronoun = words[verb + 1].low in ("him", "her") and words[verb + 2 : verb + 3] and words[verb + 2].low == "as"
        end = verb + 2 if pronoun else phrase_after(words, verb + 1, last)
        if end > verb + 1 and ((end + 1 == at and words[end].text == ":") or _as_saying(words, end, last)):
            return RuleMatch(verb + 1, end, "quoted")
    return None


def between_quotes(block: Block, at: int) -> tuple[int, int]:
    """The words of a quote's sentence from the quote before it to the one after it."""
    words, begin, end = block.words, block.begin(at), block.end(at)
    first = next((i + 1 for i in range(at - 1, begin - 1, -1) if is_quote(words[i])), begin)
    return first, next((i for i in range(at + 1, end) if is_quote(words[i])), end)


def _as_saying(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether “as saying” follows, past an aside."""
    ahead = range(first, min(first + ASIDE, end - 1))
    return any(words[i].low == "as" and words[i + 1].low in (*SPEECH_VERBS, "having") for i in ahead)


def _subject_of_passive(words: Sequence[Word], verb: int, left: int) -> RuleMatch | None:
    """Lund was wrongly quoted. Lund, a baker, was quoted."""
    end = verb
    while end > left and (is_helper(words[end - 1]) or words[end - 1].low in BE):
        end -= 1
    aside = end > left and words[end - 1].text in _SIGNS
    return _past_aside(words, end - 1, left) if aside else _noun(words, end, left)


def _owned(words: Sequence[Word], at: int) -> RuleMatch | None:
    """“…” was Ida Lund’s word for it."""
    first = end = at + 2
    if first >= len(words) or words[at + 1].low not in BE:
        return None
    while end < len(words) and in_name(words[end]) and not is_possessive(words[end - 1]):
        end += 1
    owned = end < len(words) and is_possessive(words[end - 1]) and words[end].low in WORDS
    return RuleMatch(first, end, "owner") if owned and end > first else None


def _in_words(block: Block, at: int) -> RuleMatch | None:
    """In Ida Lund’s words, “…”. In the words of Ida Lund, “…”."""
    words, begin = block.words, block.begin(at)
    end = at - 1 if at > begin and words[at - 1].text in ",:" else at
    first = phrase_before(words, end, begin)
    if first == begin or words[first - 1].low != "in" or (first - 1 > begin and words[first - 2].text not in _SIGNS):
        return None  # “said in her statement”
    of = next((i for i in range(first, end - 1) if words[i].low in WORDS and words[i + 1].low == "of"), None)
    if of is not None:
        return RuleMatch(of + 2, end, "owner")
    owner = next((i for i in range(first, end - 1) if is_possessive(words[i])), None)
    return RuleMatch(first, owner + 1, "owner") if owner is not None and words[end - 1].low in WORDS else None


def _short(block: Block, first: int, end: int) -> bool:
    """“We will win.” Smith said. But not: “We will win.” Smith said that …"""
    return end - first < 7 and end == block.end(first) and not is_quote(block.words[end - 1])


def _inverted(words: Sequence[Word], first: int, end: int) -> RuleMatch | None:
    word = words[first]
    if word.low == "according":
        return _phrase(words, first + 2, end, "according")
    if word.text in SAYING and word.text not in ADDRESSING and not word.low.endswith("ing"):
        particle = first + 1 < end and words[first + 1].low == "in"  # “chimed in Lund”
        return _phrase(words, first + 1 + particle, end, "inverted")
    return None


def _phrase(words: Sequence[Word], first: int, end: int, rule: str) -> RuleMatch | None:
    if first < end and words[first].low in ("he", "she", "they"):
        return RuleMatch(first, first + 1, rule)
    last = phrase_after(words, first, end)
    return RuleMatch(first, last, rule) if last > first else None


def _at_the_end(block: Block, at: int) -> RuleMatch | None:
    """It is “far” from over, Smith said."""
    words, end = block.words, block.end(at)
    for verb in block.cues_in(at + 2, end):
        cut_off = words[verb - 1].text in _SIGNS
        match = _inverted(words, verb, end) if cut_off else None
        if not match and words[verb].text in SAYING:
            subject = _subject(words, verb, at + 1)
            match = subject if subject and words[subject.first - 1].text in _SIGNS else None
        if match:
            return match._replace(rule="end")
    return None


# Before the quote -----------------------------------------------------------------------------------------------------


def follows_label(block: Block, at: int) -> bool:
    """Whether a quote stands after a label that names nobody: “Question: “…””."""
    begin = block.begin(at)
    return at > begin and block.words[at - 1].text == ":" and _is_mere_label(block.words, begin, at - 1)


def attribute_before(block: Block, at: int) -> RuleMatch | None:
    """Smith said, “…”. According to Smith, “…”. Smith: “…”. Else whom the sentence is about, if it tells of speech."""
    words, begin = block.words, block.begin(at)
    colon = at > begin and words[at - 1].text == ":"
    if colon and (giver := _giver(words, begin, at - 1)):
        return giver
    if colon:
        if _is_mere_label(words, begin, at - 1) or is_headline(words[begin : at - 1]):
            return None
        first = phrase_before(words, at - 1, begin)
        opened = first == begin + 1 and words[begin].text in MARKS  # “LUND: Yes.”
        if (first == begin or opened) and first < at - 1:
            return RuleMatch(first, at - 1, "label")
    cues = block.cues_in(begin, at)
    for verb in reversed(cues):
        if words[verb].low == "according":
            return _phrase(words, verb + 2, at, "according")
        if _passive(words, verb, begin):
            return _phrase(words, verb + 2, at, "by") if words[verb + 1].low == "by" else None
        match = _subject(words, verb, begin)
        if match:
            return match
    subject = sentence_subject(words, begin, at) if cues or colon else None
    return subject if subject and (colon or subject.end <= cues[-1]) else None


def _giver(words: Sequence[Word], begin: int, colon: int) -> RuleMatch | None:
    """Statement from Ida Lund: “…”. And this from the desk of Ida Lund, the mayor: “…”."""
    near = range(begin, min(begin + 4, colon - 1))
    at = next((i for i in near if words[i].low in ("from", "by")), None)
    if at is None or not all(word.low in LABELS | OPENERS | DETERMINERS for word in words[begin:at]):
        return None
    end = phrase_after(words, at + 1, colon)
    first = next((i + 2 for i in range(at + 1, end - 2) if words[i].low in ("desk", "office")), at + 1)
    return RuleMatch(first, end, "by") if end > first and (end == colon or words[end].low in (",", *LINKS)) else None


def _is_mere_label(words: Sequence[Word], begin: int, colon: int) -> bool:
    """Whether what stands before a colon says what follows, and not who speaks: “Update:”, “Sign on the gate:”."""
    link = next((i for i in range(begin, colon) if words[i].low in LINKS or words[i].low == "on"), colon)
    owned = any(is_possessive(word) and is_name(word) and not is_person_noun(word) for word in words[begin:link])
    labels = DETERMINERS | LABELS - {"read"}  # “Lund read a statement:”
    plain = all(word.text[0].isupper() or word.low in labels for word in words[begin:link])
    return plain and link > begin and words[link - 1].low in LABELS and not owned


def _passive(words: Sequence[Word], verb: int, left: int) -> bool:
    """“Merkel was told”: the subject did not speak."""
    at = verb - 1
    while at > left and (words[at].low in HELPERS or words[at].low.endswith("ly")):
        at -= 1
    return at >= left and words[at].low in BE and not words[verb].low.endswith("ing")


def _subject(words: Sequence[Word], verb: int, left: int) -> RuleMatch | None:
    """The noun phrase or pronoun directly before a verb, past helpers and asides."""
    end = verb
    going = words[verb].low.endswith("ing")
    while end > left and (is_helper(words[end - 1]) or (going and words[end - 1].low in BE)):
        end -= 1
    participle = going and words[end].low not in BE
    if end == left or participle or words[end].low == "to":
        return None  # “…, adding that”, “refused to say”: the sentence's own subject speaks
    if words[end - 1].text in _SIGNS:
        return _past_aside(words, end - 1, left)
    match = _noun(words, end, left)
    return match if match and _speaks(words[match.first : match.end], words[verb]) else None


def is_helper(word: Word) -> bool:
    """Whether a word may stand between a subject and its verb: “has”, “repeatedly”."""
    return word.low in HELPERS or (word.low.endswith("ly") and word.text.islower())


def _noun(words: Sequence[Word], end: int, left: int) -> RuleMatch | None:
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


def _past_aside(words: Sequence[Word], close: int, left: int) -> RuleMatch | None:
    """Smith, president of the club, said. Smith (R-Utah) said. Commas farther to the left are tried in turn."""
    for at in range(close - 1, max(left, close - ASIDE), -1):
        if words[at].text == "(":
            return _noun(words, at, left)
        if words[at].text not in _SIGNS or not in_name(words[at - 1]):
            continue
        match = _noun(words, at, left)
        if match and (match.first == left or words[match.first - 1].text in (",", ";")):
            return match
    first = phrase_before(words, close, left)
    apart = first == left or (words[first - 1].text == "," and all(in_name(word) for word in words[first:close]))
    return RuleMatch(first, close, "before") if apart and first < close else None
