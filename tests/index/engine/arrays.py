"""Arrays by name, compared."""

from collections.abc import Mapping

import numpy as np

from index.encoding.array_file import Array


def same_arrays(one: Mapping[str, Array], other: Mapping[str, Array]) -> bool:
    """Whether both have the same names, and each name the same numbers."""
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)
