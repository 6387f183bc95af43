"""How sure to be of candidates where somebody's words are asked for: by whose they are, and what they are about."""

import re

import numpy as np

from corpus.english.lexicon import SPEECH_VERBS
from index.answers.excerpts import Candidate, Judged
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


def by_speaker(generation: Generation, query: Query, judged: list[Judged], heard: bool) -> list[Judged]:
    """The candidates judged anew, those first that hold most of the topic in the speaker's words.

    An office of which nothing was `heard` may be called otherwise there; then the words of anybody may be meant.
    """
    if not query.only_words:
        return _by_key_words(query, judged)
    if not heard and is_office(query.speaker or ""):
        return [
            Judged(candidate, min(chance, TOLD if _speaks(generation, candidate.hit) else 0.0))
            for candidate, chance in judged
        ]
    ranked: list[tuple[bool, Judged]] = []
    for candidate, sure in judged:
        shared = max(candidate.hit.features["shared"], _asked_about(generation, query, candidate.hit))
        chance = _chance(generation, query, candidate.hit, sure, shared)
        ranked.append((shared >= TOPIC and chance >= SAID, Judged(candidate, chance)))
    ranked.sort(key=lambda each: (each[0], each[1].chance), reverse=True)
    return [each for _, each in ranked]


def _by_key_words(query: Query, judged: list[Judged]) -> list[Judged]:
    """The candidates judged anew by a name and key words, of which the trees know nothing, those first that gain."""
    if text_features(query.text).asks:
        return judged

    def gains(each: Judged) -> bool:
        hit = each.candidate.hit
        return each.chance < TOLD and hit.by_speaker and hit.features["shared with those around"] >= TOPIC

    others = [each for each in judged if not gains(each)]
    return [*(Judged(each.candidate, TOLD) for each in judged if gains(each)), *others]


def by_words(judged: list[Judged]) -> list[Judged]:
    """The candidates judged anew; of those that hold the words asked for, the surest speaker first."""

    def worth(candidate: Candidate) -> tuple[int, float]:
        speaker, asked = candidate.excerpt.speaker, candidate.hit.requested
        return asked, speaker.chance if asked and speaker else 0.0

    if not any(candidate.hit.requested for candidate, _ in judged):
        return judged
    ordered = sorted(judged, key=lambda each: worth(each.candidate), reverse=True)
    _, best = worth(ordered[0].candidate)
    return [
        Judged(candidate, max(chance, SAID) if _may_say(worth(candidate), best) else 0.0)
        for candidate, chance in ordered
    ]


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
    return max(share, hit.features["shared with those around"]) >= TOPIC


def _chance(generation: Generation, query: Query, hit: Hit, sure: float, shared: float) -> float:
    """How sure to be that a hit answers “what did X say about …”, which goes by speaker and topic, not by nearness.

    The topic may stand in the words or in the question that they answer: `shared` is how much of it does. It may stand
    around them where they have a part of it, refer to what stands before, or answer as the cross-encoder finds.
    """
    around = hit.features["shared with those around"]
    if not hit.by_speaker:
        return min(sure, TOLD if shared >= TOPIC else UNSAID) if hit.told else 0.0
    if not query.telling or (hit.features["quoted"] and shared >= TOPIC):
        return max(sure, SAID)
    near = around >= TOPIC and (shared or hit.features["read"] > 0)
    if near or _refers_to_topic(generation, query, hit):
        return max(sure, TOLD)
    if shared and hit.features["shared in document"] >= IN_DOCUMENT:
        return max(sure, FAR)
    return sure if around else min(sure, UNSAID)


def _speaks(generation: Generation, hit: Hit) -> bool:
    """Whether a hit has the words of somebody, in quotation marks or reported."""
    said = (generation.quotes_by_sentence, generation.reported_by_sentence)
    return any(quote.speaker for by_sentence in said for quote in by_sentence.get(hit.number, ()))
