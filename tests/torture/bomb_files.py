"""Files that are made to take far more time or memory than they have bytes."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.support.sample_files import sample

_SCRIPT = "<script type='application/ld+json'>%s</script>"
STORY = "“We are closed,” said Ada Holm, and went home. "


def _zip(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def with_part(suffix: str, part: str, data: bytes) -> bytes:
    """The sample of a packed form with another file in the place of the one whose name ends so."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample(suffix))) as before, zipfile.ZipFile(packed, "w", 8) as after:
        for info in before.infolist():
            after.writestr(info, data if info.filename.endswith(part) else before.read(info))
    return packed.getvalue()


def _nested_zip() -> bytes:
    packed = b"0" * 1_000_000
    for level in range(6):
        packed = _zip({f"{level}-{number}.zip": packed for number in range(10)})
    return packed


def _overlapping_zip() -> bytes:
    """A list of a thousand files that are all the same bytes of the archive."""
    whole = _zip({"0.txt": STORY.encode() * 20_000})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry, tail = whole[start:end], bytearray(whole[end:])
    entries = b"".join(entry.replace(b"0.txt", b"%05d" % number) for number in range(1_000))
    tail[8:12] = (1_000).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    return whole[:start] + entries + bytes(tail)


# XML ------------------------------------------------------------------------------------------------------------------


def _laughs(root: str) -> bytes:
    """An entity of ten, of which each is ten of another."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "lol ">{entities}]>'.encode()


def _quadratic(root: str) -> bytes:
    """A long entity, many times."""
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "{"a" * 100_000}">]>'.encode()


def _page(body: str) -> bytes:
    return f"<html><head><title>x</title></head><body><article>{body}</article></body></html>".encode()


def _xhtml(begin: bytes, entity: str, times: int) -> bytes:
    return begin + _page(f"<p>{entity * times}</p>")


def _docx(text: str, begin: bytes = b"") -> bytes:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {names}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return with_part(".docx", "word/document.xml", begin + body.encode())


def _many_chapters() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample(".epub"))) as before, zipfile.ZipFile(packed, "w", 8) as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename.endswith(".opf"):
                first = data.index(b"<itemref")
                reference = data[first : data.index(b"/>", first) + 2]
                data = data[:first] + reference * 200_000 + data[first:]
            after.writestr(info, data)
    return packed.getvalue()


def _laughing_front_matter() -> bytes:
    lists = "".join(f"k{level}: &l{level} [{f'*l{level - 1}, ' * 9}]\n" for level in range(1, 60))
    return f"---\nk0: &l0 [lol]\n{lists}title: *l59\nauthors: *l59\n---\n{STORY}".encode()


# PDF ------------------------------------------------------------------------------------------------------------------


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    written = io.BytesIO()
    written.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    written.writelines(b"%010d 00000 n \n" % place for place in places)
    written.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return written.getvalue()


def _pdf_page(stream: bytes) -> bytes:
    """A PDF of one page."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> "
        b">>",
        stream,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def _nested_flate(levels: int, size: int) -> bytes:
    data = bytes(size)
    for _ in range(levels):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), b"/FlateDecode " * levels, data)


def _flooded_page() -> bytes:
    data = zlib.compress(b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm (We are closed) Tj " * 300_000 + b"ET")
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)


def _endless_pages() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>")


# E-mail ---------------------------------------------------------------------------------------------------------------


def _nested_email() -> bytes:
    begin = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(5_000))
    return f"Subject: x\r\nMIME-Version: 1.0\r\n{begin}Content-Type: text/plain\r\n\r\n{STORY}".encode()


def _long_headers() -> bytes:
    return b"Subject: " + b"=?utf-8?q?a?= " * 300_000 + b"\r\nFrom: " + b"(" * 500_000 + b"\r\n\r\n" + STORY.encode()


BOMBS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "zip of zeros": (".zip", lambda: _zip({f"{number}.txt": bytes(1_400_000) for number in range(60)})),
    "zip in zips": (".zip", _nested_zip),
    "zip of one file a thousand times": (".zip", _overlapping_zip),
    "zip of 60,000 files": (".zip", lambda: _zip({f"{number}.txt": b"" for number in range(60_000)})),
    "zip by LZMA": (".zip", lambda: _zip({f"{n}.txt": bytes(1_400_000) for n in range(60)}, zipfile.ZIP_LZMA)),
    "nested Flate in PDF": (".pdf", lambda: _pdf_page(_nested_flate(3, 1_000_000_000))),
    "PDF of four million words": (".pdf", lambda: _pdf_page(_flooded_page())),
    "PDF whose pages are in themselves": (".pdf", _endless_pages),
    "PDF of brackets": (".pdf", lambda: pdf(b"[" * 5_000_000)),
    "billion laughs in XHTML": (".xhtml", lambda: _xhtml(_laughs("html"), "&l9;", 1)),
    "quadratic entity in XHTML": (".xhtml", lambda: _xhtml(_quadratic("html"), "&a;", 50_000)),
    "billion laughs in DOCX": (".docx", lambda: _docx("&l9;", _laughs("document"))),
    "DOCX of 400 MB": (".docx", lambda: _docx("a " * 200_000_000)),
    "quadratic entity in ODT": (
        ".odt",
        lambda: with_part(".odt", "content.xml", _quadratic("office") + b"<office>" + b"&a;" * 50_000 + b"</office>"),
    ),
    "EPUB of 400 MB": (".epub", lambda: with_part(".epub", "ch001.xhtml", _page("<p>" + "a " * 200_000_000))),
    "EPUB of 200,000 chapters": (".epub", _many_chapters),
    "EPUB nested deeply": (".epub", lambda: with_part(".epub", "ch001.xhtml", _page("<div>" * 1_000_000))),
    "RTF of groups": (".rtf", lambda: b"{\\rtf1" + b"{" * 3_000_000),
    "HTML nested deeply": (".html", lambda: _page("<div>" * 1_000_000 + STORY)),
    "HTML of lists": (".html", lambda: _page("<ul><li>" * 300_000 + STORY)),
    "HTML of tables": (".html", lambda: _page("<table><tr><td>" * 50_000 + STORY)),
    "HTML of comments": (".html", lambda: _page("<!--" * 80_000 + STORY)),
    "HTML of tags that never end": (".html", lambda: _page("<a " * 20_000 + STORY)),
    "HTML of one tag": (".html", lambda: _page(f"<p {' '.join(f'a{n}=b' for n in range(500_000))}>{STORY}")),
    "HTML of a million paragraphs": (".html", lambda: _page("<p>a" * 2_000_000)),
    "HTML of a million formats": (".html", lambda: _page("<b><i>a</b>" * 800_000)),
    "HTML of dates": (".html", lambda: _page("<p>" + "2024-01-01 1 May 2024 01/02/2024 " * 250_000)),
    "HTML with deep JSON": (".html", lambda: _page(_SCRIPT % ("[" * 2_000_000) + STORY * 50)),
    "HTML with much JSON": (".html", lambda: _page(_SCRIPT % json.dumps([{"@type": "Person"}] * 300_000) + STORY)),
    "a token of a million letters": (".html", lambda: _page(f"<p>{'a' * 1_000_000}</p>")),
    "a word of a million letters": (".txt", lambda: b"a" * 1_000_000),
    "a million quotation marks": (".txt", lambda: "“".encode() * 400_000),
    "a line of a million labels": (".txt", lambda: b"A: " * 400_000),
    "lines of labels": (".txt", lambda: b"MR. LUND: No.\n" * 90_000),
    "Markdown of lists": (".md", lambda: b"- a\n" * 374_000),
    "Markdown of quotes": (".md", lambda: b">" * 1_400_000),
    "Markdown of brackets": (".md", lambda: b"[" * 1_400_000),
    "laughing front matter": (".md", _laughing_front_matter),
    "subtitles of one letter": (".srt", lambda: b"1\n00:00:00,000 --> 99:00:00,000\na\n\n" * 70_000),
    "subtitles of voices": (".vtt", lambda: b"WEBVTT\n\n00:00.000 --> 00:09.000\n" + b"<v A" * 600_000),
    "e-mail nested deeply": (".eml", _nested_email),
    "e-mail of headers": (".eml", _long_headers),
}
