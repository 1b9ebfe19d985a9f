"""Where in a list does a page begin, when rows come and go while people read?"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

Listed = TypeVar("Listed", bound=Model)
_LARGEST = 2**63 - 1  # what a column of the database holds


class Dated(Protocol):
    """A version of a record of any stage that has a day of its own."""

    day: date
    sequence: int
    position: int


@dataclass(frozen=True)
class Place:
    """The place after one row: days fall, and within a day what was written last comes first."""

    day: date
    sequence: int
    position: int

    def __str__(self) -> str:
        """The place as a page hands it out; nobody has to read it."""
        plain = f"{self.day.isoformat()}.{self.sequence}.{self.position}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place_of(row: Dated) -> Place:
    """The place after this row."""
    return Place(row.day, row.sequence, row.position)


def read_place(text: str) -> Place | None:
    """The place that a page handed out; None, the beginning, for anything else."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        day, sequence, position = plain.split(".")
        place = Place(date.fromisoformat(day), int(sequence), int(position))
    except (ValueError, binascii.Error):
        return None
    return place if max(place.sequence, place.position) <= _LARGEST else None


def in_order(rows: QuerySet[Listed], begin: Place | None) -> QuerySet[Listed]:
    """These rows in the order of the list, from a place on."""
    ordered = rows.order_by("-day", "-sequence", "-position")
    if begin is None:
        return ordered
    earlier = Q(sequence__lt=begin.sequence) | Q(sequence=begin.sequence, position__lt=begin.position)
    # The first condition alone is one that an index serves as a range.
    return ordered.filter(Q(day__lte=begin.day), Q(day__lt=begin.day) | earlier)
