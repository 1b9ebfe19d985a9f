"""Is one XML part of an office package harmless, and what is it without the names of its writers?"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from huiyin.activities.evidence.plain_texts import CALLS_OUTSIDE
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

_XINCLUDE = "http://www.w3.org/2001/XInclude"
_SEPARATOR = "}"  # between a namespace and a name, as in lxml
_OTHER_CODES = (b"\xff\xfe", b"\xfe\xff")

# Word starts programs or fetches files for these fields; QUOTE with numbers can spell their names.
_CALLING_FIELDS = re.compile(r"DDEAUTO|DDE\s|INCLUDETEXT|INCLUDEPICTURE|DATABASE\s|QUOTE\s+\d", re.IGNORECASE)
_MAIL_MERGE = {"mailMerge", "connectString", "dataSource"}
_FETCHED = {"imagedata", "fill", "stroke"}  # VML shows a picture for these
_ADDRESS = re.compile(r"\w[\w+.-]*://|file:|\\\\", re.IGNORECASE)

# Attributes that hold a person's name or folder: Word's changes and notes, both programs' lists of people.
_NAMING = {"author", "initials", "userId", "userName", "displayName", "lastModifiedBy"}
_NAMED_ELEMENTS = {"author"}  # Excel keeps the writers of notes as text
_FOLDER = ("absPath", "url")  # where the workbook lay on its writer's disk
_PRINTER = ("pageSetup", "id")  # points to the settings of a printer, which are not kept
_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName"}
_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


class _Edit(NamedTuple):
    start: int
    end: int
    new: bytes


def without_names(content: bytes, *, part: str, max_depth: int) -> tuple[bytes, bool]:
    """The part with the names of people taken out, byte for byte the same elsewhere, and whether any was.

    Raises `NotTaken` for a part that declares a document type (and with it entities), includes others, is not
    in UTF-8 as office programs write it, fetches or starts something, or is no well-formed XML.
    """
    if content.startswith(_OTHER_CODES) or b"\0" in content:
        raise NotTaken(EvidenceRefusal.UNSAFE_XML, part=part)
    inspection = _Inspection(content, part, max_depth)
    return inspection.edited(), bool(inspection.edits)


class _Inspection:
    """One pass through a part. Nothing is built in memory but the list of what must be changed."""

    def __init__(self, content: bytes, part: str, max_depth: int) -> None:
        self.edits: list[_Edit] = []
        self._content = content
        self._part = part
        self._max_depth = max_depth
        self._depth = 0
        self._texts: list[str] = []  # of the field or formula that is open
        self._fields: list[str] = []
        self._name_starts = -1
        self._plain: set[tuple[str, ...]] = (
            set()
        )  # elements with names of attributes that hold nothing to see
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._document_type
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._texts.append
        self._parse()

    def edited(self) -> bytes:
        pieces, place = [], 0
        for edit in sorted(self.edits):
            pieces += [self._content[place : edit.start], edit.new]
            place = edit.end
        return b"".join([*pieces, self._content[place:]])

    def _parse(self) -> None:
        try:
            self._parser.Parse(self._content, True)  # noqa: FBT003 -- it takes no names
        except expat.ExpatError as error:
            raise NotTaken(EvidenceRefusal.DAMAGED) from error
        if _CALLING_FIELDS.search("".join(self._fields)):
            raise self._refused(EvidenceRefusal.OUTSIDE_CONTENT)

    def _refused(self, code: EvidenceRefusal) -> NotTaken:
        return NotTaken(code, part=self._part)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise self._refused(EvidenceRefusal.UNSAFE_XML)

    def _document_type(self, *_: object) -> None:
        raise self._refused(EvidenceRefusal.UNSAFE_XML)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._max_depth:
            raise self._refused(EvidenceRefusal.UNSAFE_XML)
        self._texts.clear()
        shape = (name, *attributes)
        if shape in self._plain:  # as nearly all of a large sheet are
            return
        namespace, _, local = name.rpartition(_SEPARATOR)
        if namespace == _XINCLUDE:
            raise self._refused(EvidenceRefusal.UNSAFE_XML)
        if local in _MAIL_MERGE:
            raise self._refused(EvidenceRefusal.OUTSIDE_CONTENT)
        if local in _NAMED_ELEMENTS:
            self._name_starts = self._end_of_tag()
        elif not self._looked_at(
            local, {key.rpartition(_SEPARATOR)[2]: value for key, value in attributes.items()}
        ):
            self._plain.add(shape)

    def _looked_at(self, element: str, attributes: dict[str, str]) -> bool:
        """Look at the values that attributes of these names may hold; answers whether there was any."""
        if element in _FETCHED:
            if any(map(_ADDRESS.match, attributes.values())):
                raise self._refused(EvidenceRefusal.OUTSIDE_CONTENT)
            return True
        if "instr" in attributes:  # a field in one piece
            self._fields.append(attributes["instr"] + " ")
        for attribute in (naming := attributes.keys() & _NAMING):
            self._blank(attribute)
        if element == _FOLDER[0]:
            self._blank(_FOLDER[1])
        if element == _PRINTER[0]:
            self._drop(_PRINTER[1])
        return bool(naming) or "instr" in attributes or element in {_FOLDER[0], _PRINTER[0]}

    def _ends(self, name: str) -> None:
        self._depth -= 1
        if not self._texts:
            return
        local = name.rpartition(_SEPARATOR)[2]
        if local == "instrText":
            self._fields.extend(self._texts)
        elif local in _FORMULAS and CALLS_OUTSIDE.search("".join(self._texts)):
            raise self._refused(EvidenceRefusal.OUTSIDE_CONTENT)
        elif local in _NAMED_ELEMENTS and self._name_starts >= 0:
            self.edits.append(_Edit(self._name_starts, self._parser.CurrentByteIndex, b""))
            self._name_starts = -1
        self._texts.clear()

    def _blank(self, attribute: str) -> None:
        self._edit(rb"([\s:]%b\s*=\s*)(?:\"[^\"]+\"|'[^']+')" % attribute.encode(), rb'\1""')

    def _drop(self, attribute: str) -> None:
        self._edit(rb"\s(?:[\w.-]+:)?%b\s*=\s*(?:\"[^\"]*\"|'[^']*')" % attribute.encode(), b"")

    def _edit(self, pattern: bytes, new: bytes) -> None:
        start = self._parser.CurrentByteIndex
        end = self._end_of_tag()
        for found in re.finditer(pattern, self._content[start:end]):
            self.edits.append(_Edit(start + found.start(), start + found.end(), found.expand(new)))

    def _end_of_tag(self) -> int:
        tag = _TAG.match(self._content, self._parser.CurrentByteIndex)
        if tag is None:
            raise NotTaken(EvidenceRefusal.DAMAGED)
        return tag.end()
