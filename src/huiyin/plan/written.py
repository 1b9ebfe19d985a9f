"""How does the text of a plan become plain values, and on which line does each stand?

Reading works on YAML's nodes (YAML 1.2), so that every value keeps its line, and so that a key written `0012`
or `no` is the text `0012` or `no`; which text is a number, a day or a yes, the plan's own format decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from huiyin.plan.faults import Fault, FaultCode, Path, PlanFaults, place_of

LONGEST_TEXT = 4_000_000  # characters; a plan of 100 units and 400 targets has about 150,000
_EXCERPT = 60  # characters of the file that a fault repeats
_FULL_WIDTH = re.compile("[：，、；［］｛｝＃“”‘’]")
# Control characters and halves of a code point: databases and papers hold neither. An escape can write them.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANK = frozenset({"", "~", "null", "Null", "NULL"})

# The wording of ruamel.yaml's own refusals, and what a person most often did to earn them.
_SYNTAX = (
    ("'\\t'", FaultCode.TAB),
    ("but found '-'", FaultCode.UNEVEN),
    ("expected <block end>, but found", FaultCode.UNEVEN),
    ("expected ',' or", FaultCode.OPEN_BRACKET),
    ("while scanning a quoted scalar", FaultCode.OPEN_BRACKET),
    ("mapping values are not allowed", FaultCode.QUOTES_NEEDED),
    ("cannot start any token", FaultCode.QUOTES_NEEDED),
    ("undefined alias", FaultCode.QUOTES_NEEDED),
)


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in the file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Written:
    """A text of YAML as plain values: mappings, lists, text, and None where nothing was written."""

    root: Node
    values: Any = None
    faults: list[Fault] = field(default_factory=list)

    def position(self, path: Path) -> Position:
        """Where the value of this path begins, or the nearest part above it that is there.

        A list or mapping begins at its key: that is the line that a person looks for.
        """
        node, place = self.root, _start(self.root)
        for part in path:
            pair = _step(node, part)
            if pair is None:
                break
            key, node = pair
            place = _start(key if key is not None and not _is_line(node) else node)
        return place

    def key_position(self, path: Path) -> Position:
        """Where the key of this path stands; that of the part above it, where the key is not there."""
        parent = self.node(path[:-1])
        pair = _step(parent, path[-1]) if parent is not None and path else None
        if pair is None or pair[0] is None:
            return self.position(path)
        return _start(pair[0])

    def node(self, path: Path) -> Node | None:
        """The node of this path."""
        node: Node | None = self.root
        for part in path:
            pair = _step(node, part) if node is not None else None
            node = pair[1] if pair else None
        return node

    def excerpt(self, path: Path) -> str:
        """The beginning of what stands there, on one line; "" where nothing does."""
        node = self.node(path)
        return "" if node is None else _excerpt(_source(node))

    def looks_full_width(self, path: Path) -> bool:
        """Is it a text that would be more than that, were its marks half-width?"""
        node = self.node(path)
        return (
            isinstance(node, ScalarNode) and node.style is None and bool(_FULL_WIDTH.search(str(node.value)))
        )


def written(text: str) -> Written:
    """The values of a text of YAML. Raises `PlanFaults` when it is none, or repeats or hides parts."""
    if len(text) > LONGEST_TEXT:
        raise PlanFaults([Fault(1, 1, "", FaultCode.TOO_LARGE, {"found": f"{len(text):,}"})])
    root = _composed(text)
    reader = _Reader()
    found = Written(root)
    found.values = reader.value(root, ())
    found.faults = reader.faults
    return found


def _composed(text: str) -> Node:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise PlanFaults([_syntax_fault(error, text)]) from error
    except YAMLError as error:  # a character that YAML does not allow
        ahead = text[: getattr(error, "position", 0)]
        line, column = ahead.count("\n") + 1, len(ahead) - ahead.rfind("\n")
        found = str(error).splitlines()[0]
        raise PlanFaults([Fault(line, column, "", FaultCode.NOT_YAML, {"found": found})]) from error
    except (RecursionError, ValueError) as error:  # nested without end; a code point that is none
        raise PlanFaults([Fault(1, 1, "", FaultCode.NOT_YAML, {"found": type(error).__name__})]) from error
    if root is None:
        raise PlanFaults([Fault(1, 1, "", FaultCode.EMPTY)])
    return root


def _syntax_fault(error: MarkedYAMLError, text: str) -> Fault:
    problem = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines() or [""]
    code = next((code for wording, code in _SYNTAX if wording in problem), FaultCode.NOT_YAML)
    if code in (FaultCode.NOT_YAML, FaultCode.QUOTES_NEEDED):
        # YAML stumbles on the line after the one in which a colon was not half-width.
        begun = error.context_mark.line if error.context_mark else line
        for near in (line, line - 1, begun):
            if 0 <= near < len(lines) and (found := _FULL_WIDTH.search(_key_part(lines[near]))):
                return _at(near, found.start(), FaultCode.FULL_WIDTH, lines[near])
    return _at(line, column, code, lines[min(line, len(lines) - 1)])


def _at(line: int, column: int, code: FaultCode, source: str) -> Fault:
    return Fault(line + 1, column + 1, "", code, {"found": _excerpt(source)})


def _key_part(line: str) -> str:
    """What stands before the first colon of either width, with that colon."""
    found = re.match(r"[^:：]*[:：]?", line)
    return found[0] if found else ""


class _Reader:
    """Turns nodes into values and gathers what may not stand in a plan."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def value(self, node: Node, path: Path) -> Any:
        if id(node) in self._seen:
            self._fault(node, path, FaultCode.ALIAS)
            return None
        self._seen.add(id(node))
        if not str(node.tag or "").startswith("tag:yaml.org,2002:") or "python" in str(node.tag):
            self._fault(node, path, FaultCode.TAG, found=str(node.tag))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(part, (*path, index)) for index, part in enumerate(node.value)]
        if _ODD.search(node.value):
            self._fault(node, path, FaultCode.ODD_CHARACTER)
            return None
        return None if _is_blank(node) else str(node.value)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._fault(key, path, FaultCode.ODD_KEY, found=_excerpt(_source(key)))
                continue
            name = str(key.value)
            if name in values:
                self._fault(key, (*path, name), FaultCode.REPEATED_KEY, found=name)
                continue
            values[name] = self.value(value, (*path, name))
        return values

    def _fault(self, node: Node, path: Path, code: FaultCode, found: str = "") -> None:
        at = _start(node)
        self.faults.append(Fault(at.line, at.column, place_of(path), code, {"found": found}))


def _step(node: Node | None, part: str | int) -> tuple[Node | None, Node] | None:
    """The key, where there is one, and the value of a part."""
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if str(key.value) == str(part)), None)
    return None


def _start(node: Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)


def _is_line(node: Node) -> bool:
    """Does it stand behind its key, on the key's line?"""
    return isinstance(node, ScalarNode) and node.value != "" and node.style not in ("|", ">")


def _is_blank(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in _BLANK


def _source(node: Node) -> str:
    """The piece of the file that this node was read from; one level deep, for a node may hold itself."""
    if isinstance(node, MappingNode):
        return f"{{{', '.join(f'{_plain(key)}: …' for key, _ in node.value)}}}"
    if isinstance(node, SequenceNode):
        return f"[{', '.join(map(_plain, node.value[:5]))}]"
    return str(node.value)


def _plain(node: Node) -> str:
    """A part of such a piece."""
    if isinstance(node, MappingNode):
        return "{…}"
    if isinstance(node, SequenceNode):
        return "[…]"
    return str(node.value)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
