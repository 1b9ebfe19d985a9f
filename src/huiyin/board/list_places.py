"""Where in the queue of groups does a page begin, and in which order are they worked through?"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Q, QuerySet

from huiyin.board.models import Group
from huiyin.board.rules import Only

_PLACE = re.compile(r"(-?[0-9]{1,9})\.([0-9a-f]{32})")
# By which column each queue goes, the hottest, the freshest or the shakiest first; ties by id.
COLUMNS: Mapping[Only, str] = MappingProxyType(
    {
        Only.ALL: "-heat",
        Only.SINGLE: "-heat",
        Only.SEVERAL: "-heat",
        Only.FRESH: "-fresh",
        Only.SHAKY: "least_confidence",
    }
)


def place_of(row: Group, only: Only) -> str:
    """The place after this group, as a page hands it out; nobody has to read it."""
    plain = f"{getattr(row, COLUMNS[only].removeprefix('-'))}.{row.record}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def in_order(rows: QuerySet[Group], only: Only, after: str) -> QuerySet[Group]:
    """These groups in the order of the queue, from a place on; from the beginning for what is no place."""
    column = COLUMNS[only]
    name = column.removeprefix("-")
    ordered = rows.order_by(column, "record")
    place = _read(after)
    if place is None:
        return ordered
    value, record = place
    way = "lt" if column.startswith("-") else "gt"
    beyond = Q(**{f"{name}__{way}": value}) | Q(**{name: value, "record__gt": record})
    # The first condition alone is one that an index serves as a range.
    return ordered.filter(Q(**{f"{name}__{way}e": value}), beyond)


def _read(text: str) -> tuple[int, str] | None:
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (ValueError, binascii.Error):
        return None
    found = _PLACE.fullmatch(plain)
    return (int(found[1]), found[2]) if found else None


def read_number(text: str) -> int:
    """Where a page of a short list begins; 0, the beginning, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
