"""A folder of articles, read whole."""

import os
from pathlib import Path

import pytest

from corpus.readers.folder import corpus_hash, read_articles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Alpha said “yes.”")
    (tmp_path / "b.md").write_text("# Bravo\n\nHe said no.")
    return tmp_path


def test_a_hash_says_whether_the_articles_are_the_same(folder: Path) -> None:
    """By their names and bytes; other files do not count."""
    hashes = [corpus_hash(folder), corpus_hash(folder)]
    (folder / "c.ppt").write_text("PDF")
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


def test_what_cannot_be_read_of_a_file_is_told(folder: Path) -> None:
    """By the file's name; the article is there."""
    (folder / "c.md").write_text("---\ndate: someday\n---\nNew.")
    reading = read_articles(folder)
    assert len(reading.documents) == 3
    (doubt,) = reading.doubts
    assert doubt.startswith("c.md: the date “someday” cannot be read")


def test_a_bad_file_does_not_keep_out_the_others(folder: Path) -> None:
    """Each is named with its reason, and so is an article that stands there twice."""
    (folder / "a-copy.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.txt").write_bytes("“Ü”".encode("cp1252"))
    (folder / "picture.md").write_bytes(b"\x89PNG")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    reading = read_articles(folder)
    assert [document.name for document in reading.documents] == ["a-copy.txt", "b.md"]
    assert reading.skipped == ("a.txt: has the same text as a-copy.txt, which is indexed",)
    assert [failure.split(" (")[0].split(";")[0] for failure in reading.failed] == [
        "empty.txt: is empty: there is no text in it",
        "gone.txt: cannot be opened",
        "old.txt: its encoding is unsure: it is not UTF-8",
        "picture.md: is a picture, not text",
    ]


def test_files_in_folders_are_told_apart(folder: Path) -> None:
    """By their paths below the articles folder."""
    (folder / "more").mkdir()
    (folder / "more" / "a.txt").write_text("Another alpha.")
    assert [document.name for document in read_articles(folder).documents] == ["a.txt", "b.md", "more/a.txt"]


def test_a_folder_that_cannot_be_looked_into_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of what is in it; the others are read."""
    (folder / "more").mkdir()
    scandir = os.scandir

    def closed(path: Path) -> object:
        if Path(path) == folder / "more":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    reading = read_articles(folder)
    assert [document.name for document in reading.documents] == ["a.txt", "b.md"]
    assert reading.failed == (f"{folder / 'more'}: this folder cannot be looked into (Permission denied)",)
    assert reading.is_unread("more/than/this.txt")
    assert not reading.is_unread("a.txt")


def test_reading_a_folder_can_be_stopped(folder: Path) -> None:
    """Before each file; what is raised there is raised."""

    def waiting() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_articles(folder, waiting)
