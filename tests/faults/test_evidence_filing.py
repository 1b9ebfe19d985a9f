"""Do kept files lie there whole or not at all, whatever happens while they are written?"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huiyin.activities.evidence.filing import DRAFT_SUFFIX, file_away, fingerprint, place_of, read_back
from huiyin.activities.evidence.refusals import EvidenceRefusal

MEBIBYTE = 1 << 20
KILLS = 12

# A process whose disk is full after so many bytes; it files `source` and says what came of it.
FULL_DISK = """
import resource, sys
from pathlib import Path
from huiyin.activities.evidence.filing import file_away, fingerprint
from huiyin.activities.evidence.refusals import NotTaken

def naive(source, *, sha256, files):
    place = files / sha256[:2] / sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as written:
        written.write(source.read_bytes())

source, files, room, how = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    (naive if how == "naive" else file_away)(source, sha256=fingerprint(source), files=files)
except NotTaken as refusal:
    print(refusal.code)
except OSError as error:
    print(type(error).__name__)
else:
    print("kept")
"""

# A process that says when it is ready, waits for a line, and files `source`.
WRITER = """
import sys
from pathlib import Path
from huiyin.activities.evidence.filing import file_away, fingerprint

def naive(source, *, sha256, files):
    place = files / sha256[:2] / sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as written, source.open("rb") as read:
        while chunk := read.read(1 << 12):
            written.write(chunk)

source, files = Path(sys.argv[1]), Path(sys.argv[2])
sha256 = fingerprint(source)
print("ready", flush=True)
sys.stdin.readline()
(naive if sys.argv[3] == "naive" else file_away)(source, sha256=sha256, files=files)
print("kept", flush=True)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three mebibytes that are not alike."""
    path = tmp_path / "source"
    path.write_bytes(hashlib.shake_256(b"minghu").digest(3 * MEBIBYTE))
    return path


def kept(files: Path) -> list[Path]:
    """All files, drafts included."""
    return [path for path in files.rglob("*") if path.is_file()]


def on_a_full_disk(source: Path, files: Path, room: int, how: str) -> str:
    command = [sys.executable, "-c", FULL_DISK, str(source), str(files), str(room), how]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def ready_writer(source: Path, files: Path, how: str) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(source), str(files), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def killed_after(seconds: float, writer: subprocess.Popen[str]) -> str:
    """Start the writer's work and kill it; what it still said."""
    assert writer.stdin is not None
    writer.stdin.write("go\n")
    writer.stdin.flush()
    time.sleep(seconds)
    os.kill(writer.pid, signal.SIGKILL)
    return writer.communicate()[0]


def test_bytes_come_back_as_they_were_filed(source: Path, tmp_path: Path) -> None:
    sha256 = fingerprint(source)

    place = file_away(source, sha256=sha256, files=tmp_path / "files")

    assert place == tmp_path / "files" / sha256[:2] / sha256
    assert b"".join(read_back(sha256, files=tmp_path / "files")) == source.read_bytes()
    assert max(map(len, read_back(sha256, files=tmp_path / "files"))) <= MEBIBYTE
    assert place.stat().st_mode & 0o077 == 0


def test_equal_bytes_are_written_once(source: Path, tmp_path: Path) -> None:
    first = file_away(source, sha256=fingerprint(source), files=tmp_path / "files").stat()
    second = file_away(source, sha256=fingerprint(source), files=tmp_path / "files").stat()

    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)


def test_a_half_file_under_the_name_is_written_anew(source: Path, tmp_path: Path) -> None:
    place = place_of(fingerprint(source), files=tmp_path / "files")
    place.parent.mkdir(parents=True)
    place.write_bytes(source.read_bytes()[:1000])

    file_away(source, sha256=fingerprint(source), files=tmp_path / "files")

    assert place.read_bytes() == source.read_bytes()


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n"])
def test_only_a_fingerprint_names_a_place(sha256: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sha256)}$"):
        place_of(sha256, files=tmp_path)


@pytest.mark.parametrize("room", [0, 1, 4096, MEBIBYTE, 3 * MEBIBYTE - 1])
def test_a_full_disk_leaves_nothing_and_is_a_refusal(room: int, source: Path, tmp_path: Path) -> None:
    said = on_a_full_disk(source, tmp_path / "files", room, "ours")

    assert said == EvidenceRefusal.NO_ROOM
    assert kept(tmp_path / "files") == []


def test_a_disk_with_just_enough_room_is_not_full(source: Path, tmp_path: Path) -> None:
    assert on_a_full_disk(source, tmp_path / "files", 3 * MEBIBYTE, "ours") == "kept"


@pytest.mark.parametrize("room", [0, MEBIBYTE])
def test_a_naive_writer_leaves_half_a_file_on_the_same_disk(room: int, source: Path, tmp_path: Path) -> None:
    on_a_full_disk(source, tmp_path / "files", room, "naive")

    assert [path.stat().st_size for path in kept(tmp_path / "files")] == [room]


def test_what_was_kept_before_the_disk_was_full_can_still_be_read(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"kept before")
    file_away(other, sha256=fingerprint(other), files=tmp_path / "files")

    on_a_full_disk(source, tmp_path / "files", 0, "ours")

    assert b"".join(read_back(fingerprint(other), files=tmp_path / "files")) == b"kept before"


def test_writers_of_equal_bytes_at_the_same_time_leave_one_whole_file(source: Path, tmp_path: Path) -> None:
    writers = [ready_writer(source, tmp_path / "files", "ours") for _ in range(4)]

    said = [writer.communicate("go\n")[0] for writer in writers]

    assert said == ["kept\n"] * 4
    assert [path.read_bytes() == source.read_bytes() for path in kept(tmp_path / "files")] == [True]


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_writer_that_is_killed_leaves_no_half_file_under_the_name(
    kill: int, source: Path, tmp_path: Path
) -> None:
    files = tmp_path / "files"

    said = killed_after(kill * 0.0006, ready_writer(source, files, "ours"))

    under_the_name = [path for path in kept(files) if path.suffix != DRAFT_SUFFIX]
    assert said in {"", "kept\n"}
    assert under_the_name == [place_of(fingerprint(source), files=files)] or not (said or under_the_name)
    assert all(path.read_bytes() == source.read_bytes() for path in under_the_name)


def test_among_such_kills_a_naive_writer_leaves_half_a_file(source: Path, tmp_path: Path) -> None:
    whole = source.stat().st_size
    sizes = []
    for kill in range(20 * KILLS):
        files = tmp_path / f"files{kill}"
        killed_after(kill % KILLS * 0.0006, ready_writer(source, files, "naive"))
        sizes += [path.stat().st_size for path in kept(files)]
        if any(size < whole for size in sizes):
            break

    assert any(size < whole for size in sizes)
