"""Who is met in an article: names, roles, and which of them are the same person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.phrases import (
    DETERMINERS,
    PARTICLES,
    TITLES,
    Word,
    ends_sentence,
    is_name,
    is_person_noun,
    is_possessive,
    is_quote,
    phrase_before,
)
from corpus.span import Span

Gender = Literal["f", "m"]
_HONORIFICS: dict[str, Gender | None] = {
    "mr": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "dr": None,
    "sir": "m",
    "lady": "f",
}
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
# A department in “Secretary of Homeland Security John Smith” is not part of the name; of others one word is taken.
_DEPARTMENTS = frozenset(
    "state defense defence energy education labor labour commerce agriculture interior transportation treasury veterans "
    "affairs homeland security health human services housing urban development war army navy air force staff foreign "
    "justice representatives states and".split()
)
_NOT_PEOPLE = frozenset(
    "house senate congress parliament party committee council court university college institute center centre association "
    "union league foundation fund bank company corp corp. inc inc. llc group times post journal news press radio tv "
    "television magazine department agency bureau ministry office administration campaign government police pentagon "
    "kremlin twitter facebook google microsoft apple amazon state states nations kingdom america russia china iran iraq "
    "israel korea japan germany france britain england europe mexico canada india syria turkey ukraine city county street "
    "republicans democrats americans russians airport hospital church school u.s. u.n. un eu fbi cia nsa ap reuters cnn "
    "nbc cbs abc msnbc fox bbc nato".split()
)
_LATE = 2  # bare mentions before the full name; one later named in full is more often a relative of someone well known


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names or describes somebody. Name and role are words of the article."""

    span: Span
    name: str | None
    """Without title; None where there is only a description (“a spokesman for the agency”)."""
    role: str | None
    gender: Gender | None = None


@dataclass(slots=True)
class _Person:
    names: list[str] = field(default_factory=list)
    role: str | None = None
    gender: Gender | None = None
    first: int = 0


def plain(text: str, words: Sequence[Word]) -> str:
    """The words of an article in one line."""
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


def read_mention(text: str, words: Sequence[Word]) -> Mention:
    """The name and the role in a noun phrase."""
    span = Span(words[0].start, words[-1].end)
    inside = words[1:] if words[0].low in ("a", "an", "the") and len(words) > 1 else words
    cut, end = _name_in(inside)
    titles = [word.low.rstrip(".") for word in inside[:cut]]
    gender = next((_HONORIFICS[title] for title in titles if title in _HONORIFICS), None)
    role_words = [word for word in inside[:cut] if word.low.rstrip(".") not in _HONORIFICS]
    role = plain(text, role_words) or None
    if cut == end:
        return Mention(span, None, plain(text, inside), gender)
    return Mention(span, _without_possessive(plain(text, inside[cut:end])), role, gender or _gender_of(role))


def _gender_of(role: str | None) -> Gender | None:
    last = role.lower().split()[-1] if role else ""
    return "f" if last.endswith("woman") else "m" if last.endswith("man") else None


def _without_possessive(name: str) -> str:
    return name[:-2] if name.endswith(("’s", "'s")) else name.rstrip("’'")


def _name_in(words: Sequence[Word]) -> tuple[int, int]:
    """Where in a phrase the name stands; an empty range where there is only a description."""
    run = 0
    while run < len(words) and _in_name(words[run]):
        run += 1
    if run and run < len(words) and words[run].low in ("of", "from", "for", "at", "with"):
        if words[run].low == "of" and is_person_noun(words[run - 1]):
            return _after_office(words, run + 1)
        return _without_title(words, 0, run)
    if run == len(words):
        return _without_title(words, 0, run)
    first = len(words)
    while first > run and _in_name(words[first - 1]):
        first -= 1
    object_of = first and (
        words[first - 1].low in DETERMINERS or words[first - 1].low in ("of", "for", "to", "at", "with")
    )
    if first == len(words) or object_of or words[first].low in PARTICLES and first + 1 == len(words):
        return (0, 0)
    return _without_title(words, first, len(words))


def _in_name(word: Word) -> bool:
    return is_name(word) or word.low in PARTICLES


def _after_office(words: Sequence[Word], first: int) -> tuple[int, int]:
    at = first + (words[first].low == "the" if first < len(words) else 0)
    cut = at
    while cut < len(words) and words[cut].low in _DEPARTMENTS:
        cut += 1
    cut = max(cut, min(at + 1, len(words)))
    end = cut
    while end < len(words) and _in_name(words[end]):
        end += 1
    return (cut, end)


def _without_title(words: Sequence[Word], first: int, end: int) -> tuple[int, int]:
    """The name without the titles before it: what follows the last of them; Steve King keeps his name."""
    for at in range(end - 1, first - 1, -1):
        word = words[at]
        titled = is_person_noun(word) or (word.low.rstrip(".") in TITLES and word.low.rstrip(".") not in _SUFFIXES)
        if titled or is_possessive(word):
            if at + 1 < end:
                return (at + 1, end)
            if end - first == 1 or titled and any(is_person_noun(w) for w in words[first:at]) or is_possessive(word):
                return (0, 0) if titled else (first, end)
    return (first, end)


# Who is who -----------------------------------------------------------------------------------------------------------


class Cast:
    """The people and organisations an article names, those of one surname kept together only where that is certain."""

    def __init__(self, text: str, blocks: Iterable[Sequence[Word]]) -> None:
        self.mentions = [m for words in blocks for m in _mentions(text, words)]
        self._full: dict[str, dict[str, _Person]] = defaultdict(dict)  # surname to full name to person
        self._bare: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            self._add(mention)

    def _add(self, mention: Mention) -> None:
        parts = _parts(mention.name or "")
        if len(parts) < 2:
            self._bare[parts[-1] if parts else ""].append(mention)
            return
        people = self._full[parts[-1]]
        key = next((full for full in people if _same(full.split(), parts)), " ".join(parts))
        person = people.setdefault(key, _Person(first=mention.span.start))
        person.names.append(mention.name or "")
        person.role = person.role or mention.role
        person.gender = person.gender or mention.gender

    def known(self, mention: Mention) -> Mention:
        """A mention with what else the article says of the same person: full name, role, gender."""
        if mention.name is None:
            return mention
        parts = _parts(mention.name)
        surname = parts[-1] if parts else ""
        people, bare = self._full.get(surname, {}), self._bare.get(surname, [])
        if len(parts) > 1:
            person = next((p for full, p in people.items() if _same(full.split(), parts)), None)
        else:
            person = self._only(people, bare, mention)
        name = max(person.names, key=len) if person and len(parts) < 2 else mention.name
        alike = bare if person is None or len(people) == 1 else []
        if person is None and len(parts) > 1:
            alike = []
        role = mention.role or (person and person.role) or next((m.role for m in alike if m.role), None)
        gender = mention.gender or (person and person.gender) or next((m.gender for m in alike if m.gender), None)
        return Mention(mention.span, name, role or None, gender or None)

    @staticmethod
    def _only(people: dict[str, _Person], bare: list[Mention], mention: Mention) -> _Person | None:
        if len(people) != 1:
            return None
        person = next(iter(people.values()))
        clash = person.gender and mention.gender and person.gender != mention.gender
        late = sum(1 for m in bare[: _LATE + 1] if m.span.start < person.first) > _LATE
        return None if clash or late else person

    def holder(self, role: str) -> Mention | None:
        """The only person the article gives this role, for “the secretary of state said”."""
        asked = role.lower()
        named = {m.name: m for m in self.mentions if m.name and m.role and m.role.lower() == asked}
        known = {known.name: known for known in map(self.known, named.values())}
        return next(iter(known.values())) if len(known) == 1 else None


def is_person(mention: Mention) -> bool:
    """Whether “he” or “she” can stand for a mention."""
    return mention.name is not None and not any(part in _NOT_PEOPLE for part in mention.name.lower().split())


def _parts(name: str) -> list[str]:
    parts = [part.lower().replace("’", "'") for part in name.split()]
    while len(parts) > 1 and parts[-1].rstrip(".,") in _SUFFIXES:
        parts.pop()
    return parts


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names of one surname are of one person: the same first name, or its initial."""
    a, b = one[0].rstrip("."), other[0].rstrip(".")
    return a == b or (1 in (len(a), len(b)) and a[0] == b[0])


def _mentions(text: str, words: Sequence[Word]) -> Iterable[Mention]:
    at = 0
    while at < len(words):
        if is_quote(words[at]) or not is_name(words[at]):
            at += 1
            continue
        end = at + 1
        while end < len(words) and not is_quote(words[end]) and (is_name(words[end]) or _joins(words, end)):
            end += 1
        first = phrase_before(words, end, max(0, at - 8))
        mention = read_mention(text, words[min(first, at) : end])
        role = (
            mention.role
            if mention.role and len(mention.role.split()) > 1
            else appositive(text, words, end) or mention.role
        )
        if mention.name:
            yield Mention(mention.span, mention.name, role, mention.gender or _gender_of(role))
        at = end


def _joins(words: Sequence[Word], at: int) -> bool:
    if at + 1 >= len(words) or not is_name(words[at + 1]):
        return False
    return words[at].low in PARTICLES or (words[at].low == "of" and is_person_noun(words[at - 1]))


def appositive(text: str, words: Sequence[Word], comma: int) -> str | None:
    """What stands between commas after a name, where it says what the person is: “, the head of the agency,”."""
    first = comma + 1
    if first >= len(words) or words[comma].text != ",":
        return None
    if words[first].low not in ("a", "an", "the") and not words[first].text[0].islower():
        return None
    end = first
    while end < len(words) and end - first < 16 and words[end].text not in ",;:—–()" and not ends_sentence(words, end):
        if is_quote(words[end]) or words[end].low in ("who", "said", "says"):
            return None
        end += 1
    if not any(is_person_noun(word) for word in words[first : min(end, first + 8)]):
        return None
    start = first + (words[first].low in ("a", "an", "the"))
    return plain(text, words[start:end]) or None
