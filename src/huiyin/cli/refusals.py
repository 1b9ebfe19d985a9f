"""In which sentences does a command say why it refuses: where, what was found, what was expected?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from pathlib import Path

from huiyin.cli.decision_faults import contradiction_sentence, fault_sentence
from huiyin.languages import sentences
from huiyin.opinions.columns import UnknownColumn
from huiyin.opinions.reading import FORMATS
from huiyin.opinions.tables import Refusal, UnreadableFile
from huiyin.publishing.result_folder import DECISIONS_FILE, FolderRefused
from huiyin.publishing.result_folder import Refusal as FolderRefusal
from huiyin.publishing.triage_words import joined
from huiyin.triage.constraints import DecisionsContradict
from huiyin.triage.decisions import DecisionsRefused
from huiyin.triage.matters import UnusableMatters
from huiyin.triage.pairs import UnusableModel
from huiyin.triage.result import Mode
from huiyin.triage.state import StateFault, StateUnusable


class NothingRead(Exception):
    """No opinion could be read; `found` says, in sentences, what was found instead."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(*found)
        self.found = tuple(found)


class OtherMode(Exception):
    """An earlier result cannot be continued in another mode."""

    def __init__(self, earlier: Mode, asked: Mode) -> None:
        super().__init__(str(earlier), str(asked))
        self.earlier = earlier
        self.asked = asked


class CannotRead(Exception):
    """A file that an option names cannot be opened."""

    def __init__(self, file: Path, error: OSError) -> None:
        super().__init__(file, error)
        self.file = file
        self.error = error


class CannotWrite(Exception):
    """What was found cannot be written."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(place, error)
        self.place = place
        self.error = error


@singledispatch
def refusal_sentences(error: Exception, language: str) -> list[str]:
    """What is said of a refusal, a line each: of an error for which sentences are registered.

    They stand here or beside the command that knows the error. Raises all other errors again.
    """
    del language
    raise error


def is_refusal(error: Exception) -> bool:
    """Can a person put it right? Else it is a fault of the product, and its trace must be seen."""
    return refusal_sentences.dispatch(type(error)) is not refusal_sentences.dispatch(object)


@refusal_sentences.register
def _nothing_read(refusal: NothingRead, language: str) -> list[str]:
    _ = sentences(language)
    return [*refusal.found, _("There is no opinion in what was read, so nothing was written.")]


@refusal_sentences.register
def _other_mode(refusal: OtherMode, language: str) -> list[str]:
    _ = sentences(language)
    told = _("--mode {asked}: the earlier result is in mode {earlier} and can only be continued in it.")
    return [told.format(asked=refusal.asked, earlier=refusal.earlier)]


@refusal_sentences.register
def _cannot_read(refusal: CannotRead, language: str) -> list[str]:
    _ = sentences(language)
    if isinstance(refusal.error, FileNotFoundError):
        return [_("{where}: there is no such file.").format(where=refusal.file)]
    told = _("{where}: it cannot be read ({reason}).")
    return [told.format(where=refusal.file, reason=refusal.error.strerror or "")]


@refusal_sentences.register
def _cannot_write(refusal: CannotWrite, language: str) -> list[str]:
    _ = sentences(language)
    told = _("{where}: it cannot be written ({reason}).")
    return [told.format(where=refusal.place, reason=refusal.error.strerror or "")]


@refusal_sentences.register
def _decisions_refused(refusal: DecisionsRefused, language: str) -> list[str]:
    return [fault_sentence(fault, refusal.file, language) for fault in refusal.faults]


@refusal_sentences.register
def _decisions_contradict(refusal: DecisionsContradict, language: str) -> list[str]:
    return [contradiction_sentence(each, refusal.file, language) for each in refusal.contradictions]


@refusal_sentences.register
def _folder_refused(refusal: FolderRefused, language: str) -> list[str]:
    _ = sentences(language)
    told = {
        FolderRefusal.NOT_A_FOLDER: _("{folder}: a file of this name is in the way of the result's folder."),
        FolderRefusal.FOREIGN_FILES: _("{folder}: it holds files that no triage wrote: {names}."),
        FolderRefusal.CHANGED_FILES: _(
            "{folder}: these files were changed after a triage wrote them: {names}."
        ),
        FolderRefusal.MOUNT_POINT: _("{folder}: it is a mount point and cannot be exchanged as a whole."),
        FolderRefusal.STOOD_IN: _("{folder}: this command runs inside it, so it cannot be exchanged."),
    }
    names = joined(refusal.names, language)
    lines = [told[refusal.reason].format(folder=refusal.folder, names=names)]
    if DECISIONS_FILE in refusal.names:
        file = refusal.folder / DECISIONS_FILE
        lines.append(_("To have your decisions obeyed, add: --decisions {file}").format(file=file))
    return [*lines, _("Nothing was written; name another folder with --out, or put this one in order.")]


@refusal_sentences.register
def _state_unusable(refusal: StateUnusable, language: str) -> list[str]:
    _ = sentences(language)
    told = {
        StateFault.MISSING: _("{file}: there is no such file; --onto needs the folder of an earlier result."),
        StateFault.CORRUPT: _(
            "{file}: it is not as a triage wrote it. Found: {found}. Expected: {expected}."
        ),
        StateFault.OTHER_VERSION: _(
            "{file}: another version wrote it. Found: {found}. Expected: {expected}. Triage all files anew."
        ),
    }[refusal.fault]
    return [told.format(file=refusal.file, found=refusal.found or "?", expected=refusal.expected or "?")]


@refusal_sentences.register
def _unknown_column(refusal: UnknownColumn, language: str) -> list[str]:
    _ = sentences(language)
    told = _("There is no column “{asked}”. Found: {found}.")
    lines = [told.format(asked=refusal.asked, found=joined(refusal.found, language))]
    if refusal.nearest:
        lines.append(_("Did you mean “{nearest}”?").format(nearest=refusal.nearest))
    return lines


@refusal_sentences.register
def _unusable_matters(refusal: UnusableMatters, language: str) -> list[str]:
    _ = sentences(language)
    found = " ".join(str(refusal).split())  # YAML speaks in several lines
    return [_("This is no list of matters: {found}").format(found=found)]


@refusal_sentences.register
def _unusable_model(refusal: UnusableModel, language: str) -> list[str]:
    _ = sentences(language)
    return [_("This is no file of weights: {found}").format(found=refusal)]


@refusal_sentences.register
def _unreadable_file(refusal: UnreadableFile, language: str) -> list[str]:
    return [unreadable_sentence(refusal, language)]


def unreadable_sentence(refusal: UnreadableFile, language: str) -> str:
    """Why a file, or a sheet of it, could not be read."""
    _ = sentences(language)
    told = {
        Refusal.MISSING: _("{where}: there is no such file."),
        Refusal.NOT_A_FILE: _("{where}: this is no file. Expected: a table or a document."),
        Refusal.NOT_PERMITTED: _("{where}: it cannot be read ({detail})."),
        Refusal.NOTHING_IN_IT: _("{where}: the file is empty. Expected: a table or a document."),
        Refusal.UNKNOWN_FORMAT: _("{where}: the format “{detail}” is not read. Expected: {formats}."),
        Refusal.MISNAMED: _("{where}: its content is “{detail}”, which is not what its name says."),
        Refusal.PASSWORD: _("{where}: it is locked with a password. Expected: a copy saved without one."),
        Refusal.CORRUPT: _("{where}: it is damaged ({detail})."),
        Refusal.TOO_LARGE: _("{where}: it is larger than anything that is opened ({detail})."),
        Refusal.XML_ENTITIES: _(
            "{where}: its part {detail} defines entities, as attacks do; it is not opened."
        ),
        Refusal.ENCODING: _("{where}: byte {detail} fits no encoding. Expected: UTF-8, GB18030 or UTF-16."),
    }[refusal.reason_code]
    where = place_in_file(refusal.file, refusal.sheet, refusal.row, language=language)
    return told.format(where=where, detail=refusal.detail, formats=joined(FORMATS, language))


def place_in_file(file: str, sheet: str, row: int | None = None, *, language: str) -> str:
    """A file, a sheet or a row as a sentence begins with it."""
    _ = sentences(language)
    if row is None:
        return _("{file}, sheet {sheet}").format(file=file, sheet=sheet) if sheet else file
    if sheet:
        return _("{file}, sheet {sheet}, row {row}").format(file=file, sheet=sheet, row=row)
    return _("{file}, row {row}").format(file=file, row=row)
