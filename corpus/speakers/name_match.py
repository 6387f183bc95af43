"""Whether a name or a role that somebody typed means a person: the one answer for every command.

Half of what a hyphen joins, as of “Jong-un” or “Smith-Jones”, is not the name.
"""

import re
from collections.abc import Collection, Sequence
from itertools import chain

from corpus.english.lexicon import DEPARTMENTS, NOT_PEOPLE, OTHER_OFFICE, PERSON_NOUNS, STOPS, TITLES
from corpus.speakers.name_phrase import NamePhrase, read_phrase, read_role
from corpus.speakers.speaker import Speaker
from corpus.text.folding import fold, fold_text

_OFFICES = PERSON_NOUNS | TITLES
_NO_FIRST_NAMES = _OFFICES | DEPARTMENTS | STOPS | NOT_PEOPLE


def names_match(typed: str, speaker: Speaker, text: str = "") -> bool:
    """Whether whoever types this means the speaker: by a name, a title and a name, or a role alone.

    Of several who speak together it is enough to mean one; “Frost and Hale” means both. With the `text` of the article,
    a bare surname that in it may be several people's is not taken for one of them.
    """
    if speaker.members:
        whole, *parts = (
            any(names_match(one, member, text) for member in speaker.members) for one in (typed, *_parted(typed))
        )
        return whole or (len(parts) > 1 and all(parts))
    if is_called(typed, speaker.name, (speaker.role or "",)):
        return True
    phrase, called = read_phrase(typed), read_phrase(speaker.name)
    if len(called.units) != 1 or _contradict(phrase, called) or not _is_named(phrase, called):
        return False
    return phrase.own[-len(called.own) :] == called.own and not has_first_name(speaker.name, text)


def _parted(typed: str) -> Sequence[str]:
    """The names that are typed together: “Frost, Moe and Hale”."""
    return [name for name in re.split(r",|\band\b|&", typed) if name.strip()]


def may_be_same(one: Speaker, other: Speaker) -> bool:
    """Whether two speakers may be one person, as far as their names and roles tell."""
    return any(names_match(a.name, b) or names_match(b.name, a) for a in one.individuals for b in other.individuals)


def is_called(typed: str, name: str, roles: Sequence[str] = (), begun: bool = False) -> bool:
    """Whether a person of this name and these roles is called so; a bare surname is nobody's full name.

    With `begun` the words may be the beginnings of words, as while somebody types.
    """
    phrase, called, offices = read_phrase(typed), read_phrase(name), [read_role(role) for role in roles]
    if not phrase.words or _contradict(phrase, called):
        return False
    named = _is_named(phrase, called, begun) and _fits_beside(phrase, called, offices, begun)
    return named or any(_has_role(phrase, office, begun) for office in offices)


# A phrase and a person ------------------------------------------------------------------------------------------------


def _contradict(phrase: NamePhrase, called: NamePhrase) -> bool:
    """Whether one is a woman's and the other a man's, or one the father's and the other the son's."""
    of_both = {phrase.gender, called.gender} == {"f", "m"} and not phrase.owners and not called.owners
    return of_both or bool(phrase.suffix and called.suffix and phrase.suffix != called.suffix)


def _is_named(phrase: NamePhrase, called: NamePhrase, begun: bool = False) -> bool:
    """Whether a phrase is of the one who is named: “Mayor Lund”, but neither “Lund’s son” nor “the Lund lawyer”."""
    shared = _shared(phrase, called, begun)
    if not shared or (phrase.last in _OFFICES and phrase.last not in shared):
        return False
    if shared.isdisjoint(phrase.own) and not _follows_office(phrase, shared):
        return False
    if shared <= PERSON_NOUNS and OTHER_OFFICE & ({*phrase.words} ^ {*called.words}):
        return False  # “the mayor” is not “the deputy mayor”
    if not (called.owners or called.complement or called.described) or shared & NOT_PEOPLE:
        return True
    return _has_begun(phrase.own[-1], called.own[-1:] if called.described else called.own, begun)


def _shared(phrase: NamePhrase, called: NamePhrase, begun: bool) -> set[str]:
    """The words that are in both; of what a hyphen joins in the name, all or none."""
    if begun:
        return {word for word in phrase.words if _has_begun(word, [*chain(*called.units)], begun)}
    return {word for unit in called.units if {*unit} <= {*phrase.words} for word in unit}


def _has_begun(word: str, words: Collection[str], begun: bool) -> bool:
    return word in words or (begun and any(other.startswith(word) for other in words))


def _follows_office(phrase: NamePhrase, shared: Collection[str]) -> bool:
    """Whether a name follows what an office is for: “Secretary of State Lund”, but not “spokesman for Mayor Lund”."""
    named = next((at for at, word in enumerate(phrase.complement) if word in shared), 0)
    return named > 0 and _OFFICES.isdisjoint(phrase.complement[:named])


def _fits_beside(phrase: NamePhrase, called: NamePhrase, roles: Sequence[NamePhrase], begun: bool) -> bool:
    """Whether what stands beside the name can be this person's: a title, words of the role, an initial."""
    shared = _shared(phrase, called, begun)
    missing = [word for word in called.words if word not in shared]
    # “John E. Hyten” or “John Earl Hyten” where the article has “John Hyten”
    middle = phrase.own[1:-1] if len(shared) > 1 and not missing and {phrase.own[0], phrase.own[-1]} <= shared else ()
    offices = _OFFICES.union(*(chain(*role.units) for role in roles))

    def fits(word: str) -> bool:
        # “Peter Thiel” is not “Peter T. King”, whose surname nobody typed
        last = word == phrase.own[-1] and len(word) > 1
        others = missing[-1:] if last and missing[-1:] == [*called.own[-1:]] else missing
        initials = [other if len(other) == 2 else other[0] for other in others if 1 in (len(word), len(other))]
        return word in offices or word in middle or any(word[0] in letters for letters in initials)

    return all(fits(word) for word in phrase.words if word not in shared)


def _has_role(phrase: NamePhrase, role: NamePhrase, begun: bool) -> bool:
    """Whether a phrase is an office of one's own: “the mayor” is not “a spokesman for the mayor”."""
    if not _shared(phrase, role, begun) >= {*phrase.words} or not OTHER_OFFICE & {*chain(*role.units)} <= {
        *phrase.words
    }:
        return False
    offices = PERSON_NOUNS.intersection(role.own)
    own = offices.issuperset(PERSON_NOUNS.intersection(phrase.own))
    return own and any(_has_begun(word, offices, begun) for word in phrase.own)


def has_first_name(surname: str, text: str) -> bool:
    """Whether a text has a first name for a surname, which it then uses of more than one person."""
    if not text:
        return False
    folded, last = fold(text), fold_text(surname.split()[-1])
    before = re.finditer(rf"(\w+) +{re.escape(last)}\b", folded.text)
    words = (folded.span(*match.span(1)).of(text) for match in before)
    return any(word[0].isupper() and word.lower() not in _NO_FIRST_NAMES for word in words)
