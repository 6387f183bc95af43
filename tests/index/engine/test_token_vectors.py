"""The tokens of passages: whose they are, how rare, and whole on disk."""

from dataclasses import replace

import numpy as np
import pytest

from index.encoding.array_file import unpack
from index.encoding.embedding import Embedding, Pieces
from index.engine.segment_file import pack
from index.engine.token_vectors import JoinedTokenVectors, TokenVectors
from tests.support.fake_encoder import DIMENSION, FakeEncoder

TEXTS: list[tuple[str, Pieces]] = [
    ("One. Two.", ((0, 4), (5, 9))),
    ("Three.", ((0, 6),)),
    ("Four. Five. Six.", ((0, 5), (6, 11), (12, 16))),
]
IDS = [[7, 7], [8], [7, 8, 9]]


@pytest.fixture
def embeddings() -> list[Embedding]:
    """A token for each sentence, by the numbers of IDS."""
    embeddings = FakeEncoder().embed(TEXTS)
    return [replace(embedding, ids=np.array(ids, np.int32)) for embedding, ids in zip(embeddings, IDS, strict=True)]


def test_a_passage_has_its_own_tokens(embeddings: list[Embedding]) -> None:
    """A passage has the directions of its tokens, of length 1, and each sentence has its own of them."""
    tokens = TokenVectors.of(embeddings)
    sentence = 0
    for passage, embedding in enumerate(embeddings):
        rows = tokens.passage(passage)
        assert rows.shape == (len(TEXTS[passage][1]), DIMENSION)
        assert np.allclose(np.linalg.norm(rows, axis=1), 1)
        assert np.allclose(rows, embedding.pieces, atol=0.02)
        for place in range(len(TEXTS[passage][1])):
            assert tokens.within(sentence, passage) == (place, place + 1)
            sentence += 1


def test_a_sentence_may_have_no_tokens(embeddings: list[Embedding]) -> None:
    """A sentence of nothing that the model knows has an empty range."""
    bare = replace(embeddings[1], ranges=np.zeros((1, 2), np.int32))
    start, end = TokenVectors.of([embeddings[0], bare]).within(2, 1)
    assert start == end


def test_a_token_is_rarer_the_fewer_passages_hold_it(embeddings: list[Embedding]) -> None:
    """Rarity counts passages, not occurrences; a token that no passage holds is rarest."""
    ids = np.array([7, 8, 9, 1, 30_000], np.int32)
    for documents in ([embeddings], [embeddings[:1], embeddings[1:]], [embeddings[:2], [], embeddings[2:]]):
        joined = JoinedTokenVectors([TokenVectors.of(document) for document in documents])
        often, also, seldom, never, unknown = joined.rarity(ids)
        assert 0 < often == also < seldom < never == unknown


def test_documents_are_numbered_through(embeddings: list[Embedding]) -> None:
    """Passages and sentences of joined documents are numbered as in one."""
    one = JoinedTokenVectors([TokenVectors.of(embeddings[:1]), TokenVectors.of(embeddings[1:])])
    whole = TokenVectors.of(embeddings)
    passage_of_sentence = [0, 0, 1, 2, 2, 2]
    for passage in range(3):
        assert np.array_equal(one.passage(passage), whole.passage(passage))
    for sentence, home in enumerate(passage_of_sentence):
        assert one.within(sentence, home) == whole.within(sentence, home)


def test_what_is_written_is_read_and_not_copied(embeddings: list[Embedding]) -> None:
    """The arrays are views of the file, for they may be larger than the memory."""
    tokens = TokenVectors.of(embeddings)
    data = pack(tokens.to_arrays(), {})
    again = TokenVectors.from_arrays(unpack(data))
    assert pack(again.to_arrays(), {}) == data
    assert np.array_equal(again.passage(2), tokens.passage(2))
    assert np.shares_memory(again.directions, np.frombuffer(data, np.uint8))


def test_no_passages_have_no_tokens() -> None:
    """Empty arrays are written and read like others."""
    data = pack(TokenVectors.of([]).to_arrays(), {})
    assert pack(TokenVectors.from_arrays(unpack(data)).to_arrays(), {}) == data
