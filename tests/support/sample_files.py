"""A real file of every form that is read, made with the tools that people make them with."""

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc
import typst

ARTICLE = """\
---
title: The quay of Bergen
author: [Ada Holm, Bo Lee]
date: 2024-03-02
lang: en
---

# The quay of Bergen

“We are closed,” said **Ada Holm**, the harbour master. The quay has been shut since May, and *nobody* knows when it
will open again.[^1]

## What the mayor says

Mayor Bo Lee said that the work would cost two million, “not a krone more”. He added:

> We waited for ten years. We shall not wait for another ten.

- “The ferries go from the north pier,” said Cleo Dahl, who runs them.
- Nobody asked the fishermen.

| Year | Cost    |
|------|---------|
| 2022 | 100,000 |
| 2023 | 200,000 |

1. First the [piles](https://example.org/piles) are mended.
2. Then the crane is moved; that takes a year.

“It is a pity,” said Dan Eck, a visitor from Ålesund.

[^1]: The harbour office answered no calls on Friday.
"""
SUBTITLES = """\
1
00:00:01,000 --> 00:00:04,000
ADA HOLM: We are closed. The quay has been
shut since May.

2
00:00:04,500 --> 00:00:09,000
Nobody knows when it will open again. [applause]

3
00:01:10,000 --> 00:01:15,250
BO LEE: <i>We</i> shall not wait for another ten years.
"""


def sample(suffix: str) -> bytes:
    """The file whose name has this ending."""
    return _MAKERS[suffix]()


@cache
def _converted(to: str, *options: str) -> bytes:
    """The article as pandoc writes it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "sample")
        pypandoc.convert_text(ARTICLE, to, "markdown", extra_args=["--standalone", *options], outputfile=str(path))
        return path.read_bytes()


@cache
def _typeset() -> bytes:
    """The article as a PDF of several small pages."""
    source = _converted("typst", "--variable", "papersize=a6").decode()
    return typst.compile(source.encode())


def _web_subtitles() -> bytes:
    cues = SUBTITLES.replace(",", ".").replace("ADA HOLM:", "<v Ada Holm>")
    return f"WEBVTT\n\n{cues}".encode()


@cache
def _email() -> bytes:
    """The article as an e-mail in two forms, with a picture."""
    message = EmailMessage()
    message["Subject"] = "The quay of Bergen – closed"
    message["From"] = "Ada Holm <ada@example.org>"
    message["Date"] = "Sat, 02 Mar 2024 10:00:00 +0100"
    message.set_content(_converted("plain").decode(), cte="quoted-printable")
    message.add_alternative(_converted("html").decode(), subtype="html", cte="base64")
    message.add_attachment(b"\x89PNG\r\n", "image", "png", filename="quay.png")
    return message.as_bytes()


_MAKERS: Mapping[str, Callable[[], bytes]] = {
    ".txt": partial(_converted, "plain"),
    ".md": ARTICLE.encode,
    ".markdown": ARTICLE.encode,
    ".html": partial(_converted, "html"),
    ".htm": partial(_converted, "html"),
    ".xhtml": partial(_converted, "html4"),
    ".docx": partial(_converted, "docx"),
    ".odt": partial(_converted, "odt"),
    ".epub": partial(_converted, "epub"),
    ".rtf": partial(_converted, "rtf"),
    ".pdf": _typeset,
    ".srt": SUBTITLES.encode,
    ".vtt": _web_subtitles,
    ".eml": _email,
}
