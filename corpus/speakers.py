"""Who said a quote, and how we know."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.attribution import Line, described_subject, is_verb_like, sentence_subject
from corpus.blocks import Candidate, Place
from corpus.choice import Choice, load_judge
from corpus.mentions import Phrase, stem, told
from corpus.people import Cast, Mention, fuller_role, is_described, is_person, read_mention, read_mentions
from corpus.phrases import Word, ends_sentence, is_plural, is_quote, is_someone, words_around
from corpus.span import Span
from corpus.tracing import CONTINUING
from corpus.vocabulary import ARTICLES, HONORIFICS, PERSON_NOUNS, PRONOUNS, SPEECH_VERBS, TITLES

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
# named in 840 annotated articles are right: .94, for .97 of the quotes that have a speaker. Where no rule agrees it
# must be surer: with .42 nobody is named in the tests for so-called things, with .4 for two of them.
_NAMED, _UNRULED = 0.3, 0.42
# The words may be right and the person wrong: simple rules are known to resolve about 60 % of “he” and “she”.
_PRONOUN = 0.6
_REMEMBERED = 2  # blocks; a person not mentioned for longer is not “he” any more
_NEAR = 4  # people; those before them are not looked at
_GENDERS = {"he": "m", "she": "f"}
_OWNERS = {"his": "he", "her": "she"}


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
    """An article read from top to bottom: who was last spoken of, and who is meant by each phrase."""

    def __init__(self, text: str, cast: Cast, lines: Sequence[Sequence[Word]]) -> None:
        self.text = text
        self.cast = cast
        self.lines = lines
        self.found: dict[Span, Said] = {}
        self.met: dict[Candidate, Speaker | None] = {}
        self.spoken_of: list[tuple[int, Mention]] = []  # with the number of the block
        self.beside: list[Mention] = []  # others who are named since
        self.apart = False  # whether some of them are named in a sentence of their own
        self.genders: dict[str, str] = {}  # what pronouns told of people, by name

    def read(self, number: int, words: Sequence[Word], chosen: Mapping[Place, Choice]) -> None:
        """Finds the speakers of the quotes in one block."""
        line = Line.of(words)
        for at, word in enumerate(words):
            if at == 0 or ends_sentence(words, at - 1):
                self._notice_subject(number, line, at)
            choice = chosen.get(Place(number, at))
            if choice:
                self.found[Span(word.start, word.end)] = self._said(choice)

    def _said(self, choice: Choice) -> Said:
        if choice.chance < (_NAMED if choice.rule else _UNRULED):
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

    def _notice_subject(self, number: int, line: Line, at: int) -> None:
        words = line.words
        end = next((i for i in range(at, line.end(at)) if is_quote(words[i])), line.end(at))
        if words[at].low in _OWNERS:
            self._meant(number, _OWNERS[words[at].low])  # “Her brother”: the last speaker is a woman
        subject = sentence_subject(words, at, end) or described_subject(words, at, end)
        others = self._others(words, subject.end if subject else at, end)
        if subject and words[subject.first].low not in PRONOUNS:
            mention = self.cast.known(read_mention(self.text, words[subject.first : subject.end]))
            active = is_verb_like(words, subject.end) and not is_plural(words[subject.end - 1])
            if active or self.cast.is_met(mention):
                self._notice(number, mention, others)
                return
        self.apart = self.apart or bool(others)
        self.beside = (self.beside + others)[-_NEAR:]

    def _notice(self, number: int, person: Mention, beside: Sequence[Mention] = ()) -> None:
        person = self._holder(person)
        if is_person(person) or is_described(person):
            self.spoken_of.append((number, person))
            self.beside, self.apart = [other for other in beside if other.name != person.name], False

    def _others(self, words: Sequence[Word], first: int, end: int) -> list[Mention]:
        """People whom a sentence names besides its subject, so that a pronoun may be any of them."""
        named = (self.cast.known(mention) for mention in read_mentions(self.text, words[first:end]))
        people = (mention for mention in named if is_person(mention) and (mention.role or mention.gender))
        return [mention for mention in people if not mention.span.of(self.text).endswith(("’s", "'s", "’", "'"))]

    # From words to a person -------------------------------------------------------------------------------------------

    def _speaker(self, choice: Choice) -> Speaker | None:
        block = choice.where.block
        words = self.lines[block]
        phrase = told(words, Phrase(choice.where.first, choice.where.end))
        inside = words[phrase.first : phrase.end]
        pronoun = stem(inside[0])
        if len(inside) == 1 and pronoun in PRONOUNS:
            person = self._meant(block, pronoun)
            mention = Span(inside[0].start, inside[0].start + len(pronoun))
            speaker = self._described(person, "pronoun", mention) if person else None
        else:
            person = self.cast.known(read_mention(self.text, inside))
            clear = person.name or choice.rule or is_someone(inside)
            speaker = self._told(words, phrase, person) if clear else None
        if person and speaker:
            self._notice(block, person)
        return speaker

    def _told(self, words: Sequence[Word], phrase: Phrase, person: Mention) -> Speaker:
        if not person.name:
            return self._described(person, "title", person.span)
        role = fuller_role(self.text, words, phrase.end, person.role)
        return Speaker(person.name, role, person.span, "named")

    def _described(self, person: Mention, how: How, mention: Span) -> Speaker:
        """“The secretary of state” is the one who holds the office; “a senior official” remains one."""
        holder = self._holder(person)
        if holder.name:
            return Speaker(holder.name, person.role, mention, how)
        return Speaker(" ".join(person.span.of(self.text).split()), None, mention, how)

    def _holder(self, person: Mention) -> Mention:
        the = person.name is None and person.span.of(self.text)[:4].lower() == "the "
        return (self.cast.holder(person.role or "") if the else None) or person

    def _meant(self, number: int, pronoun: str) -> Mention | None:
        """The person last spoken of, if nothing speaks against it; nobody for “they” and “it”."""
        gender = _GENDERS.get(pronoun)
        near = [
            self._with_gender(mention) for block, mention in self.spoken_of[-_NEAR:] if block >= number - _REMEMBERED
        ]
        if gender is None or not near:
            return None
        newest, beside = near[-1], [self._with_gender(mention) for mention in self.beside]
        surer = [mention for mention in beside if mention.gender == gender]
        if newest.gender is None and not surer and newest.name:
            self.genders[newest.name] = gender
        if newest.gender == gender or (newest.gender is None and not (self.apart and surer)):
            return newest
        if any(mention.gender is None for mention in beside) or newest.gender is None or len(surer) > 1:
            return None
        return next((mention for mention in [*surer, *reversed(near)] if mention.gender == gender), None)

    def _with_gender(self, mention: Mention) -> Mention:
        return replace(mention, gender=mention.gender or self.genders.get(mention.name or ""))


# From a name that is asked for to speakers ----------------------------------------------------------------------------

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_FILLERS = ARTICLES | HONORIFICS | {"of", "for", "jr", "sr"}
_OTHER_OFFICE = frozenset(("vice", "deputy", "former", "assistant", "acting", "under", "ex"))


def names_match(asked: str, speaker: Speaker) -> bool:
    """Whether a reader who asks for `asked` means this speaker: a name, a title and a name, or a role alone."""
    wanted, name, role = _words(asked), _words(speaker.name), set(_words(speaker.role or ""))
    if not wanted:
        return False
    others = [word for word in wanted if word not in name]
    if len(others) < len(wanted):
        titles = role | PERSON_NOUNS | TITLES
        whole = all(word in titles or _initial(word, name) for word in others)
        return whole or (len(name) == 1 and wanted[-1] == name[0])
    same_office = role & _OTHER_OFFICE <= set(wanted)
    return same_office and role >= set(wanted) and not PERSON_NOUNS.isdisjoint(wanted)


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = (word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(plain))
    return [word for word in words if word not in _FILLERS]


def _initial(word: str, name: Sequence[str]) -> bool:
    return any(1 in (len(word), len(part)) and word[0] == part[0] for part in name)
