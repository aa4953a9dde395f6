import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.processes import PartFailed
from scripts.steps import run_step


def test_a_step_gets_its_settings_and_reports_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_step("make a file", ("/bin/sh", "-c", "echo $HUAKE_VAR > out"), {"HUAKE_VAR": "here"}, tmp_path)
    assert (tmp_path / "out").read_text() == "here\n"
    assert "make a file: done" in capsys.readouterr().out


def test_a_failing_step_names_itself() -> None:
    with pytest.raises(PartFailed, match=r"could not fill the tank \(code 3\)"):
        run_step("fill the tank", ("/bin/sh", "-c", "exit 3"), {})


def test_a_step_ends_when_we_are_interrupted(tmp_path: Path) -> None:
    waiting = ("/bin/sh", "-c", "echo $$; exec sleep 60")
    code = f"from scripts.steps import run_step; run_step('wait', {waiting}, {{}})"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        pid = int(process.stdout.readline())
        process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
