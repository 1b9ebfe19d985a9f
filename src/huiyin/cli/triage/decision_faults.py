"""In which sentences is a person told that decisions.yaml cannot be read, or cannot be obeyed?"""

from __future__ import annotations

from huiyin.languages import joined, sentences
from huiyin.triage.constraints import Clash, Contradiction
from huiyin.triage.decisions import Fault, FaultKind


def fault_sentence(fault: Fault, file: str, language: str) -> str:
    """What cannot be read, on which line, and what was expected there."""
    return _fault_words(language)[fault.kind].format(
        file=file, line=fault.line, column=fault.column, found=fault.found, expected=fault.expected
    )


def _fault_words(language: str) -> dict[FaultKind, str]:
    return {**_spelling_words(language), **_entry_words(language)}


def _spelling_words(language: str) -> dict[FaultKind, str]:
    """Faults of the file as a file of YAML."""
    _ = sentences(language)
    return {
        FaultKind.NOT_TEXT: _("{file}: this is no text. Expected: {expected}"),
        FaultKind.NOT_YAML: _("{file}, line {line}, column {column}: this is no YAML. Found: {found}"),
        FaultKind.TAB: _(
            "{file}, line {line}: a tab stands where blanks must stand. Found: {found} Expected: {expected}"
        ),
        FaultKind.UNEVEN_DASH: _(
            "{file}, line {line}: the dash does not stand below the one above. Found: {found} "
            "Expected: {expected}"
        ),
        FaultKind.OPEN_BRACKET: _(
            "{file}, line {line}: a bracket is not closed, or a comma is missing. Found: {found} "
            "Expected: {expected}"
        ),
        FaultKind.QUOTES_NEEDED: _(
            "{file}, line {line}: this text needs double quotes around it. Found: {found} "
            "Expected: {expected}"
        ),
        FaultKind.FULL_WIDTH: _(
            "{file}, line {line}: punctuation is full-width and must be half-width. Found: {found} "
            "Expected: {expected}"
        ),
    }


def _entry_words(language: str) -> dict[FaultKind, str]:
    """Faults of an entry that YAML can read."""
    _ = sentences(language)
    return {
        FaultKind.WRONG_SHAPE: _(
            "{file}, line {line}: this is not how it is written. Found: {found} Expected: {expected}"
        ),
        FaultKind.UNKNOWN_KEY: _(
            "{file}, line {line}: this key may not stand here. Found: {found} Expected: {expected}"
        ),
        FaultKind.REPEATED_KEY: _("{file}, line {line}: this key stands here twice. Found: {found}"),
        FaultKind.NO_KIND: _(
            "{file}, line {line}: the entry does not say what is decided. Found: {found} Expected: {expected}"
        ),
        FaultKind.TWO_KINDS: _(
            "{file}, line {line}: the entry decides two things and must be two entries. Found: {found}"
        ),
        FaultKind.TOO_FEW: _("{file}, line {line}: two are needed. Found: {found} Expected: {expected}"),
        FaultKind.EMPTY: _("{file}, line {line}: here is nothing. Expected: {expected}"),
        FaultKind.MISSING_KEY: _(
            "{file}, line {line}: the entry is not complete. Found: {found} Expected: {expected}"
        ),
        FaultKind.ON_TWO_SIDES: _("{file}, line {line}: {found} stands on two sides of one split."),
    }


def contradiction_sentence(contradiction: Contradiction, file: str, language: str) -> str:
    """Which decisions cannot all be obeyed, by their lines."""
    _ = sentences(language)
    told = {
        Clash.APART: _("{file}, lines {lines}: {one} and {other} must be together and apart at once."),
        Clash.TITLE: _(
            "{file}, lines {lines}: the group of {one} and {other} would bear two titles, “{first}” and "
            "“{second}”."
        ),
        Clash.AREA: _(
            "{file}, lines {lines}: the group of {one} and {other} would have two areas, “{first}” and "
            "“{second}”."
        ),
        Clash.UNIT: _(
            "{file}, lines {lines}: the group of {one} and {other} would have two units, “{first}” and "
            "“{second}”."
        ),
        Clash.PIN: _(
            "{file}, lines {lines}: {other} is tied to the pinned group of {one}, which nobody else may join."
        ),
    }[contradiction.clash]
    (one, other), (first, second) = contradiction.ids, contradiction.values
    lines = joined([str(line) for line in contradiction.lines], language)
    return told.format(file=file, lines=lines, one=one, other=other, first=first, second=second)
