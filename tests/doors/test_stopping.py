"""Does a command end in order when it is stopped, when nobody listens, and when it takes long?"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from huiyin.cli.progress import Progress
from tests.doors.calling import many, minghu

COMMAND = (sys.executable, "-m", "huiyin")
A_MINUTE = 60.0  # after which a test gives up; nothing depends on how fast it is


def start(*words: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own, speaking English."""
    return subprocess.Popen(
        [*COMMAND, *map(str, words)],
        env={**os.environ, "LC_ALL": "en_US.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_mind_ctrl_c,
    )


def _mind_ctrl_c() -> None:
    """Whoever runs the tests in the background has Ctrl-C ignored, and a child takes that over."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(happens: Iterator[bool]) -> None:
    """Wait for something to happen."""
    given_up = time.monotonic() + A_MINUTE
    while not next(happens):
        assert time.monotonic() < given_up
        time.sleep(0.001)


def test_the_command_speaks_on_standard_output_alone(tmp_path: Path) -> None:
    with start("triage", minghu(tmp_path), "--out", tmp_path / "r", "--lang", "en") as process:
        out, err = process.communicate()

    assert process.returncode == 0
    assert out.decode().startswith("66 opinions come down to ")
    assert b"Traceback" not in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_while_it_writes_leaves_no_half_files(
    tmp_path: Path, number: signal.Signals
) -> None:
    def a_draft_is_there() -> Iterator[bool]:
        while True:
            yield any(path.name.startswith(".r.draft-") for path in tmp_path.iterdir())

    with start("triage", many(tmp_path, 6000), "--out", tmp_path / "r") as process:
        until(a_draft_is_there())
        process.send_signal(number)
        out, err = process.communicate()

    assert process.returncode == 128 + number
    assert out == b""
    assert err.decode().splitlines()[-1].startswith("Stopped. A result is written whole or not at all")
    assert [path.name for path in tmp_path.iterdir()] == ["many.csv"]


def test_a_reader_that_has_gone_is_no_error(tmp_path: Path) -> None:
    with start("triage", minghu(tmp_path), "--out", tmp_path / "r") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.wait()

    assert (process.returncode, err) == (0, b"")
    assert (tmp_path / "r" / "ledger.xlsx").exists()


def test_a_long_step_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []

    def something_is_said() -> Iterator[bool]:
        while True:
            said.append(capsys.readouterr().err)
            yield bool(said[-1])

    with Progress(3, patience=0.0) as progress:
        progress.begin("read", "Reading")
        until(something_is_said())
        progress.begin("write", "Writing")
        progress.end()

    assert said[-1] == "[1/3] Reading\n"
    assert list(progress.seconds) == ["read", "write"]


def test_a_short_run_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(1, patience=A_MINUTE) as progress:
        progress.begin("read", "Reading")

    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar_that_is_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))  # else it has no columns
    said = b""

    def heard() -> bytes:
        return os.read(reading, 4096) if select.select([reading], [], [], 0)[0] else b""

    def something_is_said() -> Iterator[bool]:
        nonlocal said
        while True:
            said += heard()
            yield "读取文件".encode() in said

    with os.fdopen(terminal, "w") as stream, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", stream)
        with Progress(3, patience=0.0) as progress:
            progress.begin("read", "读取文件")
            until(something_is_said())
    with suppress(OSError):  # how Linux says that the other end is closed and all is read
        while more := os.read(reading, 4096):
            said += more
    os.close(reading)

    assert b"0/3" in said
    assert said.split(b"\r")[-2].strip() == b""
