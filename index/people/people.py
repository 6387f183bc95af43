"""Who is quoted in a collection, and what each of them says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from corpus.english.lexicon import ABBREVIATIONS, ARTICLES, POSSESSIVES
from corpus.quotes.direct import Quote
from corpus.speakers.name_match import is_called, names_match
from corpus.speakers.name_phrase import name_words, read_phrase
from corpus.speakers.speaker import Speaker
from index.engine.generation import Generation
from index.people.namesakes import Said, by_person, fullest, is_name
from index.people.shorter_names import with_shorter_names

_FAR = 4  # from what is typed: somebody else


@dataclass(frozen=True, slots=True)
class Person:
    """One person, or an organisation, whose words the articles of a collection have."""

    id: str
    """Ten hexadecimal digits, the same after a restart or a reindex while the articles name this person so."""
    name: str
    """The fullest that the articles have."""
    roles: tuple[str, ...]
    """All that they have, the most frequent first."""
    said: tuple[Said, ...]
    """By date, the undated last, then in the order of the documents' titles and texts."""
    unnamed: bool = False
    """Whether the articles have no name but “an official”, who is perhaps somebody else in each of them."""
    count: int = 0
    """How many quotes are listed: of what one shows whole, a part is not listed again."""

    @property
    def role(self) -> str | None:
        """The most frequent that the articles have."""
        return next(iter(self.roles), None)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Direct, mixed and reported; in the order of `said`."""
        return tuple(dict.fromkeys(quote for quote, _ in self.said))

    @property
    def surest(self) -> Speaker | None:
        """The person as the speaker of the quote that is most surely this person's."""
        return max((speaker for _, speaker in self.said), key=lambda speaker: speaker.chance, default=None)


def gather_people(generation: Generation) -> tuple[Person, ...]:
    """Everybody who is quoted, the most quoted first; those without a name after the others.

    Those without a name are gathered by what they are called, but for “his friends”, who outside their document are
    nobody.
    """
    named: list[tuple[str, list[Said]]] = []
    unnamed: dict[str, list[Said]] = defaultdict(list)
    for name, said in _said_by_name(generation):
        words = name_words(name)
        if is_name(name):
            named.append((name, said))
        elif words and words[0] not in POSSESSIVES:
            unnamed[f"({' '.join(words[words[0] in ARTICLES :])})"] += said
    people = [_person(key, said, key in unnamed) for key, said in with_shorter_names(by_person(named), unnamed).items()]
    return tuple(sorted(people, key=lambda person: (person.unnamed, -len(person.quotes), person.name, person.id)))


def _said_by_name(generation: Generation) -> Iterator[tuple[str, list[Said]]]:
    """What each speaker of each document says, by name."""
    for document in generation.documents:
        said: dict[str, list[Said]] = defaultdict(list)
        for quote in (*generation.quotes[document.id], *generation.reported.get(document.id, ())):
            for speaker in quote.speaker.individuals if quote.speaker else ():
                said[speaker.name].append(Said(quote, speaker))
        yield from said.items()


def _person(key: str, said: Sequence[Said], unnamed: bool) -> Person:
    ordered = tuple(sorted(said, key=lambda one: _date_and_position(one.quote)))
    counted = Counter(speaker.role for _, speaker in ordered if speaker.role).most_common()
    person = sha256(key.encode()).hexdigest()[:10]
    return Person(person, fullest(said), tuple(role for role, _ in counted), ordered, unnamed)


def _date_and_position(quote: Quote) -> tuple[date, str, str, int]:
    document = quote.document
    return document.published or date.max, document.title, document.id, quote.span.start


# What somebody types --------------------------------------------------------------------------------------------------


def is_one_called(person: Person, typed: str, strictly: bool = True) -> bool:
    """Whether some article calls a person so; not `strictly`, also by a surname that in it may be somebody else's."""
    return any(names_match(typed, speaker, quote.document.text if strictly else "") for quote, speaker in person.said)


def matching(people: Iterable[Person], typed: str) -> tuple[Person, ...]:
    """The people whom somebody may mean who types a name, a part of one, or a role; all where nothing is typed.

    Any word typed may be the beginning of one. First those whose name begins so, then those who have the words in the
    name, in name and role, and last in the name under another title.
    """
    words = name_words(typed)
    words = words[1:] if len(words) > 1 and words[0] in ARTICLES else words
    ranked = sorted(((_distance(person, typed, words), person) for person in people), key=lambda pair: pair[0])
    return tuple(person for distance, person in ranked if distance < _FAR)


def _distance(person: Person, typed: str, words: Sequence[str]) -> int:
    name = _searchable(person.name)
    called = is_called(typed, person.name, person.roles, begun=True) or not words
    if called and name.startswith(" " + " ".join(words)):
        return 0
    if called and _all_begin_words_of(words, name):
        return 1
    texts = [] if read_phrase(typed).owners else [name + _searchable(role) for role in person.roles]
    if any(_all_begin_words_of(words, text) for text in texts):
        return 2
    return 3 if called else _FAR


def _all_begin_words_of(words: Iterable[str], text: str) -> bool:
    return all(f" {word}" in text for word in words)


@lru_cache(maxsize=1 << 16)
def _searchable(text: str) -> str:
    """Its words, each after a blank; of “Sen.” also the whole word."""
    words = name_words(text)
    return "".join(f" {word}" for word in (*words, *(ABBREVIATIONS[word] for word in words if word in ABBREVIATIONS)))
