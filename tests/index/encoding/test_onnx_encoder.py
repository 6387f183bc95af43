"""The packaged encoder in ONNX Runtime, beside what it is in torch."""

import numpy as np
import pytest

import index.encoding.onnx_encoder
from corpus.text.document import Document
from corpus.trained import TrainedError
from index.encoding.embedding import Embedding, Pieces
from index.encoding.inference import LOADERS, Run
from index.encoding.model_files import EncoderError, find_model
from index.encoding.onnx_encoder import BATCH, OnnxEncoder
from index.encoding.runtimes import find_encoder
from index.encoding.sentence_encoder import SentenceEncoder


@pytest.fixture(scope="module")
def texts(article: Document) -> list[tuple[str, Pieces]]:
    """Paragraphs of the article that ships, each with its halves as pieces."""
    lines = [line for line in article.text.splitlines() if len(line) > 100][: BATCH * 3 + 1]
    return [(line, ((0, len(line) // 2), (len(line) // 2, len(line)))) for line in lines]


def test_both_runtimes_make_the_same_embeddings(
    texts: list[tuple[str, Pieces]], encoder: OnnxEncoder, torch_encoder: SentenceEncoder
) -> None:
    """Vectors to the fifth digit; tokens to one of their eight bits."""
    for one, other in zip(encoder.embed(texts), torch_encoder.embed(texts), strict=True):
        np.testing.assert_allclose(one.vector, other.vector, atol=1e-5)
        np.testing.assert_allclose(one.pieces, other.pieces, atol=1e-5)
        np.testing.assert_allclose(one.tokens.astype(int), other.tokens.astype(int), atol=1)
        assert one.ids.tolist() == other.ids.tolist()
        assert one.ranges.tolist() == other.ranges.tolist()


def test_a_text_has_the_same_embedding_in_every_batch(texts: list[tuple[str, Pieces]], encoder: OnnxEncoder) -> None:
    """Nothing looks at what fills a batch up."""

    def same(one: Embedding, other: Embedding) -> bool:
        return np.allclose(one.vector, other.vector, atol=1e-5) and np.array_equal(one.ids, other.ids)

    assert len(texts) > BATCH
    together = encoder.embed(texts)
    assert all(same(encoder.embed([text])[0], one) for text, one in zip(texts, together, strict=True))


def test_openvino_agrees(texts: list[tuple[str, Pieces]], encoder: OnnxEncoder) -> None:
    """Its vectors are those of ONNX Runtime to half of a float's digits, and its index is its own."""
    pytest.importorskip("openvino")
    other = find_encoder(runtime="openvino", threads=1)
    cosines = [one.vector @ same.vector for one, same in zip(encoder.embed(texts), other.embed(texts), strict=True)]
    assert min(cosines) > 0.999
    assert other.fingerprint != encoder.fingerprint


def test_a_runtime_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""

    def missing(*_: object) -> Run:
        raise ModuleNotFoundError("No module named 'openvino'", name="openvino")

    monkeypatch.setitem(LOADERS, "openvino", missing)
    with pytest.raises(EncoderError, match=r"openvino is not installed; pip install pullquote\[openvino\]"):
        OnnxEncoder(find_model(None), runtime="openvino").embed_query("Hello")


def test_a_runtime_has_its_own_fingerprint(encoder: OnnxEncoder, torch_encoder: SentenceEncoder) -> None:
    """An index of one runtime is built anew by the other."""
    assert encoder.model == torch_encoder.model
    assert encoder.fingerprint != torch_encoder.fingerprint


def test_a_graph_that_was_altered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not run."""
    monkeypatch.setattr(index.encoding.onnx_encoder, "SHA256", "0" * 64)
    with pytest.raises(TrainedError, match=r"encoder\.onnx is not the file that Pullquote came with"):
        OnnxEncoder(find_model(None)).embed_query("Hello")
