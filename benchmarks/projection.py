"""Find the principal directions of the packaged encoder's tokens: index/trained/projection.npy. Prints its sha256.

Not centred, so that cosines stay what they are as nearly as WIDTH directions allow.
"""

import random
import sys
from hashlib import sha256
from pathlib import Path
from typing import Annotated
from unittest.mock import patch

import numpy as np
import typer

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.questions import read_rows
from index.embedding import PROJECTION
from index.encoder import Encoder
from index.model import find_model

WIDTH = 128  # late interaction loses nothing measurable against all 384
PASSAGES = 400  # of the training collection, some 60,000 tokens


def projection(
    data: Annotated[Path, typer.Argument(help="The folder with passages.jsonl.")],
    collection: Annotated[str, typer.Option(help="The passages' collection.")] = "new_wiki",
) -> None:
    """Write the projection."""
    texts = [row["text"] for row in read_rows(data / "passages.jsonl") if row["collection"] == collection]
    chosen = random.Random(0).sample(texts, min(PASSAGES, len(texts)))  # noqa: S311
    with patch.object(Encoder, "_projection", None):
        tokens = [each.tokens for each in Encoder(find_model(None)).embed([(text, ()) for text in chosen])]
    rows = np.concatenate(tokens).astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    _, directions = np.linalg.eigh(rows.T @ rows)
    PROJECTION.parent.mkdir(exist_ok=True)
    np.save(PROJECTION, directions[:, ::-1].T[:WIDTH].astype(np.float16), allow_pickle=False)
    print(sha256(PROJECTION.read_bytes()).hexdigest())


if __name__ == "__main__":
    typer.run(projection)
