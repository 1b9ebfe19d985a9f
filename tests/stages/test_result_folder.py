"""Do the files of a result come into their folder all together, and is nothing of a person's ever lost?"""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from huiyin.opinions.files.rows import Row
from huiyin.publishing.result_folder import (
    RESULT_FILES,
    Contents,
    FolderRefused,
    Refusal,
    may_be_written,
    write_result_folder,
)
from huiyin.triage.result import Result
from huiyin.triage.starter import starter_file
from huiyin.triage.state import EarlierRows, mark_people, read_state
from tests import town

KEY = bytes(32)
STARTER = starter_file(joined=(), apart=(), sample_ids=("MH0001", "MH0002"), title="景园小区")


def contents_of(result: Result | None = None, **changes: object) -> Contents:
    result = result or town.a_result()
    state = EarlierRows(
        rows=mark_people(result.rows, KEY),
        placements=result.placements,
        titles={group.group: group.title for group in result.groups},
        themes={group.group: group.theme for group in result.groups},
        last_number=len(result.groups),
        mode=result.mode,
        language=result.language,
        key=KEY,
    )
    contents = Contents(result=result, facts=town.the_facts(result), decisions=STARTER, state=state)
    return replace(contents, **changes)  # type: ignore[arg-type]  # the fields are named by each test


def files_in(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def refused(folder: Path, **changes: Path) -> FolderRefused:
    with pytest.raises(FolderRefused) as caught:
        may_be_written(folder, **changes)
    return caught.value


def test_all_files_are_there_and_nothing_else_beside_the_folder(tmp_path: Path) -> None:
    written = write_result_folder(tmp_path / "result", contents_of())

    assert [path.name for path in written] == list(RESULT_FILES)
    assert all(path.is_file() for path in written)
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_missing_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_result_folder(tmp_path / "a" / "b", contents_of())

    assert (tmp_path / "a" / "b" / "run.json").is_file()


def test_the_first_column_is_named_row_for_every_program(tmp_path: Path) -> None:
    write_result_folder(tmp_path / "result", contents_of())

    with (tmp_path / "result" / "opinions.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))

    assert [line["row"] for line in lines] == [str(number) for number in range(1, 15)]


def test_the_record_vouches_for_every_other_file_but_the_key(tmp_path: Path) -> None:
    write_result_folder(tmp_path / "result", contents_of())
    files = dict(files_in(tmp_path / "result"))

    vouched = json.loads(files.pop("run.json"))["files"]

    assert vouched.keys() == files.keys() - {"state/person.key"}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in vouched.items())


def test_nobody_is_named_in_any_file(tmp_path: Path) -> None:
    write_result_folder(tmp_path / "result", contents_of())

    files = files_in(tmp_path / "result")
    with zipfile.ZipFile(tmp_path / "result" / "ledger.xlsx") as ledger:
        sheets = [ledger.read(part) for part in ledger.namelist()]

    everything = b"".join([*files.values(), *sheets])

    assert "我家住景园小区".encode() in everything
    assert not [name for name in (town.XIAOMAN, town.GUYU, town.LIQIU) if name.encode() in everything]


def test_a_later_run_can_go_on_from_the_folder(tmp_path: Path) -> None:
    result = town.a_result()
    write_result_folder(tmp_path / "result", contents_of(result))

    state = read_state(tmp_path / "result")

    assert [row.text for row in state.rows] == [row.text for row in result.rows]


def test_equal_results_give_equal_bytes_in_every_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_result_folder(tmp_path / name, contents_of())

    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    write_result_folder(folder, contents_of())

    write_result_folder(folder, contents_of(town.a_result(town.ENGLISH, language="en")))

    assert b"Willow Pond" in (folder / "problems.csv").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_an_empty_folder_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    folder.mkdir()

    write_result_folder(folder, contents_of())

    assert (folder / "run.json").is_file()


def test_what_a_file_manager_leaves_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    write_result_folder(folder, contents_of())
    (folder / ".DS_Store").touch()

    may_be_written(folder)


def test_a_folder_with_foreign_files_is_refused_and_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").touch()
    (tmp_path / "state").touch()  # a file where a result has a folder

    refusal = refused(tmp_path)

    assert (refusal.reason, refusal.names) == (Refusal.FOREIGN_FILES, ("letter.docx", "state"))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "result").touch()

    assert refused(tmp_path / "result").reason is Refusal.NOT_A_FOLDER


def test_the_folder_in_which_the_command_runs_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert refused(Path()).reason is Refusal.STOOD_IN


def test_a_mount_point_is_refused() -> None:
    assert refused(Path("/")).reason is Refusal.MOUNT_POINT


@pytest.mark.parametrize("name", ["ledger.xlsx", "problems.csv", "state/rows.jsonl"])
def test_a_file_in_which_somebody_has_written_is_never_replaced(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "result"
    write_result_folder(folder, contents_of())
    with (folder / name).open("ab") as stream:
        stream.write(b"a note")

    refusal = refused(folder)

    assert (refusal.reason, refusal.names) == (Refusal.CHANGED_FILES, (name,))


def test_a_file_that_only_looks_like_a_result_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "opinions.csv").write_text("my own list")

    assert refused(tmp_path).names == ("opinions.csv",)


def test_decisions_that_this_run_does_not_obey_are_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    write_result_folder(folder, contents_of())
    (folder / "decisions.yaml").write_text("decisions:\n  - merge: [MH0001, MH0006]\n")

    assert refused(folder).names == ("decisions.yaml",)


def test_decisions_that_this_run_obeys_may_be_written_back(tmp_path: Path) -> None:
    folder = tmp_path / "result"
    decided = b"decisions:\n  - merge: [MH0001, MH0006]\n"
    write_result_folder(folder, contents_of())
    (folder / "decisions.yaml").write_bytes(decided)

    contents = contents_of(decisions=decided, decisions_read=folder / "decisions.yaml")
    write_result_folder(folder, contents)

    assert (folder / "decisions.yaml").read_bytes() == decided


def test_a_starter_file_that_nobody_touched_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "decisions.yaml").write_bytes(STARTER)

    may_be_written(tmp_path / "result")


class Interrupted(BaseException):
    """Somebody presses Ctrl-C."""


class RowsUntilInterrupted(Sequence[Row]):
    """Rows that can be gone through so many times; then somebody interrupts."""

    def __init__(self, rows: Sequence[Row], rounds: int) -> None:
        self._rows = rows
        self._left = rounds

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self._rows[place]

    def __iter__(self) -> Iterator[Row]:
        if self._left == 0:
            raise Interrupted
        self._left -= 1
        return iter(self._rows)


@pytest.mark.parametrize("rounds", range(8))
def test_an_interrupt_leaves_the_earlier_result_and_no_half_files(tmp_path: Path, rounds: int) -> None:
    folder = tmp_path / "result"
    write_result_folder(folder, contents_of())
    before = files_in(folder)
    result = town.a_result(town.ENGLISH, language="en")
    contents = contents_of(result)
    rows = RowsUntilInterrupted(result.rows, rounds)

    with pytest.raises(Interrupted):
        write_result_folder(folder, replace(contents, result=replace(result, rows=rows)))

    assert files_in(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_an_exchange_that_fails_half_way_puts_the_earlier_result_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "result"
    write_result_folder(folder, contents_of())
    before = files_in(folder)
    rename = Path.rename

    def fail_for_the_draft(path: Path, target: Path) -> Path:
        if ".draft-" in path.name:
            raise OSError("no room")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_draft)
    with pytest.raises(OSError, match="no room"):
        write_result_folder(folder, contents_of())

    assert files_in(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
