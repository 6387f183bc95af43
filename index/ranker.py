"""The trained ranker and sureness: which files hold their trees."""

from functools import cache

from corpus.trees import Trees, trees
from index.trained import load_object

RANKER, SURENESS = "ranker.json", "sureness.json"
SHA256 = {
    RANKER: "f3aa7f79236f53d56c626fc0a50c28a56b394cad4c04890119165a0a0a987ca5",
    SURENESS: "5203b5cb3a8a41f0de74d92e5a578db8b6be2b0dcf349382c6bbfb979c40aa9c",
}


@cache
def load_trees(name: str) -> Trees:
    """One of those that Pullquote comes with, made by benchmarks/ranker.py."""
    return trees(load_object(name, SHA256[name]))
