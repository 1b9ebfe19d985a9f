"""What did people decide about these opinions, and where in decisions.yaml does each decision stand?

The file names opinions by id, never groups by number, so it survives every re-run. Reading works on YAML's
nodes, not on its values: an id written `0012` or `8e10` is the text `0012` or `8e10`, never a number.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

TOP_KEY = "decisions"


class Kind(StrEnum):
    """What a person may decide; the value is the key in the file."""

    MERGE = "merge"  # these belong together
    SPLIT = "split"  # these sides belong apart, and each side stays together
    PIN = "pin"  # exactly these are one group; with `open: yes` others may join
    RENAME = "rename"  # the group that holds this opinion bears this title
    SET = "set"  # the group that holds this opinion has this area, this unit
    NOT_A_PROBLEM = "not_a_problem"  # the group that holds this opinion is no problem


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the file. `sides` holds opinion ids: two or more sides for a split, one for all others."""

    kind: Kind
    line: int  # counted from 1
    sides: tuple[tuple[str, ...], ...]
    title: str = ""
    area: str = ""
    unit: str = ""
    is_open: bool = False  # a pinned group that others may join
    by: str = ""
    why: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(name for side in self.sides for name in side)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All entries of one file, in its order."""

    file: str = ""
    entries: tuple[Decision, ...] = ()


class FaultKind(StrEnum):
    """Why an entry cannot be read; doors hold the sentence for each."""

    NOT_TEXT = "not_text"  # the bytes are no text in any known encoding
    NOT_YAML = "not_yaml"
    TAB = "tab"  # a tab where blanks must stand
    UNEVEN_DASH = "uneven_dash"  # the entries' dashes do not stand in one column
    OPEN_BRACKET = "open_bracket"
    QUOTES_NEEDED = "quotes_needed"  # a text that YAML takes for a sign of its own
    FULL_WIDTH = "full_width"  # a full-width ： ， ［ ］ where YAML needs : , [ ]
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_KEY = "unknown_key"
    REPEATED_KEY = "repeated_key"
    NO_KIND = "no_kind"
    TWO_KINDS = "two_kinds"
    TOO_FEW = "too_few"
    EMPTY = "empty"
    MISSING_KEY = "missing_key"
    ON_TWO_SIDES = "on_two_sides"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be read. `expected` is a piece of YAML or the keys, alike in all languages."""

    kind: FaultKind
    line: int
    column: int
    found: str
    expected: str = ""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.kind}: found {self.found!r}, expected {self.expected!r}"


class DecisionsRefused(ValueError):
    """The file cannot be read as decisions: every fault found, in the order of lines."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file}:{fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class _Shape:
    """How an entry of one kind is written."""

    example: str
    least_ids: int = 1
    extra: frozenset[str] = frozenset()  # keys beside `by` and `why`
    one_of: frozenset[str] = frozenset()  # at least one of these must stand


_SHAPES: Mapping[Kind, _Shape] = {
    Kind.MERGE: _Shape("merge: [id, id]", least_ids=2),
    Kind.SPLIT: _Shape("split: [id, id] | split: [[id, id], [id]]", least_ids=2),
    Kind.PIN: _Shape("pin: [id, id]", extra=frozenset({"title", "open"})),
    Kind.RENAME: _Shape("rename: id", extra=frozenset({"to"}), one_of=frozenset({"to"})),
    Kind.SET: _Shape("set: id", extra=frozenset({"area", "unit"}), one_of=frozenset({"area", "unit"})),
    Kind.NOT_A_PROBLEM: _Shape("not_a_problem: id"),
}
_SIGNATURE = frozenset({"by", "why"})
_YES = frozenset({"yes", "true", "on", "是"})
_NO = frozenset({"no", "false", "off", "否"})
_FULL_WIDTH = re.compile("[：，、；［］【】「」｛｝＃]")
_FOUND_LENGTH = 60  # longest excerpt of the file that a fault repeats

# The wording of ruamel.yaml's own refusals, and what a person most often did to earn them.
_SYNTAX = (
    ("'\\t'", FaultKind.TAB, "␣␣"),
    ("but found '-'", FaultKind.UNEVEN_DASH, "- merge: [id, id]"),
    ("expected ',' or ']'", FaultKind.OPEN_BRACKET, "[id, id]"),
    ("mapping values are not allowed", FaultKind.QUOTES_NEEDED, 'why: "…: …"'),
    ("cannot start any token", FaultKind.QUOTES_NEEDED, 'to: "…"'),
    ("undefined alias", FaultKind.QUOTES_NEEDED, 'to: "*…"'),
    ("found '<scalar>'", FaultKind.QUOTES_NEEDED, 'to: "…"'),
)


def read_decisions(content: bytes, *, file: str) -> Decisions:
    """Which decisions does this file hold? An empty file holds none.

    `file` is only the name that errors carry. Raises `DecisionsRefused` with every fault found.
    """
    text = _text_of(content, file)
    root = _root_of(text, file)
    reader = _Reader()
    entries = tuple(reader.entries(root))
    if reader.faults:
        raise DecisionsRefused(
            file, tuple(sorted(reader.faults, key=lambda fault: (fault.line, fault.column)))
        )
    return Decisions(file=file, entries=entries)


def _text_of(content: bytes, file: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DecisionsRefused(file, (Fault(FaultKind.NOT_TEXT, 1, 1, "", "UTF-8"),))


def _root_of(text: str, file: str) -> Node | None:
    try:
        root: Node | None = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise DecisionsRefused(file, (_syntax_fault(error, text),)) from error
    except YAMLError as error:
        ahead = text[: getattr(error, "position", 0)]
        line, column = ahead.count("\n") + 1, len(ahead) - ahead.rfind("\n")
        fault = Fault(FaultKind.NOT_YAML, line, column, str(error).splitlines()[0])
        raise DecisionsRefused(file, (fault,)) from error
    return root


def _syntax_fault(error: MarkedYAMLError, text: str) -> Fault:
    problem = str(error.problem or error)
    line = error.problem_mark.line if error.problem_mark else 0
    column = error.problem_mark.column if error.problem_mark else 0
    lines = text.splitlines() or [""]
    found = lines[min(line, len(lines) - 1)].strip() or problem
    for wording, kind, expected in _SYNTAX:
        if wording in problem:
            return Fault(kind, line + 1, column + 1, _excerpt(found), expected)
    return Fault(FaultKind.NOT_YAML, line + 1, column + 1, _excerpt(f"{found} ({problem})"))


@dataclass(frozen=True, slots=True)
class _Pair:
    """One key of a mapping and what stands behind it."""

    key: Node
    value: Node


class _Reader:
    """Turns nodes into decisions and gathers every fault on the way, so that a person mends the file once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def entries(self, root: Node | None) -> Iterator[Decision]:
        if root is None or _is_blank(root):
            return
        if not isinstance(root, MappingNode):
            self._fault(FaultKind.WRONG_SHAPE, root, f"{TOP_KEY}:")
            return
        top = self._pairs(root)
        for name, pair in top.items():
            if name != TOP_KEY:
                self._fault(FaultKind.UNKNOWN_KEY, pair.key, f"{TOP_KEY}:")
        if TOP_KEY not in top or _is_blank(top[TOP_KEY].value):
            return
        listed = top[TOP_KEY].value
        if not isinstance(listed, SequenceNode):
            self._fault(FaultKind.WRONG_SHAPE, listed, "- merge: [id, id]")
            return
        for node in listed.value:
            decision = self._entry(node)
            if decision is not None:
                yield decision

    def _entry(self, node: Node) -> Decision | None:
        if not isinstance(node, MappingNode):
            self._fault(FaultKind.WRONG_SHAPE, node, "merge: [id, id]")
            return None
        pairs = self._pairs(node)
        kinds = [kind for kind in Kind if kind in pairs]
        if len(kinds) != 1:
            wrong = FaultKind.TWO_KINDS if kinds else FaultKind.NO_KIND
            self._fault(wrong, node, " | ".join(Kind), found=", ".join(pairs))
            return None
        kind = kinds[0]
        before = len(self.faults)
        sides = self._sides(kind, pairs[kind].value)
        texts = self._texts(kind, pairs, node)
        if len(self.faults) > before:
            return None
        return Decision(
            kind=kind,
            line=node.start_mark.line + 1,
            sides=sides,
            title=texts.get("to", texts.get("title", "")),
            area=texts.get("area", ""),
            unit=texts.get("unit", ""),
            is_open=texts.get("open", "no").lower() in _YES,
            by=texts.get("by", ""),
            why=texts.get("why", ""),
        )

    def _texts(self, kind: Kind, pairs: Mapping[str, _Pair], node: Node) -> dict[str, str]:
        """The entry's texts by key; those that may not stand here, or must and do not, are faults."""
        shape = _SHAPES[kind]
        allowed = shape.extra | _SIGNATURE
        texts: dict[str, str] = {}
        for key, pair in pairs.items():
            if key == kind:
                continue
            if key not in allowed:
                self._fault(FaultKind.UNKNOWN_KEY, pair.key, " | ".join(sorted(allowed)))
                continue
            value = pair.value
            text = self._remark(value, f"{key}: …") if key in _SIGNATURE else self._text(value, f"{key}: …")
            if key == "open" and text and text.lower() not in _YES | _NO:
                self._fault(FaultKind.WRONG_SHAPE, value, "open: yes | no")
            texts[key] = text
        if shape.one_of and not shape.one_of & pairs.keys():
            self._fault(FaultKind.MISSING_KEY, node, " | ".join(sorted(shape.one_of)), found=kind)
        return texts

    def _sides(self, kind: Kind, node: Node) -> tuple[tuple[str, ...], ...]:
        shape = _SHAPES[kind]
        if kind is Kind.SPLIT:
            return self._split_sides(node)
        may_be_single = shape.least_ids == 1 and kind is not Kind.PIN
        if kind is Kind.RENAME or (may_be_single and isinstance(node, ScalarNode)):
            return ((self._id(node, shape.example),),)
        before = len(self.faults)
        ids = self._ids(node, shape.example)
        if len(ids) < shape.least_ids and len(self.faults) == before:
            self._fault(FaultKind.TOO_FEW, node, shape.example, found=", ".join(ids))
        return (ids,)

    def _split_sides(self, node: Node) -> tuple[tuple[str, ...], ...]:
        example = _SHAPES[Kind.SPLIT].example
        if not isinstance(node, SequenceNode):
            self._fault(FaultKind.WRONG_SHAPE, node, example)
            return ()
        before = len(self.faults)
        sides: list[tuple[str, ...]] = []
        seen: set[str] = set()
        for part in node.value:
            side = (self._id(part, example),) if isinstance(part, ScalarNode) else self._ids(part, example)
            for name in seen.intersection(side):
                self._fault(FaultKind.ON_TWO_SIDES, part, example, found=name)
            seen.update(side)
            sides.append(side)
        if len(sides) < _SHAPES[Kind.SPLIT].least_ids and len(self.faults) == before:
            self._fault(FaultKind.TOO_FEW, node, example, found=", ".join(sorted(seen)))
        return tuple(sides)

    def _ids(self, node: Node, example: str) -> tuple[str, ...]:
        if not isinstance(node, SequenceNode):
            self._fault(FaultKind.WRONG_SHAPE, node, example)
            return ()
        if not node.value:
            self._fault(FaultKind.EMPTY, node, example)
        return tuple(dict.fromkeys(self._id(part, example) for part in node.value))

    def _id(self, node: Node, example: str) -> str:
        """One id, inner blanks kept. A plain text with full-width signs is a list that YAML did not see."""
        if _looks_full_width(node):
            self._fault(FaultKind.FULL_WIDTH, node, example)
        text = self._text(node, example)
        return node.value.strip() if isinstance(node, ScalarNode) else text

    def _text(self, node: Node, example: str) -> str:
        text = self._remark(node, example)
        if isinstance(node, ScalarNode) and not text:
            self._fault(FaultKind.EMPTY, node, example)
        return text

    def _remark(self, node: Node, example: str) -> str:
        """A text on one line; it may be left blank."""
        if isinstance(node, ScalarNode):
            return " ".join(node.value.split())
        self._fault(FaultKind.WRONG_SHAPE, node, example)
        return ""

    def _pairs(self, node: MappingNode) -> dict[str, _Pair]:
        pairs: dict[str, _Pair] = {}
        for key, value in node.value:
            name = self._text(key, "key: …")
            if name in pairs:
                self._fault(FaultKind.REPEATED_KEY, key, f"{name}: …")
            pairs[name] = _Pair(key, _at(key, value))
        return pairs

    def _fault(self, kind: FaultKind, node: Node, expected: str, *, found: str | None = None) -> None:
        if kind is FaultKind.WRONG_SHAPE and _looks_full_width(node):
            kind = FaultKind.FULL_WIDTH
        mark = node.start_mark
        shown = _excerpt(_source(node) if found is None else found)
        self.faults.append(Fault(kind, mark.line + 1, mark.column + 1, shown, expected))


def _at(key: Node, value: Node) -> Node:
    """A blank value stands where its key stands; YAML would place it on the next line."""
    if not isinstance(value, ScalarNode) or value.value:
        return value
    return ScalarNode(value.tag, "", start_mark=key.start_mark, end_mark=key.end_mark)


def _looks_full_width(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and bool(_FULL_WIDTH.search(node.value))


def _is_blank(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in {"", "~", "null"}


def _source(node: Node) -> str:
    """The piece of the file that this node was read from, on one line."""
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, MappingNode):
        return f"{{{', '.join(f'{_source(key)}: …' for key, _ in node.value)}}}"
    return "[…]" if node.value else "[]"


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _FOUND_LENGTH else line[: _FOUND_LENGTH - 1] + "…"
