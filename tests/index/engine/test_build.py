"""From a folder of articles to segments."""

from pathlib import Path

import pytest

from corpus.readers.folder import read_articles
from corpus.text.document import Document
from index.encoding.encoder import Encoder
from index.engine import build as building
from index.engine.build import build_segments
from index.engine.local_index import LocalIndex
from tests.conftest import SHIPPED
from tests.index.engine.arrays import same_arrays
from tests.index.engine.conftest import document
from tests.support.fake_encoder import FakeEncoder
from tests.support.generations import build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Alpha said “yes.”")
    (tmp_path / "b.md").write_text("# Bravo\n\nHe said no.")
    return tmp_path


def test_a_generation_holds_all_of_its_documents(article: Document, folder: Path) -> None:
    """The passages and sentences of all documents are embedded, and nothing else."""
    fake = FakeEncoder()
    documents = (article, *read_articles(folder).documents)
    generation = build(documents, fake.embed)
    assert generation.documents == documents
    assert len(generation.passages) == 13
    spans = [(passage.document, span) for passage in generation.passages for span in (passage.span, *passage.sentences)]
    assert fake.encoded == [span.of(document.text) for document, span in spans]
    assert len(fake.encoded) == 13 + len(generation.sentences)
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert all(span.of(document.text) in shipped for document, span in spans if document == article)


@pytest.fixture
def index(tmp_path: Path) -> LocalIndex:
    return LocalIndex(tmp_path / "index", FakeEncoder().fingerprint)


def articles(count: int) -> list[Document]:
    """Of two passages each, of which the second is the same in all."""
    return [document(f"{n}", f"Article {n} is here.\n\nThe end.") for n in range(count)]


def test_segments_are_in_the_order_of_the_documents(index: LocalIndex) -> None:
    """Stored and new segments are what `build` makes of each document; nothing is embedded twice."""
    documents, fake = articles(6), FakeEncoder()
    assert build_segments(documents[1::2], index, fake).embedded == 4
    assert fake.encoded.count("The end.") == 2  # a passage, and its sentence
    fake.encoded.clear()
    built = build_segments(documents, index, fake)
    assert [segment.document for segment in built.segments] == documents
    assert (built.embedded, sum(len(segment.passages) for segment in built.segments)) == (3, 12)
    assert "The end." not in fake.encoded
    again = build_segments(documents, index, fake)
    assert (again.embedded, again.segments) == (0, built.segments)
    for segment, alone in zip(built.segments, build(documents, FakeEncoder().embed).segments, strict=True):
        assert same_arrays(segment.embeddings.to_arrays(), alone.embeddings.to_arrays())
        assert segment.passages == alone.passages


def test_nothing_to_build_is_no_error(index: LocalIndex) -> None:
    """The encoder is not asked where there is nothing to build."""
    built = build_segments([], index, FakeEncoder())
    assert (built.segments, built.embedded) == ((), 0)


def test_progress_is_told_in_bytes_and_forward_only(index: LocalIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told in bytes, from what is stored to all."""
    monkeypatch.setattr(building, "GROUP", 4)
    documents = articles(9)
    build_segments(documents[:2], index, FakeEncoder())
    progress: list[tuple[int, int]] = []
    build_segments(documents, index, FakeEncoder(), lambda done, total: progress.append((done, total)))
    sizes = [len(document.text.encode()) for document in documents]
    assert progress == sorted(progress)
    assert progress[0] == (sum(sizes[:2]), sum(sizes))
    assert progress[-1] == (sum(sizes), sum(sizes))
    assert len({done for done, _ in progress}) > 3


def test_what_was_made_before_a_stop_is_kept(
    index: LocalIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next build goes on where one was stopped, in another process too; a group is lost at most."""
    monkeypatch.setattr(building, "GROUP", 4)
    documents = articles(20)
    size = sum(len(document.text.encode()) for document in documents)

    def stop(done: int, total: int) -> None:
        assert total == size
        if done > size / 2:
            raise TimeoutError("enough")

    with pytest.raises(TimeoutError, match="enough"):
        build_segments(documents, index, FakeEncoder(), stop)
    fake = FakeEncoder()
    after = LocalIndex(tmp_path / "index", fake.fingerprint)
    assert 6 <= build_segments(documents, after, fake).embedded <= 14
    assert build_segments(documents, after, fake).embedded == 0


def test_a_damaged_segment_of_a_killed_build_is_made_again(index: LocalIndex, tmp_path: Path) -> None:
    """A damaged segment is made again, and the others are not."""
    built = build_segments(articles(3), index, FakeEncoder())
    path = tmp_path / "index" / "segments" / built.segments[1].name
    path.write_bytes(path.read_bytes()[:-5])
    after = LocalIndex(tmp_path / "index", FakeEncoder().fingerprint)
    assert build_segments(articles(3), after, FakeEncoder()).embedded == 1
    assert after.notes() == ("the index of 1.txt was damaged",)


def test_the_packaged_encoder_makes_the_same_of_a_segment_as_alone(
    article: Document, encoder: Encoder, tmp_path: Path
) -> None:
    """Vectors and tokens taken over from an older version are those of the article alone."""
    index = LocalIndex(tmp_path / "index", encoder.fingerprint)
    older = document("a", article.text.replace("severe", "modest"))
    build_segments([older], index, encoder)
    built = build_segments([article], index, encoder)
    assert built.embedded == 1
    one, other = built.segments[0].embeddings, build([article], encoder.embed).segments[0].embeddings
    rows = range(len(one.vectors))
    assert abs(one.vectors.matrix(rows) - other.vectors.matrix(rows)).max() < 1e-5
    assert one.tokens.token_ids.tolist() == other.tokens.token_ids.tolist()
    assert abs(one.tokens.directions.astype(int) - other.tokens.directions.astype(int)).max() <= 1
    assert one.tokens.ranges.tolist() == other.tokens.ranges.tolist()
