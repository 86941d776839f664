"""Children are restarted when they die, stopped in order, and do not outlive the supervisor."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csm.environment import BASE_DIR
from csm.supervisor import Program, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]
OUTLIVED = """
import sys
from pathlib import Path
from csm.supervisor import Program, Supervisor
sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
supervisor = Supervisor([Program("sleeper", sleep, Path(sys.argv[1]) / "log")], print)
supervisor.start()
print(supervisor.programs[0].process.pid, flush=True)
supervisor.run()
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program("sleeper", SLEEP, tmp_path / "log")


@pytest.fixture
def supervisor(program: Program, said: list[str]) -> Iterator[Supervisor]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    watched = Supervisor([program], said.append)
    yield watched
    program.signal(signal.SIGKILL)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    give_up_at = time.monotonic() + seconds
    while not holds() and time.monotonic() < give_up_at:
        time.sleep(0.02)
    return holds()


def _pid(program: Program) -> int:
    assert program.process is not None
    return program.process.pid


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_killed_program_is_started_again_at_once(supervisor: Supervisor, program: Program, said: list[str]) -> None:
    supervisor.start()
    first = _pid(program)
    os.kill(first, signal.SIGKILL)
    assert _until(lambda: not program.is_alive)
    supervisor.tend()
    supervisor.tend()
    assert program.is_alive
    assert _pid(program) != first
    assert said == ["The sleeper ended (SIGKILL); starting it again."]


def test_pauses_before_a_program_that_keeps_failing_double_up_to_half_a_minute(program: Program) -> None:
    program.started_at = 1000.0
    assert [program.plan_restart(1000.5) for _ in range(8)] == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_healthy_life_forgives_earlier_failures(program: Program) -> None:
    program.failures, program.started_at = 5, 1000.0
    assert program.plan_restart(1061.0) == 0.0
    assert program.failures == 0


def test_program_that_fails_waits_for_its_turn(supervisor: Supervisor, program: Program, said: list[str]) -> None:
    program.command, program.failures = FAIL, 3
    supervisor.start()
    assert _until(lambda: not program.is_alive)
    supervisor.tend()
    supervisor.tend()
    assert program.process is None
    assert said == [f"The sleeper ended (exit status 3); starting it again in 4 s; see {program.log}."]


def test_stopping_ends_every_program(supervisor: Supervisor, program: Program) -> None:
    supervisor.start()
    pid = _pid(program)
    os.kill(os.getpid(), signal.SIGTERM)
    supervisor.run()
    assert not _exists(pid)


def test_program_deaf_to_requests_is_ended_by_force(
    supervisor: Supervisor, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csm.supervisor._GRACE_SECONDS", 0.3)
    program.command = DEAF
    supervisor.start()
    assert _until(lambda: program.log.read_text() == "up\n")
    supervisor.stop()
    assert _until(lambda: not program.is_alive)
    assert program.process is not None
    assert program.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_do_not_outlive_the_supervisor(tmp_path: Path, number: signal.Signals) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", OUTLIVED, str(tmp_path)], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout is not None
    child = int(supervisor.stdout.readline())
    assert _exists(child)
    supervisor.send_signal(number)
    supervisor.wait(10)
    assert _until(lambda: not _exists(child))
