"""Whom “he” and “she” mean."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.attribution.blocks import Block
from corpus.attribution.labels import is_byline, is_credit
from corpus.attribution.plain_rules import quoted_in
from corpus.attribution.subjects import RuleMatch, described_subject, is_verb_like, sentence_subject
from corpus.english.lexicon import ARTICLES, PRONOUNS, SUBORDINATORS
from corpus.english.noun_phrases import Word, is_name, is_plural, is_quote
from corpus.speakers.coreference import Coreference
from corpus.speakers.names import Mention, read_mention, read_mentions

_REMEMBERED = 2  # blocks; a person not mentioned for longer is not “he” any more
_NEAR = 4  # people; those before them are not looked at
_OPENING = 6  # words of a sentence in which somebody new is met
_OBJECT = 8  # words after a pronoun in which its verb may have somebody else for its object
_GENDERS = {"he": "m", "she": "f"}
NOMINATIVES = {"him": "he", "his": "he", "her": "she"}


class Pronouns:
    """Who was last spoken of, while an article is read from top to bottom."""

    def __init__(self, coreference: Coreference) -> None:
        self._coreference = coreference
        self._spoken_of: list[tuple[int, Mention]] = []  # with the number of the block
        self._beside: list[tuple[int, Mention]] = []  # others who are named since
        self._apart = False  # whether some of them are named in a sentence of their own
        self._genders: dict[str, str] = {}  # what pronouns told of people, by name

    def read_sentence(self, number: int, block: Block, at: int) -> None:
        """Notices whom the sentence that begins at `at` in block `number` is about."""
        words = block.words
        if is_byline(words):
            return
        ends = (i for i in range(at, block.end(at)) if is_quote(words[i]) or is_credit(words, i))
        end = next(ends, block.end(at))
        subject = quoted_in(block, at, end) or sentence_subject(words, at, end) or described_subject(words, at, end)
        if words[at].low in NOMINATIVES:
            self.antecedent(number, NOMINATIVES[words[at].low])  # “Her brother”: the last speaker is a woman
        others = self._others(read_mentions(words[subject.end if subject else at : end]))
        person = self._subject(number, words[subject.first : end], subject) if subject else None
        if person and subject and _is_joined(words[subject.end : end]):
            known = bool(others) and all(both.gender for both in (person, *others))
            self._spoken_of, self._beside = [], [(number, both) for both in (person, *others) if known]
        elif person:
            self.notice(number, person, others)
        elif words[at].low not in SUBORDINATORS:  # “When Lund came “home”, Diaz left”
            # “For Nils Lund, it was late”
            others += self._others(read_mentions(words[at : min(end, at + _OPENING)]), new=True)
            self._apart = self._apart or bool(others)
            self._beside = [*self._beside, *((number, other) for other in others)][-_NEAR:]

    def _subject(self, number: int, words: Sequence[Word], match: RuleMatch) -> Mention | None:
        """The person in the first words of a sentence, if what follows is a verb or the person is met elsewhere."""
        length = match.end - match.first
        if words[0].low in PRONOUNS:
            return self.antecedent(number, words[0].low, words[length:])
        active = is_verb_like(words, length) and not is_plural(words[length - 1])
        mention = read_mention(words[:length])
        if mention.name and not mention.role and words[0].low in ARTICLES and not active:
            return None  # “The Olm campaign”
        mention = self._coreference.completed(mention)
        return mention if active or match.rule == "quoted" or self._coreference.is_met(mention) else None

    def notice(self, number: int, person: Mention, beside: Sequence[Mention] = ()) -> None:
        """Somebody speaks, or is the subject of a sentence, in block `number`."""
        person = self._coreference.holder(person)
        if person.is_named_person or person.is_described_person:
            self._spoken_of.append((number, person))
            self._beside = [(number, other) for other in beside if other.name != person.name]
            self._apart = False

    def antecedent(self, number: int, pronoun: str, following: Sequence[Word] = ()) -> Mention | None:
        """The person last spoken of, if nothing speaks against it; nobody for “they” and “it”.

        Whoever is named soon in `following`, as in “he told Lund”, is somebody else.
        """
        gender = _GENDERS.get(pronoun)
        if gender is None:
            return None
        clause = takewhile(lambda word: word.text[0].isalnum(), following[:_OBJECT])
        others = {other.name for other in self._others(read_mentions(list(clause)))}
        near, beside = (self._recent(number, some, others) for some in (self._spoken_of[-_NEAR:], self._beside))
        person = _fitting(near, beside, gender, self._apart)
        if person and person.name and person.gender is None:
            self._genders[person.name] = gender
        return self._coreference.completed(self._with_gender(person)) if person else None

    def _recent(
        self, number: int, people: Sequence[tuple[int, Mention]], others: Container[str | None]
    ) -> list[Mention]:
        recent = (mention for block, mention in people if block >= number - _REMEMBERED and mention.name not in others)
        return [self._with_gender(mention) for mention in recent]

    def _others(self, mentions: Iterable[Mention], new: bool = False) -> list[Mention]:
        """The people among those whom a sentence names besides its subject, so that a pronoun may be any of them."""
        named = map(self._coreference.completed, mentions)
        people = (mention for mention in named if mention.is_named_person)
        known = (person for person in people if person.role or person.gender or (new and " " in (person.name or "")))
        return [person for person in known if not person.phrase.endswith(("’s", "'s", "’", "'"))]

    def _with_gender(self, mention: Mention) -> Mention:
        return replace(mention, gender=mention.gender or self._genders.get(mention.name or ""))


def _is_joined(following: Sequence[Word]) -> bool:
    """Whether somebody else is named beside a subject: “Lund and Diaz met”."""
    return len(following) > 1 and following[0].low == "and" and is_name(following[1])


def _fitting(near: Sequence[Mention], beside: Sequence[Mention], gender: str, apart: bool) -> Mention | None:
    """Of the subjects in `near` and those named `beside` the last, the one whom a pronoun of a gender means."""
    surer = list({mention.name: mention for mention in beside if mention.gender == gender}.values())
    newest = near[-1] if near else None
    unsure = any(mention.gender is None for mention in beside)
    if newest and newest.gender in (gender, None) and not (apart and (surer or unsure)):
        return newest
    if len(surer) > 1 or (newest and (newest.gender is None or unsure)):
        return None
    return next((mention for mention in [*surer, *reversed(near)] if mention.gender == gender), None)
