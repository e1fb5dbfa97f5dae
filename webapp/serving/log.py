"""The server's log on standard error; repeated errors are logged once a minute."""

from __future__ import annotations

import logging
import time
from traceback import walk_tb

SILENT_SECONDS = 60
"""The same message is logged once in so many seconds."""


class OnceAMinute(logging.Filter):
    """Passes the same message once a minute, with the number of those suppressed.

    Messages are the same if they come from one line of code and, if about an
    exception, that has one type and was raised in one place. Their texts are
    neither compared nor stored, as they may contain what clients sent.
    """

    def __init__(self, seconds: float = SILENT_SECONDS) -> None:
        super().__init__()
        self._seconds = seconds
        self._logged: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        key = (record.pathname, record.lineno, *_raised_at(record))
        last, held_back = self._logged.get(key, (float("-inf"), 0))
        now = time.monotonic()
        if now - last < self._seconds:
            self._logged[key] = (last, held_back + 1)
            return False
        self._logged[key] = (now, 0)
        if held_back:
            record.msg = f"{record.getMessage()} ({held_back} more in between)"
            record.args = ()
        return True


def start() -> None:
    """Log warnings and errors of the server and its libraries to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(OnceAMinute())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # It warns about every queued request, which is normal with several readers.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _raised_at(record: logging.LogRecord) -> tuple[object, ...]:
    """The type of the exception and where it was raised, if the record has one."""
    if not record.exc_info or record.exc_info[0] is None:
        return ()
    *_, (frame, line) = [(None, 0), *walk_tb(record.exc_info[2])]
    return record.exc_info[0], frame.f_code.co_filename if frame else "", line
