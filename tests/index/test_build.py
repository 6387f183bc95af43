"""From a folder of articles to a generation."""

from pathlib import Path

import pytest

from corpus.document import Document
from index.build import build, corpus_hash, read_articles
from tests.conftest import SHIPPED
from tests.fake_encoder import FakeEncoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Alpha said “yes.”")
    (tmp_path / "b.md").write_text("# Bravo\n\nHe said no.")
    return tmp_path


def test_a_hash_says_whether_the_articles_are_the_same(folder: Path) -> None:
    """By their names and bytes; other files do not count."""
    hashes = [corpus_hash(folder), corpus_hash(folder)]
    (folder / "c.pdf").write_text("PDF")
    (folder / ".d.txt").write_text("hidden")
    (folder / "a.txt").touch()
    hashes.append(corpus_hash(folder))
    assert len(set(hashes)) == 1
    (folder / "a.txt").write_text("Alpha said “yes”.")
    hashes.append(corpus_hash(folder))
    (folder / "a.txt").rename(folder / "z.txt")
    hashes.append(corpus_hash(folder))
    (folder / "e.txt").write_text("New.")
    hashes.append(corpus_hash(folder))
    (folder / "b.md").unlink()
    hashes.append(corpus_hash(folder))
    assert len(set(hashes)) == 5


def test_a_missing_folder_has_a_hash_too(tmp_path: Path) -> None:
    """That of no articles."""
    assert corpus_hash(tmp_path / "nowhere") == corpus_hash(tmp_path)


def test_a_bad_file_does_not_keep_out_the_others(folder: Path) -> None:
    """Each is named with its reason, and so is an article that stands there twice."""
    (folder / "a-copy.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.txt").write_bytes("“Ü”".encode("cp1252"))
    (folder / "picture.md").write_bytes(b"\x89PNG")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    reading = read_articles(folder)
    assert [document.name for document in reading.documents] == ["a-copy.txt", "b.md"]
    assert [failure.split(" (")[0].split(";")[0] for failure in reading.failed] == [
        "a.txt: has the same text as a-copy.txt, which is indexed",
        "empty.txt: is empty: there is no text in it",
        "gone.txt: cannot be opened",
        "old.txt: its encoding is unsure: it is not UTF-8",
        "picture.md: is a picture, not text",
    ]


def test_a_generation_holds_all_of_its_documents(article: Document, folder: Path) -> None:
    """What is embedded are their passages and sentences, and nothing else."""
    fake = FakeEncoder()
    documents = (article, *read_articles(folder).documents)
    generation = build(documents, fake.embed)
    assert generation.documents == documents
    assert len(generation.passages) == 13
    spans = [(each.document, span) for each in generation.passages for span in (each.span, *each.sentences)]
    assert fake.encoded == [span.of(document.text) for document, span in spans]
    assert len(fake.encoded) == len(generation.vectors) == 13 + len(generation.sentences)
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert all(span.of(document.text) in shipped for document, span in spans if document == article)
