"""Words of an article outside its quotes, and the phrases among them that can be somebody."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.span import Span


class Word(NamedTuple):
    """A word, a sign, or a whole quote: then its text is QUOTE and the sign the quote ends with, if any."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()


QUOTE = "\ue000"  # a private character, so that no article can write it by accident
TITLES = frozenset(
    "mr mrs ms miss dr prof sen rep reps sens gov lt gen col capt cmdr adm maj sgt rev hon pres sec atty supt det st "
    "jr sr".split()
)
_WORD = re.compile(
    rf"\b(?:{'|'.join(sorted(TITLES))})\.|\b(?:[^\W\d_]\.)+(?![^\W\d_])|\w+(?:[-’'.&]\w+)*(?:[’'](?=\s))?|\S",
    re.IGNORECASE,
)
_ENDS = frozenset(".?!")

PRONOUNS = frozenset("he she they it i we who".split())
DETERMINERS = frozenset(
    "the a an his her their its our my this that these those one two three four five six several some many another "
    "both other few most no every each".split()
)
_PREPOSITIONS = frozenset(
    "in on at to by with from about after before during over under as into against through between among amid near "
    "since until despite without within outside like than per via around across while when where whether because if "
    "though although so then and but or nor yet that which what why how there here not just even only also him them "
    "me us you himself herself themselves i'm it's is are was were be been being am has have had do does did will "
    "would can could may might must should according asked told said says saying thursday monday tuesday wednesday "
    "friday saturday sunday january february march april june july august september october november december jan feb "
    "aug sept oct nov dec today yesterday tomorrow tonight meanwhile however instead later earlier still now once "
    "again never ever too well yes out up down off back away".split()
)
PARTICLES = frozenset("de van von der den bin ibn al el la le da di del dos du ben ter st".split())
# Nouns of people: before a name they are its role, before "of", "for" or "to" its owner.
_PERSON = frozenset(
    "president leader chief head chair chairman chairwoman director secretary minister ambassador envoy spokesman "
    "spokeswoman spokesperson adviser advisor aide ally official officer executive manager strategist pollster analyst "
    "expert economist professor lecturer teacher student lawyer attorney prosecutor judge justice senator congressman "
    "congresswoman representative governor mayor councilman candidate nominee contender rival opponent critic supporter "
    "delegate activist organizer advocate author writer reporter correspondent columnist editor host anchor journalist "
    "blogger historian scholar scientist researcher doctor physician nurse actor actress singer comedian rapper artist "
    "coach player captain general admiral colonel commander sergeant soldier veteran detective sheriff policeman "
    "investigator agent bishop priest pastor cardinal pope rabbi imam reverend king queen prince princess duke billionaire "
    "businessman businesswoman mogul founder owner partner member colleague friend wife husband son daughter brother "
    "sister mother father parent resident voter worker farmer driver witness victim staffer operative lobbyist consultant "
    "donor moderator speaker whip counsel treasurer clerk deputy undersecretary premier chancellor foreigner neighbor "
    "neighbour source person people man woman boy girl father-in-law co-founder co-author co-host front-runner".split()
)


def is_name(word: Word) -> bool:
    """Whether a word can be part of a name: it begins with a capital, and is none that every sentence may begin with."""
    low = word.low
    return word.text[0].isupper() and low not in DETERMINERS and low not in PRONOUNS and low not in _PREPOSITIONS


def is_person_noun(word: Word) -> bool:
    low = word.low
    return low in _PERSON or (low.endswith("s") and low[:-1] in _PERSON)


def is_possessive(word: Word) -> bool:
    return word.low.endswith(("’s", "'s", "s’", "s'")) or word.low in ("his", "her", "their", "its", "our", "my")


def is_quote(word: Word) -> bool:
    return word.text[0] == QUOTE


def words_around(text: str, block: Span, quotes: Sequence[Span]) -> list[Word]:
    """The words of a block, each of its quotes as a single one."""
    words: list[Word] = []
    position = block.start
    for quote in quotes:
        words += _plain(text, position, quote.start)
        last = text[quote.start : quote.end].rstrip("\"”“’'»«`")[-1:]
        words.append(Word(QUOTE + (last if last in ".?!,…—–-:;" else ""), quote.start, quote.end))
        position = quote.end
    words += _plain(text, position, block.end)
    return words


def _plain(text: str, start: int, end: int) -> Iterator[Word]:
    return (Word(match[0], *match.span()) for match in _WORD.finditer(text, start, end))


def ends_sentence(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence ends with the word at `at`: the next does not begin with a small letter."""
    text = words[at].text
    if not (text in _ENDS or (is_quote(words[at]) and text[-1] in _ENDS)):
        return False
    return at + 1 == len(words) or not words[at + 1].text[0].islower() and words[at + 1].text[0] not in ",;:)—–-"


# Phrases --------------------------------------------------------------------------------------------------------------


def _nominal(word: Word) -> bool:
    low = word.low
    return word.text[0].isalnum() and low not in _PREPOSITIONS and low not in PRONOUNS


def phrase_before(words: Sequence[Word], end: int, left: int) -> int:
    """Where the noun phrase that ends before `end` begins, not before `left`; `end` where there is none."""
    first = end
    while first > left and end - first < 20:
        word = words[first - 1]
        if word.low in ("of", "for", "to", "at", "with", "from", "in") and first < end and first - 1 > left:
            owner = words[first - 2]
            if not (_nominal(owner) and (word.low in ("of", "for") or is_person_noun(owner)) and not is_verbal(owner)):
                break
            first -= 2
            if owner.low in DETERMINERS:
                break
            continue
        if not _nominal(word):
            break
        first -= 1
        if word.low in DETERMINERS or word.low in ("his", "her"):
            break
    return _cut(words, first, end)


def is_verbal(word: Word) -> bool:
    return word.text.islower() and word.low.endswith("ing")


def _cut(words: Sequence[Word], first: int, end: int) -> int:
    """`first`, or where the name at the end of the phrase begins if what precedes it is no role."""
    if first == end or words[first].low in DETERMINERS or any(is_person_noun(w) for w in words[first : end - 1]):
        return first
    name = end
    while name > first and (is_name(words[name - 1]) or words[name - 1].low in PARTICLES):
        name -= 1
    while name < end and words[name].low in PARTICLES:
        name += 1
    if name < end:
        owned = name > first and is_possessive(words[name - 1])
        return first if owned else name
    plural = words[end - 1].low.endswith("s") or is_person_noun(words[end - 1])
    return first if plural or any(is_possessive(w) for w in words[first:end]) else end


def phrase_after(words: Sequence[Word], first: int, right: int) -> int:
    """Where the noun phrase that begins at `first` ends, at most at `right`; `first` where there is none."""
    end = first
    while end < right and end - first < 20:
        word = words[end]
        if word.low in ("of", "for", "to", "at", "with", "from", "in", "and") and end > first and end + 1 < right:
            linked = word.low == "of" or not is_name(words[end - 1])
            if not linked or not _nominal(words[end + 1]):
                break
        elif not _nominal(word) or (word.low in DETERMINERS and end > first and words[end - 1].low not in _LINKS):
            break
        end += 1
        if is_name(word) and end < right and words[end].text[0].islower() and words[end].low not in ("of", *PARTICLES):
            if not is_possessive(word) and not is_person_noun(words[end]) and not _role_follows(words, end, right):
                break
    return end


_LINKS = frozenset("of for to at with from in and".split())


def _role_follows(words: Sequence[Word], at: int, right: int) -> bool:
    """Whether small words lead on to a name soon: “Ohio state senator Smith”."""
    for word in words[at : min(right, at + 4)]:
        if is_person_noun(word):
            return True
        if not word.text[0].islower() or not _nominal(word):
            return False
    return False
