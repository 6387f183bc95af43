"""Find the principal directions of the packaged encoder's tokens: index/trained/compression.safetensors.

Prints its sha256, for index/compression.py.
"""

import random
import sys
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from safetensors.numpy import save_file

sys.path.insert(0, str(Path(__file__).parents[1]))  # also when run as a file

from benchmarks.figures import Data
from benchmarks.questions import read_rows
from index.encoding.compression import DIRECTIONS, FILE, Matrix
from index.encoding.embedding import unit
from index.encoding.model_files import find_model
from index.encoding.sentence_encoder import BATCH, SentenceEncoder
from index.trained import FOLDER

COUNT = (
    128  # directions: with 48 S@1 is as good where sentences are read, but 7 of 141 topics have a quote about another
)
PASSAGES, QUESTIONS = 400, 1_500  # some 60,000 and 20,000 tokens; without questions theirs are kept much worse


def compression(
    data: Data,
    collection: Annotated[str, typer.Option(help="The passages' collection.")] = "new_wiki",
    split: Annotated[str, typer.Option(help="The questions' split.")] = "train",
) -> None:
    """Write the compression."""
    chance = random.Random(0)  # noqa: S311 - a sample, not a secret
    texts = [row["text"] for row in read_rows(data / "passages.jsonl") if row["collection"] == collection]
    asked = [row["question"] for row in read_rows(data / "questions.jsonl") if row["split"] == split]
    sample = chance.sample(texts, min(PASSAGES, len(texts))) + chance.sample(asked, min(QUESTIONS, len(asked)))
    encoder = SentenceEncoder(find_model(None))
    batches = (sample[first : first + BATCH] for first in range(0, len(sample), BATCH))
    windows = [window for batch in batches for windows in encoder.windows(batch) for window in windows]
    directions = _directions(unit(np.concatenate([window.last for window in windows])), COUNT)
    save_file({DIRECTIONS: directions}, FOLDER / FILE)
    print(sha256((FOLDER / FILE).read_bytes()).hexdigest())


def _directions(rows: Matrix, count: int) -> Matrix:
    squares = rows.astype(np.float64)
    _, found = np.linalg.eigh(squares.T @ squares)
    return np.ascontiguousarray(found[:, ::-1].T[:count], np.float32)  # safetensors writes what lies there as it lies


if __name__ == "__main__":
    typer.run(compression)
