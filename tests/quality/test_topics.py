"""What somebody says about a topic is found, and nothing is taken for it."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from index.service.protocols import View
from tests.quality.conftest import HERE

pytestmark = pytest.mark.slow
# Measured: the first quote is right for 78 of 88 topics, 85 of 96 quotes are found, and none is off topic
FIRST, FOUND, OFF = 76, 83, 2


@dataclass(frozen=True)
class Tried:
    """A topic of topics.jsonl and the quotes that were given for it."""

    topic: dict[str, Any]
    """`about`: pieces of the quotes that are; `also`: of those that may be given too."""
    texts: list[str]

    def is_about(self, text: str) -> bool:
        return any(piece in text for piece in self.topic["about"])


@pytest.fixture(scope="module")
def tried(collection: View) -> list[Tried]:
    """Every topic, asked of the person whose name holds its speaker's."""
    topics = map(json.loads, (HERE / "topics.jsonl").read_text(encoding="utf-8").splitlines())
    return [Tried(topic, _given(collection, topic)) for topic in topics]


def test_the_first_quote_is_about_the_topic(tried: list[Tried]) -> None:
    """The first quote of a person is about the topic, and most of the others about it are found."""
    answered = [each for each in tried if each.topic["about"]]
    missed = [each.topic for each in answered if not (each.texts and each.is_about(each.texts[0]))]
    pieces = [(piece, each.texts) for each in answered for piece in each.topic["about"]]
    found = sum(any(piece in text for text in texts) for piece, texts in pieces)
    assert len(answered) - len(missed) >= FIRST, missed
    assert found >= FOUND


def test_no_quote_is_given_for_another_topic(tried: list[Tried]) -> None:
    """A quote about something else is given neither beside right ones nor where there is none."""
    off = [
        (each.topic, text)
        for each in tried
        for text in each.texts
        if not each.is_about(text) and not any(piece in text for piece in each.topic["also"])
    ]
    assert len(off) <= OFF, off


def _given(collection: View, topic: dict[str, Any]) -> list[str]:
    people = (person for person in collection.people if topic["speaker"] in person.name)
    sayings = (saying for person in people for saying in collection.sayings(person.id, topic["topic"]))
    return [" ".join(saying.excerpt.text.split()) for saying in sayings]
