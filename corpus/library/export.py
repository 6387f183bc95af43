"""Articles as a zip: each text as it was read, and a manifest that says what it is."""

import io
import json
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from corpus.library.models import Revision
from corpus.text.document import as_row

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 60  # characters of a name


def zipped(revisions: Iterable[Revision]) -> bytes:
    """The zip. Names in it are safe on any system; the manifest has the real ones."""
    file = io.BytesIO()
    entries = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for revision in revisions:
            name = _file_name(revision)
            archive.writestr(name, revision.document.text.encode())
            entries.append({"file": name, **_facts(revision)})
        archive.writestr("manifest.json", json.dumps(entries, ensure_ascii=False, indent=2))
    return file.getvalue()


def _file_name(revision: Revision) -> str:
    """Read again it is the same article: its ending is kept."""
    stem, _, ending = revision.document.name.rpartition(".")
    safe = _UNSAFE.sub("-", stem or ending)[:_LONGEST].strip(".-") or "article"
    return f"{revision.article}-{revision.number}-{safe}.{'md' if ending.lower() == 'md' else 'txt'}"


def _facts(revision: Revision) -> dict[str, Any]:
    row = as_row(revision.document)
    columns = ("id", "name", "title", "publisher", "authors", "published", "url")
    return {
        **{name: row[name] for name in columns},
        "article": revision.article,
        "revision": revision.number,
        "by": revision.by,
        "at": revision.at.isoformat(),
    }
