"""Whether a name or a role that somebody typed means a person: the one answer for every command.

A phrase has a head and what only tells whose or where: “Mayor O’Neill’s spokesman” and “a spokesman for O’Neill” are a
spokesman, and neither is O’Neill. Names are compared folded, without apostrophes; a hyphen parts them as a blank does,
but half of “Jong-un” or “Smith-Jones” is not the name.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import (
    ABBREVIATIONS,
    ARTICLES,
    COURTESIES,
    DEPARTMENTS,
    GENDERS,
    HONORIFICS,
    LINKS,
    NOT_PEOPLE,
    OTHER_OFFICE,
    PERSON_NOUNS,
    POSTNOMINALS,
    STOPS,
    SUFFIXES,
    TITLES,
)
from corpus.speakers.speaker import Speaker
from corpus.text.folding import fold, fold_text

Unit = tuple[str, ...]
"""A word, or those that a hyphen joins."""

_TOKEN = re.compile(r"\w+(?:['-]\w+)*'?|,")
_OFFICES = PERSON_NOUNS | TITLES
_COMMA = (",",)
_FILLERS = ARTICLES | HONORIFICS | LINKS | {"jr", "sr", ","}
_NO_FIRST_NAMES = _OFFICES | DEPARTMENTS | STOPS | NOT_PEOPLE


def names_match(typed: str, speaker: Speaker, text: str = "") -> bool:
    """Whether whoever types this means the speaker: by a name, a title and a name, or a role alone.

    With the `text` of the article, a bare surname that in it may be several people's is not taken for one of them.
    """
    if is_called(typed, speaker.name, (speaker.role or "",)):
        return True
    wanted, called = _read(typed), _read(speaker.name)
    if len(called.units) != 1 or _contradict(wanted, called) or not _is_named(wanted, called):
        return False
    return wanted.own[-len(called.own) :] == called.own and not _has_first_name(speaker.name, text)


def may_be_same(one: Speaker, other: Speaker) -> bool:
    """Whether two speakers may be one person, as far as their names and roles tell."""
    return names_match(one.name, other) or names_match(other.name, one)


def is_called(typed: str, name: str, roles: Sequence[str] = (), begun: bool = False) -> bool:
    """Whether a person of this name and these roles is called so; a bare surname is nobody's full name.

    With `begun` the words may be the beginnings of words, as while somebody types.
    """
    wanted, called, offices = _read(typed), _read(name), [_read_role(role) for role in roles]
    if not wanted.words or _contradict(wanted, called):
        return False
    named = _is_named(wanted, called, begun) and _is_told(wanted, called, offices, begun)
    return named or any(_has_role(wanted, office, begun) for office in offices)


def name_units(text: str) -> tuple[Unit, ...]:
    """The words of a name as they are compared: “Mr. O’Brien-Peña’s” → (("mr",), ("obrien", "pena"))."""
    return tuple(unit for unit, _ in _units(text) if unit != _COMMA)


def name_words(text: str) -> tuple[str, ...]:
    """The same, parted at hyphens too: ("mr", "obrien", "pena")."""
    return tuple(chain(*name_units(text)))


def is_genitive(text: str) -> bool:
    """Whether a phrase tells whose somebody is: “Lund’s doctor”."""
    return bool(_read(text).owners)


# A phrase in its parts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a name or a role, without articles, courtesies, “Jr.” and prepositions."""

    owners: tuple[str, ...]
    """Before the last genitive: whose."""
    own: tuple[str, ...]
    """Of the one who is called so; empty only in a phrase without words."""
    complement: tuple[str, ...]
    """After the first preposition: of what, for whom, from where."""
    last: str
    """The last word before a comma or an article: “lund” in “Mayor Lund, the chairman”."""
    units: tuple[Unit, ...]
    """All words."""
    described: bool
    """Whether it is no name: “the Lund lawyer”."""
    suffix: str
    """jr, sr, ii, iii, iv or nothing."""
    gender: str | None
    """`f` or `m` where “Mrs.” or a first name tells."""

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.owners, *self.own, *self.complement)


@lru_cache(maxsize=1 << 14)
def _read(text: str) -> _Phrase:
    found = _units(text)
    units = [unit for unit, _ in found]
    telling = [at for at, unit in enumerate(units) if _flat([unit])]
    last = telling[-1] if telling else -1
    first = max((at + 1 for at, (_, genitive) in enumerate(found) if genitive and at < last), default=0)
    start = next((at for at in telling if at >= first), len(units))
    link = next((at for at in range(start + 1, last) if len(units[at]) == 1 and units[at][0] in LINKS), len(units))
    end = next((at for at in range(start + 1, len(units)) if _ends_name(units, at)), len(units))
    own, before_end = _without_letters(_flat(units[first:link])), _without_letters(_flat(units[first:end]))
    head = own[-1].removesuffix("s") if own else ""
    return _Phrase(
        owners=_flat(units[:first]),
        own=own,
        complement=_flat(units[link:]),
        last=before_end[-1] if before_end else "",
        units=tuple(unit for unit in units if _flat([unit])),
        described=head in PERSON_NOUNS and any(head in word for word in text.split() if word.islower()),
        suffix=next((unit[0] for unit in reversed(units) if unit[0] in SUFFIXES), ""),
        gender=None if first else _gender(["-".join(unit) for unit in units]),
    )


@lru_cache(maxsize=1 << 14)
def _read_role(text: str) -> _Phrase:
    """A role, in which “Sen.” is a senator too."""
    role = _read(text)
    own = (*role.own, *(ABBREVIATIONS[word] for word in role.own if word in ABBREVIATIONS))
    return replace(role, own=own, units=(*role.units, *((word,) for word in own[len(role.own) :])))


def _units(text: str) -> list[tuple[Unit, bool]]:
    """The words and commas of a phrase, and whether each is a genitive."""
    found = []
    for token in _TOKEN.findall(fold_text(text)):
        plain = token.removesuffix("'s").rstrip("'")
        unit = tuple(part for part in plain.replace("'", "").split("-") if part)
        found.append((unit, plain != token and token.endswith(("'s", "s'"))))
    return [(unit, genitive) for unit, genitive in found if unit]


def _flat(units: Sequence[Unit]) -> tuple[str, ...]:
    """The words that tell who it is."""
    return tuple(chain(*(unit for unit in units if len(unit) > 1 or unit[0] not in _FILLERS)))


def _ends_name(units: Sequence[Unit], at: int) -> bool:
    """Whether something else begins: “Lund, the mayor”; but not in “Secretary of the Treasury Lund”."""
    return units[at] == _COMMA or (units[at][0] in ARTICLES and len(units[at]) == 1 and units[at - 1][0] not in LINKS)


def _without_letters(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the letters after a name: “Ann Lund MP”."""
    return words[:-1] if len(words) > 1 and words[-1] in POSTNOMINALS else words


def _gender(words: Sequence[str]) -> str | None:
    if len(words) < 2:
        return None
    return GENDERS.get(words[0]) if words[0] in COURTESIES else FIRST_NAMES.get(words[0])


# A phrase and a person ------------------------------------------------------------------------------------------------


def _contradict(wanted: _Phrase, called: _Phrase) -> bool:
    """Whether one is a woman's and the other a man's, or one the father's and the other the son's."""
    of_both = {wanted.gender, called.gender} == {"f", "m"} and not wanted.owners and not called.owners
    return of_both or bool(wanted.suffix and called.suffix and wanted.suffix != called.suffix)


def _is_named(wanted: _Phrase, called: _Phrase, begun: bool = False) -> bool:
    """Whether a phrase is of the one who is named: “Mayor Lund”, but neither “Lund’s son” nor “the Lund lawyer”."""
    shared = _shared(wanted, called, begun)
    if not shared or (wanted.last in _OFFICES and wanted.last not in shared):
        return False
    if shared.isdisjoint(wanted.own) and not _follows_office(wanted, shared):
        return False
    if shared <= PERSON_NOUNS and OTHER_OFFICE & ({*wanted.words} ^ {*called.words}):
        return False  # “the mayor” is not “the deputy mayor”
    if not (called.owners or called.complement or called.described) or shared & NOT_PEOPLE:
        return True
    return _has_begun(wanted.own[-1], called.own[-1:] if called.described else called.own, begun)


def _shared(wanted: _Phrase, called: _Phrase, begun: bool) -> set[str]:
    """The words that are in both; of what a hyphen joins in the name, all words or none."""
    if begun:
        return {word for word in wanted.words if _has_begun(word, [*chain(*called.units)], begun)}
    return {word for unit in called.units if {*unit} <= {*wanted.words} for word in unit}


def _has_begun(word: str, words: Collection[str], begun: bool) -> bool:
    return word in words or (begun and any(other.startswith(word) for other in words))


def _follows_office(wanted: _Phrase, shared: Collection[str]) -> bool:
    """Whether a name follows what an office is for: “Secretary of State Lund”, but not “spokesman for Mayor Lund”."""
    named = next((at for at, word in enumerate(wanted.complement) if word in shared), 0)
    return named > 0 and _OFFICES.isdisjoint(wanted.complement[:named])


def _is_told(wanted: _Phrase, called: _Phrase, roles: Sequence[_Phrase], begun: bool) -> bool:
    """Whether what stands beside the name can be this person's: a title, words of the role, an initial."""
    shared = _shared(wanted, called, begun)
    missing = [word for word in called.words if word not in shared]
    middle = len(shared) > 1 and not missing  # “John E. Hyten” where the article has “John Hyten”
    told = _OFFICES.union(*(chain(*role.units) for role in roles))

    def fits(word: str) -> bool:
        return word in told or (middle and len(word) == 1) or any(_is_initial(word, other) for other in missing)

    return all(fits(word) for word in wanted.words if word not in shared)


def _is_initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]


def _has_role(wanted: _Phrase, role: _Phrase, begun: bool) -> bool:
    """Whether a phrase is an office of one's own: “the mayor” is not “a spokesman for the mayor”."""
    if _shared(wanted, role, begun) != {*wanted.words} or not OTHER_OFFICE & {*chain(*role.units)} <= {*wanted.words}:
        return False
    offices = PERSON_NOUNS.intersection(role.own)
    own = offices.issuperset(PERSON_NOUNS.intersection(wanted.own))
    return own and any(_has_begun(word, offices, begun) for word in wanted.own)


def _has_first_name(surname: str, text: str) -> bool:
    """Whether a text has a first name for a surname, which it then uses of more than one person."""
    if not text:
        return False
    folded, last = fold(text), fold_text(surname.split()[-1])
    before = re.finditer(rf"(\w+) +{re.escape(last)}\b", folded.text)
    words = (folded.span(*found.span(1)).of(text) for found in before)
    return any(word[0].isupper() and word.lower() not in _NO_FIRST_NAMES for word in words)
