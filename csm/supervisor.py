"""Start programs as children, restart those that die, and take them along when this process ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_PR_SET_PDEATHSIG = 1
_GRACE_SECONDS = 15.0
_LONGEST_PAUSE_SECONDS = 30.0
_HEALTHY_AFTER_SECONDS = 60.0
_BIGGEST_LOG_BYTES = 10_000_000

Report = Callable[[str], None]


@dataclass
class Program:
    """One child: its command, and how its last starts went."""

    name: str
    command: list[str]
    log: Path
    inherited: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    failures: int = 0
    restart_at: float = field(default=0.0)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _BIGGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C at the terminal reaches only the supervisor, which stops all in order.
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=self.inherited,
                start_new_session=True, preexec_fn=_dying_with(os.getpid()),
            )  # fmt: skip
        self.started_at = time.monotonic()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program and whatever it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def plan_restart(self, now: float) -> float:
        """Return the pause before the next start: none after a healthy life, else doubling to half a minute."""
        self.failures = 0 if now - self.started_at > _HEALTHY_AFTER_SECONDS else self.failures + 1
        pause = min(2.0 ** (self.failures - 2), _LONGEST_PAUSE_SECONDS) if self.failures > 1 else 0.0
        self.restart_at = now + pause
        return pause


class Supervisor:
    """Keep programs alive until told to stop by SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, programs: list[Program], report: Report) -> None:
        self.programs = programs
        self.report = report
        self.is_stopping = False

    def start(self) -> None:
        """Start every program and listen for the signals that end this process."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for program in self.programs:
            program.start()

    def run(self) -> None:
        """Watch the programs until asked to stop, then stop them."""
        while not self.is_stopping:
            self.tend()
            time.sleep(0.1)
        self.stop()

    def tend(self) -> None:
        """Look once after every program."""
        now = time.monotonic()
        for program in self.programs:
            if program.process is None:
                self._restart_when_due(program, now)
            elif not program.is_alive:
                self._bury(program, now)

    def stop(self) -> None:
        """Ask all to stop, wait for them, and end by force what does not."""
        self.report("Stopping; work in hand is finished first.")
        for program in self.programs:
            program.ask_to_stop()
        give_up_at = time.monotonic() + _GRACE_SECONDS
        while any(program.is_alive for program in self.programs) and time.monotonic() < give_up_at:
            time.sleep(0.05)
        for program in self.programs:
            program.signal(signal.SIGKILL)

    def _bury(self, program: Program, now: float) -> None:
        status = program.process.returncode if program.process else 0
        program.signal(signal.SIGKILL)
        program.process = None
        pause = program.plan_restart(now)
        when = f" in {pause:g} s; see {program.log}" if pause else ""
        self.report(f"The {program.name} ended ({_cause(status)}); starting it again{when}.")

    def _restart_when_due(self, program: Program, now: float) -> None:
        if now >= program.restart_at:
            program.start()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True


def _cause(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


def _dying_with(parent: int) -> Callable[[], None] | None:
    """Return what a child does between fork and exec so that the kernel stops it when its parent dies (Linux only)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return arrange
