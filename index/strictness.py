"""How sure Pullquote must be before it answers."""

from enum import StrEnum


class Strictness(StrEnum):
    """`strict` answers less and is wrong less often, `open` answers more. index/answer.py has their thresholds."""

    STRICT = "strict"
    BALANCED = "balanced"
    OPEN = "open"
