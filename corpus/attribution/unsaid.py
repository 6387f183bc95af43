"""Words in quotation marks that, as the article tells, somebody did not say: denied, invented or only imagined ones."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.attribution.blocks import Block, Phrase, stem
from corpus.attribution.subjects import is_helper
from corpus.english import denials
from corpus.english.lexicon import BE, LINKS, PLACING, PRONOUNS, QUOTING
from corpus.english.noun_phrases import Word, phrase_before

_QUOTED = QUOTING | {"attributed", "credited", "claim", "claims", "claimed", "claiming"}
_NEAR, _FAR = 6, 12  # words


def is_unsaid(block: Block, at: int, who: Phrase | None) -> bool:
    """Whether the sentence of the quote at `at` tells that nobody said it; `who` says who would, if it does."""
    words, (first, last) = block.words, block.between_quotes(at)
    if _is_called_untrue(words[first:at], words[at + 1 : last]):
        return True
    verb = _verb_before(block, first, at)
    if verb and (verb >= at - 1 if who and who.first > at else who is None or who.first < verb):
        return _is_denied(words, first, verb)
    near = range(at + 1, min(last, who.end + _NEAR)) if who else ()
    after = next((i for i in near if words[i].low in denials.UTTERING), None)
    return after is not None and _is_denied(words, at + 1, after)


def _verb_before(block: Block, first: int, at: int) -> int | None:
    """The verb that a quote depends on."""
    words, cues = block.words, block.cues_in(first, at)
    for verb in range(at - 1, max(first, at - _FAR) - 1, -1):
        if words[verb].low in ("but", "because"):
            return None
        if words[verb].low in denials.UTTERING or verb in cues[-1:]:
            return verb if words[verb].low in denials.UTTERING else None
    return None


def _is_called_untrue(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """“A fake video has Lund saying “…”.” “Lund was wrongly quoted as saying “…”.” “The quote “…” is false.”"""
    words = {word.low for word in before}
    participle = any(word.low in ("saying", "calling", "telling", "writing") for word in before[-_NEAR:])
    falsely = any(a.low in denials.FALSELY and b.low in _QUOTED for a, b in pairwise(before[:-1]))
    corrected = any(a.low in denials.EARLIER and b.low in denials.VERSIONS for a, b in pairwise(before))
    if falsely or corrected or words & denials.MISQUOTED or (participle and words & denials.UNTRUE):
        return True
    denied = [word.low for word in after[1:3]] in (["not", "what"], ["not", "true"], ["made", "up"])
    near = [word.low for word in after[:_NEAR]]
    if not denials.DENYING.isdisjoint(near) and not {"which", *denials.RUMOURS}.isdisjoint(near[:3]):
        return True  # “…,” which Lund denies
    return len(after) > 1 and after[0].low in BE and (denied or any(word.low in denials.UNTRUE for word in after[1:3]))


def _is_denied(words: Sequence[Word], left: int, verb: int) -> bool:
    """Whether the verb at `verb` tells of what is not said: “never said”, “might say”, “if Lund said”."""
    at = verb
    between = ("as", "well", "ever", *(("having", *BE) if words[verb].low.endswith(("d", "n", "ing")) else ()))
    while at > left and (is_helper(words[at - 1]) or words[at - 1].low in between):
        at -= 1
    helpers = {word.low for word in words[at:verb]}
    if _negates(words[at:verb]) and not helpers & denials.ONLY:
        return True
    if helpers & denials.MODALS or {"would", "have"} <= helpers:
        return True
    if at == left:
        return False
    if "to" in helpers or words[verb].low.endswith("ing") or "having" in helpers:
        return _is_withheld(words, left, at)
    return _is_doubted(words, left, at)


def _negates(words: Sequence[Word]) -> bool:
    return any(word.low in denials.NEGATIONS for word in words)


def _is_withheld(words: Sequence[Word], left: int, at: int) -> bool:
    """What stands before “to say” and “saying”: “refused”, “denied”, “imagine Lund”; not “did not hesitate”."""
    word = words[at - 1].low
    if word in denials.REFUSING or word == "without" or (word == "of" and words[at - 2].low in ("short", "instead")):
        return not _negates(words[max(left, at - 4) : at - 1])
    first = _subject(words, at, left)
    return left < first and words[first - 1].low in denials.IMAGINING


def _is_doubted(words: Sequence[Word], left: int, at: int) -> bool:
    """What stands before the subject of a verb: “if Lund said”, “nobody said”, “it is false that Lund said”."""
    first = _subject(words, at, left)
    if words[at - 1].low in denials.NOBODY or words[first].low in (*denials.CONDITIONS, "no"):
        return True
    if first == left:
        return False
    link, before = words[first - 1].low, words[max(left, first - _NEAR) : first - 1]
    if link in denials.CAUSING and words[at].low in denials.BARE:
        return True
    claim = {word.low for word in before}
    negated = _negates(before) or "no" in claim
    nobody = link in LINKS | PLACING and claim & {"no", *denials.NOBODY}  # “Nobody at the club said”
    if nobody or link in denials.CONDITIONS or (link == "had" and first - 1 == left):
        return True
    if link in denials.AUXILIARIES and negated:
        return True
    if first == at or link not in ("that", "of", *denials.RUMOURS):
        return False  # also: “a report that said”
    return bool(claim & (denials.UNTRUE | denials.DENYING) or (claim & denials.TRUTH and negated))


def _subject(words: Sequence[Word], end: int, left: int) -> int:
    """Where the noun phrase or pronoun before `end` begins."""
    pronoun = stem(words[end - 1]) in PRONOUNS or words[end - 1].low in ("him", "her", "them")
    return end - 1 if pronoun else phrase_before(words, end, left)
