"""Where in the ledger does a page begin, when problems come and change while people read?"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from huiyin.ledger.models import Problem
from huiyin.ledger.moves import ENDED, ProblemState

_LARGEST = 2**31 - 1  # what a column of numbers holds
_OVER = sorted((*ENDED, ProblemState.ON_NOTICE))


class Order(StrEnum):
    """In which order the ledger is read."""

    NUMBER = "number"  # the newest problem first
    DUE = "due"  # what is due first; what has ended, or has no day, comes last


@dataclass(frozen=True)
class Place:
    """The place after one row. `is_over` and `due` count only in the order of due days."""

    number: int
    is_over: bool = False
    due: date | None = None

    def __str__(self) -> str:
        """The place as a page hands it out; nobody has to read it."""
        plain = f"{self.number}.{int(self.is_over)}.{self.due.isoformat() if self.due else ''}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place_of(row: Problem) -> Place:
    """The place after this row."""
    return Place(row.number, row.state in _OVER, row.due_current)


def read_place(text: str) -> Place | None:
    """The place that a page handed out; None, the beginning, for anything else."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        number, is_over, due = plain.split(".")
        place = Place(int(number), bool(int(is_over)), date.fromisoformat(due) if due else None)
    except (ValueError, binascii.Error):
        return None
    return place if 0 <= place.number <= _LARGEST else None


def in_order(rows: QuerySet[Problem], order: Order, begin: Place | None) -> QuerySet[Problem]:
    """These rows in the order of the list, from a place on."""
    if order is Order.NUMBER:
        ordered = rows.order_by("-number")
        return ordered if begin is None else ordered.filter(number__lt=begin.number)
    over = Case(When(state__in=_OVER, then=Value(1)), default=Value(0), output_field=IntegerField())
    ordered = rows.alias(over=over).order_by("over", F("due_current").asc(nulls_last=True), "-number")
    return ordered if begin is None else ordered.filter(_after(begin))


def _after(begin: Place) -> Q:
    """Rows that come after a place in the order of due days; those without a day come last."""
    if begin.due is None:
        later = Q(due_current__isnull=True, number__lt=begin.number)
    else:
        later = (
            Q(due_current__gt=begin.due)
            | Q(due_current=begin.due, number__lt=begin.number)
            | Q(due_current__isnull=True)
        )
    here = Q(over=int(begin.is_over)) & later
    return here if begin.is_over else here | Q(over=1)
