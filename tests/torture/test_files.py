"""A share of what `make torture` tries with files and addresses that do harm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.addresses import addresses
from tests.torture.bombs import bombs
from tests.torture.encodings import encodings
from tests.torture.file_names import file_names
from tests.torture.fuzzed import fuzzed
from tests.torture.outcome import Outcome
from tests.torture.references import references

pytestmark = pytest.mark.slow


def test_nothing_is_reached_that_is_not_public(tmp_path: Path) -> None:
    """No address leads to a connection to anything that is not public."""
    outcome = addresses(200, tmp_path)
    assert outcome.count == 200
    assert outcome.broken == ()


def test_no_text_is_read_in_a_wrong_encoding(tmp_path: Path) -> None:
    """A text is read as it was written, or refused."""
    outcome = encodings(100, tmp_path)
    assert outcome.count == 100
    assert outcome.broken == ()


@pytest.mark.parametrize(("scenario", "count"), [(fuzzed, 14), (bombs, 2), (references, 8), (file_names, 50)])
def test_no_file_does_harm(scenario: Callable[[int, Path], Outcome], count: int, tmp_path: Path) -> None:
    """Spoilt files, bombs, references and hostile names are read or refused, and reach and change nothing else."""
    outcome = scenario(count, tmp_path)
    assert outcome.count == count
    assert outcome.broken == ()
