"""Files that are read in a process of their own."""

import logging
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import ArticleError
from corpus.readers import reading_process
from corpus.readers.files import parse_article
from corpus.readers.forms import FORMS, QUICK_BYTES, TEXT_BYTES
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import as_row
from tests.corpus.readers.test_archive import packed
from tests.support.sample_files import sample

FRONT = "---\ntitle: Größe 😀\ndate: someday\nauthors: [Ada Holm, Bo Lee]\n---\n"
LONG = f"{FRONT}“We are closed,” said Ada Holm.\n\nImage: A quay\n\n{'Nobody came. ' * 5_000}".encode()
LIMITED = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
# A process that evaluates a file called code.txt; others are read.
EVALUATING = """
import corpus.readers.reading_child as child
child.CPU_SECONDS, read = 2, child.parse_article
child.parse_article = lambda name, data, *more: eval(data) if name == "code.txt" else read(name, data, *more)
main()
"""


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    """A reading process as it is."""
    with ReadingProcess() as process:
        yield process


@pytest.fixture(scope="module")
def altered() -> Iterator[ReadingProcess]:
    """A reading process for `evaluating` alone."""
    with ReadingProcess() as process:
        yield process


@pytest.fixture
def evaluating(altered: ReadingProcess, monkeypatch: pytest.MonkeyPatch) -> ReadingProcess:
    """A reading process that evaluates files called code.txt, begun where the environment has a secret."""
    monkeypatch.setattr(reading_process, "_BEGIN", reading_process._BEGIN.replace("main()", EVALUATING))
    monkeypatch.setenv("PULLQUOTE_TOKEN", "hidden")
    return altered


def code(expression: str) -> bytes:
    """A file that is evaluated, and too long to be read in this process."""
    return expression.encode() + b" " * QUICK_BYTES


def refused(process: ReadingProcess, name: str, data: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(ArticleError) as error:
        process.read(name, data)
    return str(error.value)


@pytest.mark.parametrize("name", ["storm.txt", "storm.md"])
def test_a_document_comes_back_as_it_was_read(name: str, process: ReadingProcess) -> None:
    """All that is known of it does, and what is doubted too."""
    document, here = process.read(name, LONG), parse_article(name, LONG)
    assert as_row(document) == as_row(here)
    assert document.doubts == here.doubts != ()


def test_dates_are_read_there_too(process: ReadingProcess) -> None:
    """In all languages, although the process may not open the files that tell how they write dates."""
    written = (
        "2 Oct 2024",
        "2. Oktober 2024",
        "2 października 2024",
        "2 Ekim 2024",
        "2024년 10월 2일",
        "2 of 2024",
        "2 окт. 2024",
    )
    dates = [process.read("a.txt", f"---\ndate: {day}\n---\n{day}".encode() + LONG).published for day in written]
    assert dates == [date(2024, 10, 2)] * 5 + [None, date(2024, 10, 2)]


@pytest.mark.slow
def test_every_form_is_read_there_as_it_is_here(process: ReadingProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its library needs is in memory before nothing can be opened any more; also for a page of hardly a word."""
    files = {f"quay{suffix}": sample(suffix) for suffix in FORMS} | {"poor.html": b"<p>Hello, world and all.</p>"}
    files["odd.html"] = b"<link rel=canonical href='http://localhost/a'><p>Hello, world and all.</p>"
    for suffix, form in FORMS.items():
        monkeypatch.setitem(FORMS, suffix, form._replace(quick=0))
    for name, data in files.items():
        assert as_row(process.read(name, data)) == as_row(parse_article(name, data)), name


def test_a_refusal_comes_back_too(process: ReadingProcess) -> None:
    """In the same words as here, and the next file is read by the same process."""
    assert refused(process, "a\x1b.txt", b"\xff" + LONG).startswith("a�.txt: its encoding is unsure")
    first = process._process
    assert process.read("a.txt", LONG).text == LONG.decode()
    assert process._process is first


def test_what_is_read_in_a_moment_or_not_at_all_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short text, a form that is not read, and a file that is too large."""
    monkeypatch.setattr(reading_process, "_started", None)
    with ReadingProcess() as process:
        assert process.read("a.txt", LONG[:QUICK_BYTES]).text == LONG[:QUICK_BYTES].decode()
        assert "is of a form that is not read" in refused(process, "a.exe", LONG)
        assert "is too large" in refused(process, "a.txt", bytes(TEXT_BYTES + 1))


def test_an_archive_is_unpacked(process: ReadingProcess) -> None:
    """Its files and refusals are as here; it may be no archive, too."""
    a, b, c = process.unpack("news.zip", packed({"a.txt": LONG, "b.exe": b"MZ", "more/c.md": b"# May"}))
    assert ((a.name, a.data), (c.name, c.data)) == (("a.txt", LONG), ("more/c.md", b"# May"))
    assert str(b.refusal).startswith("b.exe: is of a form that is not read")
    with pytest.raises(ArticleError, match=r"news\.zip: is no zip file"):
        process.unpack("news.zip", LONG)


@LIMITED
@pytest.mark.parametrize(
    "expression",
    [
        "open(child.__file__)",
        "__import__('socket').socket()",
        "child.os.pipe()",
        "__import__('wave')",  # a module that nothing has imported
        "__import__('no_such_module_either')",
        "child.os.system('true') and open('x')",
        "{}[0]",
    ],
)
def test_a_reader_opens_nothing(expression: str, evaluating: ReadingProcess, caplog: pytest.LogCaptureFixture) -> None:
    """Neither file nor socket nor program; the person is told that it failed, the log where, and of no word in it."""
    with caplog.at_level(logging.WARNING):
        assert refused(evaluating, "code.txt", code(expression)) == (
            "code.txt: is damaged, or written in a way that is not understood; save it anew, or as plain text"
        )
    expected = {"{}[0]": "KeyError", "__import__('no_such_module_either')": "ModuleNotFoundError"}
    assert f"A file (.txt) could not be read: {expected.get(expression, 'OSError')} in " in caplog.text
    assert "code.txt" not in caplog.text


def test_no_secret_of_the_environment_is_handed_on(evaluating: ReadingProcess) -> None:
    """The token of the bot is one."""
    secret = code("child.os.abort() if 'PULLQUOTE_TOKEN' in child.os.environ else {}[0]")
    assert "is damaged" in refused(evaluating, "code.txt", secret)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the threads of a process in a file")
def test_no_thread_takes_of_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a library had one for each processor, a machine of many would have no memory left for a page."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    with ReadingProcess() as process:
        process.read("a.html", sample(".html"))
        assert process._process
        assert "Threads:\t1\n" in Path(f"/proc/{process._process.pid}/status").read_text()


@LIMITED
@pytest.mark.parametrize(
    ("expression", "endings"),
    [
        pytest.param("any(iter(int, 1))", [-24], marks=pytest.mark.slow),  # runs for ever, and gets the signal SIGXCPU
        ("bytearray(child.MEMORY)", [1]),
        ("child.os.abort()", [-6]),
        ("child.os.write(3, b'word ' * 99) and child.os._exit(0)", [0, -9]),  # an answer that is cut
    ],
)
def test_who_takes_too_much_is_ended(expression: str, endings: list[int], evaluating: ReadingProcess) -> None:
    """The file is refused, whatever ended the process, and another one is begun for the next."""
    assert evaluating.read("a.txt", LONG).title == "Größe 😀"
    process = evaluating._process
    assert process
    assert refused(evaluating, "code.txt", code(expression)) == (
        "code.txt: takes too long or too much memory to read; split it, or save it as plain text"
    )
    assert process.returncode in endings
    assert evaluating.read("a.txt", LONG).title == "Größe 😀"


@LIMITED
@pytest.mark.slow
def test_what_earlier_files_took_of_the_processor_is_not_counted(evaluating: ReadingProcess) -> None:
    """Each file has the same limit, however many the process has read."""
    for seconds in (1.5, 2.5):
        working = f"all(iter(lambda: child.time.process_time() < {seconds}, False)) and {{}}[0]"
        assert "is damaged" in refused(evaluating, "code.txt", code(working))


def test_what_a_library_prints_is_no_part_of_the_answer(evaluating: ReadingProcess) -> None:
    """The answer has a pipe of its own."""
    assert "is damaged" in refused(evaluating, "code.txt", code("child.os.write(1, b'word ' * 99) and {}[0]"))


def test_nobody_waits_longer_than_for_so_many_seconds(
    evaluating: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the processor has nothing to do."""
    monkeypatch.setattr(reading_process, "SECONDS", 0.5)
    began = time.monotonic()
    assert "takes too long" in refused(evaluating, "code.txt", code("child.time.sleep(60)"))
    assert time.monotonic() - began < 20


def test_reading_can_be_stopped() -> None:
    """What `waiting` raises ends the process, and is raised."""

    def waiting() -> None:
        if reading._process:
            raise KeyboardInterrupt

    with ReadingProcess(waiting) as reading:
        with pytest.raises(KeyboardInterrupt):
            reading.read("a.txt", LONG)
        assert reading._process is None


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no /proc here")
def test_the_process_ends_with_the_block() -> None:
    """Nothing is left of it."""
    with ReadingProcess() as process:
        process.read("a.txt", LONG)
        assert process._process
        number = process._process.pid
        assert Path(f"/proc/{number}").exists()
    assert not Path(f"/proc/{number}").exists()
