"""Of which types are the parts of an office package, and what does each link to?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import fromstring as parsed
from xml.sax.saxutils import quoteattr

from huiyin.activities.evidence.package_listing import told
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

TYPES_PART = "[Content_Types].xml"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOOKED_AT = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)  # what a person may follow by a click
_ADDRESS = re.compile(r"\w+:|//|\\")
_NOT_KEPT = ("/metadata/thumbnail", "/printerSettings")  # ends of types of links


@dataclass(frozen=True, slots=True)
class PartTypes:
    """The content types of a package: by extension (no dot) and by part (leading slash), in lower case."""

    by_extension: Mapping[str, str]
    by_part: Mapping[str, str]

    def of(self, part: str) -> str:
        """The content type of one part, "" where the package names none."""
        exact = self.by_part.get(f"/{part}".lower())
        return exact or self.by_extension.get(part.rpartition(".")[2].lower(), "")


@dataclass(frozen=True, slots=True)
class _Link:
    id: str
    type: str
    target: str
    mode: str


def part_types(content: bytes) -> PartTypes:
    """Read `TYPES_PART`, which must have been inspected before (ISO/IEC 29500-2, 7.2.3)."""
    root = parsed(content)  # noqa: S314 -- inspected: no document type, no entity
    return PartTypes(
        by_extension={
            _said(each, "Extension").lower(): _said(each, "ContentType") for each in _named(root, "Default")
        },
        by_part={
            _said(each, "PartName").lower(): _said(each, "ContentType") for each in _named(root, "Override")
        },
    )


def written_types(types: PartTypes, *, without: Collection[str]) -> bytes:
    """The content types of the package that is left when the parts `without` are gone."""
    gone = {f"/{part}".lower() for part in without}
    lines = [
        f"<Default{_pair('Extension', key)}{_pair('ContentType', value)}/>"
        for key, value in types.by_extension.items()
    ]
    lines += [
        f"<Override{_pair('PartName', key)}{_pair('ContentType', value)}/>"
        for key, value in types.by_part.items()
        if key not in gone
    ]
    return f'{_HEADER}<Types xmlns="{_TYPES}">{"".join(lines)}</Types>'.encode()


def thumbnails(package_links: bytes) -> set[str]:
    """Which parts are small pictures of the first page? They show what may have been cut out since."""
    return {
        link.target.lstrip("/") for link in _links(package_links) if link.type.endswith("/metadata/thumbnail")
    }


def kept_links(content: bytes, *, part: str) -> bytes:
    """A part of links (inspected before) without those that lead to what is not kept.

    Raises `NotTaken` when one of them fetches something from outside; a link to click is let through.
    """
    kept = [link for link in _links(content) if not link.type.endswith(_NOT_KEPT)]
    for link in kept:
        _check(link, part)
    lines = [
        f"<Relationship{_pair('Id', link.id)}{_pair('Type', link.type)}{_pair('Target', link.target)}"
        f"{_pair('TargetMode', link.mode) if link.mode else ''}/>"
        for link in kept
    ]
    return f'{_HEADER}<Relationships xmlns="{_LINKS}">{"".join(lines)}</Relationships>'.encode()


def _check(link: _Link, part: str) -> None:
    if link.type.endswith("/vbaProject"):
        raise NotTaken(EvidenceRefusal.MACROS)
    if link.mode == "External":
        is_harmless = link.type.endswith("/hyperlink") and _LOOKED_AT.match(link.target) is not None
    else:
        is_harmless = not _ADDRESS.match(link.target)
    if not is_harmless:
        raise NotTaken(EvidenceRefusal.OUTSIDE_CONTENT, part=told(part))


def _links(content: bytes) -> list[_Link]:
    root = parsed(content)  # noqa: S314 -- inspected: no document type, no entity
    return [
        _Link(_said(each, "Id"), _said(each, "Type"), _said(each, "Target"), _said(each, "TargetMode"))
        for each in _named(root, "Relationship")
    ]


def _named(root: Element, local: str) -> list[Element]:
    return [each for each in root if each.tag.rpartition("}")[2] == local]


def _said(element: Element, attribute: str) -> str:
    return element.get(attribute, "").strip()


def _pair(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}"
