"""Trained trees as the files that Pullquote comes with."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import lightgbm

PLAIN = {"verbose": -1, "num_threads": 1, "seed": 0, "deterministic": True, "force_row_wise": True}


def write_forest(
    path: Path, columns: Sequence[str], boosters: Sequence["lightgbm.Booster"], made: Mapping[str, Any]
) -> None:
    """Write the trees of all boosters, whose scores are added, and print the file's sha256."""
    dumped = chain.from_iterable(booster.dump_model()["tree_info"] for booster in boosters)
    data = _to_json(columns, [_nodes(tree["tree_structure"]) for tree in dumped], made).encode()
    path.write_bytes(data)
    print(f"{path.name}: {sha256(data).hexdigest()}")


def _to_json(features: Sequence[str], nodes: Sequence[Sequence[Sequence[float]]], made: Mapping[str, Any]) -> str:
    """What `corpus.trained.gradient_trees` reads, a tree a line; `made` says of what and how."""
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in nodes)
    head = json.dumps({**made, "features": list(features)}, indent=1, ensure_ascii=False)
    return head.removesuffix("\n}") + f',\n "trees": [\n{lines}\n]}}\n'


def _nodes(root: dict[str, Any]) -> list[list[float]]:
    """The nodes of a tree, parents before children; numbers as short as single precision needs."""
    nodes: list[list[float]] = []
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if "split_feature" in node:
            ahead = len(nodes) + len(waiting) + 1
            nodes.append([node["split_feature"], _short(node["threshold"]), ahead, ahead + 1])
            waiting += [node["left_child"], node["right_child"]]
        else:
            nodes.append([_short(node["leaf_value"])])
    return nodes


def _short(number: float) -> float:
    return float(f"{number:.7g}")
