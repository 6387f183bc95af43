"""The rules' choice for each quote of an article, that of an earlier quote where somebody goes on speaking."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.attribution.blocks import Block, Candidate, Place
from corpus.attribution.plain_rules import DASHES
from corpus.attribution.rules import attribute, attribute_before, stands_alone
from corpus.english.noun_phrases import Word, in_name, is_quote
from corpus.english.quotation_marks import is_closed
from corpus.text.span import Span

CONTINUING = ("continued", "reopened", "carried")
RULES = ("after", "inverted", "according", "label", "signed", "before", "end", "subject", "announced", *CONTINUING)
ADJACENT = ("after", "inverted")  # .99 of the quotes beside which somebody says something are somebody's words
# Seldom in news, so that trees learn nothing of them, and plain: no other phrase is looked at.
PLAIN = ("label", "signed", "owner", "by", "quoted", "ahead", "relayed")


class RuleOutcome(NamedTuple):
    """The words that a rule takes for the speaker."""

    where: Candidate
    rule: str


def rule_number(outcome: RuleOutcome | None) -> int:
    """The number of the rule among RULES; −1 where there is none of them."""
    return RULES.index(outcome.rule) if outcome and outcome.rule in RULES else -1


def apply_rules(text: str, blocks: Sequence[Block]) -> Mapping[Place, RuleOutcome | None]:
    """The quotes of an article in order, each with what the rules say of it."""
    outcomes: dict[Place, RuleOutcome | None] = {}
    last: RuleOutcome | None = None  # for whoever spoke last and may go on
    for number, block in enumerate(blocks):
        words, above = block.words, blocks[number - 1].words if number else ()
        rule = "reopened" if above and is_open(text, above[-1]) else "carried" if block.only_quotes else None
        last_at = 0
        for at in (at for at, word in enumerate(words) if is_quote(word)):
            outcome = _apply_rules_to(blocks, number, at)
            alone = outcome is None and stands_alone(words, at)
            if alone and rule and last:
                outcome = last._replace(rule=rule)
            outcomes[Place(number, at)] = outcome
            if outcome or alone:
                last, rule, last_at = outcome, "continued", at
        if rule != "continued" or block.end(last_at) != len(words):
            last = None
    return outcomes | _ahead(text, blocks, outcomes)


def _apply_rules_to(blocks: Sequence[Block], number: int, at: int) -> RuleOutcome | None:
    """What tells of the quote itself who speaks, in its block or in one beside it."""
    block = blocks[number]
    if match := attribute(block, at):
        return RuleOutcome(Candidate(number, match.first, match.end), match.rule)
    if at == 0 and number and blocks[number - 1].words and blocks[number - 1].words[-1].text == ":":
        match = attribute_before(blocks[number - 1], len(blocks[number - 1].words))
        if match:
            rule = match.rule if match.rule in PLAIN else "announced"
            return RuleOutcome(Candidate(number - 1, match.first, match.end), rule)
    following = blocks[number + 1].words if number + 1 < len(blocks) and at + 1 == len(block.words) else ()
    if len(following) > 1 and following[0].text in DASHES and all(map(in_name, following[1:])):
        return RuleOutcome(Candidate(number + 1, 1, len(following)), "signed")  # a block of a dash and a name
    return None


def _ahead(
    text: str, blocks: Sequence[Block], outcomes: Mapping[Place, RuleOutcome | None]
) -> dict[Place, RuleOutcome | None]:
    """A block that is one open quote is said by whoever is named beside the quote that opens it again."""
    ahead: dict[Place, RuleOutcome | None] = {}
    for number in range(len(blocks) - 2, -1, -1):
        words, place, following = blocks[number].words, Place(number, 0), Place(number + 1, 0)
        after = ahead.get(following, outcomes.get(following))
        if len(words) == 1 and is_open(text, words[0]) and after and after.rule not in CONTINUING:
            own = outcomes[place]
            if not own or own.rule in CONTINUING:
                ahead[place] = after._replace(rule="ahead")
    return ahead


def is_open(text: str, word: Word) -> bool:
    """Whether a word is a quote without a closing mark."""
    return is_quote(word) and not is_closed(text, Span(word.start, word.end))
