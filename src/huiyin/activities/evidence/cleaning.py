"""What does an uploaded file become before it is kept?"""

from __future__ import annotations

from pathlib import Path

from huiyin.activities.evidence.limits import EvidenceLimits
from huiyin.activities.evidence.media import HEAD_BYTES, Media, Sort, sort_of
from huiyin.activities.evidence.office_packages import clean_package
from huiyin.activities.evidence.pdf_pages import clean_pdf
from huiyin.activities.evidence.pictures import clean_picture
from huiyin.activities.evidence.plain_texts import copy_text
from huiyin.activities.evidence.removals import Removal


def clean(source: Path, destination: Path, *, limits: EvidenceLimits) -> tuple[Media, set[Removal]]:
    """Write a harmless copy of `source` to `destination`; answers its sort and codes of what is gone.

    The same bytes always become the same bytes. Raises `NotTaken`, or what a parser raises at damage;
    `destination` is then worth nothing. For a limited process only: this opens what strangers sent.
    """
    with source.open("rb") as stream:
        sort = sort_of(stream.read(HEAD_BYTES))
    match sort:
        case Sort.JPEG | Sort.PNG | Sort.WEBP:
            return clean_picture(source, destination, sort=sort, limits=limits)
        case Sort.PDF:
            return Media.PDF, clean_pdf(source, destination, limits=limits)
        case Sort.PACKAGE:
            return clean_package(source, destination, limits=limits)
        case Sort.TEXT:
            copy_text(source, destination)
            return Media.TEXT, set()
