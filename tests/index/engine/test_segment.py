"""A segment, written and read."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import chain

import numpy as np
import pytest
from safetensors.numpy import load

from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.encoding.array_file import Array, unpack
from index.engine import segment as segments
from index.engine.passage_embeddings import inputs_of
from index.engine.segment import GenerationError, Segment, read_embeddings, segment_key
from index.engine.segment_file import pack
from tests.index.engine.arrays import same_arrays
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build

REPORT = """---
title: "Report \\u2028 “one”"
authors: [Ana Lee, Bo Chen]
publisher: NBC
published: 2017-09-14
url: https://example.org/a
---
He said\u2028“e\u0301 👩‍🚀\u00a0北.” \x85 “Why?” asked Ann Lee, a nurse, and Bo Chen.

Image: A caption\x0bwith a tab
"""


Arrays = dict[str, Array]


@pytest.fixture
def report() -> Document:
    return parse_article("report.txt", REPORT.replace("\n", "\r\n").encode())


@pytest.fixture
def shipped(article: Document) -> Segment:
    """The segment of the article that ships."""
    return build([article], FakeEncoder().embed).segments[0]


def described(segment: Segment) -> list[object]:
    """All that can be told of a segment without looking at its vectors."""
    document = [getattr(segment.document, name) for name in Document.__slots__]
    return [
        document,
        segment.quotes,
        segment.reported,
        segment.passages,
        segment.sentences,
        segment.quotes_by_sentence,
        segment.folded_sentences,
    ]


def test_what_is_written_is_read(shipped: Segment, report: Document) -> None:
    """Every character, span, quote, vector, token and word of a segment is read again."""
    for segment in (shipped, *build([report], FakeEncoder().embed).segments):
        again = Segment.read(segment.name, bytes(segment.data))
        assert described(again) == described(segment)
        assert same_arrays(unpack(again.data), unpack(segment.data))
        assert again.sentence_postings.terms == segment.sentence_postings.terms
    assert again.document.text == report.text


def test_rows_and_sentences_have_the_same_order(shipped: Segment) -> None:
    """The rows are those of the passages and then those of their sentences."""
    sentences = [sentence.span.of(shipped.document.text) for sentence in shipped.sentences]
    texts = [*(passage.text for passage in shipped.passages), *sentences]
    assert np.array_equal(shipped.embeddings.vectors.matrix(range(len(texts))), FakeEncoder().encode(texts))
    assert sorted({sentence.passage for sentence in shipped.sentences}) == list(range(len(shipped.passages)))


def test_quotes_are_found_by_their_sentence(shipped: Segment) -> None:
    """Each quote is found by the sentence that holds it."""
    quotes_found = list(chain.from_iterable(shipped.quotes_by_sentence.values()))
    assert quotes_found == list(shipped.quotes)
    for number, quotes in shipped.quotes_by_sentence.items():
        assert all(quote.text in shipped.sentences[number].span.of(shipped.document.text) for quote in quotes)
    assert len(quotes_found) >= 4


def test_any_reader_of_safetensors_shows_it(shipped: Segment) -> None:
    """The library itself reads the arrays, and the texts as the article has them."""
    arrays = load(bytes(shipped.data))
    assert json.loads(arrays["document"].tobytes())["text"] == shipped.document.text
    assert "sanction" in json.loads(arrays["terms"].tobytes())
    assert "harbour" not in json.loads(arrays["terms"].tobytes())
    assert same_arrays(arrays, unpack(shipped.data))
    assert "“These are the most severe sanctions".encode() in bytes(shipped.data)


def test_arrays_lie_in_the_file(shipped: Segment) -> None:
    """No array is copied from the file."""
    whole = np.frombuffer(shipped.data, np.uint8)
    assert all(np.shares_memory(array, whole) for array in unpack(shipped.data).values() if array.size)
    assert np.shares_memory(shipped.embeddings.tokens.directions, whole)
    assert np.shares_memory(shipped.sentence_postings.table, whole)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"published": date(2020, 1, 2)},
        {"url": "https://example.org"},
        {"publisher": "A"},
        {"authors": ("B",)},
        {"name": "other.txt"},
        {"paragraphs": ()},
    ],
)
def test_a_key_says_what_a_segment_is_of(article: Document, change: dict[str, object]) -> None:
    """The key depends on the text, on all that is said of it, and on the encoder."""
    key = segment_key(article, "e")
    assert segment_key(replace(article), "e") == key != segment_key(article, "f")
    assert segment_key(replace(article, **change), "e") != key  # type: ignore[arg-type]


def test_another_format_is_outdated_and_its_embeddings_are_not(
    shipped: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Embeddings are taken over unless their own format changed or another encoder made them."""
    name, data = shipped.name, shipped.data
    with monkeypatch.context() as patch:
        patch.setattr(segments, "FORMAT", 99)
        with pytest.raises(GenerationError, match=r"the index has format \d+, and this version reads 99"):
            Segment.read(name, data)
        embeddings = read_embeddings(data, "")
    assert embeddings
    for number, passage in enumerate(shipped.passages):
        (text,) = inputs_of([passage])
        embedding = embeddings.embedding(*text)
        assert embedding
        assert np.array_equal(embedding.vector, FakeEncoder().encode([passage.text])[0])
        assert np.array_equal(embedding.pieces, FakeEncoder().embed([text])[0].pieces)
        assert np.array_equal(embedding.tokens, shipped.embeddings.tokens.rows(number))
        assert embedding.ranges.tolist() == [[n, n + 1] for n in range(len(passage.sentences))]
    assert embeddings.embedding("Something else.", ()) is None
    assert read_embeddings(data, "other") is None
    assert read_embeddings(b"nothing", "") is None
    monkeypatch.setattr(segments, "EMBEDDINGS_FORMAT", 99)
    assert read_embeddings(data, "") is None


def changed(name: str, change: Callable[[Array], Array]) -> Callable[[Arrays], Arrays]:
    return lambda arrays: {**arrays, name: change(arrays[name])}


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Arrays], Arrays]:
    return changed(name, lambda array: np.frombuffer(array.tobytes().replace(old, new), np.uint8))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (replaced("document", b"severe", b"modest"), "stored text .* has changed"),
        (replaced("document", b'"span": [', b'"span": [1, '), "cannot be read"),
        (replaced("document", b'"name"', b'"nome"'), "cannot be read"),
        (replaced("terms", b'"', b""), "cannot be read"),
        (changed("document", lambda array: array[:-9]), "cannot be read"),
        (changed("vectors.faiss", lambda array: array[:-9]), "cannot be read"),
        (changed("vectors.faiss", lambda array: array[:0]), "cannot be read"),
        (changed("sentence-postings", lambda array: array[:, :2]), "cannot be read"),
        (lambda arrays: {name: arrays[name] for name in arrays if name != "vectors.faiss"}, "cannot be read"),
    ],
)
def test_what_does_not_fit_together_is_refused(shipped: Segment, spoil: Callable[[Arrays], Arrays], words: str) -> None:
    """A file whose contents do not fit together is refused: nothing is better than a wrong answer."""
    arrays = unpack(shipped.data)
    assert Segment.read(shipped.name, pack(arrays, {})).data == shipped.data
    with pytest.raises(GenerationError, match=words):
        Segment.read(shipped.name, pack(spoil(arrays), {}))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6" + bytes(18), b"x" * 999, bytes(99), b"\2" + bytes(7) + b"[]"])
def test_what_is_no_segment_is_refused(data: bytes) -> None:
    """A file of another kind, or of nothing, is refused."""
    with pytest.raises(GenerationError, match="cannot be read"):
        Segment.read("x", data)


def test_a_cut_file_is_refused(shipped: Segment) -> None:
    """A file that is cut at either end is refused."""
    for data in (bytes(shipped.data[:-30]), bytes(shipped.data[500:])):
        with pytest.raises(GenerationError, match="cannot be read"):
            Segment.read("x", data)
