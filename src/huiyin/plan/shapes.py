"""Which part of a plan has the wrong shape, and which was expected there?

Pydantic says what does not fit; this says it by code and facts, with the keys and choices known there.
"""

from __future__ import annotations

import difflib
import enum
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.terms import Term, Terms


class Shape(enum.StrEnum):
    """What was expected in a place; `publishing.plan_words` says it with an example."""

    TEXT = "text"
    TERM = "term"
    TERMS = "terms"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    DAY = "day"
    LIST = "list"
    MAPPING = "mapping"


_BY_TYPE: Mapping[Any, Shape] = {
    str: Shape.TEXT,
    int: Shape.WHOLE,
    float: Shape.NUMBER,
    bool: Shape.YES_NO,
    date: Shape.DAY,
    Term: Shape.TERM,
    Terms: Shape.TERMS,
}
_TOO_SMALL = {"greater_than": ">", "greater_than_equal": "≥"}


def findings(error: ValidationError) -> list[Finding]:
    """What pydantic found, in our codes. A key that is misspelt is not told a second time as missing."""
    found = [_finding(detail) for detail in error.errors(include_url=False, include_context=True)]
    misspelt = {
        (*finding.path[:-1], finding.facts.get("nearest", ""))
        for finding in found
        if finding.code is FaultCode.UNKNOWN_KEY
    }
    return [
        finding for finding in found if finding.code is not FaultCode.MISSING or finding.path not in misspelt
    ]


def _finding(detail: Any) -> Finding:
    kind, given = str(detail["type"]), detail["input"]
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = known_keys(path[:-1])
        return Finding(
            path, FaultCode.UNKNOWN_KEY, {"nearest": nearest(str(path[-1]), known), "known": ", ".join(known)}
        )
    if kind == "missing":
        return Finding(path, FaultCode.MISSING, {"expected": _shape_at(path)})
    if kind == "string_pattern_mismatch":
        return Finding(path, FaultCode.NOT_A_KEY)
    if kind in _TOO_SMALL:
        limit = context.get("gt", context.get("ge"))
        return Finding(path, FaultCode.TOO_SMALL, {"limit": f"{_TOO_SMALL[kind]} {limit:g}"})
    if kind in ("string_too_short", "too_short", "value_error"):
        return Finding(path, FaultCode.EMPTY, {"expected": _shape_at(path)})
    if kind == "string_too_long":
        return Finding(path, FaultCode.TOO_LONG, {"limit": str(context.get("max_length", ""))})
    if choices := _choices(_annotation_at(path)):
        told = {"nearest": nearest(str(given), choices), "known": ", ".join(choices)}
        return Finding(path, FaultCode.NOT_ONE_OF, told)
    return Finding(path, FaultCode.WRONG_SHAPE, {"expected": _shape_at(path)})


def known_keys(path: Path) -> tuple[str, ...]:
    """The keys that may stand in the part at this path."""
    model = _annotation_at(path)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return tuple(model.model_fields)
    return ()


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that is most like this one; "" when none is."""
    return next(iter(difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)), "")


def _shape_at(path: Path) -> str:
    annotation = _annotation_at(path)
    if annotation in _BY_TYPE:
        return _BY_TYPE[annotation].value
    if typing.get_origin(annotation) is tuple:
        return Shape.LIST.value
    is_part = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return (Shape.MAPPING if is_part or typing.get_origin(annotation) is dict else Shape.TEXT).value


def _annotation_at(path: Path) -> Any:
    """The type that the format gives to this path, without `| None` and limits; None where it gives none."""
    annotation: Any = Plan
    for part in path:
        annotation = _within(annotation, part)
    return annotation


def _within(annotation: Any, part: str | int) -> Any:
    origin = typing.get_origin(annotation)
    if origin in (tuple, dict):
        return _bare(typing.get_args(annotation)[0 if origin is tuple else 1])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return _bare(field.annotation) if field else None
    return None


def _bare(annotation: Any) -> Any:
    """A type without `| None` and without its limits."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return _bare(next(part for part in typing.get_args(annotation) if part is not type(None)))
    return annotation


def _choices(annotation: Any) -> tuple[str, ...]:
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return tuple(str(member.value) for member in annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return tuple(map(str, typing.get_args(annotation)))
    return ()


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every kind of part that the format knows, each once, outermost first."""
    seen: set[type[BaseModel]] = set()
    waiting = [annotation]
    while waiting:
        current = _bare(waiting.pop(0))
        waiting.extend(part for part in typing.get_args(current) if part is not Ellipsis)
        if isinstance(current, type) and issubclass(current, BaseModel) and current not in seen:
            seen.add(current)
            yield current
            waiting.extend(field.annotation for field in current.model_fields.values())
