"""Who is quoted in a collection, and what each of them says."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from corpus.english.lexicon import (
    ABBREVIATIONS,
    ARTICLES,
    COURTESIES,
    FIELDS,
    GENDERS,
    PARTICLES,
    POSSESSIVES,
)
from corpus.quotes.direct import Quote
from corpus.speakers.coreference import NameParts, name_parts
from corpus.speakers.name_match import is_called, names_match
from corpus.speakers.name_phrase import Unit, name_units, name_words, read_phrase
from corpus.speakers.speaker import Speaker
from index.engine.generation import Generation

_OFFICE = "office"  # of corpus.english.lexicon.FIELDS
_FAR = 4  # from what is typed: somebody else
_TITLE = 6  # characters of the longest of them that tells Mr. from Mrs.


@dataclass(frozen=True, slots=True)
class Person:
    """One person, or an organisation, whose words the articles of a collection have."""

    id: str
    """Ten hexadecimal digits, the same after a restart or a reindex while the articles name this person so."""
    name: str
    """The fullest that the articles have."""
    role: str | None
    """The most frequent that they have."""
    quotes: tuple[Quote, ...]
    """Direct, mixed and reported; by date, the undated last, then in the order of the documents' titles and texts."""
    roles: tuple[str, ...] = ()
    """All that they have, the most frequent first."""
    unnamed: bool = False
    """Whether the articles have no name but “an official”, who is perhaps somebody else in each of them."""
    names: tuple[str, ...] = ()
    """All that they have, the most frequent first."""


class _Said(NamedTuple):
    """A quote, and who of those who speak together is looked at."""

    quote: Quote
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Somebody in one document: what he or she says, and the traits by which namesakes are told apart."""

    said: Sequence[_Said]
    traits: tuple[frozenset[str], ...]
    """Those of each kind that the document has: the initial between the names, Mr. or Mrs., fields of work."""


def gather_people(generation: Generation) -> tuple[Person, ...]:
    """Everybody who is quoted, the most quoted first; those without a name after the others.

    Speakers of several documents are one person where first name, surname and “Jr.” are the same, and nothing else
    contradicts: no middle name, no Mr. or Mrs. and no field of work. A part of a name joins the one full name that it
    can be of. Those without a name are gathered by what they are called, but for “his friends”, who outside their
    document are nobody.
    """
    named: dict[str, list[_Speaker]] = defaultdict(list)
    unnamed: dict[str, list[_Said]] = defaultdict(list)
    quoted = list(_said_by_name(generation))
    joined = {unit for name, _ in quoted for unit in name_units(name) if len(unit) > 1}
    for name, said in quoted:
        words = name_words(name)
        if _is_name(name):
            parts = name_parts(_spelled(words, joined))
            key = f"{parts.first} {parts.surname} {parts.suffix}".strip()
            named[key].append(_Speaker(said, _traits(parts, said)))
        elif words and words[0] not in POSSESSIVES:
            unnamed[" ".join(words[words[0] in ARTICLES :])] += said
    people = [
        *(_person(key, said) for name, speakers in named.items() for key, said in _namesakes(name, speakers)),
        *(_person(f"({name})", said, unnamed=True) for name, said in unnamed.items()),
    ]
    return tuple(sorted(people, key=lambda person: (person.unnamed, -len(person.quotes), person.name, person.id)))


def _said_by_name(generation: Generation) -> Iterator[tuple[str, list[_Said]]]:
    """What each speaker of each document says, by name."""
    for document in generation.documents:
        said: dict[str, list[_Said]] = defaultdict(list)
        for quote in (*generation.quotes[document.id], *generation.reported.get(document.id, ())):
            for speaker in quote.speaker.each if quote.speaker else ():
                said[speaker.name].append(_Said(quote, speaker))
        yield from said.items()


def _is_name(speaker: str) -> bool:
    """Whether a speaker is called by name, not “an official” or “residents of the town”."""
    first = speaker.split()[0]
    return not first[0].islower() or first in PARTICLES or first.rpartition("-")[2].istitle()  # al-Amin


def _person(key: str, said: Sequence[_Said], unnamed: bool = False) -> Person:
    speakers = [one.speaker for one in sorted(said, key=lambda one: _date_and_position(one.quote))]
    names, roles = (
        tuple(word for word, _ in Counter(filter(None, words)).most_common())
        for words in ((speaker.name for speaker in speakers), (speaker.role for speaker in speakers))
    )
    ordered = tuple(sorted({one.quote for one in said}, key=_date_and_position))
    fullest = max(names, key=lambda name: (len(name), name))
    return Person(
        sha256(key.encode()).hexdigest()[:10], fullest, next(iter(roles), None), ordered, roles, unnamed, names
    )


def _date_and_position(quote: Quote) -> tuple[date, str, str, int]:
    document = quote.document
    return document.published or date.max, document.title, document.id, quote.span.start


# Namesakes ------------------------------------------------------------------------------------------------------------


def _spelled(words: Sequence[str], joined: Collection[Unit]) -> str:
    """A name with a hyphen where any article has one: “Anne Marie Lund” beside an “Anne-Marie”."""
    spelled = list(words[:1])
    for before, word in pairwise(words):
        spelled += [f"-{word}" if (before, word) in joined else f" {word}"]
    return "".join(spelled)


def _traits(parts: NameParts, said: Iterable[_Said]) -> tuple[frozenset[str], ...]:
    middle = next((word[0] for word in parts.middle.split() if word not in PARTICLES), "")
    speakers = {speaker: quote.document.text for quote, speaker in said}
    roles = {speaker.role for speaker in speakers if speaker.role}
    fields = {FIELDS[word] for role in roles for word in _searchable(role).split() if word in FIELDS}
    titles = {word for speaker, text in speakers.items() for word in name_words(speaker.mention.of(text)[:_TITLE])[:1]}
    genders = {GENDERS[title] for title in titles & COURTESIES if title in GENDERS}
    return frozenset({middle} - {""}), frozenset(genders), frozenset(fields)


def _namesakes(key: str, speakers: Sequence[_Speaker], kind: int = 0) -> Iterator[tuple[str, list[_Said]]]:
    """What each of several namesakes says, with a key that as a rule another document leaves as it is."""
    if kind == len(speakers[0].traits):
        yield key, [one for speaker in speakers for one in speaker.said]
        return
    groups = _groups({speaker.traits[kind] for speaker in speakers})
    several, fields = len(groups) > 1, kind == len(speakers[0].traits) - 1
    for group in groups:
        suffix = f"/{min(group)}" if (several or fields) and _OFFICE not in group else ""
        members = [one for one in speakers if one.traits[kind] & group or not (several or one.traits[kind])]
        yield from _namesakes(key + suffix, members, kind + 1)
    unclear = [speaker for speaker in speakers if not speaker.traits[kind]] if several or not groups else []
    if unclear:
        yield from _namesakes(key + ("/?" if several and fields else ""), unclear, kind + 1)


def _groups(traits: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Traits that any document has together are of one person."""
    groups: list[frozenset[str]] = []
    for together in filter(None, traits):
        touching = [group for group in groups if group & together]
        groups = [group for group in groups if not group & together] + [together.union(*touching)]
    return sorted(groups, key=min)


# What somebody types --------------------------------------------------------------------------------------------------


def is_one_called(person: Person, typed: str) -> bool:
    """Whether some article calls a person so."""
    return any(
        speaker.name in person.names and names_match(typed, speaker, quote.document.text)
        for quote in person.quotes
        for speaker in (quote.speaker.each if quote.speaker else ())
    )


def matching(people: Iterable[Person], typed: str) -> tuple[Person, ...]:
    """The people whom somebody may mean who types a name, a part of one, or a role; all where nothing is typed.

    Any word typed may be the beginning of one. First those whose name begins so, then those who have the words in the
    name, in name and role, and last in the name under another title.
    """
    words = name_words(typed)
    words = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    ranked = sorted(((_distance(person, typed, words), person) for person in people), key=lambda pair: pair[0])
    return tuple(person for distance, person in ranked if distance < _FAR)


def _distance(person: Person, typed: str, words: Sequence[str]) -> int:
    name = _searchable(person.name)
    called = is_called(typed, person.name, person.roles, begun=True) or not words
    if called and name.startswith(" " + " ".join(words)):
        return 0
    if called and _all_begin_words_of(words, name):
        return 1
    texts = [] if read_phrase(typed).owners else [name + _searchable(role) for role in person.roles]
    if any(_all_begin_words_of(words, text) for text in texts):
        return 2
    return 3 if called else _FAR


def _all_begin_words_of(words: Iterable[str], text: str) -> bool:
    return all(f" {word}" in text for word in words)


@lru_cache(maxsize=1 << 16)
def _searchable(text: str) -> str:
    """Its words, each after a blank; of “Sen.” also the whole word."""
    words = name_words(text)
    return "".join(f" {word}" for word in (*words, *(ABBREVIATIONS[word] for word in words if word in ABBREVIATIONS)))
