"""A worker beside another process: started with it, ended with it, started anew when it dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import web

PAUSE, LONGEST, PATIENCE = 1.0, 60.0, 40.0  # seconds
COMMAND = (sys.executable, "-P", "-c", "from web.cli import main; main()", "worker", "--beside")


class Companion:
    """A worker as a child process. It reads a pipe of ours and ends when the pipe does, even after `kill -9`."""

    def __init__(self) -> None:
        self._closing = Event()
        self.process = self._start()
        Thread(target=self._keep, name="companion", daemon=True).start()

    def outlive_exec(self) -> None:
        """Let the worker go on under the program that this process becomes: its processes hold the pipe from then."""
        assert self.process.stdin is not None
        os.set_inheritable(self.process.stdin.fileno(), True)

    def dismiss(self) -> None:
        """Tell the worker to finish what it has in hand and to end, without waiting for it."""
        self._closing.set()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def close(self) -> None:
        """Dismiss the worker and wait for its end."""
        self.dismiss()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        ours = str(Path(web.__path__[0]).parent)  # the same program, wherever this one was started
        path = os.pathsep.join([ours, *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = os.environ | {"PYTHONPATH": path}
        return subprocess.Popen(COMMAND, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - our own program

    def _keep(self) -> None:
        """Start it anew whenever it dies, ever less often when it does not live long."""
        pause = PAUSE
        while True:
            begun = time.monotonic()
            self.process.wait()
            pause = PAUSE if time.monotonic() - begun > LONGEST else min(2 * pause, LONGEST)
            if self._closing.wait(pause):
                return
            self.process = self._start()
