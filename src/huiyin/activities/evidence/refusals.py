"""Why is an uploaded file not taken?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

Facts: TypeAlias = Mapping[str, str | int]


class EvidenceRefusal(StrEnum):
    """Why an uploaded file was refused. The comment names the facts that come with it, if any."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # limit: mebibytes
    UNKNOWN_SORT = "unknown_sort"
    WEB_PAGE = "web_page"
    PROGRAM = "program"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    OTHER_OFFICE = "other_office"
    MACROS = "macros"
    MOVING_PICTURE = "moving_picture"
    NOT_UTF8 = "not_utf8"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"  # limit: megapixels
    TOO_MANY_PAGES = "too_many_pages"  # limit: pages
    TOO_MANY_PARTS = "too_many_parts"  # limit: parts
    UNPACKS_TOO_LARGE = "unpacks_too_large"  # limit: mebibytes
    PACKED_TOO_TIGHT = "packed_too_tight"  # limit: unpacked bytes for each packed one
    UNSAFE_PACKAGE = "unsafe_package"  # part: its name in the package
    UNSAFE_XML = "unsafe_xml"  # part
    OUTSIDE_CONTENT = "outside_content"  # part
    EMBEDDED_OBJECT = "embedded_object"  # part
    UNKNOWN_PART = "unknown_part"  # part
    TOO_COSTLY = "too_costly"
    EXAMINATION_FAILED = "examination_failed"
    NO_ROOM = "no_room"


class NotTaken(Exception):
    """An uploaded file is refused; `code` says why, `facts` fill the sentence that a door says for it."""

    def __init__(self, code: EvidenceRefusal, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Facts = facts
