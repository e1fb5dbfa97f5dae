"""Server processes: started and stopped together."""

from __future__ import annotations

import subprocess
import sys

STOPPED_WHILE_FORKING = """
import os, signal, time
from indexer import signals
from webapp.serving import processes
signals.install(status=0)
parent = os.getpid()
os.register_at_fork(after_in_parent=lambda: os.kill(parent, signal.SIGTERM))
processes.run(lambda: time.sleep(600), 2)
print("ended", flush=True)
"""


def test_told_to_stop_while_it_starts_processes_it_stops_them_all() -> None:
    command = [sys.executable, "-c", STOPPED_WHILE_FORKING]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.stdout == "ended\n"
    assert done.stderr == ""
    assert done.returncode == 0
