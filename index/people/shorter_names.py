"""Whom the documents mean that have only a part of a name, or an office: “Clinton”, “the Vermont senator”."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from corpus.english.first_names import FIRST_NAMES
from corpus.speakers.coreference import inner_parts, without_courtesy
from corpus.speakers.name_match import has_first_name, is_called
from corpus.speakers.name_phrase import read_phrase, read_role
from corpus.text.document import Document
from index.people.namesakes import Said, fields_of, fullest, is_name

_CLEAR = 10  # times as many documents as the next: whom a bare surname of several means
_READ = 20  # documents of somebody in which a family name that stands first is looked for
_LEAST = 2  # words of an office: “the mayor” is another one in another place

Groups: TypeAlias = Mapping[str, Sequence[Said]]
Moves: TypeAlias = Iterator[tuple[Sequence[Said], str, str]]
"""What a document says under a shorter name, the key of that, and the key of the person who has it."""


def with_shorter_names(named: Groups, unnamed: Groups) -> dict[str, list[Said]]:
    """What each person says, with what documents say under a part of the name, or an office, that is nobody else's."""
    groups = {key: list(said) for key, said in {**named, **unnamed}.items()}
    for said, source, person in (*_parts(named), *_offices(named, unnamed)):
        moved = {id(one) for one in said}
        groups[person] += said
        groups[source] = [one for one in groups[source] if id(one) not in moved]
    return {key: said for key, said in groups.items() if said}


def _parts(named: Groups) -> Moves:
    wholes: dict[str, list[str]] = defaultdict(list)
    for key, said in sorted(named.items(), key=lambda item: -len(fullest(item[1]))):
        moved = 0
        for some in _by_document(said):
            candidates = [one for one in wholes.get(without_courtesy(fullest(said)), ()) if _may_be(some, named[one])]
            if person := _only(candidates, named):
                yield some, key, person
                moved += len(some)
        name = fullest(said)
        if moved < len(said) and all(is_name(word) for word in name.split()):  # “Lund executives” are no Lund
            for part in inner_parts(name):
                wholes[part].append(key)


def _offices(named: Groups, unnamed: Groups) -> Moves:
    holders: dict[str, set[str]] = defaultdict(set)
    for key, said in named.items():
        for word in {word for role in _roles(said) for word in read_role(role).words}:
            holders[word].add(key)
    for office, said in unnamed.items():
        words = read_phrase(fullest(said)).words
        keys = set.intersection(*(holders.get(word, set()) for word in words)) if len(words) >= _LEAST else ()
        candidates = [key for key in keys if is_called(fullest(said), fullest(named[key]), _roles(named[key]))]
        for some in _by_document(said):
            text = some[0].quote.document.text
            fitting = [key for key in candidates if fullest(named[key]).split()[-1] in text]
            if len(fitting) == 1 and some[0].speaker.name.startswith("the "):
                yield some, office, fitting[0]


def _roles(said: Iterable[Said]) -> tuple[str, ...]:
    return tuple({speaker.role for _, speaker in said if speaker.role})


def _by_document(said: Iterable[Said]) -> Iterable[list[Said]]:
    documents: dict[Document, list[Said]] = defaultdict(list)
    for one in said:
        documents[one.quote.document].append(one)
    return documents.values()


def _may_be(some: Sequence[Said], whole: Sequence[Said]) -> bool:
    """Whether what a document says under a part of a name may be of a person whom others name in full."""
    (quote, speaker), full = some[0], fullest(whole)
    name, text = speaker.name, quote.document.text
    fields, others = fields_of(some), fields_of(whole)
    genders = {read_phrase(words).gender for words in (name, speaker.mention.of(text), full)}
    if {"f", "m"} <= genders or (fields and others and not fields & others):
        return False
    part = without_courtesy(name)
    if " " in part:
        return not full.startswith(name)  # “Rolf Lund Smiles” is no fuller name of Rolf Lund
    last = without_courtesy(full).endswith(f" {part}")
    known = last or (part not in FIRST_NAMES and _is_family_name(name, full, whole))
    return known and not has_first_name(name, text)


def _is_family_name(part: str, full: str, said: Sequence[Said]) -> bool:
    """Whether documents that have the full name use the part alone: “Kim” of Kim Jong-un."""
    texts = dict.fromkeys(one.quote.document.text for one in said)
    alone = re.compile(rf"\b{re.escape(part)}\b(?! \w)|\b{re.escape(part)} (?=[a-z])")
    return full.startswith(part) and any(alone.search(text) for text in list(texts)[:_READ])


def _only(candidates: Sequence[str], named: Groups) -> str | None:
    """The one who may be meant, or of whom by far the most documents tell."""
    documents = sorted(((len({said.quote.document for said in named[key]}), key) for key in candidates), reverse=True)
    clear = documents and (len(documents) == 1 or documents[0][0] >= _CLEAR * documents[1][0])
    return documents[0][1] if clear else None
