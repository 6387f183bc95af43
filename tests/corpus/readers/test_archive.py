"""Zip files of articles."""

import io
import zipfile

import pytest

from corpus.errors import ArticleError
from corpus.readers.archive import MOST_FILES, Packed, is_archive, unpack

STORY = "“We are closed,” said Ada Holm.\n".encode()


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return file.getvalue()


def claimed(size: int) -> bytes:
    """How large a file is, as a list of files says it."""
    return size.to_bytes(4, "little")


def refusals(files: tuple[Packed, ...]) -> list[str]:
    """What is said of those that are not read."""
    return [str(file.refusal) for file in files if file.refusal]


def refused(data: bytes) -> str:
    """Why nothing of an archive is unpacked."""
    with pytest.raises(ArticleError) as error:
        unpack("news.zip", data)
    return str(error.value)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_files_come_out_as_they_were_packed(compression: int) -> None:
    """Their order, their folders and their bytes are kept, however they are compressed."""
    files = {"b.txt": STORY, "2024/May/a.md": b"# May\n\nNothing.", "c.TXT": b""}
    assert unpack("news.zip", packed(files, compression)) == tuple(Packed(*each) for each in files.items())


def test_what_nobody_packed_is_left_out() -> None:
    """Folders, hidden files, what has no name and what a Mac adds are no articles, and nothing is said of them."""
    files = {
        "a.txt": STORY,
        "more/": b"",
        ".DS_Store": b"x",
        "__MACOSX/._a.txt": b"x",
        "more/.git/b.txt": STORY,
        "": b"x",
    }
    assert unpack("news.zip", packed(files)) == (Packed("a.txt", STORY),)


def test_names_are_never_paths() -> None:
    """Neither steps upwards nor roots are left in a name, nor what a terminal would obey."""
    names = ["../../etc/a.txt", "/etc/b.txt", "C:\\news\\c.txt", "d\x1b[2J.txt", "./e.txt"]
    unpacked = unpack("news.zip", packed(dict.fromkeys(names, STORY)))
    assert [file.name for file in unpacked] == ["etc/a.txt", "etc/b.txt", "C:/news/c.txt", "d�[2J.txt", "e.txt"]


def test_a_name_that_a_mac_packed_is_read() -> None:
    """It is UTF-8, although the archive says that it is not."""
    data = packed({"Gauß.txt": STORY})
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + flags
        data = data[:at] + b"\0\0" + data[at + 2 :]
    assert [file.name for file in unpack("news.zip", data)] == ["Gauß.txt"]


def test_a_file_that_is_not_read_keeps_out_no_other() -> None:
    """Each is told by its name: of another form, a zip file itself, too large, or damaged."""
    files = {"a.txt": STORY, "b.jpeg": b"\xff\xd8", "c.ZIP": packed({"d.txt": STORY}), "e.txt": b"word " * 400_000}
    data = packed({**files, "f.txt": b"the last one"}, zipfile.ZIP_STORED).replace(b"the last one", b"THE LAST ONE")
    unpacked = unpack("news.zip", data)
    assert [(file.name, file.data) for file in unpacked if not file.refusal] == [("a.txt", STORY)]
    other, nested, large, damaged = refusals(unpacked)
    assert other.startswith("b.jpeg: is of a form that is not read; these are: .txt, .md")
    assert nested == "c.ZIP: is a zip file within a zip file; unpack it and add it by itself"
    assert large.startswith("e.txt: is too large: 2,000,000 bytes, and 1,500,000 are the most")
    assert damaged == "f.txt: is damaged in the zip file, and cannot be unpacked"


def test_a_file_with_a_password_is_told_by_its_name() -> None:
    """Whether a file is encrypted stands in the list of files."""
    data = packed({"a.txt": STORY})
    at = data.index(b"PK\x01\x02") + 8
    unpacked = unpack("news.zip", data[:at] + b"\x01" + data[at + 1 :])
    assert refusals(unpacked) == ["a.txt: is locked with a password; pack it without one"]


def test_what_is_no_archive_is_refused() -> None:
    """So is one that was cut short, or holds nothing."""
    whole = packed({"a.txt": STORY})
    why = "news.zip: is no zip file that can be opened; it may be damaged or cut short"
    assert [refused(data) for data in (b"", STORY, whole[:-30], b"PK\x03\x04" * 9)] == [why] * 4
    assert refused(packed({"more/": b""})) == "news.zip: is empty: there is no file in it"


def test_too_much_is_refused_before_it_is_unpacked() -> None:
    """The list of files says how many there are, and how large each is."""
    assert refused(packed({f"{number}.txt": b"." for number in range(MOST_FILES + 1)})) == (
        "news.zip: holds too many files: 1,001, and 1,000 are the most; split it"
    )
    bomb = packed({f"{number}.txt": bytes(1_500_000) for number in range(3)})
    assert refused(bomb) == "news.zip: is no archive of articles: unpacked, it is more than 100 times as large"
    large = packed({f"{number}.md": STORY for number in range(67)}).replace(claimed(len(STORY)), claimed(1_500_000))
    assert refused(large).startswith("news.zip: is too large: 100,500,000 bytes when it is unpacked")
    lie = packed({"a.txt": STORY}).replace(claimed(len(STORY)), claimed(3_000_000_000))
    assert refusals(unpack("news.zip", lie))[0].startswith("a.txt: is too large: 3,000,000,000 bytes")


def test_a_file_that_is_larger_than_it_says_is_damaged() -> None:
    """No more is unpacked of it than the list of files says."""
    whole = packed({"a.txt": bytes(1_000_000)})
    lie = whole.replace(claimed(1_000_000), claimed(20_000))
    assert refusals(unpack("news.zip", lie)) == ["a.txt: is damaged in the zip file, and cannot be unpacked"]


def test_an_archive_is_known_by_its_ending() -> None:
    """Capitals do not matter, and a Word file is none, though it is packed as one."""
    assert [is_archive(name) for name in ("news.zip", "NEWS.ZIP", "news.docx", "zip")] == [True, True, False, False]
