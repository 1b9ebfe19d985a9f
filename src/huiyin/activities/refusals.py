"""Why is a record not written?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.activities.evidence.refusals import EvidenceRefusal, Facts
from huiyin.activities.field_faults import FieldFault


class NotRight(ValueError):
    """What was entered is no record of its kind: the faults, and of several records in which one, from 0."""

    def __init__(self, faults: Sequence[FieldFault], row: int = 0) -> None:
        super().__init__(row, *((fault.field, fault.code.value) for fault in faults))
        self.faults, self.row = tuple(faults), row


class SameAlready(RuntimeError):
    """There is such a record already, by what its kind says makes two the same.

    `record` is its id, "" where it stands among those given; `row` is which of those given it is, from 0.
    """

    def __init__(self, record: str, row: int = 0) -> None:
        super().__init__(record, row)
        self.record, self.row = record, row


class Conflict(RuntimeError):
    """Somebody else changed the record first; the version it has now."""

    def __init__(self, record: str, current: int) -> None:
        super().__init__(record, current)
        self.record, self.current = record, current


class NotFound(LookupError):
    """There is no such record or file, or the actor may not know of it: the two are told alike."""


class EvidenceRefused(ValueError):
    """The file is not taken as evidence; `code` says why, and `facts` fill the sentence for it."""

    def __init__(self, code: EvidenceRefusal, facts: Facts) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
