import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.processes import Part, PartFailed, Supervisor

SLEEPER = "import time, pathlib, sys; pathlib.Path(sys.argv[1]).write_text('up'); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
PARENT = f"""
import subprocess, sys, time, pathlib
child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}, sys.argv[1] + '.child'])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "log")
    yield made
    made.stop_all()


@pytest.fixture
def part(tmp_path: Path) -> Callable[..., Part]:
    """A part that runs Python code with the path of a file that it writes when it is up."""

    def make(name: str = "tiny", code: str = SLEEPER, **options: float) -> Part:
        sign = tmp_path / name
        command = (sys.executable, "-c", code, str(sign))
        return Part(name, command, lambda: sign.exists() and bool(sign.read_text()), "Do this.", **options)

    return make


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_part_becomes_ready_and_ends(supervisor: Supervisor, part: Callable[..., Part]) -> None:
    supervisor.start(part())
    supervisor.wait_ready("tiny")
    pid = supervisor.children["tiny"].pid
    supervisor.stop_all()
    assert not alive(pid)


def test_a_part_that_dies_says_why_and_what_to_do(supervisor: Supervisor, part: Callable[..., Part]) -> None:
    supervisor.start(part(code="raise SystemExit('no such model')"))
    with pytest.raises(
        PartFailed, match=r"tiny ended with code 1 \(no such model\)\. Do this\. Log: .*tiny\.log"
    ):
        supervisor.wait_ready("tiny")


def test_a_part_that_never_gets_ready_is_not_waited_for_for_ever(
    supervisor: Supervisor, part: Callable[..., Part]
) -> None:
    supervisor.start(part(code="import time; time.sleep(60)", timeout=0.3))
    with pytest.raises(PartFailed, match=r"not ready after 0 s\. Do this"):
        supervisor.wait_ready("tiny")


def test_a_missing_program_is_a_clear_error(supervisor: Supervisor) -> None:
    with pytest.raises(PartFailed, match=r"ghost cannot be started.*Install it"):
        supervisor.start(Part("ghost", ("/no/such/program",), lambda: True, "Install it."))


def test_what_a_part_started_ends_with_it(
    supervisor: Supervisor, part: Callable[..., Part], tmp_path: Path
) -> None:
    supervisor.start(part("parent", PARENT))
    supervisor.wait_ready("parent")
    grandchild = int((tmp_path / "parent").read_text())
    assert alive(grandchild)
    supervisor.kill("parent")
    deadline = time.monotonic() + 5
    while alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(grandchild)


def test_a_part_that_ignores_the_request_is_killed(supervisor: Supervisor, part: Callable[..., Part]) -> None:
    supervisor.start(part(code=STUBBORN))
    supervisor.wait_ready("tiny")
    started = time.monotonic()
    supervisor.stop("tiny", grace=0.3)
    assert 0.3 <= time.monotonic() - started < 3
    assert not alive(supervisor.children["tiny"].pid)


def test_parts_end_in_reverse_order(
    supervisor: Supervisor, part: Callable[..., Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    stop = Supervisor.stop

    def noting(self: Supervisor, name: str) -> None:
        ended.append(name)
        stop(self, name)

    monkeypatch.setattr(Supervisor, "stop", noting)
    for name in ("first", "second", "third"):
        supervisor.start(part(name))
    supervisor.stop_all()
    assert ended == ["third", "second", "first"]


def test_a_second_ctrl_c_does_not_hinder_the_ending(
    supervisor: Supervisor, part: Callable[..., Part]
) -> None:
    for name in ("first", "second"):
        supervisor.start(part(name))
        supervisor.wait_ready(name)
    pids = [child.pid for child in supervisor.children.values()]
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    supervisor.start(part("third", STUBBORN))
    supervisor.wait_ready("third")
    pids.append(supervisor.children["third"].pid)
    timer.start()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Supervisor.stop, "__defaults__", (0.5,))
        supervisor.stop_all()
    assert not any(alive(pid) for pid in pids)


def test_a_killed_part_is_noticed_and_can_be_restarted(
    supervisor: Supervisor, part: Callable[..., Part]
) -> None:
    supervisor.start(part())
    supervisor.wait_ready("tiny")
    before = supervisor.children["tiny"].pid
    supervisor.check_all()
    supervisor.kill("tiny")
    with pytest.raises(PartFailed, match="tiny was killed by signal 9"):
        supervisor.check_all()
    supervisor.restart("tiny")
    supervisor.check_all()
    assert supervisor.children["tiny"].pid != before


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does this")
def test_parts_end_even_if_their_keeper_is_killed_outright(tmp_path: Path) -> None:
    keeper = f"""
import sys, time
from pathlib import Path
from scripts.processes import Part, Supervisor
kept = Supervisor(Path({str(tmp_path)!r}))
sign = {str(tmp_path / "sign")!r}
kept.start(Part("tiny", (sys.executable, "-c", {SLEEPER!r}, sign), lambda: Path(sign).exists(), ""))
kept.wait_ready("tiny")
print(kept.children["tiny"].pid, flush=True)
time.sleep(60)
"""
    import subprocess

    with subprocess.Popen([sys.executable, "-c", keeper], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)


def test_settings_reach_the_part(supervisor: Supervisor, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    code = f"import os; open({str(sign)!r}, 'w').write(os.environ['HUAKE_PORT'] + os.environ['PATH'])"
    part = Part("env", (sys.executable, "-c", code), sign.exists, "", environment={"HUAKE_PORT": "81"})
    supervisor.start(part)
    supervisor.children["env"].wait(10)
    assert sign.read_text() == "81" + os.environ["PATH"]
