"""Of which kind a page is, and what its file is called."""

import re
from email.message import Message
from pathlib import PurePosixPath

from yarl import URL

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_PAGES = (".htm", ".xhtml", *_ENDINGS.values(), ".markdown")
# What a server says where it knows no better, or what HTTP takes for granted where it says nothing.
_VAGUE = ("text/plain", "application/octet-stream", "binary/octet-stream")
_MAX_NAME = 100  # characters


def file_name(url: URL, media_type: str, offered: str | None) -> str | None:
    """What the file of a page is called, which a site may offer a name for; its ending tells its kind. None where that
    is no kind that an article can have."""
    last = PurePosixPath((offered or url.path).replace("\\", "/")).name
    name = re.sub(r"\s+", " ", "".join(char if char.isprintable() else " " for char in last)).strip(" .")
    path = PurePosixPath(name or str(url.host))
    known = path.suffix.lower() if name and path.suffix.lower() in _PAGES else None
    ending = known if known and media_type in _VAGUE else _ENDINGS.get(media_type)
    if ending is None:
        return None
    stem = path.stem if known else path.name
    return stem[:_MAX_NAME] + ending


def offered_name(disposition: str) -> str | None:
    """The file name in a header Content-Disposition; None where there is none that can be read."""
    message = Message()
    message["Content-Disposition"] = " ".join(disposition.split())
    try:
        return message.get_filename()
    except (UnicodeError, ValueError):
        return None
