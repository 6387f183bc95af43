"""A segment, written and read."""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import chain

import numpy as np
import pytest

from corpus.readers.files import parse_article
from corpus.text.document import Document
from index.engine import segment as segments
from index.engine.build import build
from index.engine.segment import (
    GenerationError,
    OutdatedError,
    PassageEmbeddings,
    Segment,
    read_embeddings,
    segment_key,
    text_of,
)
from index.engine.segment_file import ALIGNED, pack, unpack
from tests.support.fake_encoder import FakeEncoder

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
        segment.running_words,
    ]


def test_what_is_written_is_read(shipped: Segment, report: Document) -> None:
    """Every character, span, quote, vector, token and word of it."""
    for segment in (shipped, *build([report], FakeEncoder().embed).segments):
        again = Segment.read(segment.name, bytes(segment.data))
        assert described(again) == described(segment)
        for one, other in zip(again.embedded.to_files().items(), segment.embedded.to_files().items(), strict=True):
            assert one == other
        assert again.sentence_postings.numbers == segment.sentence_postings.numbers
        assert np.array_equal(again.sentence_postings.table, segment.sentence_postings.table)
    assert again.document.text == REPORT.replace("\n", "\r\n")


def test_rows_and_sentences_have_the_same_order(shipped: Segment) -> None:
    """Passages first, then their sentences: a row's place says whose it is."""
    sentences = [sentence.span.of(shipped.document.text) for sentence in shipped.sentences]
    texts = [*(passage.text for passage in shipped.passages), *sentences]
    assert np.array_equal(shipped.embedded.vectors.matrix(), FakeEncoder().encode(texts))
    assert [sentence.passage for sentence in shipped.sentences] == shipped.passage_of_sentence.tolist()
    assert sorted(set(shipped.passage_of_sentence.tolist())) == list(range(len(shipped.passages)))


def test_quotes_are_found_by_their_sentence(shipped: Segment) -> None:
    """Each in the one that holds it."""
    found = list(chain.from_iterable(shipped.quotes_by_sentence.values()))
    assert found == list(shipped.quotes)
    for number, quotes in shipped.quotes_by_sentence.items():
        assert all(quote.text in shipped.sentences[number].span.of(shipped.document.text) for quote in quotes)
    assert len(found) >= 4


def test_people_can_read_it(shipped: Segment) -> None:
    """With what reads any zip; one JSON object a line, its words as the article has them."""
    with zipfile.ZipFile(BytesIO(bytes(shipped.data))) as archive:
        assert archive.testzip() is None
        rows = [json.loads(line) for line in archive.read("passages.jsonl").splitlines()]
        assert json.loads(archive.read("document.json"))["text"] == shipped.document.text
        assert "harbour" not in json.loads(archive.read("words.json"))
        assert "sanction" in json.loads(archive.read("words.json"))
    assert [row["text"] for row in rows] == [passage.text for passage in shipped.passages]
    assert rows[10]["paragraph"] == 9
    assert "“These are the most severe sanctions".encode() in bytes(shipped.data)


def test_members_lie_where_numbers_can_be_read(shipped: Segment) -> None:
    """None is copied."""
    whole = np.frombuffer(shipped.data, np.uint8)
    for name, member in unpack(shipped.data).items():
        array = np.frombuffer(member, np.uint8)
        assert (array.ctypes.data - whole.ctypes.data) % ALIGNED == 0, name
    assert np.shares_memory(shipped.embedded.tokens.directions, whole)
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
def test_a_key_says_what_a_part_is_of(article: Document, change: dict[str, object]) -> None:
    """Its text, all that is said of it, and the encoder."""
    key = segment_key(article, "e")
    assert segment_key(replace(article), "e") == key != segment_key(article, "f")
    assert segment_key(replace(article, **change), "e") != key  # type: ignore[arg-type]


def test_another_format_is_outdated_and_its_embeddings_are_not(
    shipped: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the form of these has changed too, or another encoder made them."""
    name, data = shipped.name, shipped.data
    with monkeypatch.context() as patch:
        patch.setattr(segments, "FORMAT", 99)
        with pytest.raises(OutdatedError, match=r"the index has format \d+, and this version reads 99"):
            Segment.read(name, data)
        found = read_embeddings(data, "")
    assert found
    for number, passage in enumerate(shipped.passages):
        embedding = found.embedding(*text_of(passage))
        assert embedding
        assert np.array_equal(embedding.vector, FakeEncoder().encode([passage.text])[0])
        assert np.array_equal(embedding.pieces, FakeEncoder().embed([text_of(passage)])[0].pieces)
        assert np.array_equal(embedding.tokens, shipped.embedded.tokens.rows(number))
        assert embedding.ranges.tolist() == [[n, n + 1] for n in range(len(passage.sentences))]
    assert found.embedding("Something else.", ()) is None
    assert read_embeddings(data, "other") is None
    assert read_embeddings(b"nothing", "") is None
    monkeypatch.setattr(segments, "EMBEDDED", 99)
    assert read_embeddings(data, "") is None


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Mapping[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, name: change(files[name])}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (changed("document.json", lambda data: data.replace(b"severe", b"modest")), "stored text .* has changed"),
        (changed("passages.jsonl", lambda data: data.replace(b"severe", b"modest", 1)), "not a slice of its text"),
        (changed("passages.jsonl", lambda data: data.split(b"\n", 1)[1]), "another number of vectors|do not fit"),
        (changed("document.json", lambda data: data.replace(b'"span": [', b'"span": [1, ')), "cannot be read"),
        (changed("document.json", lambda data: data.replace(b'"name"', b'"nome"')), "cannot be read"),
        (changed("document.json", lambda data: data[:-9]), "cannot be read"),
        (changed("vectors.faiss", lambda data: data[:-9]), "cannot be read"),
        (changed("vectors.faiss", lambda _: b""), "cannot be read"),
        (changed("tokens.npy", lambda data: data[:-9]), "cannot be read"),
        (changed("token-starts.npy", lambda data: data[:-8]), "cannot be read"),
        (changed("passage-words.npy", lambda data: data[:-9]), "cannot be read"),
        (changed("sentence-words.npy", lambda _: b""), "cannot be read"),
        (changed("words.json", lambda _: b"[]"), "do not fit its texts"),
        (lambda files: {name: files[name] for name in files if name != "vectors.faiss"}, "cannot be read"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    shipped: Segment, spoil: Callable[[Mapping[str, bytes]], dict[str, bytes]], words: str
) -> None:
    """Rather nothing than a wrong answer."""
    files = {name: bytes(member) for name, member in unpack(shipped.data).items()}
    assert Segment.read(shipped.name, pack(files)).data == shipped.data
    with pytest.raises(GenerationError, match=words):
        Segment.read(shipped.name, pack(spoil(files)))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6" + bytes(18), b"x" * 999])
def test_what_is_no_part_is_refused(data: bytes) -> None:
    """An empty zip too."""
    with pytest.raises(GenerationError, match="cannot be read"):
        Segment.read("x", data)


def test_a_compressed_or_cut_zip_is_refused(shipped: Segment) -> None:
    """Its members cannot be read where they lie."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", b"{}" * 99)
    for data in (file.getvalue(), bytes(shipped.data[:-30]), bytes(shipped.data[500:])):
        with pytest.raises(GenerationError, match="cannot be read"):
            Segment.read("x", data)


def test_embeddings_of_other_texts_do_not_fit(shipped: Segment) -> None:
    """Nor do tokens."""
    texts = list(shipped.embedded.texts)
    with pytest.raises(GenerationError, match="another number of vectors"):
        PassageEmbeddings(texts[:-1], shipped.embedded.vectors, shipped.embedded.tokens)
    other = build([parse_article("a.txt", b"One. Two.")], FakeEncoder().embed).segments[0]
    with pytest.raises(GenerationError, match="the tokens of other passages"):
        PassageEmbeddings(texts, shipped.embedded.vectors, other.embedded.tokens)
