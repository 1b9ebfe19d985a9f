"""What would be taken in of a file of opinions, and what not and why? Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.opinions.drafts import ids_where_they_came_from, known_ids
from huiyin.opinions.files.tables import Fault, Refusal, UnreadableFile
from huiyin.opinions.persons_apart import Apart, without_persons
from huiyin.opinions.rules import Said, channel_of
from huiyin.opinions.taking_in import FileAsked, FileRead, NoteCode, RefusedRow, read_said
from huiyin.plan.document import Plan
from huiyin.plan.queries import current_plan, day_of_campaign
from huiyin.web.activities.shown import unit_said
from huiyin.web.frame.tags import reading_language
from huiyin.web.imports.reading import UPLOAD_LIMITS
from huiyin.web.imports.words import UNKNOWN_READING
from huiyin.web.opinions.given_files import GivenFile
from huiyin.web.opinions.words import FIELDS, fault_sentence

FIRST_ROWS: Final = 10
FIRST_FAULTS: Final = 100
SHOWN: Final = 300  # characters of an opinion in the preview

_READING: Final[Mapping[str, Promise]] = {
    Fault.NO_TEXT_COLUMN: gettext_lazy(
        "No column of this table holds what was said. Please head it “意见” or “text”."
    ),
    Fault.BROKEN_QUOTES: gettext_lazy("The quotation marks of this line do not close. Please correct them."),
    Fault.TOO_MANY_FIELDS: gettext_lazy("This line has more cells than there are headings."),
    Fault.FIELD_TOO_LONG: gettext_lazy("A cell of this line is longer than any record may be."),
    Fault.BAD_BYTES: gettext_lazy("Characters of this line are damaged. Please save the file as UTF-8."),
}


@dataclass(frozen=True)
class Look:
    """A file, read: the opinions in it that can be taken in, and what the page tells of it."""

    all_said: Sequence[Said]
    counts: Mapping[str, int]
    shown: Mapping[str, Any]


def look(file: Path, given: GivenFile, tell: Callable[[int], None]) -> Look:
    """Read a file and judge its rows. Raises `UnreadableFile`."""
    plan = current_plan().plan
    channel = channel_of(plan, given.channel)
    if channel is None:
        raise UnreadableFile(given.file_name, reason_code=Refusal.MISSING)
    asked = FileAsked(channel, day=date.fromisoformat(given.day) if given.day else None, limits=UPLOAD_LIMITS)
    read = read_said(file, asked, plan, day_of_campaign(plan, timezone.now()), tell=tell)
    said = [_under_its_name(each, given) for each in read.said]
    keys = [(each.channel, id_) for each, id_ in zip(said, ids_where_they_came_from(said), strict=True)]
    here = known_ids(keys)
    counts = {
        "rows": read.rows,
        "kept": len(said),
        "empty": read.empty,
        "wrong": len(read.refused),
        "here": sum(key in here for key in keys),
        "new": sum(key not in here for key in keys),
    }
    return Look(said, counts, _shown(read, said))


def as_shown(seen: Look) -> dict[str, Any]:
    """What is noted of a look, as JSON."""
    return {"counts": dict(seen.counts), **seen.shown}


def where_said(place: Mapping[str, Any]) -> str:
    """The place of a row in its file: sheet and row, or paragraph."""
    if place["is_text"]:
        return _("paragraph %(row)s") % place
    return (_("%(sheet)s, row %(row)s") if place["sheet"] else _("row %(row)s")) % place


def first_said(given: GivenFile, plan: Plan) -> list[dict[str, Any]]:
    """The first opinions, as they would be taken in, in the language of the page."""
    language = reading_language()
    return [
        {**row, "where": where_said(row), "unit": unit_said(row["unit"], plan, language)}
        for row in given.first
    ]


def faults_said(given: GivenFile) -> list[dict[str, str]]:
    """The rows that are not taken in, each with the sentence that says why."""
    return [
        {
            "where": where_said(fault),
            "field": str(FIELDS.get(fault["field"], fault["field"])),
            "sentence": _why(fault),
        }
        for fault in given.faults
    ]


def notes_said(given: GivenFile) -> list[str]:
    """What a person should know of how the rows were read."""
    said = {
        NoteCode.AREA_NOT_KNOWN: lambda count: ngettext(
            "One row names an area that the plan has not; it is taken in without it.",
            "%(count)s rows name an area that the plan has not; they are taken in without it.",
            count,
        ),
        NoteCode.UNIT_NOT_KNOWN: lambda count: ngettext(
            "One row names a unit that the plan has not; it is taken in without it.",
            "%(count)s rows name a unit that the plan has not; they are taken in without it.",
            count,
        ),
        NoteCode.GIVER_LEFT_OUT: lambda count: ngettext(
            "One row says who spoke, in a way that this channel does not take; that is left out.",
            "%(count)s rows say who spoke, in a way that this channel does not take; that is left out.",
            count,
        ),
        NoteCode.ID_TWICE: lambda count: ngettext(
            "One row has the number of another one and says something else; both are taken in.",
            "%(count)s rows have the number of another one and say something else; all are taken in.",
            count,
        ),
    }
    return [said[NoteCode(code)](count) % {"count": count} for code, count in given.notes.items() if count]


def _under_its_name(said: Said, given: GivenFile) -> Said:
    """It lies here under a name of our own, and is known by the name that it was given in under."""
    return replace(said, source_file=given.file_name)


def _shown(read: FileRead, said: Sequence[Said]) -> dict[str, Any]:
    texts = {table.sheet for table in read.tables if table.is_text}
    is_mixed = len(read.tables) > len(texts)
    first = []
    for each in said[:FIRST_ROWS]:
        kept = without_persons(Apart(each.name, each.contact, each.title, each.words, each.place))
        words = f"{kept.title} {kept.words}" if kept.title and kept.title != kept.words else kept.words
        first.append(
            {
                "sheet": each.source_sheet,
                "row": each.source_row,
                "is_text": each.source_sheet in texts and not is_mixed,
                "words": words[:SHOWN],
                "day": str(each.day),
                "place": kept.place,
                "unit": each.unit,
            }
        )
    faults = [
        {"sheet": row.sheet, "row": row.source_row, "is_text": row.sheet in texts and not is_mixed, **told}
        for row in read.refused[:FIRST_FAULTS]
        for told in _told(row)
    ]
    notes = {str(code): count for code, count in read.notes.items()}
    return {"first": first, "faults": faults, "notes": notes}


def _told(row: RefusedRow) -> list[dict[str, Any]]:
    if row.reading:
        return [{"field": "", "code": row.reading, "is_reading": True, "facts": {}}]
    return [
        {"field": fault.field, "code": str(fault.code), "is_reading": False, "facts": dict(fault.facts)}
        for fault in row.faults
    ]


def _why(fault: Mapping[str, Any]) -> str:
    if fault["is_reading"]:
        return str(_READING.get(fault["code"], UNKNOWN_READING))
    return fault_sentence(FieldFault(fault["field"], FaultCode(fault["code"]), fault["facts"]))
