"""The memory that collections take."""

from pathlib import Path
from unittest.mock import Mock

import pytest

from corpus.library.owners import SHARED
from tests.index.service.conftest import HERE, MILL, add
from tests.support.kept_service import KeptService


def test_the_system_gets_memory_back(kept: KeptService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which the C library would keep; it is told to when collections are closed."""
    c_library = Mock()
    monkeypatch.setattr("ctypes.CDLL", Mock(return_value=c_library))
    kept.operations.close()
    c_library.malloc_trim.assert_called_once_with(0)


@pytest.mark.parametrize("c_library", [None, object(), OSError("there is none")])
def test_memory_that_nobody_asks_for_is_given_back(
    data: Path, c_library: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next question loads it again; also where the C library is another one."""
    if c_library:
        monkeypatch.setattr("ctypes.CDLL", Mock(side_effect=[c_library]))
    kept = KeptService(data.parent, idle=0.0)
    add(kept, MILL)
    view = kept.views.view([HERE, SHARED])
    assert len(view.documents) == 2
    kept.views.close_idle()
    assert not kept.registry.collection(HERE).in_memory
    assert kept.registry.collection(SHARED).in_memory
    assert len(view.documents) == len(kept.views.view([HERE, SHARED]).documents) == 2
