"""The features of a phrase that may say who speaks."""

from collections.abc import Mapping, Sequence

from corpus.attribution.blocks import Block, Candidate, stem
from corpus.attribution.feature_context import FeatureContext, word_kind
from corpus.attribution.subjects import ASIDE, is_helper
from corpus.english.lexicon import BE, DETERMINERS, NOT_PEOPLE, POSSESSIVES, SAYING, TITLES
from corpus.english.noun_phrases import Word, is_name, is_person_noun, is_plural

_LONG = 60  # words of a block, more of which are no longer told apart


def phrase_features(context: FeatureContext, where: Candidate) -> Mapping[str, float]:
    """The features of a candidate whatever the quote, by name."""
    block, (_, first, end) = context.blocks[where.block], where
    words, begin, stop = block.words, block.begin(first), block.end(first)
    inside, surname, opens = words[first:end], context.surname(where), first == begin
    before, two_before = (words[at].low if at >= 0 else "" for at in (first - 1, first - 2))
    verb, verb_after_aside = _verb_after(words, end, stop), _verb_after_aside(block, end, stop)
    subject = context.subjects[where.block][block.sentence(first)]
    return {
        "kind": _mention_kind(inside),
        "words": end - first,
        "determiner": inside[0].low in DETERMINERS,
        "plural": is_plural(inside[-1]),
        "opens sentence": opens,
        "subject": subject is not None and subject.first < end and subject.end > first,
        "word before": -1 if opens else word_kind(words, first - 1),
        "two before": word_kind(words, first - 2) if first - 1 > begin else -1,
        "word after": word_kind(words, end) if end < stop else -1,
        "two after": word_kind(words, end + 1) if end + 1 < stop else -1,
        "speech after": verb < stop and words[verb].low in SAYING,
        "telling verb after": context.speech_share(words, verb) if verb < stop else 0.0,
        "telling word before": 0.0 if opens else context.speech_share(words, first - 1),
        "according": before == "to" and two_before == "according",
        "by": before == "by",
        "organisation": any(word.low in NOT_PEOPLE for word in inside),
        "times named": context.times_named[surname],
        "its sentence": stop - begin,
        "opens block": first == 0,
        "helpers": verb - end,
        "telling after aside": context.speech_share(words, verb_after_aside) if verb_after_aside else 0.0,
        "aside": verb_after_aside - end if verb_after_aside else 0,
        "its block": min(len(words), _LONG),
        "colon": words[-1].text == ":",
        "times speaking": context.times_speaking[surname],
    }


def _mention_kind(words: Sequence[Word]) -> int:
    plain = stem(words[0])
    if len(words) == 1:
        for number, kind in enumerate((("he", "she"), ("i", "we", "you"), ("they", "it"), ("who",), POSSESSIVES)):
            if plain in kind:
                return number
    people = any(is_person_noun(word) or word.low.rstrip(".") in TITLES for word in words)
    if is_name(words[-1]):
        return 5 if people else 6 if all(map(is_name, words)) else 7
    return 8 if people else 9 if is_plural(words[-1]) else 10


def _verb_after(words: Sequence[Word], end: int, stop: int) -> int:
    """Where the verb after a subject stands, past helpers."""
    at = end
    while at < min(stop, end + 4) and is_helper(words[at]):
        at += 1
    going = at + 1 < stop and words[at].low in BE and words[at + 1].low.endswith("ing")
    return at + 1 if going else at


def _verb_after_aside(block: Block, end: int, stop: int) -> int | None:
    """Where the verb stands in “Smith, who had waited, said”."""
    words = block.words
    if end >= stop or words[end].text not in ",(—–":
        return None
    for cue in block.cues_in(end + 1, min(stop, end + ASIDE)):
        at = cue - 1
        while at > end and is_helper(words[at]):
            at -= 1
        if words[at].text in ",)—–":
            return cue
    return None
