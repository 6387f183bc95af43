"""The features of a phrase that may say who speaks: for each a name, and a function to its number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.english.lexicon import ADDRESSING, BE, DETERMINERS, HELPERS, NOT_PEOPLE, POSSESSIVES, SAYING, TITLES
from corpus.english.noun_phrases import Word, is_name, is_person_noun, is_plural
from corpus.speakers.candidates import Block, Candidate, stem
from corpus.speakers.feature_context import FeatureContext, surname_in, word_kind
from corpus.speakers.rules import DASHES

_ASIDE = 30  # words between a subject and its verb
_LONG = 60  # words of a block, more of which are no longer told apart


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that may say who speaks, in its article."""

    context: FeatureContext
    block: Block
    words: Sequence[Word]
    """Of the block."""
    first: int
    end: int
    inside: Sequence[Word]
    begin: int
    """The first word of its sentence."""
    stop: int
    """After the last word of its sentence."""
    verb: int
    """The word that is its verb, if it is a subject."""
    aside_verb: int | None
    """The verb after an aside: Smith, who had waited, said."""
    surname: str | None

    @classmethod
    def of(cls, context: FeatureContext, where: Candidate) -> "_Phrase":
        block, (_, first, end) = context.blocks[where.block], where
        words, stop = block.words, block.line.end(first)
        return cls(
            context=context,
            block=block,
            words=words,
            first=first,
            end=end,
            inside=words[first:end],
            begin=block.line.begin(first),
            stop=stop,
            verb=_verb_after(words, end, stop),
            aside_verb=_verb_after_aside(block, end, stop),
            surname=surname_in(context.blocks, where),
        )

    @property
    def opens(self) -> bool:
        """Whether it opens its sentence."""
        return self.first == self.begin

    def before(self, distance: int) -> str:
        """The word so far before it, in small letters; empty where there is none."""
        return self.words[self.first - distance].low if self.first >= distance else ""


def _mention_kind(phrase: _Phrase) -> int:
    words = phrase.inside
    plain = stem(words[0])
    if len(words) == 1:
        for number, kind in enumerate((("he", "she"), ("i", "we", "you"), ("they", "it"), ("who",), POSSESSIVES)):
            if plain in kind:
                return number
    people = any(is_person_noun(word) or word.low.rstrip(".") in TITLES for word in words)
    if is_name(words[-1]):
        return 5 if people else 6 if all(map(is_name, words)) else 7
    return 8 if people else 9 if is_plural(words[-1]) else 10


def _is_subject(phrase: _Phrase) -> bool:
    subject = phrase.block.subject(phrase.first)
    return subject is not None and subject.first < phrase.end and subject.end > phrase.first


def _verb_after(words: Sequence[Word], end: int, stop: int) -> int:
    """Where the verb after a subject stands, past helpers."""
    at = end
    while at < min(stop, end + 4) and _helps(words[at]):
        at += 1
    going = at + 1 < stop and words[at].low in BE and words[at + 1].low.endswith("ing")
    return at + 1 if going else at


def _helps(word: Word) -> bool:
    return word.low in HELPERS or (word.low.endswith("ly") and word.text.islower())


def _verb_after_aside(block: Block, end: int, stop: int) -> int | None:
    """Where the verb stands in “Smith, who had waited, said”."""
    words = block.words
    if end >= stop or words[end].text not in ",(—–":
        return None
    for cue in block.line.cues_in(end + 1, min(stop, end + _ASIDE)):
        at = cue - 1
        while at > end and _helps(words[at]):
            at -= 1
        if words[at].text in ",)—–":
            return cue
    return None


PHRASE_FEATURES: Mapping[str, Callable[[_Phrase], float]] = {
    "kind": _mention_kind,
    "words": lambda phrase: phrase.end - phrase.first,
    "determiner": lambda phrase: phrase.inside[0].low in DETERMINERS,
    "plural": lambda phrase: is_plural(phrase.inside[-1]),
    "opens sentence": lambda phrase: phrase.opens,
    "subject": _is_subject,
    "word before": lambda phrase: -1 if phrase.opens else word_kind(phrase.words, phrase.first - 1),
    "two before": lambda phrase: word_kind(phrase.words, phrase.first - 2) if phrase.first - 1 > phrase.begin else -1,
    "word after": lambda phrase: word_kind(phrase.words, phrase.end) if phrase.end < phrase.stop else -1,
    "two after": lambda phrase: word_kind(phrase.words, phrase.end + 1) if phrase.end + 1 < phrase.stop else -1,
    "speech after": lambda phrase: phrase.verb < phrase.stop and phrase.words[phrase.verb].low in SAYING,
    "telling verb after": lambda phrase: (
        phrase.context.speech_share(phrase.words, phrase.verb) if phrase.verb < phrase.stop else 0.0
    ),
    "telling word before": lambda phrase: (
        0.0 if phrase.opens else phrase.context.speech_share(phrase.words, phrase.first - 1)
    ),
    "according": lambda phrase: phrase.before(1) == "to" and phrase.before(2) == "according",
    "by": lambda phrase: phrase.before(1) == "by",
    "addressed": lambda phrase: phrase.before(1) in ADDRESSING,
    "bracketed": lambda phrase: phrase.before(1) == "(",
    "organisation": lambda phrase: any(word.low in NOT_PEOPLE for word in phrase.inside),
    "times named": lambda phrase: phrase.context.named[phrase.surname] if phrase.surname else 0,
    "its sentence": lambda phrase: phrase.stop - phrase.begin,
    "opens block": lambda phrase: phrase.first == 0,
    "helpers": lambda phrase: phrase.verb - phrase.end,
    "telling after aside": lambda phrase: (
        phrase.context.speech_share(phrase.words, phrase.aside_verb) if phrase.aside_verb else 0.0
    ),
    "aside": lambda phrase: phrase.aside_verb - phrase.end if phrase.aside_verb else 0,
    "its block": lambda phrase: min(len(phrase.words), _LONG),
    "dash": lambda phrase: phrase.words[0].text in DASHES,
    "colon": lambda phrase: phrase.words[-1].text == ":",
    "times speaking": lambda phrase: phrase.context.speaking[phrase.surname] if phrase.surname else 0,
}


def phrase_row(context: FeatureContext, where: Candidate) -> list[float]:
    """The numbers of PHRASE_FEATURES for a candidate."""
    phrase = _Phrase.of(context, where)
    return [feature(phrase) for feature in PHRASE_FEATURES.values()]
