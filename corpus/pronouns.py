"""Whom “he” and “she” mean."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution import Line, described_subject, is_verb_like, sentence_subject
from corpus.cast import Cast
from corpus.people import Mention, is_described, is_person, read_mention, read_mentions
from corpus.phrases import Word, is_plural, is_quote
from corpus.vocabulary import PRONOUNS

_REMEMBERED = 2  # blocks; a person not mentioned for longer is not “he” any more
_NEAR = 4  # people; those before them are not looked at
_GENDERS = {"he": "m", "she": "f"}
_OWNERS = {"his": "he", "her": "she"}


class Pronouns:
    """Who was last spoken of, while an article is read from top to bottom."""

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self._spoken_of: list[tuple[int, Mention]] = []  # with the number of the block
        self._beside: list[Mention] = []  # others who are named since
        self._apart = False  # whether some of them are named in a sentence of their own
        self._genders: dict[str, str] = {}  # what pronouns told of people, by name

    def read_sentence(self, number: int, line: Line, at: int) -> None:
        """Notices whom the sentence that begins at `at` in block `number` is about."""
        words = line.words
        end = next((i for i in range(at, line.end(at)) if is_quote(words[i])), line.end(at))
        if words[at].low in _OWNERS:
            self.meant(number, _OWNERS[words[at].low])  # “Her brother”: the last speaker is a woman
        subject = sentence_subject(words, at, end) or described_subject(words, at, end)
        others = self._others(words, subject.end if subject else at, end)
        if subject and words[subject.first].low not in PRONOUNS:
            mention = self._cast.known(read_mention(self._text, words[subject.first : subject.end]))
            active = is_verb_like(words, subject.end) and not is_plural(words[subject.end - 1])
            if active or self._cast.is_met(mention):
                self.notice(number, mention, others)
                return
        self._apart = self._apart or bool(others)
        self._beside = (self._beside + others)[-_NEAR:]

    def notice(self, number: int, person: Mention, beside: Sequence[Mention] = ()) -> None:
        """Somebody speaks, or is the subject of a sentence, in block `number`."""
        person = self._cast.holder(person)
        if is_person(person) or is_described(person):
            self._spoken_of.append((number, person))
            self._beside, self._apart = [other for other in beside if other.name != person.name], False

    def meant(self, number: int, pronoun: str) -> Mention | None:
        """The person last spoken of, if nothing speaks against it; nobody for “they” and “it”."""
        gender = _GENDERS.get(pronoun)
        near = [
            self._with_gender(mention) for block, mention in self._spoken_of[-_NEAR:] if block >= number - _REMEMBERED
        ]
        if gender is None or not near:
            return None
        newest, beside = near[-1], [self._with_gender(mention) for mention in self._beside]
        surer = [mention for mention in beside if mention.gender == gender]
        if newest.gender is None and not surer and newest.name:
            self._genders[newest.name] = gender
        if newest.gender == gender or (newest.gender is None and not (self._apart and surer)):
            return newest
        if any(mention.gender is None for mention in beside) or newest.gender is None or len(surer) > 1:
            return None
        return next((mention for mention in [*surer, *reversed(near)] if mention.gender == gender), None)

    def _others(self, words: Sequence[Word], first: int, end: int) -> list[Mention]:
        """People whom a sentence names besides its subject, so that a pronoun may be any of them."""
        named = (self._cast.known(mention) for mention in read_mentions(self._text, words[first:end]))
        people = (mention for mention in named if is_person(mention) and (mention.role or mention.gender))
        return [mention for mention in people if not mention.span.of(self._text).endswith(("’s", "'s", "’", "'"))]

    def _with_gender(self, mention: Mention) -> Mention:
        return replace(mention, gender=mention.gender or self._genders.get(mention.name or ""))
