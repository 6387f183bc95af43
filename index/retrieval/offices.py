"""Who holds the office that a question names: “the mayor of Ashby”, “Norland’s finance minister”, “the fire expert”.

The noun must be the speaker's: in the role, or in what stands beside the name. Place and institution may stand
elsewhere in the article.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, takewhile

import numpy as np

from corpus.english.lexicon import ABBREVIATIONS, ARTICLES, LINKS, OTHER_OFFICE, SOMEBODY, STOPS, word_set
from corpus.english.noun_phrases import is_somebody
from corpus.text.folding import fold_text
from index.engine.bm25 import stems
from index.engine.generation import Generation
from index.retrieval.demonyms import adjectives_for, countries_named

# What a word of the question counts that stands in the passage or the title, or elsewhere in the article, of one that
# stands beside the name; how much of all words must be there; and by how much those who fit less are somebody else.
NEAR, FAR = 0.9, 0.7
LEAST, CLEAR = 0.5, 0.05

_ENDS = (LINKS | STOPS) - {"and"}
# What people call whoever leads something, and what articles call them.
_GENERIC = word_set("head chief boss leader")
_LEADERS = word_set(
    "president director chairman chairwoman chair chief executive ceo leader head secretary commissioner"
)
_LEADING = word_set("chairs chaired directs directed heads headed leads led runs ran")
_LEADS = re.compile(rf",\s+who\s+(?:{'|'.join(sorted(_LEADING))})\s+([^,;:.“”\"()]{{1,90}})")
_SAME = (word_set("lawyer attorney counsel"), word_set("doctor physician"), word_set("policeman cop officer"))
_IDLE = word_set("us u s top own new")  # words that articles leave out
_JOINING = ARTICLES | LINKS | {"who", "that", "which", "whose", "is", "was", "s"}
_GENDERED = re.compile(r"(?:man|woman|person|lady)$")
_RELATIVE = re.compile(r"(?:^|\s+)(?:who|that|which|whose)\b")
_TOKEN = re.compile(r"\w+(?:-\w+)*(?:['’]s?\b)?")
_APPOSITION = re.compile(
    r",\s+(?:\d{1,3},\s+)?(?:who\s+(?:is|was|serves|served)\s+(?:as\s+)?)?((?:[^,;:.“”\"()]|(?<=Mr|Ms|Dr|St)\.|(?<=Mrs|Sen|Gov)\.){1,90})"
)
# Between the noun and the name: nothing, or what the office is of, which ends with a comma or as names do.
_BETWEEN = re.compile(
    r"(?:\s+(?:of|for|at|to|in)\s[^,.;:“”\"()]{1,60},\s+|\s+(?:of|for|at|in)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){1,4}|,?\s+)"
)
_CAPITALS = re.compile(r"(?:(?<!\S)[A-Z][\w.’'-]*\s+){1,3}\Z")
_FIRST_NAMES = 60  # characters
_BESIDE = 6  # words before the noun that may belong to it


@dataclass(frozen=True, slots=True)
class _Office:
    """An office as a question names it; all words are folded."""

    nouns: frozenset[str]
    """The noun, and what else articles may call the same: chairman, chairwoman, chair."""
    others: frozenset[str]
    """What makes another office of it: deputy, former."""
    words: frozenset[str]
    """The words that tell whose or where, stemmed; countries for their adjectives."""
    names: frozenset[str]
    """Those of them that are written with a capital."""


@dataclass(frozen=True, slots=True)
class _Description:
    """What an article calls a speaker in a passage."""

    speaker: str
    text: str
    passage: int


def office_holders(generation: Generation, typed: str) -> Mapping[str, frozenset[str]]:
    """The names of the speakers, by document, who hold an office that somebody types; of several those who fit best.

    Empty where what is typed is the name of a person.
    """
    office = _read_office(typed)
    if not office:
        return {}
    fits: dict[tuple[str, str], float] = {}
    for description in _descriptions(generation, office):
        holder = generation.passages[description.passage].document.id, description.speaker
        fits[holder] = max(fits.get(holder, 0.0), _fit(generation, office, description))
    best = max(fits.values(), default=0.0)
    names = {speaker for (_, speaker), fit in fits.items() if fit >= best - CLEAR}
    surnames = {name.split()[-1] for name in names}
    holders: dict[str, frozenset[str]] = {}
    for (document, speaker), fit in fits.items():
        if fit >= LEAST and speaker.split()[-1] in surnames:
            holders[document] = holders.get(document, frozenset()) | {speaker}
    whole = {name for name in names if " " in name and name[0].isupper() and best >= LEAST}
    for document, speakers in _speakers(generation).items():  # an article need not say again who somebody is
        if whole & speakers:
            holders[document] = holders.get(document, frozenset()) | (speakers & whole)
    return holders


def is_office(typed: str) -> bool:
    """Whether what somebody types is plainly what a person is, and not a name."""
    before = _before_link(typed)
    return bool(before) and is_somebody(_plain(before[-1]))


@lru_cache(maxsize=1 << 10)
def _read_office(typed: str) -> _Office | None:
    before = _before_link(typed)
    if not before:
        return None
    noun = _plain(before[-1])
    if not (noun in SOMEBODY or noun in ABBREVIATIONS or before[-1].islower()):
        return None
    noun = ABBREVIATIONS.get(noun, noun)
    base = _GENDERED.sub("", noun)
    others = (base + ending for ending in ("", "man", "woman", "person") if len(base) > 3 and base != noun)
    same = chain.from_iterable(nouns for nouns in _SAME if noun in nouns)
    forms = {noun, *others, *same, *(_LEADERS if noun in _GENERIC else ())}
    abbreviations = {short for short, long in ABBREVIATIONS.items() if long in forms}
    words = [word for word in _TOKEN.findall(typed) if _plain(word) not in {noun, *_JOINING, *_IDLE, *OTHER_OFFICE}]
    return _Office(
        nouns=frozenset(forms | abbreviations),
        others=OTHER_OFFICE & {_plain(word) for word in before},
        words=countries_named(stems(" ".join(map(_plain, words)))),
        names=countries_named(stems(" ".join(_plain(word) for word in words if word[0].isupper()))),
    )


# What articles call speakers ------------------------------------------------------------------------------------------


def _descriptions(generation: Generation, office: _Office) -> Iterator[_Description]:
    """Whatever an article calls a speaker of its own by the noun of an office."""
    for by_sentence in (generation.quotes_by_sentence, generation.reported_by_sentence):
        for number, quotes in by_sentence.items():
            for speaker in {quote.speaker for quote in quotes if quote.speaker}:
                text = speaker.role or speaker.name
                if _is_office(office, text):
                    yield _Description(speaker.name, text, generation.sentences[number].passage)
    speakers = _speakers(generation)
    words = office.nouns | (_LEADING if "leader" in office.nouns else frozenset())
    found = generation.sentence_bm25.scores([term for word in words for term in stems(word)])
    for number in np.flatnonzero(found).tolist():
        passage, text = generation.sentences[number].passage, generation.sentence_text(number)
        for name in speakers.get(generation.passages[passage].document.id, ()):
            for description in _beside(office, name, text):
                yield _Description(name, description, passage)


def _speakers(generation: Generation) -> Mapping[str, frozenset[str]]:
    """The names of those who speak in each document."""
    speakers: dict[str, frozenset[str]] = {}
    for said in (generation.quotes, generation.reported):
        for document, quotes in said.items():
            names = {quote.speaker_name for quote in quotes if quote.speaker_name}
            speakers[document] = speakers.get(document, frozenset()) | names
    return speakers


def _beside(office: _Office, name: str, text: str) -> Iterator[str]:
    """What stands before and behind a name in a sentence, where it is that office: “Jan Moe, the mayor of Ashby, …”."""
    last = name.split()[-1]
    for match in re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", text):
        after = _APPOSITION.match(text, match.end())
        if after and _opens_description(after[1]) and _is_office(office, after[1]):
            yield after[1]
        leads = _LEADS.match(text, match.end())
        if leads and "leader" in office.nouns and not office.others:
            yield f"leader of {leads[1]}"
        starts = _name_starts(text, match.start())
        for noun in _TOKEN.finditer(text, 0, match.start()):
            if _is_noun(office, noun[0]) and any(_BETWEEN.fullmatch(text, noun.end(), start) for start in starts):
                modifiers = text[: noun.start()].split()[-_BESIDE:]
                if _fits_others(office, modifiers):
                    yield " ".join((*modifiers, text[noun.start() : match.start()]))


def _name_starts(text: str, surname: int) -> list[int]:
    """Where a name may begin whose last word begins there: at it, or at a capital up to three words before."""
    before = _CAPITALS.search(text, max(0, surname - _FIRST_NAMES), surname)
    return (
        [surname, *(word.start() + before.start() for word in re.finditer(r"\S+", before[0]))] if before else [surname]
    )


def _opens_description(text: str) -> bool:
    first = text.split()[0]
    return not (first.islower() and first.endswith(("ing", "ed")))


@lru_cache(maxsize=1 << 14)
def _is_office(office: _Office, text: str) -> bool:
    """Whether a description is of that office, which stands before what it is of; “the mayor’s wife” is no mayor."""
    before = _before_link(text)
    own = [word for word in before[:-1] if _plain(word) in SOMEBODY] + list(before[-1:])
    return any(_is_noun(office, word) for word in own) and _fits_others(office, before)


def _is_noun(office: _Office, word: str) -> bool:
    plain = _plain(word)
    return plain in office.nouns and (word.islower() or plain in SOMEBODY or plain in ABBREVIATIONS)


def _fits_others(office: _Office, words: Sequence[str]) -> bool:
    return OTHER_OFFICE & {_plain(word) for word in words} == office.others


def _before_link(text: str) -> tuple[str, ...]:
    """The words before the first preposition or comma, but for genitives."""
    words = _TOKEN.findall(_RELATIVE.split(text, maxsplit=1)[0].partition(",")[0])
    own = takewhile(lambda word: word not in _ENDS, words)
    return tuple(word for word in own if word[-2:] not in ("'s", "’s") and word[-1] not in "'’")


def _plain(word: str) -> str:
    return fold_text(word).removesuffix("'s").strip("'")


# How well they fit ----------------------------------------------------------------------------------------------------


def _fit(generation: Generation, office: _Office, description: _Description) -> float:
    """How much of an office's other words stand near a description, or elsewhere in its document, from 0 to 1."""
    passage = generation.passages[description.passage]
    own = office.words & countries_named(stems(description.text))
    near = office.words & countries_named(stems(f"{passage.text} {passage.document.title}")) - own
    far = {word for word in office.words - own - near if passage.document.id in _documents_with(generation, word)}
    if not office.words:
        return 1.0
    return (
        (len(own) + NEAR * len(near) + FAR * len(far)) / len(office.words) if office.names <= own | near | far else 0.0
    )


def _documents_with(generation: Generation, word: str) -> set[str]:
    passages = np.flatnonzero(generation.passage_bm25.scores([word, *adjectives_for(word)])).tolist()
    return {generation.passages[number].document.id for number in passages}
