"""The rules' choice for each quote of an article, that of an earlier quote where somebody goes on speaking."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.english.noun_phrases import Word, in_name, is_quote
from corpus.english.quotation_marks import is_closed
from corpus.speakers.blocks import Block, Candidate, Place
from corpus.speakers.rules import DASHES, attribute, attribute_before, stands_alone
from corpus.text.span import Span

CONTINUING = ("continued", "reopened", "carried")
RULES = ("after", "inverted", "according", "label", "signed", "before", "end", "subject", "announced", *CONTINUING)
# Seldom in news, so that trees learn nothing of them, and plain: no other phrase is looked at.
PLAIN = ("label", "signed", "owner", "by", "ahead")


class RuleOutcome(NamedTuple):
    """The words that a rule takes for the speaker."""

    where: Candidate
    rule: str


def rule_number(outcome: RuleOutcome | None) -> int:
    """The number of the rule among RULES; −1 where there is none of them."""
    return RULES.index(outcome.rule) if outcome and outcome.rule in RULES else -1


def apply_rules(text: str, blocks: Sequence[Block]) -> Mapping[Place, RuleOutcome | None]:
    """The quotes of an article in order, each with what the rules say of it."""
    turns = _Turns(text)
    for number, (block, following) in enumerate(zip(blocks, [*blocks[1:], None], strict=False)):
        turns.read(number, block, following)
    return _ahead(text, blocks, turns.outcomes)


def _ahead(
    text: str, blocks: Sequence[Block], outcomes: dict[Place, RuleOutcome | None]
) -> dict[Place, RuleOutcome | None]:
    """A block that is one open quote is said by whoever is named beside the quote that opens it again."""
    for number in range(len(blocks) - 2, -1, -1):
        words, after = blocks[number].words, outcomes.get(Place(number + 1, 0))
        if len(words) == 1 and is_open(text, words[0]) and after and after.rule not in CONTINUING:
            own = outcomes[Place(number, 0)]
            if not own or own.rule in CONTINUING:
                outcomes[Place(number, 0)] = after._replace(rule="ahead")
    return outcomes


def is_open(text: str, word: Word) -> bool:
    """Whether a word is a quote without a closing mark."""
    return is_quote(word) and not is_closed(text, Span(word.start, word.end))


class _Turns:
    """An article read from top to bottom: who spoke last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outcomes: dict[Place, RuleOutcome | None] = {}
        self.last: RuleOutcome | None = None
        self.before: Block | None = None

    def read(self, number: int, block: Block, following: Block | None) -> None:
        words = block.words
        reopened = bool(self.before and self.before.words and is_open(self.text, self.before.words[-1]))
        rule = "reopened" if reopened else "carried" if block.only_quotes else None
        last_at = 0
        for at, word in enumerate(words):
            if not is_quote(word):
                continue
            outcome = self._ruled(number, block, at) or _signed(number, block, at, following)
            alone = outcome is None and stands_alone(words, at)
            if alone and rule and self.last:
                outcome = self.last._replace(rule=rule)
            self.outcomes[Place(number, at)] = outcome
            if outcome or alone:
                self.last, rule, last_at = outcome, "continued", at
        self.before = block
        if rule != "continued" or block.end(last_at) != len(words):
            self.last = None

    def _ruled(self, number: int, block: Block, at: int) -> RuleOutcome | None:
        where = attribute(block, at)
        if where:
            return RuleOutcome(Candidate(number, where.first, where.end), where.rule)
        before = self.before
        if at or not before or not before.words or before.words[-1].text != ":":
            return None
        where = attribute_before(before, len(before.words))
        return RuleOutcome(Candidate(number - 1, where.first, where.end), "announced") if where else None


def _signed(number: int, block: Block, at: int, following: Block | None) -> RuleOutcome | None:
    """A block that is nothing but a dash and a name tells whose the quote above it is."""
    if not following or at + 1 < len(block.words) or len(following.words) < 2:
        return None
    dash, *name = following.words
    signed = dash.text in DASHES and all(map(in_name, name))
    return RuleOutcome(Candidate(number + 1, 1, len(name) + 1), "signed") if signed else None
