"""Whether somebody's quote is real: a claim held against the words of the articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.quotes.excerpt import Excerpt
from corpus.text.span import Span
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.people.people import Person
from index.verification.alignment import Change, Match, changes
from index.verification.candidates import find_matches, find_pieces
from index.verification.claims import SHORTEST, Claim, ClaimError
from index.verification.evidence import is_by, show_match
from index.verification.paraphrase import nearest, rendered
from index.verification.tokens import GAP, Token, tokens

MAX_CLAIM = 4_000  # characters; the longest message that Discord lets anybody write
NEAREST = 3  # excerpts beside what is not found
SOURCES = 8  # places that are shown of the same words
FEW = 3  # words that differ: so few are an alteration, even where the claim could be pieced together
_CONFIRMED = (True, None, False)  # best first
_KINDS = ("direct", "mixed", "reported", "narration", "caption")  # best first


class Finding(StrEnum):
    """What came out."""

    EXACT = "exact"
    ALTERED = "altered"
    WRONG_SPEAKER = "wrong speaker"
    SPLICED = "spliced"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not found"
    TOO_SHORT = "too short"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of a claimed quote."""

    claim: Claim
    finding: Finding
    excerpts: tuple[Excerpt, ...] = ()
    """Where the real words stand: every source of exact or altered ones, best first; both pieces of spliced ones, in
    the claim's order; of a paraphrase what it renders; of what is not found the nearest real words, at most three."""
    changes: tuple[Change, ...] = ()
    """Of altered words: the whole claim against the first excerpt, in order. Of exact ones only where an ellipsis of
    the claim leaves words out."""
    confirmed: bool | None = None
    """Whether the first excerpt gives the words to the claim's speaker; None where none is claimed, where the article
    does not tell, and where no real words are held against the claim."""


def verify(generation: Generation, claim: Claim, encoder: Encoder, people: Sequence[Person] = ()) -> Verdict:
    """Hold a claim against the articles. Raises ClaimError where it is too long.

    The encoder is needed only where the words are not found, for what says the same in other words. `people` are those
    of the generation: by them a speaker is known under every name that the articles have.
    """
    check_length(claim)
    words = _trimmed(tokens(claim.words))
    if sum(word.key != GAP for word in words) < SHORTEST:
        return Verdict(claim, Finding.TOO_SHORT)
    near = find_matches(generation, claim.words, words)
    exact = [each for each in near if not each.different]
    if exact:
        return _real(generation, claim, exact, people)
    best = [each for each in near if each.different == near[0].different]
    if best and best[0].different <= FEW:
        return _altered(generation, claim, best, people)
    spliced = _spliced(generation, claim, words, people)
    if spliced:
        return spliced
    if best:
        return _altered(generation, claim, best, people)
    return _in_other_words(generation, claim, encoder, people)


def check_length(claim: Claim) -> None:
    """Raises ClaimError where a claim is too long to be held against the articles."""
    if len(claim.words) > MAX_CLAIM:
        raise ClaimError(f"that quote has {len(claim.words):,} characters; {MAX_CLAIM:,} is the most")


def _trimmed(words: Sequence[Token]) -> tuple[Token, ...]:
    """Without the ellipses at either end: most quotes begin and end somewhere."""
    inside = [number for number, word in enumerate(words) if word.key != GAP]
    return tuple(words[inside[0] : inside[-1] + 1]) if inside else ()


# Verdicts -------------------------------------------------------------------------------------------------------------


def _real(generation: Generation, claim: Claim, found: Sequence[Match], people: Sequence[Person]) -> Verdict:
    first, excerpts, confirmed = _sources(generation, claim, found, people)
    finding = Finding.WRONG_SPEAKER if confirmed is False else Finding.EXACT
    marked = changes(first, claim.words) if len(first.spans) > 1 else ()
    return Verdict(claim, finding, excerpts, marked, confirmed)


def _altered(generation: Generation, claim: Claim, found: Sequence[Match], people: Sequence[Person]) -> Verdict:
    first, excerpts, confirmed = _sources(generation, claim, found, people)
    return Verdict(claim, Finding.ALTERED, excerpts, changes(first, claim.words), confirmed)


def _sources(
    generation: Generation, claim: Claim, found: Sequence[Match], people: Sequence[Person]
) -> tuple[Match, tuple[Excerpt, ...], bool | None]:
    """The matches' excerpts, those of the claimed speaker first; whose the first is, and the match that it shows."""
    shown: dict[Excerpt, tuple[int, Match, bool | None]] = {}
    for each in found:
        excerpt = show_match(generation, each)
        if not any(other.document == excerpt.document and other.span.overlaps(excerpt.span) for other in shown):
            by = is_by(excerpt, claim.speaker, people)
            shown[excerpt] = (_CONFIRMED.index(by), each, by)
    ordered = sorted(shown, key=lambda excerpt: (shown[excerpt][0], _KINDS.index(excerpt.kind)))
    _, first, confirmed = shown[ordered[0]]
    return first, tuple(ordered[:SOURCES]), confirmed


def _spliced(generation: Generation, claim: Claim, words: Sequence[Token], people: Sequence[Person]) -> Verdict | None:
    """Pieces that stand in the articles, but not as one; words left out of one are altered."""
    pieces = find_pieces(generation, claim.words, words)
    if len(pieces) < 2:
        return None
    joined = [word for piece in pieces for word in (Token(GAP, Span(0, 0)), *piece)][1:]
    one = [each for each in find_matches(generation, claim.words, joined) if not each.different]
    if one:
        return _altered(generation, claim, one, people)
    found = [[each for each in find_matches(generation, claim.words, piece) if not each.different] for piece in pieces]
    if not all(found):
        return None
    sources = [_sources(generation, claim, each, people) for each in found]
    confirmed = {by for _, _, by in sources}
    by = False if False in confirmed else None if None in confirmed else True
    return Verdict(claim, Finding.SPLICED, tuple(excerpts[0] for _, excerpts, _ in sources), confirmed=by)


def _in_other_words(generation: Generation, claim: Claim, encoder: Encoder, people: Sequence[Person]) -> Verdict:
    near = nearest(generation, claim.words, encoder)
    meant = rendered(claim.words, near, encoder)
    if meant:
        return Verdict(claim, Finding.PARAPHRASE, (meant,), confirmed=is_by(meant, claim.speaker, people))
    return Verdict(claim, Finding.NOT_FOUND, near[:NEAREST])
