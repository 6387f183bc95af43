"""How sure to be of candidates where somebody's words are asked for: by whose they are, and what they are about."""

import re
from collections.abc import Sequence

import numpy as np

from corpus.english.lexicon import SPEECH_VERBS
from index.answers.excerpts import Candidate
from index.engine.generation import Generation
from index.query.query import Query
from index.query.text_features import text_features
from index.retrieval.offices import is_office
from index.retrieval.search import Hit

# What the words of a speaker are sure of where they hold at least TOPIC of the topic, by rarity, and where neither they
# nor the sentences beside them hold any. So 68 of 74 questions of our own are right and the other 6 refused.
TOPIC, SAID, UNSAID = 0.5, 0.9, 0.25
# And at most where it is only told that the speaker says something, at least where the topic stands around the words;
# and where it stands only elsewhere in the article.
TOLD, FAR = 0.6, 0.55
IN_DOCUMENT = 0.75  # of the topic
GUESSED = 0.5  # the chance of a speaker below which “perhaps” is said
_WHO_SAID = re.compile(rf"\bwho(?:se)?\b.*?\b(?:words|{'|'.join(sorted(SPEECH_VERBS))})\b", re.IGNORECASE)


def who_said(query: Query) -> bool:
    """Whether a query asks who says the words that it quotes."""
    return bool(query.phrases and _WHO_SAID.search(query.text))


def by_speaker(
    generation: Generation, query: Query, candidates: Sequence[Candidate], sure: Sequence[float], heard: bool
) -> tuple[tuple[Candidate, ...], list[float]]:
    """The candidates with how sure to be of them, those first that hold most of the topic in the speaker's words.

    An office of which nothing was `heard` may be called otherwise there; then the words of anybody may be meant.
    """
    hits = [candidate.hit for candidate in candidates]
    if query.only_words and not heard and is_office(query.speaker or ""):
        judged = [
            min(chance, TOLD if _speaks(generation, hit) else 0.0) for hit, chance in zip(hits, sure, strict=False)
        ]
        return tuple(candidates), judged
    asked_about = [_asked_about(generation, query, hit) for hit in hits]
    referring = [_refers_to_topic(generation, query, hit) for hit in hits]
    judged = [_sureness(query, *each) for each in zip(hits, sure, asked_about, referring, strict=False)]

    def worth(place: int) -> tuple[bool, float]:
        if not query.only_words:
            return False, float(judged[place] > sure[place])
        on_topic = max(hits[place].feature("shared"), asked_about[place]) >= TOPIC
        return on_topic and judged[place] >= SAID, judged[place]

    order = sorted(range(len(judged)), key=worth, reverse=True)
    return tuple(candidates[place] for place in order), [judged[place] for place in order]


def by_words(candidates: Sequence[Candidate], sure: Sequence[float]) -> tuple[tuple[Candidate, ...], list[float]]:
    """The candidates with how sure to be of them; of those that hold the words asked for, the surest speaker first."""

    def worth(place: int) -> tuple[int, float]:
        speaker = candidates[place].excerpt.speaker
        asked = candidates[place].hit.requested
        return asked, speaker.chance if asked and speaker else 0.0

    order = sorted(range(len(sure)), key=worth, reverse=True)
    asked, best = worth(order[0]) if order else (0, 0.0)
    judged = [sure[place] if not asked else max(sure[place], SAID) * _may_say(worth(place), best) for place in order]
    return tuple(candidates[place] for place in order), judged


def _may_say(worth: tuple[int, float], best: float) -> bool:
    """Whether words are those asked for, and their speaker is not a guess while that of others is none."""
    asked, chance = worth
    return asked > 0 and (chance >= GUESSED or best < GUESSED)


def _asked_about(generation: Generation, query: Query, hit: Hit) -> float:
    """The share of the telling words in the questions that a hit answers, as in an interview."""
    quotes = generation.quotes_by_sentence.get(hit.number, ())
    questions = (quote.question.of(quote.document.text) for quote in quotes if quote.question)
    words = text_features(" ".join(questions)).vocabulary
    return len(words.intersection(query.telling)) / max(1, len(query.telling))


def _refers_to_topic(generation: Generation, query: Query, hit: Hit) -> bool:
    """Whether a hit opens with “it” or the like, and most of the topic stands around it or where its article begins."""
    if not text_features(generation.sentence_text(hit.number)).refers:
        return False
    segment = generation.segment_of_passage[hit.sentence.passage]
    first = int(np.searchsorted(generation.segment_of_passage, segment))
    there = text_features(generation.passages[first].text).vocabulary
    share = len(there.intersection(query.telling)) / max(1, len(query.telling))
    return max(share, hit.feature("shared with those around")) >= TOPIC


def _sureness(query: Query, hit: Hit, sure: float, asked_about: float, refers: bool) -> float:
    """How sure to be that a hit answers “what did X say about …”, which goes by speaker and topic, not by nearness.

    The topic may stand in the question that the words answer: `asked_about` is how much of it does. It may stand around
    them where they have a part of it, refer to what stands before, or answer as the cross-encoder finds.
    """
    quoted, shared, around = (hit.feature(name) for name in ("quoted", "shared", "shared with those around"))
    shared = max(shared, asked_about)
    if not query.only_words:
        keys = text_features(query.text).asks is None  # a name and key words, of which the trees know nothing
        return max(sure, TOLD) if keys and hit.by_speaker and around >= TOPIC else sure
    if not hit.by_speaker:
        return min(sure, TOLD if shared >= TOPIC else UNSAID) if hit.told else 0.0
    if not query.telling or (quoted and shared >= TOPIC):
        return max(sure, SAID)
    if refers or ((shared or hit.feature("read") > 0) and around >= TOPIC):
        return max(sure, TOLD)
    if shared and hit.feature("shared in document") >= IN_DOCUMENT:
        return max(sure, FAR)
    return sure if around else min(sure, UNSAID)


def _speaks(generation: Generation, hit: Hit) -> bool:
    """Whether a hit has the words of somebody, in quotation marks or reported."""
    said = (generation.quotes_by_sentence, generation.reported_by_sentence)
    return any(quote.speaker for by_sentence in said for quote in by_sentence.get(hit.number, ()))
