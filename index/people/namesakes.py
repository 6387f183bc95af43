"""Speakers of several documents under one name, who are one person or namesakes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpus.english.lexicon import ABBREVIATIONS, COURTESIES, FIELDS, GENDERS, PARTICLES
from corpus.quotes.direct import Quote
from corpus.speakers.coreference import NameParts, name_parts
from corpus.speakers.name_phrase import Unit, name_units, name_words
from corpus.speakers.speaker import Speaker

_OFFICE = "office"  # of corpus.english.lexicon.FIELDS
_TITLE = 6  # characters of the longest of them that tells Mr. from Mrs.


class Said(NamedTuple):
    """A quote, and who of those who speak together is looked at."""

    quote: Quote
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Somebody in one document: what he or she says, and the traits by which namesakes are told apart."""

    said: Sequence[Said]
    traits: tuple[frozenset[str], ...]
    """Those of each kind that the document has: the initial between the names, Mr. or Mrs., fields of work."""


def is_name(speaker: str) -> bool:
    """Whether a speaker is called by name, not “an official” or “residents of the town”."""
    first = speaker.split()[0]
    return not first[0].islower() or first in PARTICLES or first.rpartition("-")[2].istitle()  # al-Amin


def fullest(said: Iterable[Said]) -> str:
    """The longest name under which somebody speaks; a description where there is none."""
    return max({speaker.name for _, speaker in said}, key=lambda name: (is_name(name), len(name), name))


def by_person(by_name: Sequence[tuple[str, Sequence[Said]]]) -> dict[str, list[Said]]:
    """What each person says of all documents, by a key that as a rule another document leaves as it is.

    `by_name` has what each speaker of each document says. Speakers are one person where first name, surname and “Jr.”
    are the same, and nothing else contradicts: no middle name, no Mr. or Mrs. and no field of work.
    """
    speakers: dict[str, list[_Speaker]] = defaultdict(list)
    joined = {unit for name, _ in by_name for unit in name_units(name) if len(unit) > 1}
    for name, said in by_name:
        parts = name_parts(_spelled(name_words(name), joined))
        speakers[f"{parts.first} {parts.surname} {parts.suffix}".strip()].append(_Speaker(said, _traits(parts, said)))
    return {key: said for name, some in speakers.items() for key, said in _namesakes(name, some)}


def _spelled(words: Sequence[str], joined: Collection[Unit]) -> str:
    """A name with a hyphen where any article has one: “Anne Marie Lund” beside an “Anne-Marie”."""
    spelled = list(words[:1])
    for before, word in pairwise(words):
        spelled += [f"-{word}" if (before, word) in joined else f" {word}"]
    return "".join(spelled)


def _traits(parts: NameParts, said: Iterable[Said]) -> tuple[frozenset[str], ...]:
    middle = next((word[0] for word in parts.middle.split() if word not in PARTICLES), "")
    speakers = {speaker: quote.document.text for quote, speaker in said}
    titles = {word for speaker, text in speakers.items() for word in name_words(speaker.mention.of(text)[:_TITLE])[:1]}
    genders = {GENDERS[title] for title in titles & COURTESIES if title in GENDERS}
    return frozenset({middle} - {""}), frozenset(genders), fields_of(said)


def fields_of(said: Iterable[Said]) -> frozenset[str]:
    """The fields of work that the roles of a speaker tell."""
    words = {word for role in {speaker.role for _, speaker in said if speaker.role} for word in name_words(role)}
    return frozenset(FIELDS[noun] for word in words if (noun := ABBREVIATIONS.get(word, word)) in FIELDS)


def _namesakes(key: str, speakers: Sequence[_Speaker], kind: int = 0) -> Iterator[tuple[str, list[Said]]]:
    """What each of several namesakes says."""
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
