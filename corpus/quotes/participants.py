"""Whom the labels of a transcript mean, as its own text and its introduction tell."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.attribution.blocks import Block
from corpus.english.lexicon import ARTICLES
from corpus.english.noun_phrases import Word, words_around
from corpus.speakers.coreference import Coreference
from corpus.speakers.names import Mention, read_mentions, read_speaker
from corpus.speakers.speaker import SURE, Speaker
from corpus.text.document import Document
from corpus.text.span import Span

_INTRODUCTION = 2_000  # characters before the first turn
# How an article says that it is an interview; with “with” before whom it interviews, where it names several people.
_INTERVIEW = re.compile(
    r"\b(?:Q ?& ?A|Q and A|interview\w*|conversation|questions?|sat down|caught up|spoke|speaks|talk(?:s|ed)?|"
    r"chat(?:s|ted)?|ask(?:s|ed)?|answer(?:s|ed)?|testif\w+|testimony|sworn|"
    r"met|told us|tells us)\b",
    re.IGNORECASE,
)
_WITH = re.compile(rf"{_INTERVIEW.pattern}(?: \w+)? (?:with|to|for|of) ", re.IGNORECASE)
_NEAR = 60  # characters after it: “with the mayor of Ashby, Ida Lund”
_BY = re.compile(r"(?:\bby|\binterview(?:er)?:|\bwords:|\btext:)\s*$", re.IGNORECASE)
_BLOCK = re.compile(r"[^\r\n]+(?:(?:\r\n?|\n)[^\r\n]+)*")
_INITIALS = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True)
class Participants:
    """The people of an article whose turns have been found."""

    document: Document
    first: int
    """Where the first turn begins."""
    labels: Collection[str]
    """Each of the labels, as it stands."""

    def labelled(self, name: Span) -> Speaker:
        """Whom a label means: by the article's full name for it, else as the label stands."""
        text = self.document.text
        label = name.of(text).split("(")[0].strip()
        words = words_around(text, Span(name.start, name.start + len(label)), ())
        if _INITIALS.fullmatch(label) and (person := self._by_initials.get(label)):
            return Speaker(person, None, name, "title")
        if any(map(str.isdigit, label)) or not words:
            return Speaker(label, None, name, "named")
        described = words[0].low in ARTICLES
        if len(words) == 1:
            words = list(self._full_labels.get(words[0].low) or words)
        mention = self._coreference.completed(read_speaker(words, 0, len(words)))
        if described or mention.name is None:
            role = " ".join(word.low for word in words if word.low not in ARTICLES)
            holder = self._coreference.holder(Mention(mention.span, f"the {role}", None, role))
            return Speaker(holder.name or label, None, name, "title" if holder.name else "named")
        return Speaker(self._spelled(mention.name), _small(mention.role), name, "named")

    @cached_property
    def interviewed(self) -> Speaker | None:
        """Who answers, where the introduction says so: the only person in it, or the one after “interview with”."""
        heads = [(self.document.text, self._introduction), (self.document.title, Span(0, len(self.document.title)))]
        if not any(_INTERVIEW.search(text, *_ends(within)) for text, within in heads):
            return None
        people = {name: role for text, within in heads for name, role in _people(text, within)}
        people = {name: role for name, role in people.items() if name not in self.document.authors}
        named = {name for text, within in heads for name in _named_with(text, within) if name in people}
        chosen = named if len(named) == 1 else set(people)
        if len(chosen) != 1:
            return None
        (name,) = chosen
        at = max(0, self.document.text.find(name))
        mention = Span(at, min(at + len(name), len(self.document.text)))
        return Speaker(name, people[name], mention, "named", chance=SURE)  # what an introduction says clearly is sure

    @cached_property
    def _coreference(self) -> Coreference:
        return Coreference(self._blocks)

    @cached_property
    def _blocks(self) -> list[Block]:
        text = self.document.text
        return [Block(words_around(text, paragraph, ())) for paragraph in self.document.paragraphs]

    @cached_property
    def _full_labels(self) -> Mapping[str, Sequence[Word]]:
        """The words of the one label that has more than a surname, by the surname: “Larry King” for “King”."""
        full: dict[str, Sequence[Word]] = {}
        for label in self.labels:
            words = words_around(label, Span(0, len(label)), ())
            if len(words) > 1:
                full[words[-1].low] = () if words[-1].low in full else words
        return full

    @cached_property
    def _by_initials(self) -> Mapping[str, str | None]:
        """Those whom the introduction names in full, by their initials; None where they are of several."""
        named: dict[str, str | None] = {}
        for name in {name for name, _ in _people(self.document.text, self._introduction)}:
            initials = "".join(part[0] for part in name.split())
            named[initials] = None if initials in named else name
        return named

    @property
    def _introduction(self) -> Span:
        return Span(max(0, self.first - _INTRODUCTION), self.first)

    def _spelled(self, name: str) -> str:
        """“OKAFOR” as the article spells it elsewhere: “Okafor”."""
        titled = name.title()
        return titled if name.isupper() and titled in self.document.text else name


def _people(text: str, within: Span) -> Iterator[tuple[str, str | None]]:
    """Those whom a text names in full, each with the role, but for who wrote it."""
    blocks = (Span(*block.span()) for block in _BLOCK.finditer(text, within.start, within.end))
    for mention in (mention for block in blocks for mention in read_mentions(words_around(text, block, ()))):
        author = _BY.search(text, max(0, mention.span.start - 12), mention.span.start)
        if mention.name and mention.is_named_person and " " in mention.name and not author:
            yield mention.name, mention.role


def _named_with(text: str, within: Span) -> Iterator[str]:
    """Those whom a text names after “interview with”."""
    for match in _WITH.finditer(text, *_ends(within)):
        near = Span(match.end(), min(within.end, match.end() + _NEAR))
        yield from (name for name, _ in list(_people(text, near))[:1])


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _small(role: str | None) -> str | None:
    return role.capitalize() if role and role.isupper() and len(role) > 4 else role
