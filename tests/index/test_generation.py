"""A generation, written and read."""

import json
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from corpus.document import Document
from corpus.readers import parse_article
from index.build import build
from index.generation import Generation, GenerationError
from tests.fake_encoder import FakeEncoder

REPORT = """---
title: "Report \\u2028 “one”"
authors: [Ana Lee, Bo Chen]
publisher: NBC
published: 2017-09-14
url: https://example.org/a
---
He said\u2028“e\u0301 👩‍🚀\u00a0北.” \x85 “Why?” asked Ann Lee, a nurse.

Image: A caption\x0bwith a tab
"""


@pytest.fixture
def generation(article: Document) -> Generation:
    report = parse_article("report.txt", REPORT.replace("\n", "\r\n").encode())
    return build([article, report], FakeEncoder().embed)


def described(generation: Generation) -> list[object]:
    """All that can be told of a generation without looking at its vectors."""
    names = Document.__slots__
    documents = [[getattr(document, name) for name in names] for document in generation.documents]
    return [documents, generation.quotes, generation.passages, generation.sentences, generation.quotes_in]


def test_what_is_written_is_read(generation: Generation) -> None:
    """Every character, span, quote, vector and token of it, and the scores of every word."""
    again = Generation.from_files(generation.to_files())
    assert described(again) == described(generation)
    assert again.documents[1].text == REPORT.replace("\n", "\r\n")
    assert np.array_equal(again.vectors.matrix(), generation.vectors.matrix())
    assert again.tokens.to_files() == generation.tokens.to_files()
    for word in ("sanction", "ann", "unheard"):
        assert again.passage_words.scores([word]).tolist() == generation.passage_words.scores([word]).tolist()
        assert again.sentence_words.scores([word]).tolist() == generation.sentence_words.scores([word]).tolist()


def test_rows_and_sentences_have_the_same_order(generation: Generation) -> None:
    """Passages first, then their sentences: a score's place says whose it is."""
    texts = [passage.text for passage in generation.passages]
    texts += [generation.sentence_text(number) for number in range(len(generation.sentences))]
    assert np.array_equal(generation.vectors.matrix(), FakeEncoder().encode(texts))
    assert [sentence.passage for sentence in generation.sentences] == generation.homes.tolist()
    assert sorted(set(generation.homes.tolist())) == list(range(len(generation.passages)))


def test_quotes_are_found_by_their_sentence(generation: Generation) -> None:
    """Each in the one that holds it."""
    found = [quote for quotes in generation.quotes_in.values() for quote in quotes]
    assert found == [quote for document in generation.documents for quote in generation.quotes[document.id]]
    for number, quotes in generation.quotes_in.items():
        assert all(quote.text in generation.sentence_text(number) for quote in quotes)
    assert len(found) >= 5


def test_people_can_read_the_lines(generation: Generation) -> None:
    """One JSON object a line, its words as the article has them."""
    files = generation.to_files()
    rows = [json.loads(line) for line in files["passages.jsonl"].splitlines()]
    assert [row["text"] for row in rows] == [passage.text for passage in generation.passages]
    assert rows[10]["paragraph"] == 9
    assert len(files["documents.jsonl"].splitlines()) == 2
    assert "“These are the most severe sanctions".encode() in files["passages.jsonl"]


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Mapping[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, name: change(files[name])}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (changed("documents.jsonl", lambda data: data.replace(b"severe", b"modest")), "stored text .* has changed"),
        (changed("passages.jsonl", lambda data: data.replace(b"severe", b"modest", 1)), "not a slice of its text"),
        (changed("passages.jsonl", lambda data: data.split(b"\n", 1)[1]), "another number of vectors"),
        (changed("documents.jsonl", lambda data: data.split(b"\n", 1)[1]), "cannot be read"),
        (changed("documents.jsonl", lambda data: data.replace(b'"span": [', b'"span": [1, ')), "cannot be read"),
        (changed("documents.jsonl", lambda data: data.replace(b'"name"', b'"nome"')), "cannot be read"),
        (changed("documents.jsonl", lambda data: data[:-9]), "cannot be read"),
        (changed("vectors.faiss", lambda data: data[:-9]), "cannot be read"),
        (changed("vectors.faiss", lambda _: b""), "cannot be read"),
        (changed("tokens.npy", lambda data: data[:-9]), "cannot be read"),
        (changed("token-places.npz", lambda data: data[:-9]), "cannot be read"),
        (changed("passage-words.npz", lambda data: data[:-9]), "cannot be read"),
        (changed("sentence-words.npz", lambda _: b""), "cannot be read"),
        (changed("sentence-words.npz", lambda _: b"PK\3\4 no archive"), "cannot be read"),
        (lambda files: {name: files[name] for name in files if name != "vectors.faiss"}, "cannot be read"),
    ],
)
def test_parts_that_do_not_fit_are_refused(
    generation: Generation, spoil: Callable[[Mapping[str, bytes]], dict[str, bytes]], words: str
) -> None:
    """Rather nothing than a wrong answer."""
    with pytest.raises(GenerationError, match=words):
        Generation.from_files(spoil(generation.to_files()))
