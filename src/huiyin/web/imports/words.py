"""In which sentences is it said why a row of a file is refused, where, and what was expected?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, override

from huiyin.activities.field_faults import FaultCode
from huiyin.activities.imports import headings as on
from huiyin.activities.imports.headings import Understood, fixed_columns
from huiyin.activities.imports.row_reading import RowFaultCode
from huiyin.activities.imports.rules import Judged
from huiyin.web.activities.words import WHAT_TO_DO

DJANGO_LANGUAGES: Final = MappingProxyType({"zh": "zh-hans", "en": "en"})
UNKNOWN_READING: Final = gettext_lazy("The line cannot be read. Please look at its marks and quotes.")

# Reasons of new versions, in the campaign's language.
CORRECTED: Final = gettext_lazy("Corrected by the file “%(file)s”.")
UNDONE: Final = gettext_lazy("The import of the file “%(file)s” was undone.")

CUT: Final = gettext_lazy("[cut here: a cell of a workbook holds no more]")

# To be completed with the facts of the fault.
_WHY: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        RowFaultCode.TWO_WORDS: gettext_lazy(
            "“%(given)s” and the key “%(other)s” are different ones. Please make them agree or leave one out."
        ),
        RowFaultCode.NOT_YOUR_UNIT: gettext_lazy(
            "You may not take in records of the unit “%(given)s”. Please leave its rows to the office."
        ),
        RowFaultCode.NOT_YOUR_KIND: gettext_lazy(
            "Records of the kind “%(given)s” are made by somebody else: the plan says by whom."
        ),
        RowFaultCode.RESTRICTED_KIND: gettext_lazy(
            "Records of the kind “%(given)s” are restricted. They are taken in by the liaison of the unit, "
            "who may see them. Please leave these rows to the liaison."
        ),
        RowFaultCode.NO_SUCH_RECORD: gettext_lazy(
            "There is no record “%(given)s” that you may change. Leave the cell empty for a new record."
        ),
        RowFaultCode.OTHER_KIND: gettext_lazy(
            "The record is of the kind “%(held)s”, not “%(given)s”. A record keeps its kind."
        ),
        RowFaultCode.CHANGED_SINCE: gettext_lazy(
            "The record was changed since the export: it has version %(held)s by now, the file has "
            "%(given)s. Please export it again."
        ),
        RowFaultCode.IS_WITHDRAWN: gettext_lazy(
            "The record was withdrawn. Restore it on its page before it is corrected."
        ),
        RowFaultCode.SAID_TWICE: gettext_lazy(
            "Line %(line)s is the same record with other content. Please keep one of the two lines."
        ),
        RowFaultCode.SAME_AS_OTHER: gettext_lazy(
            "So corrected, it would be the same as the record %(given)s. Please correct one of them."
        ),
        FaultCode.MISSING: gettext_lazy("The cell is empty. Please fill it in."),
        FaultCode.NO_SUCH_NAME: gettext_lazy(
            "The plan has no “%(given)s”. Please write a name or key as the plan has it."
        ),
        FaultCode.AMBIGUOUS_NAME: gettext_lazy(
            "Several are called “%(given)s”. Please write one of these keys: %(keys)s."
        ),
        FaultCode.OF_ANOTHER_SORT: gettext_lazy("“%(given)s” is of another sort than belongs here."),
        FaultCode.NOT_A_RECORD: gettext_lazy(
            "“%(given)s” is no number of a record of the right kind. An export has it in the column Record."
        ),
        FaultCode.NOT_A_LIST: gettext_lazy("Please write names with semicolons between them."),
        FaultCode.NOT_AN_ANSWER: gettext_lazy(
            "“%(given)s” is no answer. Please write like this: item: yes; other item: no."
        ),
        FaultCode.UNKNOWN_FIELD: gettext_lazy(
            "Records of this kind have no such field. Leave the cell empty."
        ),
        FaultCode.NOT_A_YES_OR_NO: gettext_lazy("“%(given)s” is neither yes nor no."),
    }
)
_UNREADABLE: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "broken_quotes": gettext_lazy("The quotation marks of this line do not close. Please correct them."),
        "too_many_fields": gettext_lazy("This line has more cells than there are headings."),
        "field_too_long": gettext_lazy("A cell of this line is longer than any record may be."),
        "bad_bytes": gettext_lazy("Characters of this line are damaged. Please save the file as UTF-8."),
    }
)


def reason_of(why: Promise, file_name: str) -> str:
    """Why a record has a new version, in the campaign's language."""
    with override(settings.LANGUAGE_CODE):
        return str(why) % {"file": file_name}


def fault_sentence(code: str, facts: Mapping[str, str]) -> str:
    """What is wrong and what was expected, in the language at hand."""
    if code == RowFaultCode.UNREADABLE:
        return str(_UNREADABLE.get(facts.get("reason", ""), UNKNOWN_READING))
    known = _WHY.get(code)
    return str(known if known is not None else WHAT_TO_DO[FaultCode(code)]) % dict(facts)


def place_sentence(heading: str, sentence: str) -> str:
    """The sentence with the heading of its column before it; alone, when it is of the whole line."""
    if not heading:
        return sentence
    return gettext("%(heading)s: %(sentence)s") % {"heading": heading, "sentence": sentence}


def column_name(column: str, names: Mapping[str, str], language: str) -> str:
    """What a column is called: as the file heads it, else as an export would."""
    fixed = fixed_columns().get(column)
    return names.get(column) or (fixed.name.said(language) if fixed else column)


def fault_sentences(row: Judged, understood: Understood, language: str) -> list[str]:
    """Why a row is refused, a sentence for each fault, in this language."""
    headings = {column: heading for heading, column in understood.columns.items()}
    with override(DJANGO_LANGUAGES[language]):
        return [
            place_sentence(
                column_name(fault.column, headings, language) if fault.column else "",
                fault_sentence(fault.code, fault.facts),
            )
            for fault in row.faults
        ]


def shown_faults(refusal: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """The faults of a refused row as a page lists them: heading, what was found, what is wrong."""
    return [
        {
            "heading": fault["heading"]
            or (column_name(fault["column"], {}, language) if fault["column"] else ""),
            "found": str(fault["facts"].get("given", "")),
            "sentence": fault_sentence(fault["code"], fault["facts"]),
        }
        for fault in refusal["faults"]
    ]


def reasons_heading(language: str) -> str:
    """The heading over the reasons, which is known again when the file is given back."""
    return fixed_columns()[on.REASONS].name.said(language)


def cut_mark(language: str) -> str:
    """What stands at the end of a cell that was cut."""
    with override(DJANGO_LANGUAGES[language]):
        return str(CUT)


def source_line_heading(language: str) -> str:
    """The heading over the line numbers of the file that the rows came from."""
    return fixed_columns()[on.SOURCE_LINE].name.said(language)
