"""The trained ranker and confidence model: which files hold their trees."""

from functools import cache

from corpus.speakers.gradient_trees import Trees, to_trees
from index.trained import load_object

RANKER, CONFIDENCE = "ranker.json", "sureness.json"
SHA256 = {
    RANKER: "c373ad00ec7c5fea1c819e1b5a90ba74695595ebb31f0d48b3668b069bfe8c8e",
    CONFIDENCE: "818c8e78e9a686d91d749074a2bc8898748adeb2622549ac3802734315f22556",
}


@cache
def load_trees(name: str) -> Trees:
    """One of those that Pullquote comes with, made by benchmarks/ranker.py."""
    return to_trees(load_object(name, SHA256[name]))
