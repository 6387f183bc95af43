"""A name or a role in its parts: a head, and what only tells whose or where.

“Mayor O’Neill’s spokesman” and “a spokesman for O’Neill” are a spokesman, and neither is O’Neill. Names are compared
folded and without apostrophes; a hyphen parts them as a blank does, but what it joins is known.
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
    GENDERS,
    HONORIFICS,
    LINKS,
    NOT_PEOPLE,
    PARTICLES,
    POSTNOMINALS,
    SUFFIXES,
)
from corpus.text.folding import fold_text

Unit = tuple[str, ...]
"""A word, or those that a hyphen joins."""

_TOKEN = re.compile(r"\w+(?:['-]\w+)*'?|,")
_POINTED = re.compile(r"\b(?:[a-z]\.){2,}")
_COMMA = (",",)
_FILLERS = ARTICLES | HONORIFICS | LINKS | {"jr", "sr", ","}


@dataclass(frozen=True, slots=True)
class NamePhrase:
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
def read_phrase(text: str) -> NamePhrase:
    """A name or a role in its parts."""
    genitives = _units(text)
    units = [unit for unit, _ in genitives]
    words = [at for at, unit in enumerate(units) if _flat([unit])]
    last = words[-1] if words else 0
    first = max((at + 1 for at, (_, genitive) in enumerate(genitives) if genitive and at < last), default=0)
    after = range(next((at + 1 for at in words if at >= first), len(units)), len(units))
    link = next((at for at in after if _is_one_of(LINKS, units[at]) and at < last), len(units))
    end = next((at for at in after if _ends_name(units, at)), len(units))
    own, before_end = _without_letters(_flat(units[first:link])), _without_letters(_flat(units[first:end]))
    return NamePhrase(
        owners=_flat(units[:first]),
        own=own,
        complement=_flat(units[link:]),
        last=before_end[-1] if before_end else "",
        units=tuple(units[at] for at in words),
        described=bool(own) and any(own[-1] == fold_text(word).strip(",.") for word in text.split() if word.islower()),
        suffix=next((unit[0] for unit in reversed(units) if unit[0] in SUFFIXES), ""),
        gender=None if first else _gender(["-".join(unit) for unit in units]),
    )


@lru_cache(maxsize=1 << 14)
def read_role(text: str) -> NamePhrase:
    """A role, in which “Sen.” is a senator too."""
    role = read_phrase(text)
    own = (*role.own, *(ABBREVIATIONS[word] for word in role.own if word in ABBREVIATIONS))
    return replace(role, own=own, units=(*role.units, *((word,) for word in own[len(role.own) :])))


def _units(text: str) -> list[tuple[Unit, bool]]:
    """The words and commas of a phrase, and whether each is a genitive."""
    units = []
    for token in _TOKEN.findall(fold_name(text)):
        plain = token.removesuffix("'s").rstrip("'")
        unit = tuple(part for part in plain.replace("'", "").split("-") if part)
        unit = unit[1:] if len(unit) > 1 and unit[0] in PARTICLES else unit  # el-Sissi is al-Sissi and Sissi
        units.append((unit, plain != token and token.endswith(("'s", "s'"))))
    return [(unit, genitive) for unit, genitive in units if unit]


def fold_name(text: str) -> str:
    """A folded name with “UN” for “U.N.”; “J.K.” remains."""
    return _POINTED.sub(
        lambda pointed: plain if (plain := pointed[0].replace(".", "")) in NOT_PEOPLE else pointed[0], fold_text(text)
    )


def _flat(units: Sequence[Unit]) -> tuple[str, ...]:
    """The words that tell who it is."""
    return tuple(chain(*(unit for unit in units if len(unit) > 1 or unit[0] not in _FILLERS)))


def _is_one_of(words: Collection[str], unit: Unit) -> bool:
    return len(unit) == 1 and unit[0] in words


def _ends_name(units: Sequence[Unit], at: int) -> bool:
    """Whether something else begins: “Lund, the mayor”; but not in “Secretary of the Treasury Lund”."""
    return units[at] == _COMMA or (_is_one_of(ARTICLES, units[at]) and not _is_one_of(LINKS, units[at - 1]))


def _without_letters(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the letters after a name: “Ann Lund MP”."""
    return words[:-1] if len(words) > 1 and words[-1] in POSTNOMINALS else words


def _gender(words: Sequence[str]) -> str | None:
    if len(words) < 2:
        return None
    return GENDERS.get(words[0]) if words[0] in COURTESIES else FIRST_NAMES.get(words[0])


def name_units(text: str) -> tuple[Unit, ...]:
    """The words of a name as they are compared: “Mr. O’Brien-Peña’s” → (("mr",), ("obrien", "pena"))."""
    return tuple(unit for unit, _ in _units(text) if unit != _COMMA)


def name_words(text: str) -> tuple[str, ...]:
    """The same, parted at hyphens too: ("mr", "obrien", "pena")."""
    return tuple(chain(*name_units(text)))
