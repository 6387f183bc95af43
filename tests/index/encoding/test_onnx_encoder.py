"""The packaged encoder with integers, beside what it is with floats."""

from collections.abc import Sequence

import numpy as np
import pytest

import index.encoding.onnx_encoder
from corpus.text.document import Document
from corpus.trained import TrainedError
from index.encoding.compression import Matrix
from index.encoding.embedding import Embedding, Pieces
from index.encoding.model_files import find_model
from index.encoding.onnx_encoder import BATCH, OnnxEncoder
from index.encoding.sentence_encoder import SentenceEncoder

AGREEMENT = 0.995  # mean cosine that integers must keep with floats


@pytest.fixture(scope="module")
def texts(article: Document) -> list[tuple[str, Pieces]]:
    """The paragraphs of the article that ships, each with its halves as pieces."""
    lines = [line for line in article.text.splitlines() if len(line) > 100]
    return [(line, ((0, len(line) // 2), (len(line) // 2, len(line)))) for line in lines]


def agreement(some: Sequence[Matrix], others: Sequence[Matrix]) -> float:
    """The mean cosine of unit vectors in pairs."""
    return float((np.concatenate(some) * np.concatenate(others)).sum(axis=1).mean())


def test_integers_agree_with_floats(
    texts: list[tuple[str, Pieces]], encoder: OnnxEncoder, torch_encoder: SentenceEncoder
) -> None:
    """Vectors of texts and of their pieces are what torch makes of the same weights, to AGREEMENT."""
    integers, floats = encoder.embed(texts), torch_encoder.embed(texts)
    assert agreement([one.vector[None] for one in integers], [one.vector[None] for one in floats]) > AGREEMENT
    assert agreement([one.pieces for one in integers], [one.pieces for one in floats]) > AGREEMENT
    assert [one.ids.tolist() for one in integers] == [one.ids.tolist() for one in floats]
    assert [one.ranges.tolist() for one in integers] == [one.ranges.tolist() for one in floats]


def test_a_text_has_the_same_embedding_in_every_batch(texts: list[tuple[str, Pieces]], encoder: OnnxEncoder) -> None:
    """Each token is quantised by itself, and nothing looks at what fills a batch up."""

    def same(one: Embedding, other: Embedding) -> bool:
        return np.allclose(one.vector, other.vector, atol=1e-5) and np.array_equal(one.ids, other.ids)

    assert len(texts) > BATCH
    together = encoder.embed(texts)
    assert all(same(encoder.embed([text])[0], one) for text, one in zip(texts, together, strict=True))


def test_a_runtime_has_its_own_fingerprint(encoder: OnnxEncoder, torch_encoder: SentenceEncoder) -> None:
    """An index of one runtime is built anew by the other."""
    assert encoder.model == torch_encoder.model
    assert encoder.fingerprint != torch_encoder.fingerprint


def test_a_graph_that_was_altered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not run."""
    monkeypatch.setattr(index.encoding.onnx_encoder, "SHA256", "0" * 64)
    with pytest.raises(TrainedError, match=r"encoder\.onnx is not the file that Pullquote came with"):
        OnnxEncoder(find_model(None)).embed_query("Hello")
