"""What an addition and a reindex cost where much is there already, with the real encoder."""

import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from corpus.library.owners import OPERATOR, SHARED, of_guild
from index.encoding.embedding import Embedding, Pieces, unit
from index.encoding.encoder import Encoder
from index.encoding.runtimes import find_encoder
from index.service.report import Quota
from tests.support.kept_service import KeptService
from tests.torture.outcome import Outcome

HOLDS = (
    "an article of 1,000 words costs 3 times as much at most where much is there, an unchanged reindex 5 % of a build"
)
ARTICLES, PARAGRAPHS = 500, 20  # 10,000 passages
SAMPLE = 25  # articles that are really embedded, from which the first build's time is worked out
RATIO, SHARE = 3.0, 0.05
_chance = random.Random(29)  # noqa: S311 - the same articles each time
_WORDS = [
    "".join(_chance.choice("bdfgklmnprst") + _chance.choice("aeiou") for _ in range(_chance.randint(1, 4)))
    for _ in range(20_000)
]
_WEIGHTS = [1 / (rank + 3) for rank in range(len(_WORDS))]  # as often as in a language


class InventingEncoder:
    """The packaged encoder, which while `invents` gives random embeddings of the same shapes at once."""

    def __init__(self) -> None:
        self._encoder = find_encoder(threads=1)
        self.model, self.fingerprint = self._encoder.model, self._encoder.fingerprint
        self.invents = False
        self._random = np.random.default_rng(29)

    def embed_query(self, text: str) -> Embedding:
        return self._encoder.embed_query(text)

    def embed(
        self, texts: Sequence[tuple[str, Pieces]], progress: Callable[[int], None] | None = None
    ) -> list[Embedding]:
        return [self._invented(*each) for each in texts] if self.invents else self._encoder.embed(texts, progress)

    def _invented(self, text: str, pieces: Pieces) -> Embedding:
        tokens = 4 * len(text.split()) // 3
        rows = unit(self._random.normal(size=(1 + len(pieces), 384)).astype(np.float32))
        each = tokens // max(1, len(pieces))
        return Embedding(
            vector=rows[0],
            pieces=rows[1:],
            tokens=self._random.integers(-127, 128, (tokens, 128), dtype=np.int8),
            ids=self._random.integers(1_000, 30_000, tokens).astype(np.int32),
            ranges=np.array([(each * number, each * (number + 1)) for number in range(len(pieces))], np.int32),
        )


def timing(count: int, folder: Path) -> Outcome:
    """So many additions to each collection, in turn; the median counts."""
    encoder = InventingEncoder()
    first = _first_build(folder / "sample", encoder)
    encoder.invents = True
    kept = _collections(folder / "much", encoder, ARTICLES)
    encoder.invents = False
    much, little = list[float](), list[float]()
    for number in range(count):
        little.append(_added(kept, of_guild(number + 1)))
        much.append(_added(kept, SHARED))
    reindex = _timed(lambda: kept.indexing.reindex(SHARED, OPERATOR))
    load = _timed(kept.operations.load)
    before = _memory()
    kept.operations.close()
    ratio, share = median(much) / median(little), reindex / first
    figures: dict[str, float | str] = {
        "passages": float(ARTICLES * PARAGRAPHS),
        "added to an empty one, s": round(median(little), 2),
        "added to many, s": round(median(much), 2),
        "ratio": round(ratio, 2),
        "first build, s": f"{first:.0f}, worked out from {SAMPLE * PARAGRAPHS} passages",
        "reindex of unchanged ones, s": round(reindex, 2),
        "share of the first build": round(share, 4),
        "load, s": round(load, 2),
        "memory, MB": f"{before:.0f}, and {_memory():.0f} when closed; at most {_peak():.0f}",
    }
    broken = [f"an addition costs {ratio:.1f} times as much"] if ratio > RATIO else []
    broken += [f"an unchanged reindex takes {share:.1%} of the first build"] if share > SHARE else []
    return Outcome(HOLDS, count, figures, tuple(broken))


def _first_build(folder: Path, encoder: Encoder) -> float:
    """The seconds that all of the articles would take, from a sample."""
    started = time.monotonic()
    _collections(folder, encoder, SAMPLE).operations.close()
    return (time.monotonic() - started) * ARTICLES / SAMPLE


def _collections(folder: Path, encoder: Encoder, articles: int) -> KeptService:
    """A service whose shared collection has so many articles."""
    encoder.embed_query("The model is loaded before anything is timed.")
    (folder / "articles").mkdir(parents=True)
    for number in range(articles):
        text = "\n\n".join(_paragraph(each) for each in range(PARAGRAPHS))
        (folder / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    kept = KeptService(folder, encoder, quota=Quota())
    with kept.operations.writing():
        kept.operations.load()
        kept.indexing.reindex(SHARED, OPERATOR)
    return kept


def _added(kept: KeptService, collection: str) -> float:
    """The seconds that a new article takes, from the file to the answers."""
    text = "\n\n".join(" ".join(_sentence() for _ in range(4)) for _ in range(14))

    def add() -> None:
        draft = kept.additions.draft(collection, "new.txt", text.encode(), OPERATOR).draft
        kept.additions.add(collection, draft.id, OPERATOR)

    return _timed(add)


def _timed(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def _paragraph(number: int) -> str:
    if number % 7:
        return " ".join(_sentence() for _ in range(4))
    return f"“{_sentence()}” said Mr. {_chance.choice(_WORDS).capitalize()}."


def _sentence() -> str:
    return " ".join(_chance.choices(_WORDS, _WEIGHTS, k=_chance.randint(12, 24))).capitalize() + "."


def _memory() -> float:
    """Megabytes that this process has in memory without what is mapped from files; 0 where that is not told."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
