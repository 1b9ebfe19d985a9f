"""In which sentences does `huiyin init` say that a campaign cannot begin there?"""

from __future__ import annotations

from pathlib import Path

from huiyin.cli.refusals import refusal_sentences
from huiyin.languages import sentences


class FolderTaken(FileExistsError):
    """The folder holds something, or is no folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class DatabaseTaken(RuntimeError):
    """The database holds a campaign already."""


@refusal_sentences.register
def _folder_taken(refusal: FolderTaken, language: str) -> list[str]:
    _ = sentences(language)
    told = _("{folder}: a campaign begins in an empty folder, and here is something already.")
    return [told.format(folder=refusal.folder)]


@refusal_sentences.register
def _database_taken(refusal: DatabaseTaken, language: str) -> list[str]:
    del refusal
    _ = sentences(language)
    return [_("This database holds a campaign already. Expected: an empty one.")]
