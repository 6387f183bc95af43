"""What the encoder made of texts, kept by encoder and text."""

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from index import embeddings
from index.embedding import Embedding, Pieces
from index.embeddings import Embeddings
from tests.conftest import ROOT
from tests.fake_encoder import FakeEncoder

TEXTS: list[tuple[str, Pieces]] = [(f"Text number {number}.", ()) for number in range(40)]
NEW: tuple[str, Pieces] = ("New. It is.", ((0, 4), (5, 11)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "embeddings.sqlite"


@pytest.fixture
def fake() -> FakeEncoder:
    return FakeEncoder()


def contents(embeddings: Iterable[Embedding]) -> list[object]:
    """All that is in embeddings, to be compared."""
    arrays = [each.arrays().items() for each in embeddings]
    return [[(name, array.dtype, array.shape, array.tobytes()) for name, array in each] for each in arrays]


def made() -> list[object]:
    """What the encoder makes of TEXTS."""
    return contents(FakeEncoder().embed(TEXTS))


def kept(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as cache:
        return int(cache.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def test_nothing_is_encoded_twice(path: Path, fake: FakeEncoder) -> None:
    """Neither in another process, nor where a text stands there twice."""
    first = contents(Embeddings(path, fake).of([*TEXTS, TEXTS[0]]))
    assert sorted(fake.encoded) == sorted(text for text, _ in TEXTS)
    assert first == [*made(), made()[0]]
    again = FakeEncoder()
    assert contents(Embeddings(path, again).of([*TEXTS, TEXTS[0]])) == first
    assert again.encoded == []


def test_the_same_text_in_other_pieces_is_another(path: Path, fake: FakeEncoder) -> None:
    """Its pieces have vectors too."""
    whole, split = (NEW[0], ()), NEW
    Embeddings(path, fake).of([whole])
    fake.encoded.clear()
    both = Embeddings(path, fake).of([split, whole])
    assert fake.encoded == ["New. It is.", "New.", "It is."]
    assert [len(each.pieces) for each in both] == [2, 0]
    assert contents(Embeddings(path, FakeEncoder()).of([split, whole])) == contents(both)


def test_only_new_text_is_encoded_and_old_text_forgotten(path: Path, fake: FakeEncoder) -> None:
    """The cache is as large as the collection."""
    Embeddings(path, fake).of(TEXTS)
    fake.encoded.clear()
    found = Embeddings(path, fake).of([*TEXTS[5:], NEW])
    assert fake.encoded == ["New. It is.", "New.", "It is."]
    assert contents(found) == [*made()[5:], *contents(FakeEncoder().embed([NEW]))]
    assert kept(path) == 36
    assert Embeddings(path, fake).of([]) == []
    assert kept(path) == 0


def test_another_encoder_has_embeddings_of_its_own(path: Path, fake: FakeEncoder) -> None:
    """Those of the one before are not taken for its own, and not kept."""
    before = Embeddings(path, fake).of(TEXTS)
    other = FakeEncoder("other")
    after = Embeddings(path, other).of(TEXTS)
    assert sorted(other.encoded) == sorted(text for text, _ in TEXTS)
    assert not any(one == another for one, another in zip(contents(before), contents(after), strict=True))
    assert kept(path) == 40


def test_progress_counts_from_what_is_known_to_all(
    path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forward only."""
    monkeypatch.setattr(embeddings, "CHUNK", 16)
    Embeddings(path, fake).of(TEXTS[:10])
    told: list[tuple[int, int]] = []
    Embeddings(path, fake).of(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(10, 40), (26, 40), (40, 40)]
    told.clear()
    Embeddings(path, fake).of(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(40, 40)]


def test_what_was_encoded_before_a_stop_is_kept(path: Path, fake: FakeEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build goes on from there."""
    monkeypatch.setattr(embeddings, "CHUNK", 8)

    def stop(done: int, _total: int) -> None:
        if done > 20:
            raise TimeoutError("enough")

    with pytest.raises(TimeoutError, match="enough"):
        Embeddings(path, fake).of(TEXTS, stop)
    assert kept(path) == 16
    fake.encoded.clear()
    assert contents(Embeddings(path, fake).of(TEXTS)) == made()
    assert len(fake.encoded) == 24


def test_a_damaged_row_is_encoded_again(path: Path, fake: FakeEncoder) -> None:
    """No other is."""
    Embeddings(path, fake).of(TEXTS)
    spoil = "UPDATE embeddings SET embedding = zeroblob(32) WHERE text IN (SELECT text FROM embeddings LIMIT 3)"
    with contextlib.closing(sqlite3.connect(path)) as cache, cache:
        cache.execute(spoil)
    fake.encoded.clear()
    assert contents(Embeddings(path, fake).of(TEXTS)) == made()
    assert len(fake.encoded) == 3


@pytest.mark.parametrize("spoil", ["garbage", "empty", "cut", "other table"])
def test_a_damaged_file_is_thrown_away(path: Path, fake: FakeEncoder, spoil: str) -> None:
    """And made anew, without a word."""
    Embeddings(path, fake).of(TEXTS)
    data = path.read_bytes()
    path.write_bytes({"garbage": b"SQLite format 3\0 not", "empty": b"", "cut": data[:-5000]}.get(spoil, b""))
    if spoil == "other table":
        with contextlib.closing(sqlite3.connect(path)) as cache:
            cache.execute("CREATE TABLE embeddings (text TEXT)")
    fake.encoded.clear()
    assert contents(Embeddings(path, fake).of(TEXTS)) == made()
    assert len(fake.encoded) == 40
    assert kept(path) == 40


def test_no_flipped_byte_changes_an_embedding_or_stops_a_build(path: Path, fake: FakeEncoder) -> None:
    """In the header, where every byte means something, and anywhere else."""
    good = made()
    Embeddings(path, fake).of(TEXTS)
    data = path.read_bytes()
    chance = random.Random(7)  # noqa: S311  # the same bytes each time
    for place in [*range(0, 108, 4), *(chance.randrange(len(data)) for _ in range(120))]:
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << chance.randrange(8)
        path.write_bytes(spoiled)
        for texts in (TEXTS, [*TEXTS, NEW]):
            assert contents(Embeddings(path, fake).of(texts)[:40]) == good, place


FULL = """
import resource, sys
from pathlib import Path
from index.embeddings import Embeddings
from tests.fake_encoder import FakeEncoder
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    Embeddings(Path(sys.argv[1]), FakeEncoder()).of([(f"New text {number}.", ()) for number in range(300)])
except Exception as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(os.name == "nt", reason="no file size limits")
@pytest.mark.parametrize("limit", [100, 6_000, 100_000])
def test_a_full_disk_is_an_error_of_sqlite(path: Path, fake: FakeEncoder, limit: int) -> None:
    """From the first page to the last; what was kept before can be read afterwards."""
    path.parent.mkdir()
    if limit > 10_000:
        Embeddings(path, fake).of(TEXTS)
    command = [sys.executable, "-c", FULL, str(path), str(limit)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() in ("OperationalError", "DatabaseError"), done.stderr
    assert contents(Embeddings(path, fake).of(TEXTS)) == made()
