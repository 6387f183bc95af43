"""Models that come in packages: their files are hashed before anything of them is loaded."""

import json
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path


def file_hashes(folder: Path) -> dict[str, str]:
    """Path below the folder → sha256, for every file. Raises OSError where one cannot be read."""
    files = (path for path in folder.rglob("*") if path.is_file())
    hashes = {}
    for path in files:
        with path.open("rb") as file:
            hashes[path.relative_to(folder).as_posix()] = file_digest(file, "sha256").hexdigest()
    return hashes


def fingerprint(hashes: Mapping[str, str]) -> str:
    """A sha256 over the names and hashes of files."""
    return sha256(json.dumps(sorted(hashes.items())).encode()).hexdigest()
