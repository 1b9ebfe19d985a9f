"""What can be wrong with what was entered?"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class FaultCode(StrEnum):
    """What is wrong with a field. The comment names the facts that come with it, if any."""

    MISSING = "missing"
    TOO_LONG = "too_long"  # limit: characters
    NOT_TEXT = "not_text"
    NOT_A_NUMBER = "not_a_number"  # given
    NOT_WHOLE = "not_whole"  # given
    TOO_MANY_DECIMALS = "too_many_decimals"  # given, limit
    TOO_SMALL = "too_small"  # given, limit
    TOO_LARGE = "too_large"  # given, limit
    NOT_A_DAY = "not_a_day"  # given
    NOT_A_TIME = "not_a_time"  # given
    NOT_A_YES_OR_NO = "not_a_yes_or_no"  # given
    MUST_BE_YES = "must_be_yes"
    NOT_A_LINK = "not_a_link"  # given
    NOT_A_LIST = "not_a_list"
    NO_SUCH_NAME = "no_such_name"  # given
    AMBIGUOUS_NAME = "ambiguous_name"  # given, keys: those that are called so
    OF_ANOTHER_SORT = "of_another_sort"  # given: a unit, asset or target of a kind that does not fit
    NOT_AN_ANSWER = "not_an_answer"  # given: to an item of a check-list
    NOT_A_RECORD = "not_a_record"  # given: no record of the right kind that may be seen has this id
    UNKNOWN_FIELD = "unknown_field"
    IN_THE_FUTURE = "in_the_future"  # day: a thing that is done has happened
    BEFORE_FIRST_DAY = "before_first_day"  # day: the last day lies before the first
    OUTSIDE_CAMPAIGN = "outside_campaign"  # day, starts, ends
    NOT_SPANNING = "not_spanning"  # a last day, for a kind that has one day
    NOT_A_PART = "not_a_part"  # part of something, for a kind that is part of nothing
    OF_ANOTHER_KIND = "of_another_kind"  # a correction leaves a record its kind
    HAS_PARTS = "has_parts"  # count: parts of it that would be left; they are taken back first
    WITHDRAWN = "withdrawn"  # it was taken back; first it has to be put back


@dataclasses.dataclass(frozen=True)
class FieldFault:
    """What is wrong with one field: its key, or a name that every record has.

    Those are `kind`, `unit`, `day`, `last_day`, `state`, `part_of`, `reason`, and `record` for the whole.
    """

    field: str
    code: StrEnum  # FaultCode, or a code of a later stage
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Wrong(ValueError):
    """A value is not what its field takes."""

    def __init__(self, code: StrEnum, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = {name: str(fact)[:200] for name, fact in facts.items()}

    def at(self, field: str) -> FieldFault:
        """The fault, said of this field."""
        return FieldFault(field, self.code, self.facts)
