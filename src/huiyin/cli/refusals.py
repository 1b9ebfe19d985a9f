"""In which sentences does a command say why it refuses: where, what was found, what was expected?"""

from __future__ import annotations

from functools import singledispatch
from pathlib import Path

from huiyin.languages import joined, sentences
from huiyin.opinions.files.columns import UnknownColumn
from huiyin.opinions.files.tables import Refusal, UnreadableFile


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
def _unreadable_file(refusal: UnreadableFile, language: str) -> list[str]:
    return [unreadable_sentence(refusal, language)]


@refusal_sentences.register
def _unknown_column(refusal: UnknownColumn, language: str) -> list[str]:
    _ = sentences(language)
    told = _("There is no column “{asked}”. Found: {found}.")
    lines = [told.format(asked=refusal.asked, found=joined(refusal.found, language))]
    if refusal.nearest:
        lines.append(_("Did you mean “{nearest}”?").format(nearest=refusal.nearest))
    return lines


def unreadable_sentence(refusal: UnreadableFile, language: str) -> str:
    """Why a file, or a sheet of it, could not be read."""
    from huiyin.opinions.files.reading import FORMATS

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
