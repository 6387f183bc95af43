"""What has been handled already: after a reconnect Discord may tell of it again."""

from collections import OrderedDict

REMEMBERED = 4_096  # far more than come between a cut and the reconnect


class Recent:
    """The last ids seen."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._ids: OrderedDict[int, None] = OrderedDict()

    def first(self, number: int) -> bool:
        """Whether an id is seen for the first time; from now on it is not."""
        if number in self._ids:
            return False
        self._ids[number] = None
        if len(self._ids) > self._size:
            self._ids.popitem(last=False)
        return True
