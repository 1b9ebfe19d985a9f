"""How is it said that a field of a move is not right?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.ledger.deciding.faults import MoveFault

LONGEST_SPAN = timedelta(days=5 * 366)  # a day beyond that is a slip of the hand


def fault(code: StrEnum, field: str, **facts: Any) -> FieldFault:
    """What is wrong, with its facts as text."""
    return Wrong(code, **facts).at(field)


def missing(text: str, field: str) -> Iterator[FieldFault]:
    """A field that has to be filled in."""
    if not text.strip():
        yield FieldFault(field, FaultCode.MISSING)


def not_too_long(text: str, field: str, limit: int) -> Iterator[FieldFault]:
    """A text of at most so many characters."""
    if len(text) > limit:
        yield fault(FaultCode.TOO_LONG, field, limit=limit)


def day_after(day: date | None, other: date, field: str = "day") -> Iterator[FieldFault]:
    """A day that has to lie after another one."""
    if day is None:
        yield FieldFault(field, FaultCode.MISSING)
    elif day <= other:
        yield fault(MoveFault.NOT_AFTER, field, day=day, after=other)
    elif day - other > LONGEST_SPAN:
        yield fault(MoveFault.TOO_FAR, field, day=day, last=other + LONGEST_SPAN)
