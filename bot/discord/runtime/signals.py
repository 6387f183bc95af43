"""What the system's signals ask of the running bot: to stop, or to read the articles folder anew."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signals:
    """What signals ask for."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by SIGTERM and SIGINT."""
    reload: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by SIGHUP."""


def deferred() -> AbstractContextManager[None]:
    """Keep SIGHUP until `listening`. It would end a bot that is getting ready, and systemd would let it rest."""
    return _hangup(held=True)


@contextmanager
def listening() -> Iterator[Signals]:
    """What signals ask of the running event loop; afterwards they mean what they meant before. `Client.run` has nothing
    for SIGTERM, and would die without closing."""
    signals, loop = Signals(), asyncio.get_running_loop()
    in_terminal = os.isatty(0)

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(signals.stop.set)

    def reload(*_: object) -> None:
        closed = in_terminal and not os.isatty(0)  # then SIGHUP says that the terminal is gone
        loop.call_soon_threadsafe((signals.stop if closed else signals.reload).set)

    handlers = {signal.SIGTERM: stop, signal.SIGINT: stop}
    if sys.platform != "win32":
        handlers[signal.SIGHUP] = reload
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        with _hangup(held=False):
            yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


@contextmanager
def _hangup(held: bool) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK if held else signal.SIG_UNBLOCK, {signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
