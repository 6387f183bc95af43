"""Which of the mentions in an article are the same person or organisation."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, islice, pairwise
from typing import NamedTuple

from corpus.attribution.blocks import Block
from corpus.attribution.labels import is_headline
from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import (
    ABBREVIATIONS,
    ARTICLES,
    COURTESIES,
    LINKS,
    NOT_PEOPLE,
    ORGANISATIONS,
    OTHER_OFFICE,
    PARTICLES,
    POSSESSIVES,
    SUFFIXES,
)
from corpus.english.noun_phrases import is_name
from corpus.speakers.name_phrase import fold_name
from corpus.speakers.names import Mention, read_mention, read_mentions
from corpus.speakers.roles import head
from corpus.text.folding import fold_text
from corpus.text.span import Span

# Bare mentions before the full name. Somebody named in full only later is more often a relative of the well-known one.
_LATE = 2
# So that time stays linear: people of one surname, or of one office, among more of whom nobody is looked for; and roles
# of one person.
_MANY = 20
_ROLES = 8
_LONGEST = 6  # words of a person's name
_NICKNAME = re.compile(r"[“\"][^“”\"]*[”\"]")
_PARTICLE = re.compile(rf"\b({'|'.join(sorted(PARTICLES))})-")
_LOOSE = LINKS | ARTICLES | POSSESSIVES | {"and"}


@dataclass(slots=True)
class _Entity:
    """What an article tells of one person, or of a bare surname."""

    name: str
    first: int
    """Where the article first has the name."""
    gender: str | None = None
    roles: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        if mention.name and len(mention.name) > len(self.name):
            self.name = mention.name
        if mention.role and mention.role not in self.roles and len(self.roles) < _ROLES:
            self.roles.append(mention.role)
        self.gender = self.gender or mention.gender
        if len(self.starts) <= _LATE:
            self.starts.append(mention.span.start)


class Coreference:
    """The people and organisations that an article names; those of one surname are one only where that is certain."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._full: dict[str, dict[str, _Entity]] = defaultdict(dict)  # by surname, then by first name
        self._bare: dict[str, dict[str | None, _Entity]] = defaultdict(dict)  # by surname, then by gender
        for mention in chain.from_iterable(map(_mentions, blocks)):
            self._meet(mention)
        self._parts = self._by_part()
        self._holders = self._by_noun()

    def _meet(self, mention: Mention) -> None:
        first, _, surname, suffix = name_parts(mention.name or "")
        fresh = _Entity(mention.name or "", mention.span.start)
        if first:
            people = self._full[surname]
            people.setdefault(_key(people, first, suffix), fresh).add(mention)
        else:
            self._bare[surname].setdefault(mention.gender, fresh).add(mention)

    def _by_part(self) -> dict[str, _Entity]:
        """The one person of whose name something is a part: “de la Cruz” and “Carlos” of Carlos de la Cruz Ortiz, “Kim”
        of Kim Jong-un. Parts that the article has as names of their own are joined with the whole.
        """
        for people in self._full.values():
            for key, entity in people.items():
                people[key] = next(_named_within(people, entity), entity)
        named = [(people, key) for people in self._full.values() for key in people]
        wholes: dict[str, dict[int, _Entity]] = defaultdict(dict)
        for people, key in sorted(named, key=lambda one: -len(one[0][one[1]].name)):
            entity = people[key]
            if len(same := wholes.get(without_courtesy(entity.name), {})) == 1:
                (people[key],) = same.values()
                people[key].roles += entity.roles[: _ROLES - len(people[key].roles)]
            else:
                for part in inner_parts(entity.name):
                    wholes[part][id(entity)] = entity
        return {part: entity for part, same in wholes.items() if len(same) == 1 for entity in same.values()}

    def _by_noun(self) -> dict[str, list[tuple[frozenset[str], _Entity]]]:
        """Whom the article tells of, by the noun in “the senator” or “the ministry”, with the other words for them."""
        holders: dict[str, list[tuple[frozenset[str], _Entity]]] = defaultdict(list)
        everybody = [
            entity for group in (self._full, self._bare) for some in group.values() for entity in some.values()
        ]
        for entity in everybody:
            for role in entity.roles:
                for noun in _nouns(role):
                    holders[noun].append((frozenset(_plain(role)), entity))
            name = frozenset(_plain(entity.name))
            for noun in name & ORGANISATIONS:
                holders[noun].append((name, entity))
        return holders

    def completed(self, mention: Mention) -> Mention:
        """A mention with what else the article tells of the same person: full name, role, gender."""
        if mention.name is None and mention.phrase.istitle() and fold_text(mention.phrase) in self._full:
            mention = replace(mention, name=mention.phrase, role=None)  # “King said”, of Steve King
        if mention.name is None:
            return mention
        first, _, surname, suffix = name_parts(mention.name)
        people = self._full.get(surname, {})
        full = people.get(_key(people, first, suffix)) if first else self._only(surname, mention.gender)
        if full is None and (first or surname not in self._full):
            full = self._whole(mention)
        same = [full] if full else []
        if full is None or self._only(surname, full.gender) is full:
            same += self._bares(surname, full.gender if full else mention.gender, sure=len(people) > 1)
        return replace(
            mention,
            name=full.name if full else self._with_title(mention.name, mention.phrase, surname),
            role=mention.role or next((role for entity in same for role in entity.roles), None),
            gender=mention.gender or next((entity.gender for entity in same if entity.gender), None),
        )

    def _whole(self, mention: Mention) -> _Entity | None:
        """The one person whom a part of a name means."""
        whole = self._parts.get(without_courtesy(mention.name or ""))
        return whole if whole and {whole.gender, mention.gender} != {"f", "m"} else None

    def _only(self, surname: str, gender: str | None) -> _Entity | None:
        """The one person whom a bare surname can mean."""
        people = [*{id(entity): entity for entity in islice(self._full.get(surname, {}).values(), _MANY + 1)}.values()]
        sure = [entity for entity in people if gender and entity.gender == gender]
        fitting = sure or [entity for entity in people if gender in (None, entity.gender or gender)]
        if len(fitting) != 1 or len(people) > _MANY:
            return None
        before = (start for bare in self._bares(surname, gender) for start in bare.starts if start < fitting[0].first)
        return None if sum(1 for _ in before) > _LATE else fitting[0]

    def _bares(self, surname: str, gender: str | None, sure: bool = False) -> list[_Entity]:
        """What a bare surname tells of somebody; not what may be told of a husband or a wife."""
        bare = self._bare.get(surname, {})
        several = sure or len(bare.keys() - {None}) > 1
        return [entity for key, entity in bare.items() if key == gender or not (several or (key and gender))]

    def _with_title(self, name: str, phrase: str, surname: str) -> str:
        """The name, and “Mrs.” before it where there is a Mr. of that name too."""
        titles = [word for word in phrase.split() if word.lower().rstrip(".") in COURTESIES]
        if not titles or " " in name:
            return name
        people = islice(self._full.get(surname, {}).values(), _MANY)
        genders = {entity.gender for entity in people} | set(self._bare.get(surname, {}))
        return f"{titles[-1]} {name}" if {"m", "f"} <= genders else name

    def is_met(self, mention: Mention) -> bool:
        """Whether the article tells more of a person than a single word that may only begin a sentence."""
        first, _, surname, _ = name_parts(mention.name or "")
        known = surname in self._full or self._whole(mention) is not None
        return known or bool(first or mention.role or mention.gender)

    def holder(self, mention: Mention) -> Mention:
        """Whom “the secretary of state”, “its secretary” or “the ministry” means, if the article tells of one only."""
        if mention.name or mention.phrase[:4].lower() not in ("the ", "its "):
            return mention
        words, noun = set(_plain(mention.role or "")), fold_text(head(mention.role))
        holders = self._holders.get(ABBREVIATIONS.get(noun, noun), [])
        fitting = [entity for own, entity in holders[:_MANY] if words <= own and own & OTHER_OFFICE <= words]
        people = [self.completed(Mention(Span(0, 0), "", entity.name, None, entity.gender)) for entity in fitting]
        alone = len(holders) <= _MANY and len({person.name for person in people}) == 1
        return people[0] if alone else mention


def _mentions(block: Block) -> Iterator[Mention]:
    """Everybody whom a block names; of a heading, whose words all have a capital, first names with what follows."""
    colon = next((at for at, word in enumerate(block.words) if word.text == ":"), 0)
    end = len(block.words) if block.is_heading else colon if is_headline(block.words[:colon]) else 0
    pairs = (pair for pair in pairwise(block.words[:end]) if pair[0].low in FIRST_NAMES and all(map(is_name, pair)))
    yield from map(read_mention, pairs)
    yield from read_mentions(block.words[end:])


def _plain(role: str) -> list[str]:
    words = (word.strip(".,").removesuffix("'s") for word in fold_text(role).split())
    return [ABBREVIATIONS.get(word, word) for word in words if word not in _LOOSE]


def _nouns(role: str) -> set[str]:
    """The offices in a role: “founder and head of the club” has two."""
    words = fold_text(role).replace(",", " and").split()
    end = next((at for at, word in enumerate(words) if word in LINKS), len(words))
    last = (word for word, after in pairwise([*words[:end], "and"]) if after == "and" and word != "and")
    return {ABBREVIATIONS.get(word.rstrip("."), word) for word in last}


def _apart(name: str) -> str:
    """A folded name with a particle as a word of its own: “el-Sissi” is Sissi too."""
    return _PARTICLE.sub(r"\1 ", fold_name(name))


def without_courtesy(name: str) -> str:
    """A folded name without “Mrs.”, “Jr.” and marks."""
    first, *others = _apart(name).replace('"', "").split() or [""]
    others = others[:-1] if others and others[-1].rstrip(".") in SUFFIXES else others
    return " ".join(others if others and first.rstrip(".") in COURTESIES else [first, *others])


def inner_parts(name: str) -> Iterator[str]:
    """The runs of words in a person's full name that may be called by themselves; “Ida Lund” is a name of its own."""
    words = without_courtesy(name).split()
    if len(words) > 1 and "-" in words[-1]:
        yield from words[-1].split("-")  # “López” of Ana López-Vega
    if len(words) <= _LONGEST and NOT_PEOPLE.isdisjoint(words):
        for first, end in combinations(range(len(words) + 1), 2):
            apart = end < len(words) - 1 if first == 0 else words[first] in FIRST_NAMES
            if end - first < len(words) and (end - first == 1 or not apart):
                yield " ".join(words[first:end])


def _named_within(people: Mapping[str, _Entity], entity: _Entity) -> Iterator[_Entity]:
    """Whom a run of capitals ends with: “DJ Ida Lund” is Ida Lund."""
    first, *others = without_courtesy(entity.name).split()
    yield from (people[word] for word in others if word in FIRST_NAMES and word in people and first not in FIRST_NAMES)


class NameParts(NamedTuple):
    """A folded name; the parts that it lacks are empty."""

    first: str
    middle: str
    surname: str
    suffix: str
    """jr, sr, ii, iii, iv"""


def name_parts(name: str) -> NameParts:
    """The parts of a name; of an organisation's, all but the last word are its first name."""
    parts = _apart(_NICKNAME.sub(" ", name)).replace(",", " ").split()
    suffix = parts.pop().rstrip(".") if len(parts) > 1 and parts[-1].rstrip(".") in SUFFIXES else ""
    if len(parts) > 1 and parts[0].rstrip(".") in COURTESIES:
        parts.pop(0)
    firsts = len(parts) - 1 if not NOT_PEOPLE.isdisjoint(parts) else min(1, len(parts) - 1)
    first, middle = (" ".join(some).rstrip(".") for some in (parts[: max(0, firsts)], parts[max(0, firsts) : -1]))
    return NameParts(first, middle, parts[-1] if parts else "", suffix)


def _key(people: Mapping[str, _Entity], first: str, suffix: str) -> str:
    """The first name under which a person is known: “J. Hyten” is John Hyten, but Rolf Lund Jr. is not Rolf Lund."""
    if suffix:
        return f"{first} {suffix}"
    if len(first) > 1:
        return first if first in people or first[0] not in people else first[0]
    return next((key for key in people if key[0] == first), first) if len(people) < _MANY else first
