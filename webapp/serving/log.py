"""The log of the server: on standard error, and never filled by one fault met again and again."""

from __future__ import annotations

import logging
import time
from traceback import walk_tb

SILENT_SECONDS = 60
"""The same fault is told once in so many seconds."""


class OnceAMinute(logging.Filter):
    """Lets the same complaint through once a minute, with how often it was held back.

    The same is what one line of the program says, of one error from one place;
    texts may hold what strangers sent, so they are not compared (nor kept).
    """

    def __init__(self, seconds: float = SILENT_SECONDS) -> None:
        super().__init__()
        self._seconds = seconds
        self._told: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        key = (record.pathname, record.lineno, *_place(record))
        last, held_back = self._told.get(key, (float("-inf"), 0))
        now = time.monotonic()
        if now - last < self._seconds:
            self._told[key] = (last, held_back + 1)
            return False
        self._told[key] = (now, 0)
        if held_back:
            record.msg = f"{record.getMessage()} (and {held_back} times since the last of these)"
            record.args = ()
        return True


def start() -> None:
    """Write warnings and errors of the server and its libraries to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(OnceAMinute())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # It would say at each request that one is waiting, as they do where many read at once.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _place(record: logging.LogRecord) -> tuple[object, ...]:
    """Which error it is and where it was raised, if the record is about one."""
    if not record.exc_info or record.exc_info[0] is None:
        return ()
    *_, (frame, line) = [(None, 0), *walk_tb(record.exc_info[2])]
    return record.exc_info[0], frame.f_code.co_filename if frame else "", line
