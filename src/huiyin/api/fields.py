"""Which fields has an opinion as another system hands it in, and what does each become?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.opinions.rules import (
    CONTACT_CHARACTERS,
    ID_CHARACTERS,
    NAME_CHARACTERS,
    PLACE_CHARACTERS,
    TITLE_CHARACTERS,
    WORDS_CHARACTERS,
    Said,
)

KEY_CHARACTERS: Final = 60  # of a key of the plan
DAY_CHARACTERS: Final = 10


@dataclass(frozen=True)
class ApiField:
    """One field: its name in JSON, the name that the rules have for it, and what it takes."""

    name: str
    column: str
    says: str  # for the description
    longest: int = 0  # characters; 0 for a number
    is_required: bool = False
    one_of: tuple[str, ...] = ()
    form: str = ""  # of OpenAPI: date

    @property
    def is_number(self) -> bool:
        """Is it a whole number and no text?"""
        return self.longest == 0


FIELDS: Final = (
    ApiField(
        "words",
        "words",
        "What was said, in the words in which it was said.",
        WORDS_CHARACTERS,
        is_required=True,
    ),
    ApiField(
        "day",
        "day",
        "On which day it was said, in the campaign's time zone.",
        DAY_CHARACTERS,
        is_required=True,
        form="date",
    ),
    ApiField(
        "id",
        "given_id",
        "Its id in your system. The same id again on the channel adds nothing, whoever sends it.",
        ID_CHARACTERS,
    ),
    ApiField("channel", "channel", "Key of the channel; without it, the token's own.", KEY_CHARACTERS),
    ApiField("title", "title", "A short line above it.", TITLE_CHARACTERS),
    ApiField("place", "place", "Where it is.", PLACE_CHARACTERS),
    ApiField("area", "area", "Area of the plan, by key or name.", KEY_CHARACTERS),
    ApiField("unit", "unit", "Unit that it concerns, by key or name.", KEY_CHARACTERS),
    ApiField(
        "naming",
        "naming",
        "How the giver speaks. Without it: named with a name, pseudonymous with a contact, else anonymous.",
        20,
        one_of=("named", "pseudonymous", "anonymous"),
    ),
    ApiField("name", "name", "Who said it. Sealed apart from the words at once.", NAME_CHARACTERS),
    ApiField(
        "contact", "contact", "How to reach them. Sealed apart from the words at once.", CONTACT_CHARACTERS
    ),
    ApiField("likes", "likes", "How many others agreed with it."),
)
BY_NAME: Final[Mapping[str, ApiField]] = {field.name: field for field in FIELDS}
BY_COLUMN: Final[Mapping[str, ApiField]] = {field.column: field for field in FIELDS}


def shape_faults(given: Any) -> list[FieldFault]:
    """What makes this no opinion before any rule is asked: no object, unknown fields, wrong types."""
    if not isinstance(given, dict):
        return [FieldFault("", FaultCode.NOT_TEXT)]
    faults = []
    for name, value in given.items():
        field = BY_NAME.get(name)
        if field is None:
            faults.append(FieldFault("", FaultCode.UNKNOWN_FIELD))
        elif field.is_number and (isinstance(value, bool) or not isinstance(value, int | None)):
            faults.append(FieldFault(field.column, FaultCode.NOT_WHOLE))
        elif not field.is_number and not isinstance(value, str | None):
            faults.append(FieldFault(field.column, FaultCode.NOT_TEXT))
    return faults


def said_of(given: Mapping[str, Any], channel: str) -> Said:
    """What was handed in, as the rules take it; `channel` where it names none."""
    values = {BY_NAME[name].column: value for name, value in given.items() if value is not None}
    values.setdefault("channel", channel)
    values.setdefault("words", "")
    values.setdefault("day", "")
    values.setdefault("naming", _naming(values))
    return Said(**values)


def _naming(values: Mapping[str, Any]) -> str:
    if values.get("name"):
        return "named"
    return "pseudonymous" if values.get("contact") else "anonymous"
