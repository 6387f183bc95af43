"""Files that refer to other files and to addresses: nothing of that is opened, and nothing of it is in the text."""

import io
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from corpus.errors import ArticleError
from corpus.readers.files import parse_article
from corpus.readers.forms import form_of
from corpus.readers.reading_child import prepare_imports
from corpus.readers.reading_process import ReadingProcess
from corpus.text.document import as_row
from tests.support.sample_files import sample
from tests.torture.bomb_files import pdf, with_part
from tests.torture.outcome import Outcome, told

HOLDS = "no file and no socket is opened while a file is read, and what it refers to is in no text"
SECRET = "the password of the harbour is swordfish"  # noqa: S105 - it opens nothing
STORY = "“We are closed,” said Ada Holm, and went home. Nobody knew when the quay would open again."

_PARTS: Mapping[str, str] = {
    "an image": "<img src='%s'>",
    "pictures": "<picture><source srcset='%s'><img srcset='%s 2x'></picture>",
    "links": "<link rel=stylesheet href='%s'><link rel=import href='%s'><link rel=preload href='%s'>",
    "scripts": "<script src='%s'></script><script>fetch('%s')</script>",
    "frames": "<iframe src='%s'></iframe><frame src='%s'>",
    "objects": "<object data='%s'></object><embed src='%s'><applet archive='%s'></applet>",
    "films": "<video src='%s' poster='%s'></video><audio src='%s'></audio><track src='%s'>",
    "a base": "<base href='%s'><a href='a.html'>a</a>",
    "a redirect": "<meta http-equiv=refresh content='0;url=%s'>",
    "styles": "<style>@import url('%s'); p { background: url(%s) }</style><p style='background: url(%s)'>x</p>",
    "a drawing": "<svg xmlns:x='http://www.w3.org/1999/xlink'><image x:href='%s'/><use x:href='%s#a'/></svg>",
    "an inclusion": "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='%s' parse='text'/>",
    "addresses": "<link rel=canonical href='%s'><link rel=amphtml href='%s'><meta property='og:url' content='%s'>",
}
"""Of a page; %s is where they point to."""
_DECLARATIONS: Mapping[str, str] = {
    "an entity": "<!DOCTYPE %s [<!ENTITY x SYSTEM '%s'>]>",
    "a definition": "<!DOCTYPE %s SYSTEM '%s'>",
    "an entity of parameters": "<!DOCTYPE %s [<!ENTITY %% p SYSTEM '%s'> %%p;]>",
}
"""Of XML; the first %s is the root."""
_XML = ((".docx", "word/document.xml"), (".odt", "content.xml"), (".epub", "ch001.xhtml"), (".epub", ".opf"))
_WORDS: Mapping[str, Mapping[str, str]] = {
    ".md": {"an image": "![x](%s)", "HTML": "<img src='%s'>\n<script src='%s'></script>"},
    ".rtf": {"fields": '{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT "%s"}{\\fldrslt x}}{\\*\\template %s}'},
    ".eml": {"a body": 'Content-Type: message/external-body; access-type=URL; URL="%s"\n\nSubject: x\n'},
}
"""Before the story in other forms."""


class File(NamedTuple):
    """A file that refers to something."""

    name: str
    how: str
    data: bytes


def references(count: int, folder: Path) -> Outcome:
    """So many of the files, of all forms, each read twice: as always, and with nothing forbidden but all noted."""
    secret, broken = folder / "secret.txt", list[str]()
    secret.write_text(SECRET)
    with _listening() as (port, connections), ReadingProcess() as process:
        files = [file for target in (secret.as_uri(), f"http://127.0.0.1:{port}/a") for file in _files(target)]
        chosen = files[:: max(1, len(files) // count)][:count]
        for file in chosen:
            broken += told(f"{file.name} with {file.how}", _wrong(process, file))
        broken += _opened(folder, chosen)
        broken += [f"{len(connections)} connections were begun"] if connections else []
    return Outcome(HOLDS, len(chosen), {}, tuple(broken))


def _wrong(process: ReadingProcess, file: File) -> Iterator[str]:
    try:
        if SECRET in str(as_row(process.read(file.name, file.data))):
            yield "the other file is in it"
    except ArticleError as error:
        if file.name.endswith(".html"):  # whatever stands in a page, it can be read
            yield f"it is refused: {error}"


@contextmanager
def _listening() -> Iterator[tuple[int, list[object]]]:
    """A server of this machine: its port, and whoever connected."""
    connections: list[object] = []

    def accept() -> None:
        with suppress(OSError):  # when it is closed
            while True:
                connection, address = server.accept()
                connections.append(address)
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1], connections
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


# The files ------------------------------------------------------------------------------------------------------------


def _files(target: str) -> Iterator[File]:
    """One for each way to refer to something."""
    for how, part in _PARTS.items():
        page = f"<html><head>{part}</head><body><article><p>{STORY}</p>{part}<p>{STORY}</p></article></body></html>"
        yield File("a.html", how, page.replace("%s", target).encode())
    for suffix, ways in _WORDS.items():
        for how, words in ways.items():
            yield File(f"a{suffix}", how, f"{words}\n\n{STORY}".replace("%s", target).encode())
    whole = f"<html><body><p>{STORY}</p></body></html>".encode()
    for how, declaration in _DECLARATIONS.items():
        declare = partial(_declared, declaration, target)
        yield File("a.xhtml", how, declare(whole))
        for suffix, part in _XML:
            yield File(f"a{suffix}", f"{how} in {part}", _altered(suffix, part, declare))
    yield File("a.docx", "a template", _altered(".docx", "word/_rels/document.xml.rels", partial(_related, target)))
    yield File("a.epub", "a chapter", _altered(".epub", ".opf", partial(_rerouted, target)))
    yield File("a.odt", "an image", _altered(".odt", "content.xml", partial(_linked, target)))
    yield File("a.pdf", "its pages", _outside_pdf(target))


def _declared(declaration: str, target: str, xml: bytes) -> bytes:
    """XML with a declaration, and the entity that it may declare at the end of each text."""
    root = re.search(rb"<([a-zA-Z][\w:]*)", xml)
    assert root
    begin = f"<?xml version='1.0' encoding='UTF-8'?>{declaration % (root[1].decode(), target)}".encode()
    ended = re.sub(rb"(\w)</", rb"\1 &x;</", xml[root.start() :])
    return begin + ended


def _related(target: str, xml: bytes) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = "".join(
        f'<Relationship Id="x{each}" Type="{kind}/{each}" Target="{target}" TargetMode="External"/>'
        for each in ("attachedTemplate", "image", "frame", "subDocument", "oleObject", "aFChunk")
    )
    return xml.replace(b"</Relationships>", added.encode() + b"</Relationships>")


def _rerouted(target: str, xml: bytes) -> bytes:
    return re.sub(rb'href="[^"]*"', f'href="{target}"'.encode(), xml)


def _linked(target: str, xml: bytes) -> bytes:
    frame = (
        f'<draw:frame><draw:image xlink:href="{target}"/></draw:frame>'
        f'<text:section><text:section-source xlink:href="{target}"/></text:section>'
    )
    return xml.replace(b"</office:text>", frame.encode() + b"</office:text>")


def _outside_pdf(target: str) -> bytes:
    place = f"<< /Type /Filespec /FS /URL /F ({target}) >>".encode()
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /GoToR /F " + place + b" /D [0 /Fit] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        b"<< /Length 0 /F " + place + b" >>\nstream\n\nendstream",
    )


def _altered(suffix: str, part: str, alter: Callable[[bytes], bytes]) -> bytes:
    """The sample of a packed form, with a change of a file whose name ends so."""
    with zipfile.ZipFile(io.BytesIO(sample(suffix))) as archive:
        data = next(archive.read(info) for info in archive.infolist() if info.filename.endswith(part))
    return with_part(suffix, part, alter(data))


# What is opened -------------------------------------------------------------------------------------------------------


def _opened(folder: Path, files: Sequence[File]) -> Sequence[str]:
    """A sentence for each thing that Python opens while it reads, in a process where nothing is forbidden."""
    for number, file in enumerate(files):
        (folder / f"{number:03} {file.how.replace('/', ' ')}{Path(file.name).suffix}").write_bytes(file.data)
    code = "import sys; from tests.torture.references import tell_opened; tell_opened(sys.argv[1])"
    command = [sys.executable, "-W", "ignore", "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def tell_opened(folder: str) -> None:
    """Print a sentence for each thing that is opened while the files of a folder are read."""
    reading: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if reading and (event == "open" or event.startswith(("socket.", "subprocess.", "os.", "urllib."))):
            print(f"{reading[0]}: {event} {str(args)[:200]}")

    prepare_imports()
    sys.addaudithook(hook)
    for path in sorted(Path(folder).glob("* *")):
        data = path.read_bytes()
        form_of(path.name).load()
        reading.append(path.name)
        try:
            if SECRET in str(as_row(parse_article(path.name, data))):
                print(f"{path.name}: the other file is in it")
        except ArticleError:
            pass
        finally:
            reading.clear()
