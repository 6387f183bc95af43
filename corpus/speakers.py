"""Who said a quote, and how we know."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.attribution import Line
from corpus.blocks import Candidate, Place
from corpus.cast import Cast
from corpus.choice import Choice, load_judge
from corpus.first_names import FIRST_NAMES
from corpus.marks import MARKS
from corpus.mentions import Phrase, stem, told
from corpus.people import Mention, fuller_role, read_speaker
from corpus.phrases import QUOTE, Word, ends_sentence, is_someone, words_around
from corpus.pronouns import Pronouns
from corpus.span import Span
from corpus.tracing import CONTINUING
from corpus.vocabulary import (
    ABBREVIATIONS,
    ARTICLES,
    COURTESIES,
    DEPARTMENTS,
    DETERMINERS,
    GENDERS,
    HONORIFICS,
    NOT_PEOPLE,
    OTHER_OFFICE,
    PERSON_NOUNS,
    PRONOUNS,
    SPEECH_VERBS,
    STOPS,
    TITLES,
)

__all__ = ["SPEECH_VERBS", "Speaker", "find_speakers", "names_match"]

How = Literal["named", "title", "pronoun", "continued"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or organisation a quote is attributed to, in the article's own words."""

    name: str
    role: str | None
    mention: Span
    """Where the article names the speaker of this quote: “Mattis”, or the “he” that stands for him."""
    how: How


# Below this chance nobody is named. It is the lowest of .3, .4 … .7, and with each of these .9 or more of those who are
# named in 840 annotated articles are right: .94, for .97 of the quotes that have a speaker. A piece
# of a sentence is often a so-called thing: where no rule agrees, a speaker of it must be likelier than not.
_NAMED, _UNRULED = 0.3, 0.5
# The words may be right and the person wrong: of 96 “he” and “she” that were resolved, 86 mean whom a reader says.
_PRONOUN = 0.9


@dataclass(frozen=True, slots=True)
class Said:
    """What an article says of whose a quote is."""

    mention: Span | None
    """The words that say it: “Mattis”, or “he”. None where that is unlikely."""
    chance: float
    """0–1: that the likeliest words are the right ones, and the quote somebody's words at all."""
    speaker: Speaker | None
    """Who is meant by them, None where that is not clear."""
    confidence: float
    """0–1, of the speaker; 0 where there is none."""


NOBODY = Said(None, 0.0, None, 0.0)


def find_speakers(text: str, blocks: Sequence[Span], quotes: Sequence[Sequence[Span]]) -> dict[Span, Said]:
    """What is known of whose words the quotes of each block are; nothing of those that nobody is near."""
    lines = [words_around(text, block, inside) for block, inside in zip(blocks, quotes, strict=True)]
    chosen = load_judge().choose(text, lines)
    reading = _Reading(text, Cast(text, lines), lines)
    for number, words in enumerate(lines):
        reading.read(number, words, chosen)
    return reading.found


class _Reading:
    """An article read from top to bottom: who is meant by each phrase that says who speaks."""

    def __init__(self, text: str, cast: Cast, lines: Sequence[Sequence[Word]]) -> None:
        self.text = text
        self.cast = cast
        self.lines = lines
        self.found: dict[Span, Said] = {}
        self.met: dict[Candidate, Speaker | None] = {}
        self.pronouns = Pronouns(text, cast)

    def read(self, number: int, words: Sequence[Word], chosen: Mapping[Place, Choice]) -> None:
        """Finds the speakers of the quotes in one block."""
        line = Line.of(words)
        for at, word in enumerate(words):
            if at == 0 or ends_sentence(words, at - 1):
                self.pronouns.read_sentence(number, line, at)
            choice = chosen.get(Place(number, at))
            if choice:
                self.found[Span(word.start, word.end)] = self._said(choice, self._is_piece(word))

    def _is_piece(self, quote: Word) -> bool:
        """Whether a quote neither begins nor ends like a sentence."""
        return quote.text == QUOTE and self.text[quote.start : quote.end].lstrip(MARKS + "[(…. ")[:1].islower()

    def _said(self, choice: Choice, piece: bool) -> Said:
        if choice.chance < (_UNRULED if piece and not choice.rule else _NAMED):
            return Said(None, choice.chance, None, 0.0)
        goes_on = choice.where in self.met
        if not goes_on:
            self.met[choice.where] = self._speaker(choice)
        speaker, mention = self.met[choice.where], self._mention(choice.where)
        if not speaker:
            return Said(mention, choice.chance, None, 0.0)
        factor = _PRONOUN if speaker.how == "pronoun" else 1.0
        continued = goes_on and choice.rule in (None, *CONTINUING)
        shown = replace(speaker, how="continued") if continued else speaker
        return Said(mention, choice.chance, shown, round(choice.chance * factor, 3))

    def _mention(self, where: Candidate) -> Span:
        """Name and description together: “their manager, Rosa Quintero”."""
        words, phrase = self.lines[where.block], Phrase(where.first, where.end)
        name = told(words, phrase)
        return Span(words[min(name.first, phrase.first)].start, words[max(name.end, phrase.end) - 1].end)

    # From words to a person -------------------------------------------------------------------------------------------

    def _speaker(self, choice: Choice) -> Speaker | None:
        block = choice.where.block
        words = self.lines[block]
        phrase = told(words, Phrase(choice.where.first, choice.where.end))
        inside = words[phrase.first : phrase.end]
        pronoun = stem(inside[0])
        if len(inside) == 1 and pronoun in PRONOUNS:
            person = self.pronouns.meant(block, pronoun, words[phrase.end :])
            mention = Span(inside[0].start, inside[0].start + len(pronoun))
            speaker = self._described(person, "pronoun", mention) if person else None
        else:
            person = self.cast.known(read_speaker(self.text, words, phrase.first, phrase.end))
            clear = person.name or choice.rule or is_someone(inside)
            speaker = self._told(words, phrase, person) if clear else None
        if person and speaker:
            self.pronouns.notice(block, person)
        return speaker

    def _told(self, words: Sequence[Word], phrase: Phrase, person: Mention) -> Speaker:
        if not person.name:
            return self._described(person, "title", person.span)
        role = fuller_role(self.text, words, phrase.end, person.role)
        return Speaker(person.name, role, person.span, "named")

    def _described(self, person: Mention, how: How, mention: Span) -> Speaker:
        """“The secretary of state” is the one who holds the office; “a senior official” remains one."""
        holder = self.cast.holder(person)
        if holder.name:
            return Speaker(holder.name, person.role, mention, how)
        words = person.span.of(self.text).split()
        first = words[0].lower() if words[0].lower() in DETERMINERS else words[0]  # “Its lawyer” began a sentence
        return Speaker(" ".join([first, *words[1:]]), None, mention, how)


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
