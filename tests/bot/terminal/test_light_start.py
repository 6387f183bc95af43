"""What a question in the terminal loads before it is answered."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = {"torch", "sentence_transformers", "transformers", "spacy", "py3langid", "alembic", "markdown_it", "discord"}
HEAVY |= {"aiohttp", "trafilatura", "lxml", "mammoth", "pypdfium2", "dateparser", "ftfy", "jinja2", "huggingface_hub"}


@pytest.mark.slow
def test_a_question_loads_nothing_that_it_does_not_need(shipped_index: Path) -> None:
    """The packaged models answer in ONNX Runtime, from a library and an index that are up to date."""
    folders = {"PULLQUOTE_ARTICLES": str(shipped_index / "articles"), "PULLQUOTE_DATA": str(shipped_index / "data")}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "ask", "What did Mattis say about the sanctions?"],
        cwd=shipped_index,
        env={**folders, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the most severe sanctions yet laid on North Korea" in done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "onnxruntime" in loaded
    assert not HEAVY & loaded
