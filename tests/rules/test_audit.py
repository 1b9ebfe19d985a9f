"""Does the outside auditor's file see every change, and never accuse an export that nobody touched?"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huiyin.trail import audit

ORIGIN = "minghu.example/log"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
SCAN = b"%PDF-1.7 a synthetic sign-in sheet of Minghu"

# c2sp.org/signed-note as its reference implementation documents it.
NOTE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE_TEXT = (
    b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
NOTE_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def mth(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def canonical(value: object) -> bytes:
    """RFC 8785, for what the tests write."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def public(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes that verify."""
    return key.public_key().public_bytes_raw()


def key_id(key: Ed25519PrivateKey, name: str = ORIGIN) -> bytes:
    """Four bytes that name a key."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public(key)).digest()[:4]


def verifier(key: Ed25519PrivateKey = SECRET, name: str = ORIGIN) -> str:
    """The verifier key as text."""
    encoded = base64.b64encode(b"\x01" + public(key)).decode()
    return f"{name}+{key_id(key, name).hex()}+{encoded}"


def note(text: str, *keys: Ed25519PrivateKey) -> bytes:
    """A text with a signature line by each key."""
    lines = [
        f"— {ORIGIN} {base64.b64encode(key_id(key) + key.sign(text.encode())).decode()}\n" for key in keys
    ]
    return (text + "\n" + "".join(lines)).encode()


@dataclass
class Export:
    """A small export in memory: entries' bodies, content lines, evidence files."""

    bodies: list[bytes] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def record(self, table: str = "activity", count: int = 1, *, of: str = "", version: int = 1) -> None:
        """One entry that binds `count` contents; `of` names a record that gets a new version."""
        sequence = len(self.bodies)
        made = []
        for position in range(count):
            content: dict[str, object] = {"table": table, "note": f"第{sequence}条\n“会议”\\ {position}"}
            if table == "evidence":
                self.files[hashlib.sha256(SCAN).hexdigest()] = SCAN
                content |= {"sha256": hashlib.sha256(SCAN).hexdigest(), "size": len(SCAN)}
            else:
                content |= {"record": of or f"r{sequence}-{position}", "version": version}
            made.append(content)
        self._replace(of, version, sequence)
        commitments = []
        for position, content in enumerate(made):
            salt = hashlib.sha256(b"%d %d" % (sequence, position)).digest()
            text = canonical(content)
            commitments.append(hmac.new(salt, text, "sha256").digest())
            line = {"sequence": sequence, "position": position, "table": table, "salt": salt.hex()}
            self.rows.append({**line, "superseded": None, "content": text.decode()})
        self.bodies.append(self.body(sequence, count, mth(commitments)))

    def body(self, sequence: int, count: int, root: bytes) -> bytes:
        """An entry's bytes."""
        return canonical(
            {
                "sequence": sequence,
                "time": f"2026-09-{7 + sequence // 24:02d}T{sequence % 24:02d}:00:00Z",
                "action": "activity.record",
                "subject": f"s{sequence}",
                "actor": "system",
                "role": "录入员",
                "plan": 1,
                "count": count,
                "contents": root.hex(),
            }
        )

    def _replace(self, record: str, version: int, sequence: int) -> None:
        for row in self.rows if record else []:
            content = json.loads(str(row["content"]))
            if (content.get("record"), content.get("version")) == (record, version - 1):
                row["superseded"] = sequence

    def write(self, folder: Path) -> Path:
        """The export as it is handed over."""
        folder.mkdir(parents=True)
        (folder / "log.jsonl").write_bytes(b"".join(body + b"\n" for body in self.bodies))
        lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in self.rows]
        (folder / "contents.jsonl").write_text("".join(lines))
        for name, data in self.files.items():
            (folder / "files" / name[:2]).mkdir(parents=True, exist_ok=True)
            (folder / "files" / name[:2] / name).write_bytes(data)
        return folder

    def checkpoint(self, size: int | None = None) -> bytes:
        """What the office hands out once there are `size` entries."""
        size = len(self.bodies) if size is None else size
        root = base64.b64encode(mth(self.bodies[:size])).decode()
        return note(f"{ORIGIN}\n{size}\n{root}\n", SECRET)


def usual() -> Export:
    """Eleven entries with contents of every sort: none, several, corrected ones, evidence."""
    export = Export()
    export.record()
    export.record(count=3)
    export.record("evidence")
    export.record(of="r0-0", version=2)
    export.record(count=0)
    export.record(of="r0-0", version=3)
    for _ in range(5):
        export.record()
    return export


@dataclass
class Desk:
    """An auditor's desk: the export and the papers on it."""

    folder: Path
    said: Callable[[], str]

    def verify(self, *options: object, key: str = "") -> int:
        """The exit status of `verify`."""
        words = ["verify", self.folder / "export", "--checkpoint", self.folder / "paper", "--lang", "en"]
        return audit.main([str(word) for word in (*words, "--key", key or verifier(), *options)])

    def lay(self, export: Export, paper: bytes | None = None) -> None:
        """Put an export and a checkpoint on the desk."""
        export.write(self.folder / "export")
        (self.folder / "paper").write_bytes(export.checkpoint() if paper is None else paper)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """An empty desk."""

    def said() -> str:
        spoken = capsys.readouterr()
        return spoken.out + spoken.err

    return Desk(tmp_path, said)


def changed_line(path: Path, number: int, old: bytes, new: bytes) -> None:
    """Edit one line of a file."""
    lines = path.read_bytes().splitlines(keepends=True)
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    path.write_bytes(b"".join(lines))


def test_an_untouched_export_is_proved(desk: Desk) -> None:
    desk.lay(usual())

    assert desk.verify() == 0
    assert desk.said().startswith("All agrees: the first 11 entries")


def test_an_empty_export_is_proved(desk: Desk) -> None:
    desk.lay(Export())

    assert desk.verify() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_is_said_in_both_languages(language: str) -> None:
    assert set(audit.WORDS) == set(re.findall(r"(?m)^(\w+):", audit.SENTENCES))
    for chinese, english in audit.WORDS.values():
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english)), language


def test_entries_after_the_checkpoint_are_said_to_be_uncovered(desk: Desk) -> None:
    export = usual()
    desk.lay(export, export.checkpoint(8))

    assert desk.verify() == 0
    assert "not yet covered: 3" in desk.said()


@pytest.mark.parametrize("position", [0, 1, 5, 9, 10])
def test_an_edited_entry_is_seen(desk: Desk, position: int) -> None:
    desk.lay(usual())
    changed_line(desk.folder / "export/log.jsonl", position, b'"actor":"system"', b'"actor":"sysadm"')

    assert desk.verify("--log-only") == 1
    assert "in entries 0 to 10" in desk.said()


@pytest.mark.parametrize("position", [0, 1, 5, 9, 10])
def test_a_deleted_entry_is_seen(desk: Desk, position: int) -> None:
    export = usual()
    paper = export.checkpoint()
    del export.bodies[position]
    desk.lay(export, paper)

    assert desk.verify() == 1
    assert "The log has 10 entries" in desk.said()


@pytest.mark.parametrize("position", [0, 1, 5, 10, 11])
def test_an_inserted_entry_is_seen(desk: Desk, position: int) -> None:
    export = usual()
    paper = export.checkpoint()
    export.bodies.insert(position, export.body(position, 0, mth([])))
    desk.lay(export, paper)

    assert desk.verify() == (1 if position < 11 else 0)


@pytest.mark.parametrize("position", [0, 4, 9])
def test_swapped_entries_are_seen(desk: Desk, position: int) -> None:
    export = usual()
    paper = export.checkpoint()
    export.bodies[position : position + 2] = reversed(export.bodies[position : position + 2])
    desk.lay(export, paper)

    assert desk.verify() == 1
    assert f"should hold entry {position} and holds entry {position + 1}" in desk.said()


def test_an_entry_dated_back_is_seen_even_when_it_was_signed(desk: Desk) -> None:
    export = usual()
    export.bodies[6] = export.bodies[6].replace(b"T06:00", b"T01:00")
    desk.lay(export)

    assert desk.verify() == 1
    assert "Entry 6: its time 2026-09-07T01:00:00Z is earlier than" in desk.said()


def test_a_changed_record_is_seen_and_named(desk: Desk) -> None:
    desk.lay(usual())
    changed_line(desk.folder / "export/contents.jsonl", 2, "会议".encode(), "会见".encode())

    assert desk.verify() == 1
    assert "Entry 1 (activity.record, 2026-09-07T01:00:00Z; activity r1-0, 3 in all)" in desk.said()


@pytest.mark.parametrize("position", [0, 2, 4, 11])
def test_a_deleted_record_is_seen(desk: Desk, position: int) -> None:
    export = usual()
    del export.rows[position]
    desk.lay(export)

    assert desk.verify() == 1
    assert "of which 1 are missing" in desk.said()


@pytest.mark.parametrize("place", [(4, 0), (1, 3), (99, 0), (0, 0)])
def test_a_record_that_no_entry_binds_is_seen(desk: Desk, place: tuple[int, int]) -> None:
    export = usual()
    export.rows.append({**export.rows[0], "sequence": place[0], "position": place[1], "superseded": None})
    export.rows.sort(key=lambda row: (row["sequence"], row["position"]))
    desk.lay(export)

    assert desk.verify() == 1
    assert "bound by no entry" in desk.said()


def test_swapped_records_are_seen(desk: Desk) -> None:
    export = usual()
    export.rows[1]["content"], export.rows[2]["content"] = (
        export.rows[2]["content"],
        export.rows[1]["content"],
    )
    desk.lay(export)

    assert desk.verify() == 1


@pytest.mark.parametrize(
    ("row", "mark"), [(0, None), (0, 4), (0, 5), (5, None), (5, 6), (6, 7), (4, 5), (8, 9)]
)
def test_a_wrong_mark_of_what_replaced_a_record_is_seen(desk: Desk, row: int, mark: int | None) -> None:
    export = usual()
    export.rows[row]["superseded"] = mark
    desk.lay(export)

    assert desk.verify() == 1
    assert "the version that replaced it is wrongly marked" in desk.said()


def test_a_record_listed_under_another_table_is_seen(desk: Desk) -> None:
    export = usual()
    export.rows[8]["table"] = "visit"
    desk.lay(export)

    assert desk.verify() == 1
    assert "another table, “activity”" in desk.said()


def restored(export: Export, folder: Path) -> None:
    """An older copy of everything, as a restored backup is."""
    older = Export(export.bodies[:7], export.rows[:8], export.files)
    older.write(folder / "export")


def test_a_restored_old_copy_is_seen(desk: Desk) -> None:
    export = usual()
    restored(export, desk.folder)
    (desk.folder / "paper").write_bytes(export.checkpoint())

    assert desk.verify() == 1
    assert "The log has 7 entries, “paper” was signed for 11" in desk.said()


def test_an_old_copy_with_its_own_old_checkpoint_is_seen_by_the_paper_kept(desk: Desk) -> None:
    export = usual()
    restored(export, desk.folder)
    (desk.folder / "paper").write_bytes(export.checkpoint(7))
    (desk.folder / "kept").write_bytes(export.checkpoint())

    assert desk.verify() == 0
    assert desk.verify("--previous", desk.folder / "kept") == 1


def test_a_rewritten_log_with_a_fresh_signature_is_seen_by_the_paper_kept(desk: Desk) -> None:
    export = usual()
    (desk.folder / "kept").write_bytes(export.checkpoint(6))
    export.bodies[2] = export.bodies[2].replace(b"system", b"nobody")
    desk.lay(export)

    assert desk.verify() == 0
    assert desk.verify("--previous", desk.folder / "kept") == 1
    assert "signed in “kept”: in entries 0 to 5" in desk.said()


def test_every_earlier_checkpoint_agrees_with_every_later_one(desk: Desk) -> None:
    export = usual()
    desk.lay(export)
    kept = desk.folder / "kept"
    for later in range(12):
        (desk.folder / "paper").write_bytes(export.checkpoint(later))
        for earlier in range(later + 1):
            kept.write_bytes(export.checkpoint(earlier))

            assert desk.verify("--previous", kept, "--log-only") == 0


def evidence_of(folder: Path) -> Path:
    """The one evidence file of the usual export."""
    return next(path for path in (folder / "export/files").rglob("*") if path.is_file())


@pytest.mark.parametrize("new", [b"", SCAN + b" ", SCAN.replace(b"Minghu", b"Mingha")])
def test_changed_evidence_is_seen(desk: Desk, new: bytes) -> None:
    desk.lay(usual())
    evidence_of(desk.folder).write_bytes(new)

    assert desk.verify() == 1
    assert "(entry 2) is not what was recorded" in desk.said()


def test_missing_evidence_is_seen(desk: Desk) -> None:
    desk.lay(usual())
    evidence_of(desk.folder).unlink()

    assert desk.verify() == 1
    assert "(entry 2) is missing" in desk.said()


@pytest.mark.parametrize("name", ["zz/" + "a" * 64, "loose", "ab/cd/" + "b" * 64])
def test_a_file_that_no_content_names_is_seen(desk: Desk, name: str) -> None:
    desk.lay(usual())
    stray = desk.folder / "export/files" / name
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"?")

    assert desk.verify() == 1
    assert f"files/{name}: no content names this file" in desk.said()


@pytest.mark.parametrize("name", ["files/ab", "files", "notes", "files/00/x"])
def test_a_link_inside_the_export_is_never_followed(desk: Desk, name: str) -> None:
    desk.lay(usual())
    outside = desk.folder / "outside"
    outside.mkdir()
    evidence = evidence_of(desk.folder)
    if name == "files":
        (desk.folder / "export/files").rename(desk.folder / "moved")
        outside = desk.folder / "moved"
    link = desk.folder / "export" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside)

    assert desk.verify() == 1
    assert f"{name} is a link" in desk.said()
    assert evidence.name


def test_evidence_that_is_a_link_to_the_right_bytes_is_refused(desk: Desk) -> None:
    desk.lay(usual())
    evidence = evidence_of(desk.folder)
    evidence.rename(desk.folder / "elsewhere")
    evidence.symlink_to(desk.folder / "elsewhere")

    assert desk.verify() == 1


@pytest.mark.parametrize("name", ["log.jsonl", "contents.jsonl"])
@pytest.mark.parametrize("how", ["link", "folder", "missing", "pipe"])
def test_a_main_file_that_is_no_file_is_refused(desk: Desk, name: str, how: str) -> None:
    desk.lay(usual())
    path = desk.folder / "export" / name
    path.rename(desk.folder / "moved")
    if how == "link":
        path.symlink_to(desk.folder / "moved")
    elif how == "folder":
        path.mkdir()
    elif how == "pipe":
        os.mkfifo(path)

    assert desk.verify() == 2


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[", b"\xff\xfe", b'{"a":' * 3000, b"null", b'{"sequence":0}', b"9" * 5000, b"\x00"],
)
@pytest.mark.parametrize("name", ["log.jsonl", "contents.jsonl"])
def test_a_malformed_line_is_accused_by_its_number(desk: Desk, name: str, line: bytes) -> None:
    desk.lay(usual())
    path = desk.folder / "export" / name
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], line + b"\n", *lines[3:]]))

    assert desk.verify() == 1
    assert f"Line 4 of {name} is not written as it must be" in desk.said()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"count":1', b'"count": 1'),
        (b'"count":1', b'"count":01'),
        (b'"role":"', b'"extra":1,"role":"'),
        (b'"actor":"system"', b'"actor":"s\\u0079stem"'),
        (b'"time":"2026-09-07', b'"time":"2026-9-07'),
        (b'"plan":1', b'"plan":1.0'),
        (b'"plan":1', b'"plan":' + b"9" * 400),
    ],
)
def test_an_entry_in_another_form_is_accused_though_it_was_signed(desk: Desk, old: bytes, new: bytes) -> None:
    export = usual()
    assert old in export.bodies[0]
    export.bodies[0] = export.bodies[0].replace(old, new)
    desk.lay(export)

    assert desk.verify() == 1
    assert "Line 1 of log.jsonl" in desk.said()


def test_what_an_export_says_cannot_steer_the_terminal(desk: Desk) -> None:
    export = Export()
    export.record(of="\x1b[2J\u202eevil\r\n")
    export.rows[0]["sequence"] = 7
    desk.lay(export)

    assert desk.verify() == 1
    said = desk.said()
    assert "evil" in said
    assert not {"\x1b", "\r", "\u202e"} & set(said)


def test_many_findings_of_a_kind_are_counted_and_not_all_listed(desk: Desk) -> None:
    export = Export()
    for _ in range(80):
        export.record()
    export.rows.clear()
    desk.lay(export)

    assert desk.verify() == 1
    said = desk.said()
    assert said.count("of which 1 are missing") == audit.LISTED
    assert "do not agree: 80" in said


GOOD = usual().checkpoint()


@pytest.mark.parametrize(
    "paper",
    [
        b"",
        b"\n\n",
        b"\xff",
        GOOD.replace(b"\n\n", b"\n"),
        GOOD.replace(b"11\n", b"011\n"),
        GOOD.replace(b"11\n", b"-1\n"),
        GOOD.replace(b"11\n", b"12\n"),
        GOOD.replace("—".encode(), b"-"),
        GOOD.replace(b"\n11", b"\n11\t"),
        GOOD.replace(b" ", b"  "),
        GOOD[:-20] + b"\n",
        GOOD[:-20] + b"AAAAAAAAAAAAAAAAAAA=\n",
        note(f"{ORIGIN}\n11\n{base64.b64encode(bytes(32)).decode()}\n", STRANGER),
        note(f"other\n11\n{base64.b64encode(bytes(32)).decode()}\n", SECRET),
        note(f"{ORIGIN}\n11\n{base64.b64encode(bytes(31)).decode()}\n", SECRET),
        note(f"{ORIGIN}\n11\n", SECRET),
        note(f"{ORIGIN}\n11\n{base64.b64encode(bytes(32)).decode()}\n"),
    ],
)
def test_a_paper_that_is_no_checkpoint_by_this_key_is_refused(desk: Desk, paper: bytes) -> None:
    desk.lay(usual(), paper)

    assert desk.verify() == 2
    assert "Traceback" not in desk.said()


@pytest.mark.parametrize("to", [b"\r\n", b"\n"])
def test_what_mail_does_to_line_ends_is_undone(desk: Desk, to: bytes) -> None:
    export = usual()
    desk.lay(export, b"\xef\xbb\xbf" + export.checkpoint().replace(b"\n", to) + to * 2)

    assert desk.verify() == 0


def test_signatures_by_witnesses_are_passed_over(desk: Desk) -> None:
    export = usual()
    text = f"{ORIGIN}\n11\n{base64.b64encode(mth(export.bodies)).decode()}\nan extension\n"
    desk.lay(export, note(text, STRANGER, SECRET))

    assert desk.verify() == 0


@pytest.mark.parametrize(
    "key",
    [
        "nonsense",
        verifier().replace("+", " ", 1),
        verifier().replace(key_id(SECRET).hex(), "00000000"),
        verifier()[:-3],
        verifier(STRANGER),
        verifier(name="other"),
    ],
)
def test_another_key_is_refused(desk: Desk, key: str) -> None:
    desk.lay(usual())

    assert desk.verify(key=key) == 2


def test_the_key_may_stand_in_a_file(desk: Desk) -> None:
    desk.lay(usual())
    (desk.folder / "key").write_text(verifier() + "\n")

    assert desk.verify(key=str(desk.folder / "key")) == 0


def test_the_documented_note_of_the_reference_implementation_verifies() -> None:
    key = audit.key_in(NOTE_KEY)
    data = base64.b64decode(NOTE_SIGNATURE)

    assert data[:4] == key.number
    assert audit.signed_by(key.public, NOTE_TEXT, data[4:])


def test_a_sample_is_the_same_for_the_same_seed_and_holds_newest_records_only(desk: Desk) -> None:
    desk.lay(usual())
    drawn = []
    for seed in ("six dice: 4 2 6 1 1 5", "six dice: 4 2 6 1 1 5", "another"):
        words = ["sample", str(desk.folder / "export"), "--n", "4", "--seed", seed, "--lang", "en"]
        assert audit.main(words) == 0
        drawn.append(desk.said().splitlines()[1:])

    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 4
    assert not any("(entry 0)" in line or "(entry 3)" in line for line in drawn[0] + drawn[2])


def test_a_sample_larger_than_the_table_is_the_whole_table(desk: Desk) -> None:
    desk.lay(usual())
    words = ["sample", str(desk.folder / "export"), "--n", "99", "--seed", "x", "--lang", "en"]

    assert audit.main(words) == 0
    assert desk.said().startswith("9 of the 9 newest records")


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """Logs of up to twelve entries, of every sort."""
    export = Export()
    newest: dict[str, int] = {}
    for sequence in range(draw(st.integers(1, 12))):
        if draw(st.booleans()) and newest:
            record = draw(st.sampled_from(sorted(newest)))
            newest[record] += 1
            export.record(of=record, version=newest[record])
        elif draw(st.booleans()):
            export.record("evidence")
        else:
            count = draw(st.integers(0, 4))
            export.record(count=count)
            newest |= {f"r{sequence}-{position}": 1 for position in range(count)}
    return export


def audited(export: Export, change: Callable[[Path], None]) -> int:
    """The exit status for an export to which something was done."""
    with tempfile.TemporaryDirectory() as folder:
        place = export.write(Path(folder) / "export")
        paper = Path(folder) / "paper"
        paper.write_bytes(export.checkpoint())
        change(place)
        return audit.main(["verify", str(place), "--checkpoint", str(paper), "--key", verifier()])


@given(exports())
@settings(max_examples=40)
def test_what_nobody_touched_is_never_accused(export: Export) -> None:
    assert audited(export, lambda _: None) == 0


@given(exports(), st.data())
@settings(max_examples=150)
def test_one_changed_byte_anywhere_is_always_seen(export: Export, data: st.DataObject) -> None:
    def change(place: Path) -> None:
        files = sorted(path for path in place.rglob("*") if path.is_file() and path.stat().st_size)
        path = data.draw(st.sampled_from(files))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        how = data.draw(st.sampled_from(["turn", "cut", "add"]))
        if how == "cut":
            del content[at]
        elif how == "add":
            content.insert(at, data.draw(st.integers(0, 255)))
        else:
            content[at] ^= data.draw(st.integers(1, 255))
        assume(bytes(content) != path.read_bytes())
        path.write_bytes(content)

    assert audited(export, change) in {1, 2}


@given(exports(), st.data())
@settings(max_examples=60)
def test_lines_cut_doubled_or_moved_are_always_seen(export: Export, data: st.DataObject) -> None:
    def change(place: Path) -> None:
        path = place / data.draw(st.sampled_from(["log.jsonl", "contents.jsonl"]))
        lines = path.read_bytes().splitlines(keepends=True)
        assume(lines)
        at = data.draw(st.integers(0, len(lines) - 1))
        line = lines.pop(at)
        how = data.draw(st.sampled_from(["cut", "doubled", "moved"]))
        if how != "cut":
            lines.insert(data.draw(st.integers(0, len(lines))), line)
        if how == "doubled":
            lines.insert(at, line)
        assume(b"".join(lines) != path.read_bytes())
        assume(not (path.name == "log.jsonl" and lines[:-1] == path.read_bytes().splitlines(keepends=True)))
        path.write_bytes(b"".join(lines))

    assert audited(export, change) == 1
