"""Rules for what says plainly whose words a quote is: “— Ida Lund”, “quoted Lund as saying”, “in Lund’s words”."""

from collections.abc import Sequence

from corpus.attribution.blocks import Block
from corpus.attribution.subjects import (
    ASIDE,
    SIGNS,
    RuleMatch,
    is_helper,
    is_passive,
    is_verb_like,
    noun_before,
    past_aside,
)
from corpus.english.lexicon import (
    BE,
    DETERMINERS,
    LABELS,
    LINKS,
    OPENERS,
    QUOTING,
    SPEECH_VERBS,
    WORDS,
    verb_forms,
)
from corpus.english.noun_phrases import (
    Word,
    in_name,
    is_name,
    is_person_noun,
    is_plural,
    is_possessive,
    is_quote,
    name_after,
    phrase_after,
    phrase_before,
)

_NEAR = 5  # words
_QUOTES = verb_forms("quote cite")
DASHES = ("—", "–", "―", "-", "--")


def attribute_plainly(block: Block, at: int) -> RuleMatch | None:
    """The speaker of the quote at `at` who signs it, heads it, is quoted, or whose words it is said to be."""
    return _signed(block.words, at) or _headed(block.words, at) or _quoted(block, at) or _in_words(block, at)


def _signed(words: Sequence[Word], at: int) -> RuleMatch | None:
    """“…” — Ida Lund, where nothing but another quote follows."""
    first = end = at + 2
    if first >= len(words) or words[at + 1].text not in DASHES:
        return None
    while end < len(words) and in_name(words[end]):
        end += 1
    last = end == len(words) or is_quote(words[end]) or words[end].text in ".,([" or words[end].low == "and"
    return RuleMatch(first, end, "signed") if end > first and last and is_name(words[end - 1]) else None


def _headed(words: Sequence[Word], at: int) -> RuleMatch | None:
    """“…”: Ida Lund on boats. “…”: nurses turn on Lund."""
    if at or len(words) < 3 or len(words) > ASIDE or words[1].text != ":":
        return None
    end = next((i for i in range(2, len(words)) if not in_name(words[i])), len(words))
    if end == 2:
        return RuleMatch(2, 3, "signed") if is_person_noun(words[2]) and is_plural(words[2]) else None
    return RuleMatch(2, end, "signed") if end == len(words) or words[end].low == "on" else None


def _quoted(block: Block, at: int) -> RuleMatch | None:
    """“…,” the Star quoted Smith as saying. “…,” Smith was quoted by the Star as saying. The Star quotes Smith: “…”."""
    words, first, last = block.words, *block.between_quotes(at)
    for verb in (cue for cue in block.cues_in(first, last - 1) if words[cue].low in QUOTING):
        if is_passive(words, verb, first):
            subject = _subject_of_passive(words, verb, first)
            return subject._replace(rule="quoted") if subject else None
        pronoun = words[verb + 1].low in ("him", "her") and words[verb + 2 : verb + 3] and words[verb + 2].low == "as"
        end = verb + 2 if pronoun else phrase_after(words, verb + 1, last)
        if end > verb + 1 and ((end + 1 == at and words[end].text == ":") or _as_saying(words, end, last)):
            return RuleMatch(verb + 1, end, "quoted")
    return None


def quoted_in(block: Block, first: int, last: int) -> RuleMatch | None:
    """Whom a sentence is said to quote: “The Star quoted Smith.”"""
    words = block.words
    verb = next((cue for cue in block.cues_in(first, last - 1) if words[cue].low in _QUOTES), None)
    if verb is None or is_passive(words, verb, first):
        return None
    end = phrase_after(words, verb + 1, last)
    return RuleMatch(verb + 1, end, "quoted") if end > verb + 1 else None


def quoted_before(block: Block, at: int) -> RuleMatch | None:
    """The Star quoted Smith. “…”"""
    begin = block.begin(at)
    match = quoted_in(block, block.begin(begin - 1), begin) if 0 < begin == at else None
    return match if match and max(match.end, name_after(block.words, match.end, begin)) == begin - 1 else None


def _as_saying(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether “as saying” follows, past an aside."""
    ahead = range(first, min(first + ASIDE, end - 1))
    return any(words[i].low == "as" and words[i + 1].low in (*SPEECH_VERBS, "having") for i in ahead)


def _subject_of_passive(words: Sequence[Word], verb: int, left: int) -> RuleMatch | None:
    """Lund was wrongly quoted. Lund, a baker, was quoted."""
    end = verb
    while end > left and (is_helper(words[end - 1]) or words[end - 1].low in BE):
        end -= 1
    aside = end > left and words[end - 1].text in SIGNS
    return past_aside(words, end - 1, left) if aside else noun_before(words, end, left)


def _in_words(block: Block, at: int) -> RuleMatch | None:
    """In Ida Lund’s words, “…”. In the words of Ida Lund, “…”."""
    words, begin = block.words, block.begin(at)
    end = at - 1 if at > begin and words[at - 1].text in ",:" else at
    first = phrase_before(words, end, begin)
    if first == begin or words[first - 1].low != "in" or (first - 1 > begin and words[first - 2].text not in SIGNS):
        return None  # “said in her statement”
    of = next((i for i in range(first, end - 1) if words[i].low in WORDS and words[i + 1].low == "of"), None)
    if of is not None:
        return RuleMatch(of + 2, end, "owner")
    owner = next((i for i in range(first, end - 1) if is_possessive(words[i])), None)
    return RuleMatch(first, owner + 1, "owner") if owner is not None and words[end - 1].low in WORDS else None


def owner_after(words: Sequence[Word], at: int) -> RuleMatch | None:
    """“…” was Ida Lund’s word for it. “…,” came the reply from Ida Lund."""
    first = at + 2
    if first >= len(words) or words[at + 1].low not in (*BE, "came", "comes"):
        return None
    noun = next((i for i in range(first, min(first + _NEAR, len(words))) if words[i].low in WORDS), None)
    if noun is None:
        return None
    if is_possessive(words[noun - 1]):
        return RuleMatch(first, noun, "owner") if all(map(in_name, words[first:noun])) else None
    given = noun + 2 < len(words) and words[noun + 1].low in ("from", "of")
    end = phrase_after(words, noun + 2, len(words)) if given else noun + 2
    known = end > noun + 2 and (is_name(words[end - 1]) or is_person_noun(words[end - 1]))
    return RuleMatch(noun + 2, end, "owner") if known else None


def sender_before(words: Sequence[Word], begin: int, colon: int) -> RuleMatch | None:
    """Statement from Ida Lund: “…”. And this from the desk of Ida Lund, the mayor: “…”."""
    near = range(begin, min(begin + _NEAR, colon - 1))
    at = next((i for i in near if words[i].low in ("from", "by")), None)
    if at is None or any(is_verb_like(words, i) for i in range(begin, at - 2)):
        return None
    if at > begin and words[at - 1].low not in LABELS | OPENERS | DETERMINERS:
        return None
    end = phrase_after(words, at + 1, colon)
    first = next((i + 2 for i in range(at + 1, end - 2) if words[i].low in ("desk", "office")), at + 1)
    return RuleMatch(first, end, "by") if end > first and (end == colon or words[end].low in (",", *LINKS)) else None
