"""Who is met in an article: names, roles, and which of them are the same person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.phrases import (
    Word,
    ends_sentence,
    in_name,
    is_name,
    is_person_noun,
    is_possessive,
    is_quote,
    phrase_before,
    role_before,
    without_article,
)
from corpus.span import Span
from corpus.vocabulary import (
    ARTICLES,
    DEPARTMENTS,
    DETERMINERS,
    GENDERS,
    HONORIFICS,
    LINKS,
    NOT_PEOPLE,
    PARTICLES,
    POSSESSIVES,
    SOMEBODY,
    SPEECH_VERBS,
    SUFFIXES,
    TITLES,
)

_APPOSITIVE = 16  # words; a longer one is a clause more often than a role
# Bare mentions before the full name. Somebody named in full only later is more often a relative of the well-known one.
_LATE = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names or describes somebody. Name and role are words of the article."""

    span: Span
    name: str | None
    """Without title; None where there is only a description (“a spokesman for the agency”)."""
    role: str | None
    gender: str | None = None
    """`f` or `m` where a title or a role tells."""


def is_person(mention: Mention) -> bool:
    """Whether “he” or “she” can stand for a mention."""
    return mention.name is not None and NOT_PEOPLE.isdisjoint(mention.name.lower().split())


def is_described(mention: Mention) -> bool:
    """Whether a mention is one person without a name."""
    return mention.name is None and _head(mention.role) in SOMEBODY


def in_one_line(text: str, words: Sequence[Word]) -> str:
    """The words of an article as it has them, but for line breaks."""
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


def read_mention(text: str, words: Sequence[Word]) -> Mention:
    """The name and the role in a noun phrase."""
    inside = without_article(words)
    first, end = _name_in(inside)
    titles = [_bare(word) for word in inside[:first]]
    role_words = [word for word in inside[:first] if _bare(word) not in HONORIFICS]
    role = in_one_line(text, role_words) if _is_role(role_words) else None
    if first == end:
        described = in_one_line(text, inside)
        return Mention(Span(words[0].start, words[-1].end), None, described, _gender_of(described))
    gender = next((GENDERS[title] for title in reversed(titles) if title in GENDERS), None)
    name = in_one_line(text, inside[first:end])
    name = name[:-2] if name.endswith(("’s", "'s")) else name.rstrip("’'")
    return Mention(Span(words[0].start, words[-1].end), name, role, gender or _gender_of(role))


def _is_role(words: Sequence[Word]) -> bool:
    """Whether what stands before a name says who it is: “Texas Sen.”, “Secretary of State”, but not “a tired”."""
    office = next((at for at, word in enumerate(words) if word.low == "of"), len(words))
    return any(_is_title(word) for word in (words[:office] if office < len(words) else words[-1:]))


def _bare(word: Word) -> str:
    return word.low.rstrip(".")


def _gender_of(role: str | None) -> str | None:
    """“A spokeswoman for Mr. Lund” is a woman."""
    noun = _head(role)
    return GENDERS.get(noun) or ("f" if noun.endswith("woman") else "m" if noun.endswith("man") else None)


def _head(role: str | None) -> str:
    words = (role or "-").lower().split()
    return next((before for before, word in pairwise(words) if word in LINKS), words[-1])


# Name and role in a phrase --------------------------------------------------------------------------------------------


def _name_in(words: Sequence[Word]) -> tuple[int, int]:
    """Where in a phrase the name stands; an empty range where there is only a description."""
    run = 0
    while run < len(words) and in_name(words[run]):
        run += 1
    if run == len(words):
        return _without_title(words, 0, run)
    if run and words[run].low in LINKS:
        if words[run].low == "of" and is_person_noun(words[run - 1]):
            return _after_office(words, run + 1)
        return _without_title(words, 0, run)
    first = len(words)
    while first > run and in_name(words[first - 1]):
        first -= 1
    owner = words[first - 1].low
    described = owner in DETERMINERS or owner in LINKS or not any(is_name(word) for word in words[first:])
    return (0, 0) if described else _without_title(words, first, len(words))


def _after_office(words: Sequence[Word], first: int) -> tuple[int, int]:
    """The name after “Secretary of State” or “Bishop of Rome”."""
    at = first + 1 if first < len(words) and words[first].low == "the" else first
    cut = at
    while cut < len(words) and words[cut].low in DEPARTMENTS:
        cut += 1
    cut = end = max(cut, min(at + 1, len(words)))
    while end < len(words) and in_name(words[end]):
        end += 1
    return cut, end


def _without_title(words: Sequence[Word], first: int, end: int) -> tuple[int, int]:
    """The part of a capitalised run that follows the last title in it. Steve King keeps his name."""
    titled = [i for i in range(first, end) if _is_title(words[i]) or is_possessive(words[i])]
    if titled and titled[-1] + 1 == end and not is_possessive(words[end - 1]):
        titled.pop()  # perhaps a surname
        if not titled:
            return (first, end) if end - first > 1 else (0, 0)
        if titled[-1] + 2 == end and _bare(words[titled[-1]]) not in TITLES:
            return (0, 0)  # Deputy Secretary
    start = titled[-1] + 1 if titled else first
    return (start, end) if start < end else (first, end)


def _is_title(word: Word) -> bool:
    return is_person_noun(word) or (_bare(word) in TITLES and _bare(word) not in SUFFIXES)


def fuller_role(text: str, words: Sequence[Word], end: int, title: str | None) -> str | None:
    """The role of somebody whose name ends before `end`: the title, if it says more than “Gen.”, or what follows."""
    return title if title and " " in title else _appositive(text, words, end) or title


def _appositive(text: str, words: Sequence[Word], comma: int) -> str | None:
    """What stands between commas after a name, where it says what the person is: “, the head of the agency,”."""
    first = end = comma + 1
    if first >= len(words) or words[comma].text != "," or is_name(words[first]):
        return None
    while end < len(words) and end - first < _APPOSITIVE and words[end].text not in ",;:—–()":
        if ends_sentence(words, end):
            break
        if is_quote(words[end]) or words[end].low == "who" or words[end].text in SPEECH_VERBS:
            return None
        end += 1
    role = without_article(words[first:end])
    told = words[first].low in ARTICLES or is_person_noun(words[first]) or words[first].low in ("former", "senior")
    return in_one_line(text, role) or None if told and any(is_person_noun(word) for word in role[:8]) else None


# Who is who -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """What an article tells of one person, or of a bare surname."""

    name: str
    first: int
    """Where the article first has the name."""
    role: str | None = None
    gender: str | None = None
    starts: list[int] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        if mention.name and len(mention.name) > len(self.name):
            self.name = mention.name
        self.role = self.role or mention.role
        self.gender = self.gender or mention.gender
        if len(self.starts) <= _LATE:
            self.starts.append(mention.span.start)


class Cast:
    """The people and organisations that an article names; those of one surname are one only where that is certain."""

    def __init__(self, text: str, blocks: Iterable[Sequence[Word]]) -> None:
        self._text = text
        self._full: dict[str, dict[str, _Known]] = defaultdict(dict)  # by surname, then by first name
        self._bare: dict[str, _Known] = {}  # by surname
        self._holders: dict[str, set[str]] = defaultdict(set)  # names by role
        for mention in (mention for words in blocks for mention in read_mentions(text, words)):
            self._meet(mention)

    def _meet(self, mention: Mention) -> None:
        first, surname = _name_parts(mention.name or "")
        fresh = _Known(mention.name or "", mention.span.start)
        if first:
            people = self._full[surname]
            key = _key(people, first)
            known = people.setdefault(key, fresh)
        else:
            known = self._bare.setdefault(surname, fresh)
        known.add(mention)
        if mention.role and mention.name:
            self._holders[mention.role.lower()].add(mention.name)

    def known(self, mention: Mention) -> Mention:
        """A mention with what else the article tells of the same person: full name, role, gender."""
        if mention.name is None:
            return mention
        first, surname = _name_parts(mention.name)
        people, bare = self._full.get(surname, {}), self._bare.get(surname)
        full = people.get(_key(people, first)) if first else self._only(people, bare, mention)
        alone = not people or (full is not None and len(people) == 1 and self._only(people, bare, mention) is full)
        told = [known for known in (full, bare if alone else None) if known]
        return replace(
            mention,
            name=full.name if full else mention.name,
            role=mention.role or next((known.role for known in told if known.role), None),
            gender=mention.gender or next((known.gender for known in told if known.gender), None),
        )

    @staticmethod
    def _only(people: dict[str, _Known], bare: _Known | None, mention: Mention) -> _Known | None:
        """The one person whom a bare surname can mean."""
        if len(people) != 1:
            return None
        person = next(iter(people.values()))
        clash = person.gender and mention.gender and person.gender != mention.gender
        late = bare is not None and sum(start < person.first for start in bare.starts) > _LATE
        return None if clash or late else person

    def is_met(self, mention: Mention) -> bool:
        """Whether the article tells more of a person than a single word that may only begin a sentence."""
        first, surname = _name_parts(mention.name or "")
        return bool(first or mention.role or mention.gender) or surname in self._full

    def holder(self, mention: Mention) -> Mention:
        """For “the secretary of state” the only person to whom the article gives that role, else the mention itself."""
        if mention.name or mention.span.of(self._text)[:4].lower() != "the ":
            return mention
        names = self._holders.get((mention.role or "").lower(), set())
        people = {known.name: known for known in (self.known(Mention(Span(0, 0), name, None)) for name in names)}
        return next(iter(people.values())) if len(people) == 1 else mention


def _name_parts(name: str) -> tuple[str, str]:
    """First name, empty for a surname alone, and surname; both in small letters."""
    parts = name.lower().replace("’", "'").split()
    while len(parts) > 1 and parts[-1].rstrip(".,") in SUFFIXES:
        parts.pop()
    return (parts[0].rstrip(".") if len(parts) > 1 else "", parts[-1] if parts else "")


def _key(people: dict[str, _Known], first: str) -> str:
    """The first name under which a person is known: “J. Hyten” is John Hyten."""
    if first in people or len(first) > 1:
        return first if first in people or not first or first[0] not in people else first[0]
    return next((key for key in people if key[0] == first), first) if len(people) < 20 else first


def read_mentions(text: str, words: Sequence[Word]) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        if not is_name(words[at]):
            at += 1
            continue
        end = at + 1
        while end < len(words) and (is_name(words[end]) or _joins(words, end)):
            end += 1
        first = min(at, phrase_before(words, end, max(0, at - 8)))
        mention = read_mention(text, words[first:end])
        role = fuller_role(text, words, end, mention.role)
        told = role_before(words, first, end)
        gender = mention.gender or _gender_of(role) or _gender_of(in_one_line(text, told))
        if told and not role and told[0].low not in POSSESSIVES:
            role = in_one_line(text, without_article(told))
        if mention.name:
            yield replace(mention, role=role, gender=gender)
        at = end


def _joins(words: Sequence[Word], at: int) -> bool:
    if at + 1 == len(words) or not is_name(words[at + 1]):
        return False
    return words[at].text in PARTICLES or (words[at].low == "of" and is_person_noun(words[at - 1]))
