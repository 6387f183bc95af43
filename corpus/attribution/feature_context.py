"""What the features of speakers are read from: an article whose quotes are looked at, and the kinds of its words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.attribution.blocks import Block, Candidate, Place
from corpus.attribution.rule_outcomes import RuleOutcome, apply_rules
from corpus.attribution.subjects import RuleMatch, sentence_subject
from corpus.attribution.syntax import Syntax, read_syntax
from corpus.english.lexicon import BE, DESCRIBING, HELPERS, LINKS, SAYING, STOPS
from corpus.english.noun_phrases import Word, is_name, is_quote

_KINDS: tuple[frozenset[str], ...] = (
    frozenset(","),
    frozenset(".?!"),
    frozenset(":;"),
    frozenset("()[]"),
    frozenset("—–-―"),
    SAYING,
    DESCRIBING,
    BE,
    HELPERS,
    frozenset(("by",)),
    frozenset(("that",)),
    frozenset(("who", "which")),
    frozenset(("and", "but", "or")),
    frozenset(("to",)),
    LINKS,
    STOPS,
)
_KIND_OF = {word: number for number, kind in reversed([*enumerate(_KINDS, 2)]) for word in kind}


@dataclass(frozen=True)
class FeatureContext:
    """An article whose quotes are looked at."""

    text: str
    blocks: Sequence[Block]
    speech_shares: Mapping[str, float]
    """Words, each with how often it tells of speech, 0–1, in the articles that the trees were trained on."""

    @cached_property
    def outcomes(self) -> Mapping[Place, RuleOutcome | None]:
        """What the rules say of each quote, in order."""
        return apply_rules(self.text, self.blocks)

    @cached_property
    def syntaxes(self) -> Mapping[int, Syntax]:
        """The dependency parse of each block that has a quote or may have a candidate for one."""
        near = {number for place in self.outcomes for number in (place.block - 1, place.block) if number >= 0}
        near |= {place.block + 1 for place in self.outcomes if self.is_last(place)}
        parsed = sorted(near | {outcome.where.block for outcome in self.outcomes.values() if outcome})
        return dict(zip(parsed, read_syntax(self.text, [self.blocks[number].words for number in parsed]), strict=True))

    def is_last(self, place: Place) -> bool:
        """Whether a quote is the last word of a block that another one follows."""
        return place.at == len(self.blocks[place.block].words) - 1 and place.block + 1 < len(self.blocks)

    @cached_property
    def subjects(self) -> Sequence[Sequence[RuleMatch | None]]:
        """Of each block whom each sentence is about."""
        return [
            [sentence_subject(block.words, *ends) for ends in pairwise([0, *block.ends, len(block.words)])]
            for block in self.blocks
        ]

    @cached_property
    def times_named(self) -> Counter[str | None]:
        """How often each surname stands in the article."""
        return Counter(name for block in self.blocks for name in block.surnames if name)

    @cached_property
    def times_speaking(self) -> Counter[str | None]:
        """How often the rules take each surname for a speaker."""
        names = (self.surname(outcome.where) for outcome in self.outcomes.values() if outcome)
        return Counter(name for name in names if name)

    def surname(self, where: Candidate) -> str | None:
        """The surname in a candidate, in small letters."""
        block = self.blocks[where.block]
        number = block.phrase_over(where.first, where.end)
        return block.surnames[number] if number is not None else None

    def speech_share(self, words: Sequence[Word], at: int) -> float:
        """How often the word at `at` tells of speech, 0–1; 0 outside of the words."""
        return self.speech_shares.get(words[at].low, 0.0) if 0 <= at < len(words) else 0.0


def word_kind(words: Sequence[Word], at: int) -> int:
    """The number of the kind of the word at `at`: 0 where there is none, 1 for a quote."""
    if not 0 <= at < len(words):
        return 0
    word = words[at]
    if is_quote(word):
        return 1
    known = _KIND_OF.get(word.low)
    if known is not None:
        return known
    if word.low.endswith("ly") and word.text.islower():
        return _KIND_OF["also"]
    if is_name(word):
        return 30
    return 31 if word.low.endswith("ed") else 32 if word.low.endswith("ing") else 33
