"""The packaged encoder's token vectors in fewer dimensions: what late interaction stores."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.trained import load_arrays

Matrix = NDArray[np.float32]

FILE = "compression.safetensors"
SHA256 = "05c732a7cf14eba522eef2b4211ab17b044bc3ec8f0acdc73676ae49c976aa53"
DIRECTIONS = "last"


@cache
def load_compression() -> Matrix:
    """Principal directions of tokens, shape (128, 384), made by benchmarks/compression.py.

    They are not centred, so that the cosines of what is multiplied with them stay as nearly as they can.
    """
    return load_arrays(FILE, SHA256)[DIRECTIONS].astype(np.float32)
