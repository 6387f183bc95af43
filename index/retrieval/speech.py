"""The sentences that hold what an asked speaker says: by name, or as the holder of an office."""

import re
from dataclasses import dataclass
from itertools import chain

import numpy as np

from corpus.english.lexicon import SPEECH_VERBS
from corpus.quotes.direct import Quote, is_said_by
from corpus.speakers.name_phrase import name_words, read_phrase
from corpus.text.span import Span
from index.engine.bm25 import stems
from index.engine.generation import Generation
from index.query.text_features import text_features
from index.retrieval.offices import office_holders

_RELATIVE = ("who", "that", "which")
SHORT = 3  # letters; a shorter surname may be something else
REACH = 8  # words between a name and its verb of speech
_AND = re.compile(r"\s*,\s+(?:and\s+)?|\s+(?:and|or|&)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody says, by the numbers of the sentences."""

    quoted: frozenset[int]
    """Where it stands between quotation marks."""
    reported: frozenset[int]
    """Where it is reported."""
    told: frozenset[int]
    """Where it is told that he or she says something; what that is, or whether it is his or hers, is not known."""
    heard: bool
    """Whether anything in the articles may be his or her words."""


SILENCE = Speech(frozenset(), frozenset(), frozenset(), heard=False)


def find_speech(generation: Generation, speaker: str) -> Speech:
    """What a speaker says, whom a question names or calls by an office; of several who are joined by “and”, of each."""
    quoted, reported = said_by(generation, speaker)
    told = _told(generation, speaker) - quoted - reported
    heard = bool(quoted or reported or told) or _may_speak(generation, speaker)
    return Speech(frozenset(quoted), frozenset(reported), frozenset(told), heard)


def said_by(generation: Generation, speaker: str) -> tuple[set[int], set[int]]:
    """The numbers of the sentences that quote a speaker, and of those that report what he or she said."""
    quoted, reported = _said_by(generation, speaker)
    names = _AND.split(speaker)
    if not (quoted or reported) and len(names) > 1:
        each = [_said_by(generation, name) for name in names]
        return set().union(*(one for one, _ in each)), set().union(*(other for _, other in each))
    return quoted, reported


def _said_by(generation: Generation, speaker: str) -> tuple[set[int], set[int]]:
    holders = office_holders(generation, speaker)

    def says(quote: Quote) -> bool:
        holds = quote.speaker_name in holders.get(quote.document.id, ())
        return holds or is_said_by(quote, speaker)

    quoted, reported = (
        {number for number, quotes in by_sentence.items() if any(map(says, quotes))}
        for by_sentence in (generation.quotes_by_sentence, generation.reported_by_sentence)
    )
    return quoted, reported


def _told(generation: Generation, speaker: str) -> set[int]:
    """The sentences in which, outside of quotation marks, a verb of speech stands near the name."""
    return {
        number
        for name in _AND.split(speaker)
        for number in sentences_with(generation, name)
        if _tells(_unquoted(generation, number), name)
    }


def sentences_with(generation: Generation, name: str) -> list[int]:
    """The numbers of the sentences that hold all words of a name."""
    wanted = frozenset(stems(" ".join(read_phrase(name).words))).difference(_RELATIVE) or {""}
    numbers = np.flatnonzero(generation.sentence_bm25.scores([max(wanted, key=generation.sentence_bm25.weight)]))
    return [
        number for number in numbers.tolist() if wanted <= text_features(generation.sentence_text(number)).vocabulary
    ]


def _unquoted(generation: Generation, number: int) -> str:
    span, text = generation.sentences[number].span, generation.sentence_text(number)
    for quote in generation.quotes_by_sentence.get(number, ()):
        inside = Span(max(0, quote.span.start - span.start), min(len(text), quote.span.end - span.start))
        text = text[: inside.start] + " " * len(inside) + text[inside.end :]
    return text


def _tells(text: str, name: str) -> bool:
    words = name_words(text)
    *before, last = name_words(name)
    short = before[-1:] if len(last) < SHORT else []  # the “Un” of Kim Jong Un is no U.N.
    verbs = [at for at, word in enumerate(words) if word in SPEECH_VERBS]
    named = [at for at, word in enumerate(words) if word == last and short in ([], [*words[at - 1 : at]])]
    return any(-2 <= verb - at <= REACH for at in named for verb in verbs)


def _may_speak(generation: Generation, speaker: str) -> bool:
    """Whether words of nobody known stand beside a name."""
    passages = {
        generation.sentences[number].passage
        for name in _AND.split(speaker)
        for number in sentences_with(generation, name)
    }
    near = {number + step for number in passages for step in (-1, 0, 1)}
    quotes = chain.from_iterable(
        generation.quotes_by_sentence.get(number, ())
        for passage in near
        if 0 <= passage < len(generation.passages)
        for number in generation.sentences_of(passage)
    )
    return any(quote.speaker is None for quote in quotes)
