"""How does a command say what would become of the rows of a file?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from huiyin.activities.imports.rules import Judged, Outcome
from huiyin.cli.refusals import place_in_file
from huiyin.languages import joined, sentences
from huiyin.web.imports.words import fault_sentences
from huiyin.web.imports.work import Look


def look_lines(seen: Look, file: Path, language: str, most: int) -> list[str]:
    """How many rows there are of each outcome, the headings that are not known, the first refused rows."""
    _ = sentences(language)
    told = _(
        "{where}: rows read: {rows}; new: {new}; recorded already: {same}; saying otherwise than their "
        "record: {corrected}; refused: {refused}."
    )
    where = place_in_file(file.name, seen.table.sheet, language=language)
    lines = [told.format(where=where, **seen.counts)]
    if seen.understood.unknown:
        unknown = _("Headings that are not known: {headings}. Say what they are with --map HEADING=FIELD.")
        lines.append(unknown.format(headings=joined(seen.understood.unknown, language)))
    return [*lines, *_refused_lines(seen, language, most)]


def _refused_lines(seen: Look, language: str, most: int) -> Iterator[str]:
    _ = sentences(language)
    for count, row in enumerate(seen.of(Outcome.REFUSED)):
        if count == most:
            more = _("Refused beside these: {count}; --refused FILE writes them all.")
            yield more.format(count=seen.counts["refused"] - most)
            return
        yield from _faults_of(row, seen, language)


def _faults_of(row: Judged, seen: Look, language: str) -> Iterator[str]:
    _ = sentences(language)
    for sentence in fault_sentences(row, seen.understood, language):
        yield _("line {line}: {sentence}").format(line=row.line, sentence=sentence)
