"""The features that the dependency parse has of a quote, of a phrase, and of both together."""

from collections.abc import Mapping, Sequence

from corpus.attribution.blocks import Candidate, Place
from corpus.attribution.feature_context import FeatureContext
from corpus.attribution.syntax import Syntax
from corpus.english.noun_phrases import Word

_RELATIONS = (
    "ROOT nsubj nsubjpass agent pobj dobj dative poss appos conj compound attr npadvmod dep nmod amod advmod oprd "
    "ccomp advcl relcl acl xcomp pcomp parataxis csubj prep intj punct acomp"
).split()
_TAGS = "VBD VBZ VBP VB VBG VBN NN NNS NNP NNPS PRP IN JJ RB".split()
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "agent", "csubj"))
_CLAUSES = frozenset("ccomp advcl relcl acl conj xcomp pcomp parataxis csubj".split())
_FAR = 20  # heads between two words, also where no head joins them
_TELLS = 0.1  # a word that tells of speech this often is a verb of speech here
_PAIR = (
    "governs", "hangs on quote", "heads between", "clauses between", "governor's telling", "subject of nearest telling",
    "joined", "subject of nearest", "verb between",
)  # fmt: skip
_ELSEWHERE = dict.fromkeys(_PAIR, -1.0)


def quote_parse_features(context: FeatureContext, place: Place) -> Mapping[str, float]:
    """The features of a quote in its sentence, by name."""
    syntax, words = context.syntaxes[place.block], context.blocks[place.block].words
    heads = syntax.ancestors(place.at)
    shares = [context.speech_share(words, head) for head in heads]
    return {
        "heads over quote": len(heads),
        "tag over quote": _number(_TAGS, syntax.tokens[syntax.tokens[place.at].head].tag),
        "telling over quote": shares[0] if shares else 0.0,
        "telling head over quote": next((n for n, share in enumerate(shares) if share >= _TELLS), -1),
        "most telling over quote": max(shares, default=0.0),
    }


def phrase_parse_features(context: FeatureContext, where: Candidate) -> Mapping[str, float]:
    """The features of a candidate in its sentence, by name."""
    syntax, words = context.syntaxes[where.block], context.blocks[where.block].words
    tokens, own = syntax.tokens, syntax.head_of(where.first, where.end)
    argument, verb = syntax.argument(own)
    return {
        "relation": _number(_RELATIONS, tokens[own].dependency),
        "relation to verb": _number(_RELATIONS, tokens[argument].dependency),
        "tag": _number(_TAGS, tokens[own].tag),
        "tag of verb": _number(_TAGS, tokens[verb].tag),
        "relation of verb": _number(_RELATIONS, tokens[verb].dependency),
        "telling of verb": context.speech_share(words, verb),
        "telling over verb": context.speech_share(words, tokens[verb].head),
        "verb with object": verb != argument and "dobj" in syntax.relations[verb],
        "words on it": len(syntax.children[own]),
    }


def pair_parse_features(context: FeatureContext, place: Place, where: Candidate) -> Mapping[str, float]:
    """The features of a quote and a candidate in one sentence, by name."""
    if place.block != where.block:
        return _ELSEWHERE
    syntax, words = context.syntaxes[place.block], context.blocks[place.block].words
    argument, verb = syntax.argument(syntax.head_of(where.first, where.end))
    over_quote, over_verb = [place.at, *syntax.ancestors(place.at)], [verb, *syntax.ancestors(verb)]
    governs = over_quote.index(verb) if verb in over_quote and argument != verb else -1
    path = _path(over_quote, over_verb)
    is_subject = syntax.tokens[argument].dependency in _SUBJECTS
    values = (
        governs,
        over_verb.index(place.at) if place.at in over_verb else -1,
        _FAR if path is None else min(_FAR, len(path)),
        -1 if path is None else sum(syntax.tokens[word].dependency in _CLAUSES for word in path),
        context.speech_share(words, verb) if governs > 0 else -1,
        is_subject and verb == _nearest_telling(context, words, over_quote[1:]),
        path is not None,
        is_subject and verb == _nearest_with_subject(syntax, over_quote),
        min(where.first, place.at) < verb < max(where.first, place.at),
    )
    return dict(zip(_PAIR, values, strict=True))


def _path(one: Sequence[int], other: Sequence[int]) -> list[int] | None:
    """The words between two words and the head that both have, given each with its heads; None where they have none."""
    shared = next((word for word in other if word in one), None)
    return None if shared is None else [*one[: one.index(shared)], *other[: other.index(shared)]]


def _nearest_telling(context: FeatureContext, words: Sequence[Word], heads: Sequence[int]) -> int | None:
    return next((head for head in heads if context.speech_share(words, head) >= _TELLS), None)


def _nearest_with_subject(syntax: Syntax, heads: Sequence[int]) -> int | None:
    return next((at for at in heads if not _SUBJECTS.isdisjoint(syntax.relations[at])), None)


def _number(kinds: Sequence[str], kind: str) -> int:
    return kinds.index(kind) if kind in kinds else -1
