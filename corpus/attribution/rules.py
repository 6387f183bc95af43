"""Where an article says who speaks: rules over the words around a quote, the surest first."""

from collections.abc import Sequence

from corpus.attribution.blocks import Block
from corpus.attribution.labels import is_headline, is_mere_label
from corpus.attribution.plain_rules import attribute_plainly, owner_after, quoted_before, sender_before
from corpus.attribution.subjects import (
    ASIDE,
    SIGNS,
    RuleMatch,
    described_subject,
    is_passive,
    sentence_subject,
    subject_of,
)
from corpus.english.lexicon import ADDRESSING, SAYING, SPEECH_VERBS
from corpus.english.noun_phrases import Word, ends_sentence, is_possessive, is_quote, phrase_after, phrase_before
from corpus.english.quotation_marks import MARKS

_PASSING_ON = (["according", "to"], ["reported", "that"])
_ADVERBS = ("in", "on", "back", "out", "up")


def attribute(block: Block, at: int) -> RuleMatch | None:
    """The phrase that names the speaker of the quote at `at`, None where no rule sees one."""
    if plain := attribute_plainly(block, at):
        return plain
    sign = block.words[at].text[-1]
    comma = at + 1 < len(block.words) and block.words[at + 1].text == ","
    after = _after(block, at)
    before = None if after and (sign in ",?!…—–-." or comma) else attribute_before(block, at)
    match = before or after or _at_the_end(block, at) or owner_after(block.words, at) or quoted_before(block, at)
    return match._replace(rule="relayed") if match and _is_relayed(block, at, match) else match


def _is_relayed(block: Block, at: int, match: RuleMatch) -> bool:
    """“…,” Smith said, according to the Star. The Star reported that Smith said: “…” The paper only passes it on."""
    cues = block.cues_in(*block.between_quotes(at)) if match.rule in ("after", "inverted", "before", "end") else ()
    return any([word.low for word in block.words[cue : cue + 2]] in _PASSING_ON for cue in cues)


def stands_alone(words: Sequence[Word], at: int) -> bool:
    """Whether a quote is one or more sentences without words of the article."""
    begins = at == 0 or ends_sentence(words, at - 1) or is_quote(words[at - 1])
    ends = at + 1 == len(words) or ends_sentence(words, at) or is_quote(words[at + 1])
    return begins and ends


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
        if words[at].text[-1] in "?!" and verb + 1 == end < len(words):
            return None  # “Shame!” A banner said “No dogs”
        match = subject_of(words, verb, first) if words[verb].text in SAYING else None
        if match and match.first == first:
            return match._replace(rule="after")
    return None


def _short(block: Block, first: int, end: int) -> bool:
    """“We will win.” Smith said. But not: “We will win.” Smith said that …"""
    return end - first < 7 and end == block.end(first) and not is_quote(block.words[end - 1])


def _inverted(words: Sequence[Word], first: int, end: int) -> RuleMatch | None:
    word = words[first]
    if word.low == "according":
        return _phrase(words, first + 2, end, "according")
    if word.text in SAYING and word.text not in ADDRESSING and not word.low.endswith("ing"):
        particle = first + 1 < end and words[first + 1].low in _ADVERBS  # “chimed in Lund”
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
        cut_off = words[verb - 1].text in SIGNS
        match = _inverted(words, verb, end) if cut_off else None
        if not match and words[verb].text in SAYING:
            subject = subject_of(words, verb, at + 1)
            match = subject if subject and words[subject.first - 1].text in SIGNS else None
        if match:
            return match._replace(rule="end")
    return None


# Before the quote -----------------------------------------------------------------------------------------------------


def attribute_before(block: Block, at: int) -> RuleMatch | None:
    """Smith said, “…”. According to Smith, “…”. Smith: “…”. Else whom the sentence is about, if it tells of speech."""
    words, begin = block.words, block.begin(at)
    colon = at > begin and words[at - 1].text == ":"
    if colon and (sender := sender_before(words, begin, at - 1)):
        return sender
    if colon:
        if is_mere_label(words, begin, at - 1) or is_headline(words[begin : at - 1]):
            return None
        first, end = phrase_before(words, at - 1, begin), at - 1
        opened = first == begin + 1 and words[begin].text in MARKS  # “LUND: Yes.”
        if end - first > 1 and words[end - 1].text in SPEECH_VERBS and not is_possessive(words[end - 2]):
            end -= 1  # “Ann Lund writes:”
        if (first == begin or opened) and first < end:
            return RuleMatch(first, end, "label")
    cues = block.cues_in(begin, at)
    for verb in reversed(cues):
        if words[verb].low == "according":
            return _phrase(words, verb + 2, at, "according")
        if is_passive(words, verb, begin):
            return _phrase(words, verb + 2, at, "by") if words[verb + 1].low == "by" else None
        match = subject_of(words, verb, begin)
        if match:
            return match
    subject = sentence_subject(words, begin, at) if cues or colon else None
    subject = subject or (described_subject(words, begin, at) if colon else None)
    return subject if subject and (colon or subject.end <= cues[-1]) else None
