"""Words of an article around its quotes, and the phrases among them that can be somebody."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpus.english.lexicon import (
    ACRONYMS,
    ARTICLES,
    DETERMINERS,
    LINKS,
    ORGANISATIONS,
    PARTICLES,
    PERSON_NOUNS,
    PLACE_BEGINNINGS,
    POSSESSIVES,
    PRONOUNS,
    SOMEBODY,
    SPEECH_VERBS,
    STOPS,
    TITLES,
    TRADE,
)
from corpus.english.quotation_marks import MARKS
from corpus.text.span import Span

QUOTE = "\ue000"  # a character for private use, which articles do not contain
_MANY = DETERMINERS - ARTICLES - POSSESSIVES - {"this", "that", "one", "another"}
NICKNAME = 24  # characters at most of one in marks: Dwayne “The Rock” Johnson
_ROLE = 4  # words between a comma and a name
_LONGEST = 20  # words of a phrase; time stays linear in texts that are one long phrase
_UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))  # within words
# What shows as nothing, or tells where a link leads: tags, footnotes, `[` and `](…)`, emphasis.
_MARKUP = (
    r"</?[a-z][^<>]{0,300}>|\[\^?\d{1,3}\]|\[(?=[^\[\]\n]{1,200}\]\()|\]\((?:[^()\s]|\([^()\s]{0,99}\)){0,500}\)|"
    r"(?<!\w)(?:\*{1,3}|_{1,3})(?=[^\W_]|[“\"‘'])|(?<=[^\s*_])(?:\*{1,3}|_{1,3})(?!\w)"
)
_LETTERS = r"[^\W_]+"
_WORD = re.compile(
    rf"(?P<markup>{_MARKUP})|"
    rf"[“\"](?=[^\W\d_])[^“”\"\n]{{1,{NICKNAME}}}(?<=\w)[”\"]|"
    rf"\b(?=[^\W\d_]+\.)(?:(?:{'|'.join(sorted(TITLES))})\.|(?:[^\W\d_]\.)+(?![^\W\d_]))|"
    rf"{_LETTERS}(?:[-_‐‑’'.&\xad\u200b]{_LETTERS})*(?:[’'](?=\s))?|"
    r"[^\s\xad\u200b\u2060\ufeff]",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """A word, a sign, or a whole quote, whose text is QUOTE and the sign that it ends with, if any."""

    text: str
    start: int
    end: int
    low: str
    """In small letters, but for “US”; `corpus.english.name_words` keeps the capital of “May” where it is a name."""


def words_around(text: str, block: Span, quotes: Sequence[Span]) -> list[Word]:
    """The words of a block, each of its quotes as a single one."""
    words: list[Word] = []
    position = block.start
    for quote in quotes:
        words += _plain(text, position, quote.start)
        last = text[quote.start : quote.end].rstrip(MARKS)[-1:]
        sign = QUOTE + (last if last in ".?!,…—–-:;" else "")
        words.append(Word(sign, quote.start, quote.end, sign))
        position = quote.end
    words += _plain(text, position, block.end)
    return words


def _plain(text: str, start: int, end: int) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        if match.lastgroup != "markup":
            word = match[0].translate(_UNSEEN)
            yield Word(word, *match.span(), word if word in ACRONYMS else word.lower())


def is_quote(word: Word) -> bool:
    """Whether a word stands for a whole quote."""
    return word.text[0] == QUOTE


def is_name(word: Word) -> bool:
    """Whether a word can be part of a name: a capital begins it, and it is none of those that begin any sentence."""
    if _is_nickname(word):
        return True
    particle, _, after = word.text.partition("-")
    capital = word.text[0].isupper() or (after[:1].isupper() and particle in PARTICLES)  # al-Amin
    return capital and word.low not in STOPS and word.low not in DETERMINERS and word.low not in PRONOUNS


def _is_nickname(word: Word) -> bool:
    return word.text[0] in '“"' and len(word.text) > 1


def in_name(word: Word) -> bool:
    """Whether a word can be part of a name, or a particle in one: “de”, “van”."""
    return is_name(word) or word.text in PARTICLES


def is_person_noun(word: Word) -> bool:
    """Whether a word says what somebody is, also “ex-mayor”, “president-elect” and “secretary-treasurer”."""
    is_known = is_somebody if word.text.islower() else PERSON_NOUNS.__contains__
    if "-" in word.low:
        before, _, after = word.low.rpartition("-")
        if before in ("ex", "co", "vice", "then", "deputy") or after in ("elect", "designate", *PERSON_NOUNS):
            return is_known(after) or is_known(before)
    return is_known(word.low) or is_known(word.low.removesuffix("s"))


@lru_cache(maxsize=4_096)
def is_somebody(noun: str) -> bool:
    """Whether a noun in small letters says what one person is."""
    return noun in SOMEBODY or TRADE.fullmatch(noun) is not None


def is_plural(word: Word) -> bool:
    """Whether a noun ends as plurals do, or has no other ending for several."""
    return word.low in ("police", "people") or (word.low.endswith("s") and not word.low.endswith(("ss", "ous", "us")))


def is_possessive(word: Word) -> bool:
    """Whether a word says whose something is: “her”, “Lund’s”."""
    return word.low in POSSESSIVES or word.low.endswith(("’s", "'s", "s’", "s'"))


def ends_sentence(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence ends with the word at `at`: the next does not begin with a small letter."""
    word = words[at]
    if word.text[-1] not in ".?!" or (len(word.text) > 1 and not is_quote(word)) or words[max(0, at - 1)].low == "al":
        return False  # nor with “et al.”
    following = words[at + 1].text[0] if at + 1 < len(words) else ""
    return not following.islower() and (not following or following not in ",;:)—–-")


# Phrases --------------------------------------------------------------------------------------------------------------


def phrase_before(words: Sequence[Word], end: int, left: int) -> int:
    """Where the noun phrase that ends before `end` begins, not before `left`; `end` where there is none."""
    first = end
    left = max(left, end - _LONGEST)
    while first > left:
        word = words[first - 1]
        if word.low in LINKS and first < end and first - 1 > left:
            if not _owns(words[first - 2], word):
                break
            first -= 1
        elif not _nominal(word):
            break
        first -= 1
        if words[first].low in DETERMINERS:
            break
    return _without_loose_words(words, first, end)


def phrase_after(words: Sequence[Word], first: int, right: int) -> int:
    """Where the noun phrase that begins at `first` ends, at most at `right`; `first` where there is none."""
    end = first
    right = min(right, first + _LONGEST)
    while end < right:
        word, before = words[end], words[end - 1]
        if end > first and word.low in (*LINKS, "and"):
            joined = word.low == "of" or not is_name(before) or is_person_noun(before) or _department(words, first, end)
            if not joined or end + 1 == right or not _nominal(words[end + 1]):
                break
        elif not _nominal(word) or (end > first and _begins_anew(words, end, right)):
            break
        end += 1
    return first if end == first + 1 and words[first].low in DETERMINERS else end


def _department(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether “and” goes on with what an office is for: “Minister for Fisheries and Harbours”."""
    if words[end].low != "and" or end - first < 3:
        return False
    office, link = words[end - 3], words[end - 2].low
    return (link == "for" and is_person_noun(office)) or (link == "of" and office.low in ORGANISATIONS)


def name_after(words: Sequence[Word], comma: int, right: int) -> int:
    """Where the name that follows a comma ends: “her lawyer, Ida Lund,”; `comma` where there is none."""
    if comma + 1 >= right or words[comma].text != ",":
        return comma
    end = comma + 1
    while end < right and end - comma < _ROLE and (words[end].low == "the" or words[end].text.islower()):
        end += 1  # “her brother, the fisherman Ida Lund,”
    end = end if end > comma + 1 and is_person_noun(words[end - 1]) else comma + 1
    while end < right and end - comma < _LONGEST and in_name(words[end]):
        end += 1
    return end if end > comma + 1 and is_name(words[end - 1]) else comma


def name_beyond(words: Sequence[Word], end: int, right: int) -> tuple[int, int]:
    """The whole name that follows what an office is for: “the Minister for Water, Energy and Ports, Ida Lund,”; an
    empty range where there is none.
    """
    for at in range(end, min(right, end + _LONGEST)):
        last = name_after(words, at, right)
        if last > at + 2 and ends_with_sign(words, last) and words[at + 1].low not in PLACE_BEGINNINGS:
            return at + 1, last
        joins = words[at].low in (",", "and", "on", *LINKS, *ARTICLES)
        if not joins and (words[at].low in STOPS or words[at].text in SPEECH_VERBS or not words[at].text[0].isalnum()):
            break
    return end, end


def role_before(words: Sequence[Word], first: int, end: int) -> Sequence[Word]:
    """The words that say who is named next, between commas: “the company’s lawyer, Ida Lund,”."""
    comma = first - 1
    if comma < 2 or not ends_with_sign(words, end) or name_after(words, comma, len(words)) != end:
        return ()
    if is_name(words[comma - 1]) and (end - first == 1 or words[first].low in PLACE_BEGINNINGS):
        return ()  # “the mayor of Ashby, Norland”
    begin = phrase_before(words, comma, max(0, comma - _LONGEST))
    phrase = words[begin:comma]
    known = any(word.low in DETERMINERS or is_possessive(word) for word in phrase)
    return phrase if known and is_someone(phrase) else ()


def ends_with_sign(words: Sequence[Word], end: int) -> bool:
    """Whether a phrase ends at `end` with a sign."""
    return end == len(words) or words[end].text in ",.;?!" or is_quote(words[end])


def is_someone(phrase: Sequence[Word]) -> bool:
    """Whether a phrase describes one person: “a spokesman for the agency”."""
    head = next((at for at, word in enumerate(phrase) if at and word.low in LINKS), len(phrase))
    return head > 0 and is_somebody(phrase[head - 1].low) and phrase[0].low not in _MANY


def _nominal(word: Word) -> bool:
    """Whether a word can be part of a noun phrase."""
    if not (word.text[0].isalnum() or _is_nickname(word)) or word.low in STOPS or word.low in PRONOUNS:
        return False
    return word.text not in SPEECH_VERBS or word.low.endswith("s") or word.low in PERSON_NOUNS


def _owns(owner: Word, link: Word) -> bool:
    """Whether a preposition makes one phrase of its neighbours: “a spokesman for Smith”, not “Sunday in Rome”."""
    if not _nominal(owner) or (owner.text.islower() and owner.low.endswith("ing")):
        return False
    return is_person_noun(owner) or (link.low in ("of", "for") and not owner.text.islower()) or link.low == "of"


def _begins_anew(words: Sequence[Word], at: int, right: int) -> bool:
    """Whether something else begins after a name: “said Smith last week”, but not “said Ohio state senator Smith”."""
    word, before = words[at], words[at - 1]
    if word.low in DETERMINERS:
        return before.low not in (*LINKS, "and")
    if not is_name(before) or in_name(word) or not word.text[0].islower() or is_possessive(before):
        return False
    near = words[at : min(right, at + 4)]
    if word.low.endswith("ed") and len(near) > 1 and (is_name(near[1]) or is_possessive(near[1])):
        return True  # “Lund phoned Diaz’s sister”
    agent = word.low.endswith(("er", "or")) and sum(map(is_name, near[1:3])) == 2  # “Fox News contributor Ida Lund”
    return not agent and not any(is_person_noun(w) for w in near)


def _without_loose_words(words: Sequence[Word], first: int, end: int) -> int:
    """`first`, or where the name at the end of the phrase begins if what stands before it is no role."""
    if first == end or is_possessive(words[end - 1]):
        return end
    if words[first].low in DETERMINERS:
        return first if end - first > 1 else end
    if any(is_person_noun(word) for word in words[first : end - 1]):
        return first
    name = end
    while name > first and in_name(words[name - 1]):
        name -= 1
    while name < end and words[name].text in PARTICLES:
        name += 1
    if name < end:
        return first if name > first and is_possessive(words[name - 1]) else name
    several = is_plural(words[end - 1]) or is_person_noun(words[end - 1])
    return first if several or any(is_possessive(word) for word in words[first:end]) else end


def without_article(words: Sequence[Word]) -> Sequence[Word]:
    """A phrase without the article that it begins with."""
    return words[1:] if len(words) > 1 and words[0].low in ARTICLES else words


def in_one_line(words: Sequence[Word]) -> str:
    """Words as the article has them, but for line breaks."""
    return "".join(" " * (before.end < word.start) + word.text for before, word in pairwise([*words[:1], *words]))
