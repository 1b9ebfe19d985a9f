"""What can be wrong with a plan, where, and what may be right and still needs a look?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]  # from the top of the file: keys, and places in lists from 0


class FaultCode(StrEnum):
    """Why a plan cannot be read; `publishing.plan_words` holds the sentence for each."""

    # The file as YAML.
    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    NOT_YAML = "not_yaml"
    TAB = "tab"
    UNEVEN = "uneven"  # lines that belong together do not begin in one column
    OPEN_BRACKET = "open_bracket"
    QUOTES_NEEDED = "quotes_needed"
    FULL_WIDTH = "full_width"  # a full-width ： ， ［ ］ where YAML needs : , [ ]
    ALIAS = "alias"  # &name and *name: every part is written out
    TAG = "tag"  # !name
    REPEATED_KEY = "repeated_key"
    ODD_KEY = "odd_key"  # a list or mapping where a key should be
    ODD_CHARACTER = "odd_character"  # one that no text has, such as NUL
    # Its parts.
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    WRONG_SHAPE = "wrong_shape"
    NOT_ONE_OF = "not_one_of"
    NOT_A_KEY = "not_a_key"
    TOO_SMALL = "too_small"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    # What its parts say of each other.
    NO_SUCH = "no_such"
    KEY_TWICE = "key_twice"
    LOOP = "loop"
    TOO_DEEP = "too_deep"
    LONG_LABEL = "long_label"
    SENTENCE = "sentence"  # a label with the marks of a sentence
    TIME_ZONE = "time_zone"
    ENDS_FIRST = "ends_first"
    OUTSIDE = "outside"  # a day outside the campaign
    NOT_A_MEMBER = "not_a_member"
    NEEDED = "needed"  # `part` is needed because of `why`
    NOT_HERE = "not_here"  # `part` means nothing because of `why`
    CANNOT_FILL = "cannot_fill"
    COLUMN_TWICE = "column_twice"
    NOT_NUMERIC = "not_numeric"
    OTHER_CLASSIFIER = "other_classifier"
    FILLS_NOTHING = "fills_nothing"
    CONTACT_FIELD = "contact_field"
    NO_WORKING_DAY = "no_working_day"
    RESERVED = "reserved"  # the key of a field that every record has anyway


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault before its line is known: `path` leads to it, in `facts` stands what a sentence names."""

    path: Path
    code: FaultCode
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. Lines, columns and places in lists are counted from 1, as people count."""

    line: int
    column: int
    place: str  # kinds[3].fields[1].type
    code: FaultCode
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.place}: {self.code} {dict(self.facts)}"


class PlanFaults(ValueError):
    """The text is no plan: every fault found, in the order of lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
        super().__init__("\n".join(map(str, self.faults)))


class NoticeCode(StrEnum):
    """What may be as meant, and should be looked at."""

    REQUIREMENT_UNSERVED = "requirement_unserved"
    GOAL_UNSERVED = "goal_unserved"
    MEASURE_WITHOUT_TASK = "measure_without_task"
    UNIT_WITHOUT_LIAISON = "unit_without_liaison"
    AREA_WITHOUT_LEAD = "area_without_lead"
    FIGURE_UNUSED = "figure_unused"
    ROLE_MISSING = "role_missing"
    FEW_CUSTODIANS = "few_custodians"
    PROVISIONAL_YEAR = "provisional_year"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at: the key of the part that it is about ("" for the plan as a whole)."""

    code: NoticeCode
    subject: str
    place: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


def place_of(path: Path) -> str:
    """A path as people read it: kinds[3].fields[1].type, counted from 1."""
    told = ""
    for part in path:
        if isinstance(part, int):
            told += f"[{part + 1}]"
        else:
            told += f".{part}" if told else part
    return told
