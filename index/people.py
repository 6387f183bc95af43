"""Who is quoted in a collection, and what each of them says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from corpus.quotes import Quote
from corpus.speakers import names_match
from index.generation import Generation


@dataclass(frozen=True, slots=True)
class Person:
    """One person, or an organisation, whose words the articles of a collection have."""

    id: str
    """Ten hexadecimal digits, the same after a restart or a reindex while the articles name this person so."""
    name: str
    """The fullest that the articles have."""
    role: str | None
    quotes: tuple[Quote, ...]
    """Direct, mixed and reported; by date, the undated last, then in the order of the documents' titles and texts."""


def gather_people(generation: Generation) -> tuple[Person, ...]:
    """Everybody who is quoted, the most quoted first."""
    said: dict[str, list[Quote]] = defaultdict(list)
    for document in generation.documents:
        for quote in (*generation.quotes[document.id], *generation.reported.get(document.id, ())):
            if quote.speaker:
                said[quote.speaker.name.casefold()].append(quote)
    people = (_person(quotes) for quotes in said.values())
    return tuple(sorted(people, key=lambda person: (-len(person.quotes), person.name)))


def matching(people: Iterable[Person], typed: str) -> tuple[Person, ...]:
    """The people whom somebody means who types a name, a part of one, or a role; all of them where nothing is typed."""
    typed = typed.strip()
    return tuple(
        person
        for person in people
        if typed.casefold() in person.name.casefold()
        or any(quote.speaker and names_match(typed, quote.speaker) for quote in person.quotes)
    )


def _person(quotes: Sequence[Quote]) -> Person:
    speakers = [quote.speaker for quote in quotes if quote.speaker]
    name = max((speaker.name for speaker in speakers), key=len)
    role = next((speaker.role for speaker in speakers if speaker.role), None)
    ordered = sorted(quotes, key=_place)
    return Person(sha256(name.casefold().encode()).hexdigest()[:10], name, role, tuple(ordered))


def _place(quote: Quote) -> tuple[date, str, str, int]:
    document = quote.document
    return document.published or date.max, document.title, document.id, quote.span.start
