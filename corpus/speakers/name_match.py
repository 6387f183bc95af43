"""Whether a name or role that somebody typed means a speaker."""

import re
import unicodedata
from collections.abc import Sequence

from corpus.english.first_names import FIRST_NAMES
from corpus.english.lexicon import (
    ABBREVIATIONS,
    ARTICLES,
    COURTESIES,
    DEPARTMENTS,
    GENDERS,
    HONORIFICS,
    NOT_PEOPLE,
    OTHER_OFFICE,
    PERSON_NOUNS,
    STOPS,
    TITLES,
)
from corpus.speakers.speaker import Speaker

# From a name that is asked for to speakers ----------------------------------------------------------------------------

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_FILLERS = ARTICLES | HONORIFICS | {"of", "for", "jr", "sr"}
_NO_FIRST_NAMES = PERSON_NOUNS | TITLES | DEPARTMENTS | STOPS | NOT_PEOPLE


def names_match(asked: str, speaker: Speaker, text: str = "") -> bool:
    """Whether a reader who asks for `asked` means this speaker: a name, a title and a name, or a role alone.

    With the `text` of the article, a bare surname that in it may be several people's is not taken for one of them.
    """
    wanted, name, role = _words(asked), _words(speaker.name), set(_words(speaker.role or ""))
    if not wanted or {_gender(asked), _gender(speaker.name)} == {"m", "f"}:
        return False
    role |= {ABBREVIATIONS.get(word, word) for word in role}
    others = [word for word in wanted if word not in name]
    if len(others) < len(wanted):
        titles = role | PERSON_NOUNS | TITLES
        whole = all(word in titles or _initial(word, name) for word in others)
        return whole or (len(name) == 1 and wanted[-1] == name[0] and not _has_first_name(speaker.name, text))
    same_office = role & OTHER_OFFICE <= set(wanted)
    return same_office and role >= set(wanted) and not PERSON_NOUNS.isdisjoint(wanted)


def _gender(name: str) -> str | None:
    """What “Mrs.” or a first name tells."""
    first, *rest = [word.lower() for word in _WORD.findall(name)] or [""]
    return (GENDERS.get(first) if first in COURTESIES else FIRST_NAMES.get(first)) if rest else None


def _has_first_name(surname: str, text: str) -> bool:
    """Whether a text has a first name for a surname, which it then uses of more than one person."""
    before = re.findall(rf"([^\W\d_]\w*)\s+{re.escape(surname.split()[-1])}\b", text)
    return any(word[0].isupper() and word.lower() not in _NO_FIRST_NAMES for word in before)


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = (word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(plain))
    return [word for word in words if word not in _FILLERS]


def _initial(word: str, name: Sequence[str]) -> bool:
    return any(1 in (len(word), len(part)) and word[0] == part[0] for part in name)
