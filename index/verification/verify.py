"""Whether somebody's quote is real: a claim held against the words of the articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.quotes.excerpt import Excerpt
from corpus.text.span import Span
from index.encoding.encoder import Encoder
from index.engine.generation import Generation
from index.people.people import Person
from index.verification.alignment import Alignment, Change, changes
from index.verification.candidates import find_alignments
from index.verification.claims import SHORTEST, Claim, ClaimError
from index.verification.ellipsis import changes_meaning
from index.verification.evidence import aligned_excerpt, is_by, is_unsaid
from index.verification.paraphrase import nearest, rendered
from index.verification.pieces import find_pieces, find_reordered
from index.verification.tokens import GAP, Token, tokens

MAX_CLAIM = 4_000  # characters; the longest message that Discord lets anybody write
NEAREST = 3  # excerpts beside what is not found
SOURCES = 8  # places that are shown of the same words
FEW = 3  # words that differ: so few are an alteration, even where the claim could be pieced together
_CONFIRMED = (True, None, False)  # best first
_KINDS = ("direct", "turn", "mixed", "reported", "narration", "caption")  # best first


class Finding(StrEnum):
    """What was found of a claimed quote."""

    EXACT = "exact"
    ALTERED = "altered"
    WRONG_SPEAKER = "wrong speaker"
    UNSAID = "unsaid"
    SPLICED = "spliced"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not found"
    TOO_SHORT = "too short"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a claimed quote."""

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
    does not tell or it is not sure who speaks, and where no real words are held against the claim."""


def verify(generation: Generation, claim: Claim, encoder: Encoder, people: Sequence[Person] = ()) -> Verdict:
    """Hold a claim against the articles. Raises ClaimError where it is too long.

    The encoder is needed only where the words are not found, for what says the same in other words. `people` are those
    of the generation: by them a speaker is known under every name that the articles have.
    """
    check_length(claim)
    words = _trimmed(tokens(claim.words))
    if sum(word.key != GAP for word in words) < SHORTEST:
        return Verdict(claim, Finding.TOO_SHORT)
    alignments = find_alignments(generation, claim.words, words)
    real = [alignment for alignment in alignments if not (alignment.different or changes_meaning(alignment))]
    if real:
        return _real(generation, claim, real, people)
    best = [alignment for alignment in alignments if alignment.different == alignments[0].different]
    pieces = find_reordered(best[0].place, words) if best and best[0].different > 1 else []
    if pieces or not best or best[0].different > FEW:
        pieces = pieces or find_pieces(generation, claim.words, words)
        spliced = _spliced(generation, claim, pieces, people)
        if spliced or not best:
            return spliced or _in_other_words(generation, claim, encoder, people)
    return _altered(generation, claim, best, people)


def check_length(claim: Claim) -> None:
    """Raises ClaimError where a claim is too long to be held against the articles."""
    if len(claim.words) > MAX_CLAIM:
        raise ClaimError(f"that quote has {len(claim.words):,} characters; the limit is {MAX_CLAIM:,}")


def _trimmed(words: Sequence[Token]) -> tuple[Token, ...]:
    """Without the ellipses at either end: most quotes begin and end somewhere."""
    inside = [number for number, word in enumerate(words) if word.key != GAP]
    return tuple(words[inside[0] : inside[-1] + 1]) if inside else ()


# Verdicts -------------------------------------------------------------------------------------------------------------


def _real(generation: Generation, claim: Claim, exact: Sequence[Alignment], people: Sequence[Person]) -> Verdict:
    said = [alignment for alignment in exact if not is_unsaid(generation, alignment)]
    first, excerpts, confirmed = _sources(generation, claim, said or exact, people)
    if not said:
        return Verdict(claim, Finding.UNSAID, excerpts)
    finding = Finding.WRONG_SPEAKER if confirmed is False else Finding.EXACT
    left_out = changes(first, claim.words) if len(first.spans) > 1 else ()
    return Verdict(claim, finding, excerpts, left_out, _for_sure(excerpts, confirmed))


def _altered(generation: Generation, claim: Claim, best: Sequence[Alignment], people: Sequence[Person]) -> Verdict:
    first, excerpts, confirmed = _sources(generation, claim, best, people)
    return Verdict(claim, Finding.ALTERED, excerpts, changes(first, claim.words), _for_sure(excerpts, confirmed))


def _sources(
    generation: Generation, claim: Claim, alignments: Sequence[Alignment], people: Sequence[Person]
) -> tuple[Alignment, tuple[Excerpt, ...], bool | None]:
    """The excerpts of alignments, those of the claimed speaker first, with the alignment that the first shows, and
    whether that one is the speaker's."""
    sources: dict[Excerpt, tuple[Alignment, bool | None]] = {}
    for alignment in alignments:
        excerpt = aligned_excerpt(generation, alignment)
        if not any(other.document == excerpt.document and other.span.overlaps(excerpt.span) for other in sources):
            sources[excerpt] = (alignment, is_by(excerpt, claim.speaker, people))
    ordered = sorted(sources, key=lambda excerpt: (_CONFIRMED.index(sources[excerpt][1]), _KINDS.index(excerpt.kind)))
    first, confirmed = sources[ordered[0]]
    return first, tuple(ordered[:SOURCES]), confirmed


def _for_sure(excerpts: Sequence[Excerpt], confirmed: bool | None) -> bool | None:
    """What may be said without reserve of whose words the first excerpt is."""
    first = excerpts[0]
    known = (first.speaker, first.via) if first.via else (first.speaker,) if first.speaker else ()
    return confirmed if all(speaker and speaker.is_sure for speaker in known) else None


def _spliced(
    generation: Generation, claim: Claim, pieces: Sequence[Sequence[Token]], people: Sequence[Person]
) -> Verdict | None:
    """Pieces that stand in the articles, but not as one; words left out of one are altered."""
    if len(pieces) < 2:
        return None
    joined = [word for piece in pieces for word in (Token(GAP, Span(0, 0)), *piece)][1:]
    whole = _exact(generation, claim, joined)
    if whole:
        return _altered(generation, claim, whole, people)
    exact = [_exact(generation, claim, piece) for piece in pieces]
    if not all(exact):
        return None
    sources = [_sources(generation, claim, alignments, people) for alignments in exact]
    confirmed = {_for_sure(excerpts, by) for _, excerpts, by in sources}
    by = False if False in confirmed else None if None in confirmed else True
    firsts = tuple(dict.fromkeys(excerpts[0] for _, excerpts, _ in sources))
    return Verdict(claim, Finding.SPLICED, firsts, confirmed=by)


def _exact(generation: Generation, claim: Claim, words: Sequence[Token]) -> list[Alignment]:
    alignments = find_alignments(generation, claim.words, words)
    return [alignment for alignment in alignments if not alignment.different]


def _in_other_words(generation: Generation, claim: Claim, encoder: Encoder, people: Sequence[Person]) -> Verdict:
    near = nearest(generation, claim.words, encoder)
    rendering = rendered(claim.words, near, encoder)
    if rendering:
        by = is_by(rendering, claim.speaker, people)
        return Verdict(claim, Finding.PARAPHRASE, (rendering,), confirmed=_for_sure([rendering], by))
    return Verdict(claim, Finding.NOT_FOUND, near[:NEAREST])
