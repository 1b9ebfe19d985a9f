"""In which sentences does `huiyin import units` say what is wrong with a list?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huiyin.cli.refusals import place_in_file, refusal_sentences
from huiyin.languages import sentences
from huiyin.plan.unit_rows import RowFault, RowFaultCode


class ListHasFaults(ValueError):
    """Rows of a list of units that cannot be taken in."""

    def __init__(self, file: Path, faults: Sequence[RowFault]) -> None:
        super().__init__(file, tuple(faults))
        self.file, self.faults = file, tuple(sorted(faults, key=lambda fault: fault.line))


class PlanBeingEdited(RuntimeError):
    """The folder's plan.yaml holds changes that were never applied."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file


@refusal_sentences.register
def _list_has_faults(refusal: ListHasFaults, language: str) -> list[str]:
    _ = sentences(language)
    told = [row_fault_sentence(fault, refusal.file.name, language) for fault in refusal.faults]
    return [*told, _("Faults found: {count}. Nothing was done.").format(count=len(refusal.faults))]


@refusal_sentences.register
def _plan_being_edited(refusal: PlanBeingEdited, language: str) -> list[str]:
    _ = sentences(language)
    told = _("{file} holds changes that were never applied; apply it first, or take them back.")
    return [told.format(file=refusal.file)]


def row_fault_sentence(fault: RowFault, file: str, language: str) -> str:
    """Which line of the list is wrong, what was found, and what was expected."""
    _ = sentences(language)
    told = {
        RowFaultCode.NO_HEADINGS: _(
            "{where}: no line of headings was found. Expected: one with “unit” (the key) or “name”."
        ),
        RowFaultCode.HEADING_TWICE: _("{where}: the heading “{found}” stands there twice."),
        RowFaultCode.NO_NAME: _("{where}: a new unit needs a name. Found: {found}"),
        RowFaultCode.NOT_A_KEY: _(
            "{where}: a key has small letters a to z, digits, and the marks _ . - within it. Found: {found}"
        ),
        RowFaultCode.KEY_TWICE: _("{where}: the unit “{found}” stands in the list twice."),
        RowFaultCode.NO_KIND: _("{where}: a new unit needs a kind. Found: {found}"),
        RowFaultCode.NO_SUCH_KIND: _("{where}: the plan has no kind of unit “{found}”."),
        RowFaultCode.NO_SUCH_UNIT: _("{where}: neither the plan nor the list has a unit “{found}”."),
        RowFaultCode.TWO_UNITS: _("{where}: several are called “{found}”. Expected: a key."),
        RowFaultCode.NOT_A_NUMBER: _("{where}: members are a whole number. Found: {found}"),
    }[fault.code]
    where = place_in_file(file, "", fault.line or None, language=language)
    return told.format(where=where, found=fault.found)
