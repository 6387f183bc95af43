"""The index of a collection answers, in this process and in others."""

from pathlib import Path

import numpy as np
import pytest

from corpus.readers.files import parse_article
from index.engine.build import build_segments
from index.engine.local_index import LocalIndex
from tests.index.engine.conftest import BRIDGE, HARBOUR, SCHOOL, document, names, opened, published
from tests.support.fake_encoder import DIMENSION, FakeEncoder


@pytest.fixture
def index(tmp_path: Path) -> LocalIndex:
    """Nothing is in it yet."""
    return opened(tmp_path)


def test_nothing_is_there_before_the_first(index: LocalIndex) -> None:
    """An index that was never built is empty, and not damaged."""
    assert (index.live(), index.notes(), index.facts()) == (None, (), {})
    index.forget()
    index.close()


def test_what_is_published_answers_here_and_elsewhere(index: LocalIndex, tmp_path: Path) -> None:
    """A published generation is read with its facts, in this process and in another."""
    published(index, [document("a", HARBOUR), document("b", SCHOOL)])
    for reader in (index, opened(tmp_path)):
        assert names(reader) == ["a.txt", "b.txt"]
        assert reader.facts()["corpus"] == "x"
        assert reader.facts()["published"].endswith("Z")
        assert reader.notes() == ()


def test_an_empty_collection_is_one(index: LocalIndex, tmp_path: Path) -> None:
    """A collection whose last article was taken away has an empty generation."""
    published(index, [document("a", HARBOUR)])
    published(index, [])
    generation = opened(tmp_path).live()
    assert generation is not None
    passages, sentences = generation.cosines(np.ones(DIMENSION, np.float32))
    assert (generation.documents, len(passages), len(sentences)) == ((), 0, 0)


def test_cosines_are_exact(index: LocalIndex) -> None:
    """The cosines are what NumPy makes of each passage and sentence, one by one; twins are equally near."""
    published(index, [document("a", HARBOUR), document("b", SCHOOL), document("c", BRIDGE)])
    generation = index.live()
    assert generation
    texts = [passage.text for passage in generation.passages]
    sentences = [generation.sentence_text(number) for number in range(len(generation.sentences))]
    for word in ("harbour", "school", "The harbour was closed on Monday."):
        vector = FakeEncoder().encode([word])[0]
        for cosines, of in zip(generation.cosines(vector), (texts, sentences), strict=True):
            assert np.allclose(cosines, FakeEncoder().encode(of) @ vector, atol=1e-6)
    passages, _ = generation.cosines(vector)
    best, twin = np.argsort(-passages, kind="stable")[:2]
    assert generation.passages[best].document != generation.passages[twin].document
    assert passages[best] == pytest.approx(1) == passages[twin]


def test_what_was_built_and_not_published_never_answers(index: LocalIndex, tmp_path: Path) -> None:
    """Segments of a build that was killed do not answer, and need not be made again."""
    published(index, [document("a", HARBOUR)])
    build_segments([document("b", SCHOOL)], index, FakeEncoder())
    after = opened(tmp_path)
    assert names(after) == ["a.txt"]
    fake = FakeEncoder()
    published(after, [document("a", HARBOUR), document("b", SCHOOL)], fake)
    assert fake.encoded == []
    assert names(opened(tmp_path)) == ["a.txt", "b.txt"]


def test_what_no_generation_names_is_not_kept(index: LocalIndex) -> None:
    """Segments are removed unless the live generation or the one before has them."""
    kept = document("a", HARBOUR)
    for text in (SCHOOL, BRIDGE, "Something else."):
        published(index, [kept, document("b", text)])
    assert [index.stored(document("b", text)) is not None for text in (SCHOOL, BRIDGE)] == [False, True]


def test_only_what_changed_is_embedded(index: LocalIndex, tmp_path: Path) -> None:
    """A newer version or another title of an article takes over the embeddings that are known."""
    published(index, [document("a", SCHOOL)])
    fake = FakeEncoder()
    changed = SCHOOL.replace("in 1902", "in 1903")
    published(opened(tmp_path), [document("a", changed)], fake)
    assert fake.encoded == ["It was built in 1903. It stood empty.", "It was built in 1903.", "It stood empty."]
    fake.encoded.clear()
    titled = parse_article("a.txt", f"---\ntitle: School\n---\n{changed}".encode())
    published(opened(tmp_path), [titled], fake)
    assert fake.encoded == []
    generation = index.live()
    assert generation


def test_other_metadata_make_another_segment(index: LocalIndex) -> None:
    """A corrected title makes another segment and is shown."""
    plain, named = (document(name, HARBOUR) for name in ("a", "other"))
    published(index, [plain])
    assert index.stored(plain)
    assert index.stored(named) is None
    published(index, [named])
    assert names(index) == ["other.txt"]


def test_sound_files_have_no_faults(index: LocalIndex) -> None:
    """Every file is read, also of the generation before, and the reading can be stopped."""
    read: list[int] = []
    assert (index.size(), list(index.faults(read.append)), read) == (0, [], [])
    for text in (HARBOUR, BRIDGE):
        published(index, [document("a", text)])
    assert list(index.faults(read.append)) == []
    assert len(read) == 2
    assert sum(read) == index.size() > 0

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(index.faults(stop))


def test_what_is_closed_is_opened_again_when_it_is_asked(index: LocalIndex) -> None:
    """A closed index loads again, and the generation that was handed out goes on answering."""
    published(index, [document("a", HARBOUR)])
    before = index.live()
    index.close()
    after = index.live()
    assert before
    assert after
    assert before is not after
    vector = FakeEncoder().encode(["harbour"])[0]
    assert all(map(np.array_equal, before.cosines(vector), after.cosines(vector)))


def test_what_is_forgotten_is_gone(index: LocalIndex, tmp_path: Path) -> None:
    """Every byte of a forgotten index is gone, and the index can begin anew."""
    published(index, [document("a", HARBOUR)])
    published(index, [document("b", SCHOOL)])
    index.forget()
    assert index.live() is opened(tmp_path).live() is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    published(index, [document("a", HARBOUR)])
    assert names(opened(tmp_path)) == ["a.txt"]


def test_another_encoder_s_index_is_not_read(index: LocalIndex, tmp_path: Path) -> None:
    """An index of another encoder is not read, nor are its embeddings taken over."""
    published(index, [document("a", HARBOUR)])
    other = FakeEncoder("other")
    theirs = opened(tmp_path, other)
    assert theirs.live() is None
    assert theirs.notes() == ("the index was built with another encoder",)
    published(theirs, [document("a", HARBOUR)], other)
    assert len(other.encoded) == 4
    assert names(theirs) == ["a.txt"]
