"""The features of a quote and a phrase that may say who speaks it, and the names of all that the trees know of both.

The trees know a feature by its place among NAMES: one that is new or moved means training them again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.speakers.candidates import Block, Candidate, Place
from corpus.speakers.feature_context import FeatureContext, surname_in
from corpus.speakers.phrase_features import PHRASE_FEATURES
from corpus.speakers.quote_features import QUOTE_FEATURES
from corpus.speakers.turns import rule_number

_FAR = 6  # blocks between a phrase and a quote, more of which are no longer told apart


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quote, and a phrase that may say who speaks it."""

    context: FeatureContext
    block: Block
    """The phrase's."""
    place: Place
    where: Candidate
    order: int
    """How many candidates on the same side are nearer."""
    before: Candidate | None
    """The rules' choice for the quote before."""
    first: int
    end: int
    """The words between the two, as far as they are in the phrase's block."""
    shares: Sequence[float]
    """The speech shares of the cues between the two."""
    surname: str | None
    ruled: bool
    """Whether the rules choose the phrase too."""

    @classmethod
    def of(
        cls, context: FeatureContext, place: Place, where: Candidate, order: int, before: Candidate | None
    ) -> "_Pair":
        first, end = _gap(context, place, where)
        outcome = context.outcomes[place]
        return cls(
            context=context,
            block=context.blocks[where.block],
            place=place,
            where=where,
            order=order,
            before=before,
            first=first,
            end=end,
            shares=context.cue_shares_in(where.block, first, end),
            surname=surname_in(context.blocks, where),
            ruled=outcome is not None and outcome.where.overlaps(where),
        )


def _gap(context: FeatureContext, place: Place, where: Candidate) -> tuple[int, int]:
    if where.block == place.block:
        return (where.end, place.at) if where.first < place.at else (place.at + 1, where.first)
    return (where.end, len(context.blocks[where.block].words)) if where < place else (0, where.first)


def _side(pair: _Pair) -> int:
    """−1 before the quote, 1 after it, 0 in another block."""
    return (-1 if pair.where < pair.place else 1) if pair.where.block == pair.place.block else 0


def _words_between(pair: _Pair) -> int:
    if pair.where.block == pair.place.block:
        return pair.end - pair.first
    words = len(pair.context.blocks[pair.place.block].words)
    return pair.end - pair.first + (pair.place.at if pair.where < pair.place else words - pair.place.at)


def _has_name_before(pair: _Pair) -> bool:
    """Whether the surname is that of the rules' choice for the quote before."""
    return (
        pair.before is not None
        and pair.surname is not None
        and pair.surname == surname_in(pair.context.blocks, pair.before)
    )


def _is_named_again(pair: _Pair) -> bool:
    surnames = pair.block.surnames
    return pair.surname is not None and any(
        surnames[number] == pair.surname for number in pair.block.between(pair.first, pair.end)
    )


PAIR_FEATURES: Mapping[str, Callable[[_Pair], float]] = {
    "side": _side,
    "blocks between": lambda pair: max(-_FAR, min(_FAR, pair.where.block - pair.place.block)),
    "words between": _words_between,
    "sentences between": lambda pair: pair.block.sentence(pair.end) - pair.block.sentence(pair.first),
    "commas between": lambda pair: pair.block.commas[pair.end] - pair.block.commas[pair.first],
    "quotes between": lambda pair: pair.block.quotes[pair.end] - pair.block.quotes[pair.first],
    "verbs between": lambda pair: len(pair.shares),
    "place": lambda pair: pair.order,
    "ruled": lambda pair: pair.ruled,
    "rule of it": lambda pair: rule_number(pair.context.outcomes[pair.place]) if pair.ruled else -1,
    "most telling between": lambda pair: max(pair.shares, default=0.0),
    "telling between": lambda pair: pair.shares[0] if pair.shares else 0.0,
    "as before": lambda pair: pair.before is not None and pair.before.overlaps(pair.where),
    "same name as before": _has_name_before,
    "before in block": lambda pair: pair.before is not None and pair.before.block == pair.place.block,
    "touches": lambda pair: pair.first == pair.end,
    "named again": _is_named_again,
}


def pair_row(
    context: FeatureContext, place: Place, where: Candidate, order: int, before: Candidate | None
) -> list[float]:
    """The numbers of PAIR_FEATURES for a quote and a candidate.

    `order` counts the candidates on the same side that are nearer; `before` is the rules' choice for the quote before.
    """
    pair = _Pair.of(context, place, where, order, before)
    return [feature(pair) for feature in PAIR_FEATURES.values()]


NAMES = (*QUOTE_FEATURES, *PHRASE_FEATURES, *PAIR_FEATURES)
