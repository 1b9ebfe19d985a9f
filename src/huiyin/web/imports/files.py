"""Where do the files lie that people give in to be taken in, and what was made of them?"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

GIVEN: Final = "given"
REFUSED: Final = "refused.xlsx"
BEAT: Final = "beat"  # touched by whatever works on the file


def folder_of(public_id: str) -> Path:
    """The folder of one import, in that of the campaign."""
    path: Path = settings.CAMPAIGN.path
    return path / "imports" / public_id


def keep(file: UploadedFile[Any], public_id: str, suffix: str) -> Path:
    """Write what was sent to disk, under a name of our own."""
    folder = folder_of(public_id)
    folder.mkdir(parents=True)
    kept = folder / f"{GIVEN}{suffix}"
    with kept.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return kept


def hash_of_upload(file: UploadedFile[Any]) -> str:
    """SHA-256 of what was sent, in hex."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()


def given_file(public_id: str) -> Path | None:
    """The file as it was given in; None where it is there no longer."""
    return next(iter(folder_of(public_id).glob(f"{GIVEN}.*")), None)


def refused_file(public_id: str) -> Path:
    """The workbook of its refused rows."""
    return folder_of(public_id) / REFUSED


def beat(public_id: str) -> None:
    """Say that somebody works on it."""
    folder = folder_of(public_id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BEAT).touch()


def seconds_since_beat(public_id: str, now: float) -> float | None:
    """How long ago somebody worked on it, given the time in seconds since 1970; None when nobody ever did."""
    try:
        return now - (folder_of(public_id) / BEAT).stat().st_mtime
    except FileNotFoundError:
        return None
