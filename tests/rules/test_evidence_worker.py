"""Does what a file costs stay within the limits, in a process that can reach nothing else?"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tracemalloc
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from huiyin.activities.evidence.guard import Accepted, Refused, examine
from huiyin.activities.evidence.limits import MEBIBYTE, EvidenceLimits
from tests.uploads import body, document, examined, huge_png, picture, raw_pdf, refusal, with_parts, workbook

LIMITS = EvidenceLimits()
WORKER = (sys.executable, "-I", "-m", "huiyin.activities.evidence.worker")

# A small process between, since a child is first counted with the memory of whoever started it.
MEASURED = """
import json, os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as worker:
    _, status, used = os.wait4(worker.pid, 0)
    worker.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({"memory": used.ru_maxrss * 1024, "seconds": used.ru_utime + used.ru_stime}))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes at the most, and seconds of processor time."""

    memory: int
    seconds: float


def cost(content: bytes, at: Path) -> Cost:
    """What the worker took for this file."""
    (at / "upload").write_bytes(content)
    command = [sys.executable, "-c", MEASURED, *WORKER, str(at / "upload"), str(at / "cleaned")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return Cost(**json.loads(done.stdout))


def numbers() -> bytes:
    """A PDF with a list of millions of numbers, each of which becomes an object in memory."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R/X[" + b"0 " * (6 * MEBIBYTE) + b"]>>"
    return raw_pdf(catalogue, b"<</Type/Pages/Kids[]/Count 0>>")


def cells() -> bytes:
    """A workbook just below the limits, full of names that must be blanked."""
    row = '<c r="A1" author="%s"/>'
    sheet = "".join(row % number for number in range(1_000_000))
    return with_parts({"xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>".encode()}, workbook())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(huge_png(20_000), id="pixels"),
        pytest.param(huge_png(6_320), id="the largest picture that is taken"),
        pytest.param(numbers(), id="objects"),
        pytest.param(with_parts({"word/document.xml": body(" " * 100 * MEBIBYTE)}), id="zip"),
        pytest.param(cells(), id="cells"),
        pytest.param(b"<" * (19 * MEBIBYTE), id="brackets"),
        pytest.param(b"=a|'" * (4 * MEBIBYTE), id="calls that never end"),
    ],
)
def test_no_file_takes_more_memory_or_time_than_the_limits_allow(content: bytes, tmp_path: Path) -> None:
    used = cost(content, tmp_path)

    assert 0 < used.memory < LIMITS.max_memory
    assert used.seconds < LIMITS.max_processor_seconds + 2
    assert not list(tmp_path.glob("core*"))


def test_a_file_that_wants_memory_without_end_is_refused(tmp_path: Path) -> None:
    assert refusal(huge_png(25_000), tmp_path, limits=EvidenceLimits(max_pixels=10**9)) == "too_costly"


def test_a_file_that_wants_time_without_end_is_refused(tmp_path: Path) -> None:
    slow = picture("PNG", size=(6_000, 6_000))

    assert refusal(slow, tmp_path, limits=EvidenceLimits(max_processor_seconds=0)) == "too_costly"
    assert refusal(slow, tmp_path, limits=EvidenceLimits(max_waiting_seconds=0)) == "too_costly"
    assert refusal(slow, tmp_path) == ""


def test_a_copy_that_grows_too_large_is_refused(tmp_path: Path) -> None:
    assert refusal(b"a" * MEBIBYTE, tmp_path, limits=EvidenceLimits(max_written_bytes=1000)) == "too_costly"


def test_a_worker_that_cannot_even_begin_is_a_refusal(tmp_path: Path) -> None:
    assert refusal(document(), tmp_path, limits=EvidenceLimits(max_memory=1)) != ""


@pytest.mark.parametrize(
    ("attempt", "status"),
    [
        pytest.param("socket.create_connection(('127.0.0.1', 9))", 1, id="network"),
        pytest.param("subprocess.run(['true'])", 1, id="program"),
        pytest.param("os.system('true')", 1, id="shell"),
        pytest.param("os.fork()", 1, id="fork"),
        pytest.param("held = []\nwhile True: held.append(bytes(1 << 20))", 1, id="memory"),
        pytest.param("open(sys.argv[1], 'wb').write(bytes(129 << 20))", 1, id="disk"),
        pytest.param("while True: pass", -signal.SIGXCPU, id="time"),
        pytest.param("print('fine')", 0, id="nothing bad"),
    ],
)
def test_a_process_that_gave_up_its_rights_has_none(attempt: str, status: int, tmp_path: Path) -> None:
    code = (
        "import os, socket, subprocess, sys\n"
        "from huiyin.activities.evidence.limits import EvidenceLimits\n"
        "from huiyin.activities.evidence.worker import give_up_rights\n"
        "give_up_rights(EvidenceLimits(max_processor_seconds=2))\n" + attempt
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "written")], capture_output=True, text=True, check=False
    )

    assert done.returncode == status, done.stderr


def test_the_worker_says_what_it_did_and_takes_the_usual_limits(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(picture("PNG"))

    done = subprocess.run(
        [*WORKER, str(tmp_path / "upload"), str(tmp_path / "cleaned")],
        input="",
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == {"media": "PNG", "removed": []}


def test_the_worker_sees_no_secret_of_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    run = subprocess.run

    def watched(*arguments: object, **options: object) -> object:
        seen.append(options["env"])
        return run(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)

    outcome, _ = examined(picture("PNG"), "a.png", tmp_path)

    assert isinstance(outcome, Accepted)
    assert seen == [{}]


def test_the_parent_holds_no_more_than_pieces_of_the_file(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    source.write_bytes(b"a," * (9 * MEBIBYTE) + b"\n")
    tracemalloc.start()

    outcome = examine(source, name="a.csv", into=tmp_path / "files")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert isinstance(outcome, Accepted)
    assert most < 4 * MEBIBYTE


def test_nothing_is_left_of_a_refused_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    outcome, _ = examined(document()[:2000], "a.docx", tmp_path)

    assert isinstance(outcome, Refused)
    assert list(scratch.iterdir()) == []


def test_every_limit_is_a_number_that_the_worker_can_be_told() -> None:
    assert EvidenceLimits(**json.loads(json.dumps(asdict(LIMITS)))) == LIMITS
