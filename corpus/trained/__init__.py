"""What was trained, beside this file: trees as JSON. Each is checked before it is used."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import PullquoteError

FOLDER = Path(__file__).parent


class TrainedError(PullquoteError):
    """A trained file that is missing or altered."""


def read_checked(path: Path, digest: str) -> bytes:
    """The bytes of a trained file. Raises TrainedError where their sha256 is another."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TrainedError(f"{path.name}, which Pullquote comes with, cannot be read ({error.strerror})") from error
    if sha256(data).hexdigest() != digest:
        raise TrainedError(f"{path.name} is not the file that Pullquote came with; install Pullquote again")
    return data


def load_object(path: Path, digest: str) -> dict[str, Any]:
    """The object of a JSON file."""
    return dict(json.loads(read_checked(path, digest)))
