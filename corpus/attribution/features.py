"""The features of a quote, and of a quote and a phrase that may say who speaks it.

The trees know a feature by its place in a row: one that is new or moved means training them again.
"""

from collections.abc import Mapping

from corpus.attribution.blocks import Candidate, Place
from corpus.attribution.feature_context import FeatureContext, word_kind
from corpus.attribution.rule_outcomes import rule_number
from corpus.attribution.rules import stands_alone
from corpus.english.lexicon import DETERMINERS
from corpus.english.noun_phrases import is_quote
from corpus.english.quotation_marks import MARKS

_SIGNS = ",.?!:;—–-…"
_FAR = 6  # blocks between a phrase and a quote, more of which are no longer told apart


def quote_features(context: FeatureContext, place: Place) -> Mapping[str, float]:
    """The features of a quote whoever speaks it, by name."""
    block, at = context.blocks[place.block], place.at
    words, begin, end = block.words, block.begin(at), block.end(at)
    quote = words[at]
    spoken = context.text[quote.start : quote.end].strip(MARKS + " ")
    capitals = [word[0].isupper() for word in spoken.split() if word[0].isalpha()]
    before = next(i for i in range(at - 1, -1, -1) if is_quote(words[i])) if block.quotes[at] else None
    return {
        "words of quote": len(spoken.split()),
        "sign": _SIGNS.find(spoken[-1:]) if spoken else -1,
        "small letter": spoken.lstrip("[(…. ")[:1].islower(),
        "alone": stands_alone(words, at),
        "first in block": at == 0,
        "last in block": at == len(words) - 1,
        "block of quotes": block.only_quotes,
        "quotes before": block.quotes[at],
        "quotes in block": block.quotes[-1],
        "words since quote": -1 if before is None else at - before - 1,
        "kind before": word_kind(words, at - 1),
        "kind after": word_kind(words, at + 1),
        "kind after that": word_kind(words, at + 2),
        "telling before": context.speech_share(words, at - 1),
        "telling after": context.speech_share(words, at + 1),
        "rule": rule_number(context.outcomes[place]),
        "words of sentence": end - begin,
        "capitals": sum(capitals) / max(1, len(capitals)),
        "determiner before": at > begin and words[at - 1].low in DETERMINERS,
        "telling two before": context.speech_share(words, at - 2),
        "characters": quote.end - quote.start,
    }


def pair_features(
    context: FeatureContext, place: Place, where: Candidate, order: int, before: Candidate | None
) -> Mapping[str, float]:
    """The features of a quote and a candidate, by name.

    `order` counts the candidates on the same side that are nearer; `before` is the rules' choice for the quote before.
    """
    block, outcome = context.blocks[where.block], context.outcomes[place]
    here, surname = where.block == place.block, context.surname(where)
    first, end = _gap(context, place, where)
    shares = [context.speech_share(block.words, cue) for cue in block.cues_in(first, end)]
    ruled = outcome is not None and outcome.where.overlaps(where)
    return {
        "side": (-1 if where < place else 1) if here else 0,
        "blocks between": max(-_FAR, min(_FAR, where.block - place.block)),
        "words between": end - first + _words_beside(context, place, where),
        "sentences between": block.sentence(end) - block.sentence(first),
        "commas between": block.commas[end] - block.commas[first],
        "quotes between": block.quotes[end] - block.quotes[first],
        "verbs between": len(shares),
        "place": order,
        "ruled": ruled,
        "rule of it": rule_number(outcome) if ruled else -1,
        "most telling between": max(shares, default=0.0),
        "telling between": shares[0] if shares else 0.0,
        "as before": before is not None and before.overlaps(where),
        "same name as before": before is not None and surname is not None and surname == context.surname(before),
        "named again": surname is not None and surname in block.surnames[block.phrases_in(first, end)],
    }


def _gap(context: FeatureContext, place: Place, where: Candidate) -> tuple[int, int]:
    """The words between a quote and a candidate, as far as they are in the candidate's block."""
    if where.block == place.block:
        return (where.end, place.at) if where.first < place.at else (place.at + 1, where.first)
    return (where.end, len(context.blocks[where.block].words)) if where < place else (0, where.first)


def _words_beside(context: FeatureContext, place: Place, where: Candidate) -> int:
    """How many of the words between a quote and a candidate are in the quote's block alone."""
    if where.block == place.block:
        return 0
    return place.at if where < place else len(context.blocks[place.block].words) - place.at
