"""Floors below which no figure may fall. They stand in floors.json, and move only when somebody asks for it."""

import json
from pathlib import Path

from index.evaluation.metrics import Share

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 2  # questions; on another CPU sums are rounded otherwise, and two excerpts as good as each other change places


def read_floors() -> dict[str, float]:
    """A figure's name → its floor, 0–1."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def write_floor(name: str, floor: float) -> None:
    """Keep one floor, and the others as they are."""
    FLOORS.write_text(json.dumps({**read_floors(), name: floor}, indent=2) + "\n", encoding="utf-8")


def floor_of(share: Share) -> float:
    """The floor that a measured share sets: MARGIN questions below it, in thousandths, rounded down."""
    return max(0, 1000 * (share.count - MARGIN) // share.of) / 1000


def falls(share: Share, floor: float) -> bool:
    """Whether a share is below its floor."""
    return share.count < floor * share.of
