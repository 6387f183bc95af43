"""Trees that judge tables, read from JSON."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.trained.gradient_trees import to_trees

COLUMNS = ("late", "words", "names")
NUMBERS = st.integers(-4, 4).map(lambda number: number / 2)  # few, so that thresholds are met exactly
Node = list[float]


@st.composite
def grown(draw: st.DrawFn) -> list[Node]:
    """A tree, its nodes in the order of their making: a node's children stand after it."""
    nodes: list[Node] = [[]]
    for node in nodes:  # which grows
        if len(nodes) < 15 and draw(st.booleans()):
            node += [draw(st.integers(0, 2)), draw(NUMBERS), len(nodes), len(nodes) + 1]
            nodes += [[], []]
        else:
            node.append(draw(NUMBERS))
    return nodes


TABLES = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), max_size=5)


def walked(nodes: list[Node], row: list[float], place: int = 0) -> float:
    """The leaf that a row falls into, step by step."""
    match nodes[place]:
        case [value]:
            return value
        case [feature, threshold, left, right]:
            return walked(nodes, row, int(left if row[int(feature)] <= threshold else right))
    raise AssertionError(nodes[place])


def stored(*nodes: list[Node]) -> dict[str, Any]:
    return {"features": list(COLUMNS), "trees": list(nodes)}


@settings(max_examples=40)
@given(forest=st.lists(grown(), min_size=1, max_size=4), table=TABLES)
def test_a_score_is_the_sum_of_the_leaves_a_row_falls_into(forest: list[list[Node]], table: list[list[float]]) -> None:
    """As a plain walk down each tree finds them, whatever the trees' depths; no rows have no scores."""
    scores = to_trees(stored(*forest)).scores(np.array(table, np.float32).reshape(len(table), 3))
    assert scores.tolist() == [sum(walked(nodes, row) for nodes in forest) for row in table]


def test_a_number_on_the_threshold_goes_left() -> None:
    """As it did in training; so does one that single precision rounds to it."""
    tree: list[Node] = [[1, 0.1, 1, 2], [5.0], [7.0]]
    table = np.array([[0, 0.1, 0], [0, 0.1000001, 0], [0, -1, 0]], np.float32)
    assert to_trees(stored(tree)).scores(table).tolist() == [5, 7, 5]
