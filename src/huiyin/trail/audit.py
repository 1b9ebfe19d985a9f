"""Was anything in this export changed after it was recorded? One file for an outside auditor.

核对导出的记录在签署之后有没有被改动。只需 Python 3.11 以上，不用别的软件，也不用被核对的产品的代码。
It needs Python 3.11 or later and nothing else, and no code of the product whose export it judges. Sources:
RFC 9162 section 2.1 (tree), RFC 8032 section 5.1 (Ed25519), c2sp.org/signed-note, c2sp.org/tlog-checkpoint.

    python3 audit.py self-test
    python3 audit.py verify EXPORT --checkpoint FILE --key KEY_OR_FILE [--previous FILE] [--log-only]
    python3 audit.py sample EXPORT --n 59 --seed TEXT [--table activity]

Exit status 返回值: 0 all agrees 一致, 1 something does not 不一致, 2 unusable input 无法核对.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import heapq
import hmac
import io
import json
import os
import re
import sys
import time
from binascii import unhexlify
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

# What is said to people, Chinese | English: findings, refusals, the rest.
SENTENCES = """
short: 日志只有{size}条，检查点“{paper}”签署时有{signed}条：末尾被删，或这是旧副本。
  | The log has {size} entries, “{paper}” was signed for {signed}: its end is gone, or it is an old copy.
fork: 日志不是“{paper}”签署的那一份：第{first}至{last}条中有条目被改、删、添或调换。
  | This is not the log signed in “{paper}”: in entries {first} to {last} one was edited, cut, added or moved.
line: {file}第{line}行的写法不对。 | Line {line} of {file} is not written as it must be.
order: log.jsonl第{line}行应是第{entry}条，却是第{found}条。
  | Line {line} of log.jsonl should hold entry {entry} and holds entry {found}.
time: 第{entry}条的时间{found}早于前一条的{before}。
  | Entry {entry}: its time {found} is earlier than {before}, the time of the entry before.
unbound: contents.jsonl第{line}行（第{entry}条，{record}）：没有条目对应它，或不在其位。
  | Line {line} of contents.jsonl (entry {entry}, {record}): bound by no entry, or out of place.
missing: 第{entry}条（{action}，{time}）应有{count}项内容，缺{found}项。
  | Entry {entry} ({action}, {time}) binds {count} contents, of which {found} are missing.
changed: 第{entry}条（{action}，{time}；{record}，共{count}项）：现有内容与当时记录的不同。
  | Entry {entry} ({action}, {time}; {record}, {count} in all): the content is not what was recorded.
table: 第{entry}条（{record}）：内容写明属于另一个表“{found}”。
  | Entry {entry} ({record}): the content says that it is of another table, “{found}”.
replaced: 第{entry}条（{record}）：被哪一版替换，标得不对。
  | Entry {entry} ({record}): the version that replaced it is wrongly marked.
lost: 佐证文件{file}（第{entry}条）不在导出里。 | Evidence file {file} (entry {entry}) is missing.
file: 佐证文件{file}（第{entry}条）与当时记录的不同。
  | Evidence file {file} (entry {entry}) is not what was recorded.
stray: {file}：没有内容提到这个文件。 | {file}: no content names this file.
link: {file}是链接或特殊文件，不予读取。 | {file} is a link or a special file; it is not read.
absent: 没有{file}这个文件。 | There is no file {file}.
unread: 无法读取{file}：{found} | {file} cannot be read: {found}
key: 公钥应写成“名称+8位十六进制+base64”，三部分要相符。
  | The key must be written “name+8 hex digits+base64”, and the three must fit together.
note: {file}不是完好的检查点。 | {file} is not a well-formed checkpoint.
unsigned: {file}是“{found}”的检查点，没有{name}这把公钥的签名。
  | {file} is a checkpoint of “{found}” without a signature by this key of {name}.
forged: {file}上{name}的签名不成立：检查点被改过，或签名是伪造的。
  | {file}: the signature of {name} does not hold; the checkpoint was changed or is forged.
several: 共有{count}处不一致，每种最多列出{listed}处。
  | Things that do not agree: {count}. At most {listed} of each kind are listed.
proved: 全部一致：前{sound}条与检查点签署的完全相同。
  | All agrees: the first {sound} entries are exactly those that were signed.
later: 其后{count}条尚无检查点覆盖。 | Entries after them that are not yet covered: {count}.
held: {rows}项内容、{files}个佐证文件均与条目相符。
  | Contents that agree with their entries: {rows}; evidence files: {files}.
log_only: 只核对了日志，没有核对内容和文件。 | Only the log was read, neither contents nor files.
limit: 这证明签署后没有改动，不证明当初写的是事实：请抽样到现场核实。
  | This proves that nothing was changed after signing, not that what was written is true: draw a sample.
busy: 已读{count}行…… | {count} lines read …
drawn: 表{table}有{all}条最新记录，按种子“{seed}”抽出{count}条（请先运行verify）：
  | {count} of the {all} newest records of table {table}, drawn with seed “{seed}” (run verify first):
pick: {place}. {record}（第{entry}条） | {place}. {record} (entry {entry})
tested: 自检{count}项，未通过{failed}项。 | {count} self-tests, {failed} failed.
"""
WORDS = {key: (zh, en) for key, zh, en in re.findall(r"(?m)^(\w+): (.+?)\s+\| (.+)$", SENTENCES)}
LISTED = 50  # findings of one kind that are told one by one


class Refused(Exception):
    """The input cannot be used: a key of WORDS, and its values."""


class Report:
    """Says sentences in one language and counts the findings among them."""

    def __init__(self, language: str) -> None:
        self.english, self.found = language == "en", Counter[str]()
        self.read, self.told = 0, time.monotonic()

    def words(self, key: str, **values: object) -> str:
        """A sentence; what could steer a terminal is taken out of its values, which an export may choose."""
        shown = {k: "".join(c if c.isprintable() else "?" for c in str(v)[:200]) for k, v in values.items()}
        return str(WORDS[key][self.english]).format(**shown) + "\n"

    def say(self, key: str, **values: object) -> None:
        """One sentence on standard output."""
        sys.stdout.write(self.words(key, **values))

    def accuse(self, key: str, **values: object) -> None:
        """One finding."""
        self.found[key] += 1
        if self.found[key] <= LISTED:
            sys.stdout.write("- " + self.words(key, **values))

    def lines_of(self, path: Path) -> Iterator[bytes]:
        """The lines of a file with their ends, block by block; progress is told every two seconds."""
        if path.is_symlink() or not path.is_file():
            raise Refused("link" if path.exists() else "absent", {"file": path})
        with path.open("rb") as opened:
            while block := opened.readlines(1 << 20):
                yield from block
                self.read += len(block)
                if time.monotonic() - self.told > 2:
                    self.told = time.monotonic()
                    sys.stderr.write(self.words("busy", count=self.read))


# Ed25519, RFC 8032 section 5.1, on the curve -x² + y² = 1 + dx²y² over the integers mod P; a point is (x, y).
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]
Roots = dict[int, bytes]  # sizes of the tree, and its roots at these


def added(a: Point, b: Point) -> Point:
    """The sum of two points; it holds for equal points too."""
    (x, y), (u, v) = a, b
    k = D * x * u * y * v % P
    inverse = pow(1 - k * k, -1, P)
    return (x * v + y * u) * (1 - k) * inverse % P, (y * v + x * u) * (1 + k) * inverse % P


def times(number: int, point: Point) -> Point:
    """A point added to itself so many times."""
    total = (0, 1)
    while number:
        total = added(total, point) if number & 1 else total
        point, number = added(point, point), number >> 1
    return total


def point_in(data: bytes) -> Point | None:
    """Section 5.1.3; None for what is no point, is not written in the one right way, or is of small order."""
    sign, y = data[31] >> 7, int.from_bytes(data, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    point = (x if x & 1 == sign else P - x, y)
    return None if times(8, point) == (0, 1) else point


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key signed the message: section 5.1.7, in the strict form without cofactor."""
    if len(public) != 32 or len(signature) != 64:
        return False
    base, key, r = (point_in(data) for data in (b"\x58" + b"\x66" * 31, public, signature[:32]))
    s = int.from_bytes(signature[32:], "little")
    if not base or not key or not r or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return times(s, base) == added(r, times(k, key))


class Tree:
    """The hash tree of RFC 9162 section 2.1.1: a complete subtree for each 1 in the size's binary digits."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append a leaf."""
        top, size = hashlib.sha256(b"\0" + leaf).digest(), self.size
        while size & 1:
            top, size = hashlib.sha256(b"\1" + self.peaks.pop() + top).digest(), size >> 1
        self.peaks.append(top)
        self.size += 1

    def root(self) -> bytes:
        """The hash of the whole tree at its present size."""
        root = self.peaks[-1] if self.peaks else hashlib.sha256().digest()
        for peak in self.peaks[-2::-1]:
            root = hashlib.sha256(b"\1" + peak + root).digest()
        return root


class Key(NamedTuple):
    """Whose signature counts."""

    name: str
    number: bytes
    public: bytes


class Checkpoint(NamedTuple):
    """What was signed: so many entries have this root."""

    entries: int
    root: bytes
    paper: str


def text_in(path: Path) -> str:
    """A small text file. What mail and editors do to line ends is undone: plain ones were signed."""
    with path.open("rb") as opened:
        return opened.read(1 << 20).decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n") + "\n"


def key_in(given: str) -> Key:
    """A verifier key of c2sp.org/signed-note, or the one in the file of this name."""
    try:
        name, number, rest = (given if given.count("+") > 1 else text_in(Path(given))).strip().split("+", 2)
        data = base64.b64decode(rest, validate=True)
        wanted = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        if not re.fullmatch(r"\S+", name) or (data[:1], len(data), wanted.hex()) != (b"\1", 33, number):
            raise ValueError
    except ValueError:
        raise Refused("key", {}) from None
    return Key(name, wanted, data[1:])


def checkpoint_in(path: Path, key: Key) -> Checkpoint:
    """A checkpoint that this key signed. Signatures by others, such as witnesses, play no part."""
    try:
        note = text_in(path)
        text, _, signatures = note.rpartition("\n\n")
        shape = re.fullmatch(r"(.+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)(?:\n.+)*", text)
        lines = [line.split(" ") for line in signatures.splitlines()]
        made = [(name, base64.b64decode(rest, validate=True)) for dash, name, rest in lines if dash == "—"]
        if not shape or not 0 < len(made) == len(lines) <= 100 or re.search(r"[\0-\x09\x0b-\x1f]", note):
            raise ValueError
        size, root = int(shape[2]), base64.b64decode(shape[3], validate=True)
    except ValueError:
        raise Refused("note", {"file": path}) from None
    ours = [data[4:] for name, data in made if (name, data[:4]) == (key.name, key.number)]
    if not ours or shape[1] != key.name:
        raise Refused("unsigned", {"file": path, "found": shape[1], "name": key.name})
    if not all(signed_by(key.public, f"{text}\n".encode(), signature) for signature in ours):
        raise Refused("forged", {"file": path, "name": key.name})
    return Checkpoint(size, root, path.name)


# The lines of the two files, member by member.
NUMBER, STRING = "(0|[1-9][0-9]{0,14})", r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+"'
ENTRY = re.compile(
    rf'\{{"action":({STRING}),"actor":{STRING},"contents":"([0-9a-f]{{64}})","count":{NUMBER},"plan":{NUMBER},'
    rf'"role":{STRING},"sequence":{NUMBER},"subject":{STRING},'
    r'"time":"([0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)"\}\n'
)
CONTENT = re.compile(
    rf'\{{"sequence":{NUMBER},"position":{NUMBER},"table":"([^"\\\x00-\x1f]+)","salt":"([0-9a-f]{{64}})",'
    rf'"superseded":(?:null|{NUMBER}),"content":"(.*)"\}}\n'.encode()
)
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Row(NamedTuple):
    """One line of the contents; `text` is the content as it was recorded, canonical JSON."""

    line: int
    entry: int
    position: int
    table: str
    replaced: int | None
    commitment: bytes
    text: bytes

    def members(self) -> dict[str, object]:
        """The content's members; none where the text is no JSON object."""
        try:
            content = json.loads(self.text)
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}

    def where(self) -> dict[str, object]:
        """The place, to be told in a finding."""
        content = self.members()
        return {"entry": self.entry, "record": f"{self.table} {content.get('record', content.get('sha256'))}"}

    def is_plain(self) -> bool:
        """A first version that nothing replaced: there is nothing to compare with other rows.

        As members are sorted, one at the very end is the whole content's, not that of an object inside it.
        """
        if self.replaced is not None or self.table == "evidence" or not self.text.endswith(b',"version":1}'):
            return False
        return self.text.count(b'"table":') == (b'"table":"%b"' % self.table.encode() in self.text)


def entry_in(line: bytes) -> re.Match[str] | None:
    """The entry on a line of the log, unless it is not in the canonical form of RFC 8785."""
    try:
        text = line.decode()
        return None if "\\" in text and CANONICAL(json.loads(text)) + "\n" != text else ENTRY.fullmatch(text)
    except (ValueError, RecursionError):
        return None


def row_in(number: int, line: bytes) -> Row | None:
    """The content on a line, unless it is not written as one; its text may be escaped in either usual way."""
    if not (found := CONTENT.fullmatch(line)):
        return None
    escaped, replaced = found[6], int(found[5]) if found[5] else None
    text = escaped.replace(rb"\"", b'"')
    try:
        if b"\\" in text or text.count(b'"') != len(escaped) - len(text):
            quoted = f'"{escaped.decode()}"'
            unescaped = json.loads(quoted)
            if quoted not in (CANONICAL(unescaped), json.dumps(unescaped)):
                return None
            text = unescaped.encode()
        table = found[3].decode()
    except ValueError:
        return None
    commitment = hmac.digest(unhexlify(found[4]), text, "sha256")
    return Row(number, int(found[1]), int(found[2]), table, replaced, commitment, text)


class Contents:
    """Reads the contents beside the log, as both have one order, and keeps what evidence they name."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path, self.report, self.taken = path, report, 0
        self.evidence: dict[str, tuple[object, int]] = {}  # hash of the file: size, entry
        self.marks: dict[tuple[str, str, int], Row] = {}  # versions to come: the row that says where
        self.rows = self.read()
        self.row = next(self.rows, None)

    def read(self) -> Iterator[Row]:
        """All rows that are written as they must be."""
        for number, line in enumerate(self.report.lines_of(self.path), 1):
            if row := row_in(number, line):
                yield row
            else:
                self.report.accuse("line", file=self.path.name, line=number)

    def pass_over(self, before: float) -> None:
        """Accuse the rows that stand before those of an entry."""
        while self.row and self.row.entry < before:
            self.unbound(self.row)

    def unbound(self, row: Row) -> None:
        """Accuse a row and go on to the next."""
        self.report.accuse("unbound", line=row.line, **row.where())
        self.row = next(self.rows, None)

    def compare(self, entry: re.Match[str]) -> None:
        """Are the contents of this entry all there, and as they were?"""
        count, sequence = int(entry[3]), int(entry[5])
        self.pass_over(sequence)
        tree, due, first = Tree(), 0, self.row
        while (row := self.row) and row.entry == sequence:
            if not due <= row.position < count:
                self.unbound(row)
                continue
            due = row.position + 1
            tree.add(row.commitment)
            self.take(row)
            self.row = next(self.rows, None)
        if tree.size == count and tree.root().hex() == entry[2]:
            return
        told = {"entry": sequence, "action": entry[1][1:-1], "time": entry[6], "count": count}
        if tree.size < count:
            self.report.accuse("missing", found=count - tree.size, **told)
        else:
            self.report.accuse("changed", **told, record=first.where()["record"] if first and count else "-")

    def take(self, row: Row) -> None:
        """Compare what a content says of its table and its versions; keep what it says of a file."""
        self.taken += 1
        if row.is_plain():
            return
        content = row.members()
        record, version = content.get("record"), content.get("version")
        record, version = (str(record), version) if type(version) is int else (f"line {row.line}", 1)
        if content.get("table", row.table) != row.table:
            self.report.accuse("table", found=content["table"], **row.where())
        before = self.marks.pop((row.table, record, version), None)
        if (before is None) != (version == 1) or (before and before.replaced != row.entry):
            self.report.accuse("replaced", **(before or row).where())
        if row.replaced is not None:
            self.marks[row.table, record, version + 1] = row
        if row.table == "evidence":
            self.evidence.setdefault(str(content.get("sha256")), (content.get("size"), row.entry))

    def finish(self) -> None:
        """Accuse what is left over: rows after the last entry, and marks of versions that never came."""
        self.pass_over(float("inf"))
        for row in self.marks.values():
            self.report.accuse("replaced", **row.where())


def read_log(path: Path, sizes: set[int], contents: Contents | None, report: Report) -> tuple[int, Roots]:
    """Read all entries once: how many there are, and the roots at these sizes."""
    tree, due, before = Tree(), 0, ""
    roots = {0: tree.root()}
    for line in report.lines_of(path):
        tree.add(line[:-1])
        if tree.size in sizes:
            roots[tree.size] = tree.root()
        entry, due = entry_in(line), due + 1
        if not entry:
            report.accuse("line", file=path.name, line=tree.size)
            continue
        sequence, moment = int(entry[5]), entry[6]
        if sequence != due - 1:
            report.accuse("order", line=tree.size, entry=due - 1, found=sequence)
            due = sequence + 1
        if moment < before:
            report.accuse("time", entry=sequence, found=moment, before=before)
        if contents:
            contents.compare(entry)
        before = moment
    if contents:
        contents.finish()
    return tree.size, roots


def compare_roots(papers: list[Checkpoint], size: int, roots: Roots, report: Report) -> int:
    """How many entries are proved by the checkpoints; whatever contradicts one is accused."""
    sound = 0
    for paper in sorted(papers):
        if paper.entries > size:
            report.accuse("short", size=size, signed=paper.entries, paper=paper.paper)
        elif roots[paper.entries] != paper.root:
            report.accuse("fork", paper=paper.paper, first=sound, last=paper.entries - 1)
        else:
            sound = paper.entries
    return sound


def compare_files(export: Path, named: dict[str, tuple[object, int]], report: Report) -> None:
    """Are the evidence files those that the contents name, and is nothing else there? No link is followed."""
    waiting = dict(named)
    for folder, folders, files in os.walk(export):
        folders.sort()
        for name in sorted(folders + files):
            path = Path(folder, name)
            place = path.relative_to(export).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                report.accuse("link", file=place)
            elif place.startswith("files/") and path.is_file():
                expected = waiting.pop(name, None) if place == f"files/{name[:2]}/{name}" else None
                if not expected:
                    report.accuse("stray", file=place)
                    continue
                with path.open("rb") as opened:
                    found = hashlib.file_digest(opened, "sha256").hexdigest()
                if (found, path.stat().st_size) != (name, expected[0]):
                    report.accuse("file", file=place, entry=expected[1])
    for name, (_, entry) in sorted(waiting.items()):
        report.accuse("lost", file=name, entry=entry)


def verify(given: argparse.Namespace, report: Report) -> int:
    """Compare an export with one outside checkpoint or two."""
    key = key_in(given.key)
    papers = [checkpoint_in(path, key) for path in (given.checkpoint, given.previous) if path]
    contents = None if given.log_only else Contents(given.export / "contents.jsonl", report)
    size, roots = read_log(given.export / "log.jsonl", {paper.entries for paper in papers}, contents, report)
    sound = compare_roots(papers, size, roots, report)
    if contents:
        compare_files(given.export, contents.evidence, report)
    if report.found:
        report.say("several", count=report.found.total(), listed=LISTED)
        return 1
    report.say("proved", sound=sound)
    if size > sound:
        report.say("later", count=size - sound)
    if contents:
        report.say("held", rows=contents.taken, files=len(contents.evidence))
    else:
        report.say("log_only")
    report.say("limit")
    return 0


def sample(given: argparse.Namespace, report: Report) -> int:
    """Draw the newest records with the smallest HMAC-SHA256 under the seed, so that all draw the same."""
    path, there, seed = given.export / "contents.jsonl", 0, given.seed.encode(errors="replace")

    def ranked() -> Iterator[tuple[bytes, str, int]]:
        nonlocal there
        for number, line in enumerate(report.lines_of(path), 1):
            if not (row := row_in(number, line)):
                raise Refused("line", {"file": path.name, "line": number})
            if row.table == given.table and row.replaced is None:
                there += 1
                record = str(row.where()["record"])
                yield hmac.digest(seed, record.encode(errors="replace"), "sha256"), record, row.entry

    drawn = heapq.nsmallest(given.n, ranked())
    report.say("drawn", table=given.table, all=there, seed=given.seed, count=len(drawn))
    for place, (_, record, entry) in enumerate(drawn, 1):
        report.say("pick", place=place, record=record, entry=entry)
    return 0


# RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc): public key, signature and message in two halves.
SIGNED = """
d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b = =
3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00 =72 =
fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025
6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a =af82 =
ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf
dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589
09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704
=ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
=2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
"""
# Eight leaves and the roots of the first 1 to 8 of them, as Certificate Transparency tests them.
ROOTS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d =
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125 =00
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77 =10
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7 =2021
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4 =3031
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef =40414243
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c =5051525354555657
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328 =606162636465666768696a6b6c6d6e6f
"""


def self_test(_: argparse.Namespace, report: Report) -> int:
    """Does the mathematics above give what the RFCs say, and does it refuse what they refuse?"""
    passed, tree = list[bool](), Tree()
    words = iter([bytes.fromhex(word.strip("=")) for word in SIGNED.split()])
    for public, r, s, message, rest in zip(words, words, words, words, words, strict=True):
        larger = (int.from_bytes(s, "little") + L).to_bytes(32, "little")
        passed += [
            signed_by(public, message + rest, r + s),
            not signed_by(public, message + rest + b"!", r + s),
            not signed_by(public, message + rest, r + larger),
        ]
    words = iter([bytes.fromhex(word.strip("=")) for word in ROOTS.split()])
    for root, leaf in zip(words, words, strict=True):
        tree.add(leaf)
        passed.append(tree.root() == root)
    report.say("tested", count=len(passed), failed=passed.count(False))
    return 0 if all(passed) else 1


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    language = "en" if spoken.startswith("en") else "zh"
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("audit.py", description=__doc__, formatter_class=form)
    commands = parser.add_subparsers(required=True, metavar="verify | sample | self-test")
    for run in (verify, sample, self_test):
        command = commands.add_parser(run.__name__.replace("_", "-"))
        command.set_defaults(run=run)
        command.add_argument("--lang", choices=("zh", "en"), default=language)
        if run is not self_test:
            command.add_argument("export", type=Path)
        if run is verify:
            command.add_argument("--checkpoint", type=Path, required=True)
            command.add_argument("--key", required=True)
            command.add_argument("--previous", type=Path)
            command.add_argument("--log-only", action="store_true")
        if run is sample:
            command.add_argument("--n", type=int, default=59)
            command.add_argument("--seed", required=True)
            command.add_argument("--table", default="activity")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    given = arguments(words)
    report = Report(given.lang)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return int(given.run(given, report))
    except Refused as reason:
        sys.stderr.write(report.words(reason.args[0], **reason.args[1]))
    except KeyboardInterrupt:
        return 130
    except OSError as reason:
        sys.stderr.write(report.words("unread", file=reason.filename, found=reason.strerror))
    return 2


if __name__ == "__main__":
    sys.exit(main())
