"""What is left of a docx or xlsx when only what it shows is kept?"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from huiyin.activities.evidence.limits import EvidenceLimits
from huiyin.activities.evidence.media import HEAD_BYTES, Media, Sort, sort_of
from huiyin.activities.evidence.package_links import (
    TYPES_PART,
    PartTypes,
    kept_links,
    part_types,
    thumbnails,
    written_types,
)
from huiyin.activities.evidence.package_listing import Unpacking, checked_parts, told
from huiyin.activities.evidence.package_xml import without_names
from huiyin.activities.evidence.pictures import repacked_picture
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken
from huiyin.activities.evidence.removals import Removal

_DAWN = (1980, 1, 1, 0, 0, 0)  # the earliest day that a zip can name: no time of saving is told
_READABLE = 0o644 << 16
_DOCUMENT = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_DOCUMENT}wordprocessingml.document.main+xml": Media.DOCX,
    f"{_DOCUMENT}spreadsheetml.sheet.main+xml": Media.XLSX,
}
_PROPERTIES = {
    "application/vnd.openxmlformats-package.core-properties+xml": (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    f"{_DOCUMENT}extended-properties+xml": (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
    f"{_DOCUMENT}custom-properties+xml": (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    ),
}
_PRINTER = ".printerSettings"  # of both programs
_PICTURES = {"image/jpeg", "image/jpg", "image/png"}
_LINKS = "application/vnd.openxmlformats-package.relationships+xml"
_XML = {"application/xml", "text/xml", f"{_DOCUMENT}vmlDrawing", "application/inkml+xml"}
_XML_FAMILIES = (
    _DOCUMENT,
    "application/vnd.openxmlformats-package.",
    "application/vnd.ms-",
    "application/vnd.wps-officedocument.",
)

# Pieces of a content type, in lower case, in the order in which they are looked for.
_NEVER = (
    (("macro", "vba", "dialogsheet", "attachedtoolbars"), EvidenceRefusal.MACROS),
    (("oleobject", "activex", "control+xml", "officedocument.package"), EvidenceRefusal.EMBEDDED_OBJECT),
    (
        ("externallink", "connections", "querytable", "webextension", "afchunk"),
        EvidenceRefusal.OUTSIDE_CONTENT,
    ),
)


def clean_package(source: Path, destination: Path, *, limits: EvidenceLimits) -> tuple[Media, set[Removal]]:
    """Write a new package of the parts that are known and harmless; answers its sort and what was taken out.

    Properties are emptied, pictures written anew, names of writers blanked, every entry dated 1 January 1980.
    Raises `NotTaken`, and what zipfile raises for a damaged package.
    """
    with source.open("rb") as stream, zipfile.ZipFile(stream) as package:
        parts = checked_parts(package, stream, limits)
        if TYPES_PART not in package.namelist():
            raise NotTaken(EvidenceRefusal.ARCHIVE)
        cleaning = _Cleaning(Unpacking(package, source.stat().st_size, limits), limits)
        cleaning.learn(parts)
        with zipfile.ZipFile(destination, "w", zipfile.ZIP_DEFLATED) as written:
            for part in parts:
                cleaning.copy(part, written)
    return cleaning.media, cleaning.removed


class _Cleaning:
    """One package on its way from the old file to the new one."""

    def __init__(self, unpacking: Unpacking, limits: EvidenceLimits) -> None:
        self.removed: set[Removal] = set()
        self._unpacking = unpacking
        self._limits = limits
        self._dropped: set[str] = set()

    def learn(self, parts: Iterable[zipfile.ZipInfo]) -> None:
        """Read what the package says of itself as a whole: its sort and what of it is not kept."""
        named = {part.filename: part for part in parts}
        self._types = part_types(self._xml(TYPES_PART, self._unpacking.content(named[TYPES_PART])))
        self.media = _media(self._types, named)
        if "_rels/.rels" in named:
            inspected = self._xml("_rels/.rels", self._unpacking.content(named["_rels/.rels"]))
            self._dropped |= thumbnails(inspected) & named.keys()
        self._dropped |= {name for name in named if self._types.of(name).endswith(_PRINTER)}
        self.removed |= {Removal.PREVIEW_OR_PRINTER} if self._dropped else set()

    def copy(self, part: zipfile.ZipInfo, written: zipfile.ZipFile) -> None:
        """Clean one part and add it to the new package."""
        if part.filename in self._dropped:
            return
        entry = zipfile.ZipInfo(part.filename, _DAWN)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = _READABLE
        written.writestr(entry, self._cleaned(part.filename, self._unpacking.content(part)))

    def _cleaned(self, name: str, content: bytes) -> bytes:
        if name == TYPES_PART:
            return written_types(self._types, without=self._dropped)
        kind = self._types.of(name)
        if kind in _PROPERTIES:
            self.removed.add(Removal.PROPERTIES)
            return _PROPERTIES[kind]
        if kind in _PICTURES:
            self.removed.add(Removal.PICTURES_INSIDE)
            return repacked_picture(content, sort=_sort_of_picture(content), limits=self._limits)
        if kind == _LINKS:
            return kept_links(self._xml(name, content), part=name)
        _check_kind(kind, name)
        return self._xml(name, content)

    def _xml(self, name: str, content: bytes) -> bytes:
        clean, had_names = without_names(content, part=told(name), max_depth=self._limits.max_xml_depth)
        self.removed |= {Removal.WRITERS} if had_names else set()
        return clean


def _media(types: PartTypes, names: Iterable[str]) -> Media:
    kinds = {types.of(name) for name in names}
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in kinds):
        raise NotTaken(EvidenceRefusal.MACROS)
    found = [media for kind, media in _MAIN.items() if kind in kinds]
    if len(found) != 1:
        raise NotTaken(EvidenceRefusal.OTHER_OFFICE)
    return found[0]


def _sort_of_picture(content: bytes) -> Sort:
    """Told by its bytes: office programs do keep a PNG under the name of a JPEG."""
    try:
        sort = sort_of(content[:HEAD_BYTES])
    except NotTaken as error:
        raise NotTaken(EvidenceRefusal.DAMAGED) from error
    if sort not in {Sort.JPEG, Sort.PNG}:
        raise NotTaken(EvidenceRefusal.DAMAGED)
    return sort


def _check_kind(kind: str, name: str) -> None:
    """Raise `NotTaken` unless a part of this content type is XML of a known family."""
    lower = kind.lower()
    for pieces, code in _NEVER:
        if any(piece in lower for piece in pieces):
            raise NotTaken(code, part=told(name))
    if "embeddings/" in name.lower():
        raise NotTaken(EvidenceRefusal.EMBEDDED_OBJECT, part=told(name))
    if kind not in _XML and not (kind.endswith("+xml") and kind.startswith(_XML_FAMILIES)):
        raise NotTaken(EvidenceRefusal.UNKNOWN_PART, part=told(name))
