"""What the features of speakers are read from: an article whose quotes are looked at, and the kinds of its words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.english.lexicon import BE, DESCRIBING, HELPERS, LINKS, SAYING, STOPS
from corpus.english.noun_phrases import Word, is_name, is_quote
from corpus.speakers.candidates import Block, Candidate, Place
from corpus.speakers.turns import RuleOutcome

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


@dataclass(frozen=True, slots=True)
class FeatureContext:
    """An article whose quotes are looked at."""

    text: str
    blocks: Sequence[Block]
    outcomes: Mapping[Place, RuleOutcome | None]
    """What the rules say of each quote, in order."""
    speech_shares: Mapping[str, float]
    """Words, each with how often it tells of speech, 0–1, in the articles that the trees were trained on."""
    cue_shares: Sequence[Sequence[float]]
    """Of each block the speech shares of its line's cues."""
    named: Counter[str]
    """How often each surname stands in the article."""
    speaking: Counter[str]
    """How often the rules take each surname for a speaker."""

    @classmethod
    def of(
        cls,
        text: str,
        blocks: Sequence[Block],
        outcomes: Mapping[Place, RuleOutcome | None],
        speech_shares: Mapping[str, float],
    ) -> "FeatureContext":
        """The context of an article of these blocks."""
        return cls(
            text=text,
            blocks=blocks,
            outcomes=outcomes,
            speech_shares=speech_shares,
            cue_shares=[[speech_shares.get(block.words[cue].low, 0.0) for cue in block.line.cues] for block in blocks],
            named=Counter(name for block in blocks for name in block.surnames if name),
            speaking=Counter(
                name for outcome in outcomes.values() if outcome and (name := surname_in(blocks, outcome.where))
            ),
        )

    def speech_share(self, words: Sequence[Word], at: int) -> float:
        """How often the word at `at` tells of speech, 0–1; 0 outside of the words."""
        return self.speech_shares.get(words[at].low, 0.0) if 0 <= at < len(words) else 0.0

    def cue_shares_in(self, block: int, first: int, end: int) -> Sequence[float]:
        """The speech shares of the cues in a range of a block's words, in order."""
        cues = self.blocks[block].line.cues
        return self.cue_shares[block][bisect_left(cues, first) : bisect_left(cues, end)]


def surname_in(blocks: Sequence[Block], where: Candidate) -> str | None:
    """The surname in a candidate, in small letters."""
    block = blocks[where.block]
    number = block.covering(where.first, where.end)
    return block.surnames[number] if number is not None else None


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
