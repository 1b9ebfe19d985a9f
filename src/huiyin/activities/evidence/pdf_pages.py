"""What is left of a PDF when only its pages are kept?"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from huiyin.activities.evidence.jpeg_segments import without_telling_segments
from huiyin.activities.evidence.limits import EvidenceLimits
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken
from huiyin.activities.evidence.removals import Removal

# ISO 32000-2, table 31: what is needed to draw a page.
_DRAWN = {
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/BleedBox",
    "/TrimBox",
    "/ArtBox",
    "/Contents",
    "/Rotate",
    "/Group",
    "/Annots",
    "/UserUnit",
}  # fmt: skip -- one list
_UPWARDS = {"/Parent", "/P", "/Dest"}  # lead out of the page
# Programs, other files, and what tells of writers and places, wherever it stands.
_TAKEN_OUT = {
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/EF",
    "/AF",
    "/Thumb",
    "/EmbeddedFiles",
    "/XFA",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/Alternates",
    "/OPI",
    "/SpiderInfo",
    "/Measure",
    "/PtData",
    "/FFilter",
    "/FDecodeParms",
    "/Dest",
    "/IRT",
    "/Popup",
}  # fmt: skip -- one list
_SCRIPTS = {"/AA", "/JS", "/JavaScript", "/OpenAction"}
_ELSEWHERE = ("/F", "/Ref")  # of a stream: a file or a page of a file that holds its content
# Keys beneath these are names that the writer chose: a font may be called /AA, and a letter /JS.
_NAMES_BENEATH = {
    "/Font",
    "/XObject",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
    "/CharProcs",
    "/Colorants",
}  # fmt: skip -- one list
_PERSONAL = (
    "/T",
    "/M",
    "/NM",
    "/CreationDate",
    "/Subj",
    "/StructParent",
    "/P",
    "/Parent",
    "/Kids",
)  # of a mark on a page
_MARKS_KEPT = {
    "/Text",
    "/Link",
    "/FreeText",
    "/Line",
    "/Square",
    "/Circle",
    "/Polygon",
    "/PolyLine",
    "/Highlight",
    "/Underline",
    "/Squiggly",
    "/StrikeOut",
    "/Caret",
    "/Stamp",
    "/Ink",
    "/Widget",
    "/Redact",
    "/Watermark",
}  # fmt: skip -- one list
_LOOKED_AT = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_VERSION = "%PDF-1.7"
_FLATE, _DCT = "/FlateDecode", "/DCTDecode"


def clean_pdf(source: Path, destination: Path, *, limits: EvidenceLimits) -> set[Removal]:
    """Write a new PDF of the pages alone, without scripts, actions, files, and who wrote it when.

    What is drawn stays as it is, byte for byte but for what a camera wrote into a picture. Answers what was
    taken out. Raises `NotTaken`, and what pypdf raises for a damaged file.
    """
    reader = PdfReader(source)
    if reader.is_encrypted:
        raise NotTaken(EvidenceRefusal.LOCKED)
    if len(reader.pages) > limits.max_pages:
        raise NotTaken(EvidenceRefusal.TOO_MANY_PAGES, limit=limits.max_pages)
    if not reader.pages:
        raise NotTaken(EvidenceRefusal.DAMAGED)
    scrubbing = _Scrubbing(limits)
    scrubbing.removed |= _of_the_whole(reader)
    writer = PdfWriter()
    for page in reader.pages:
        scrubbing.scrub(page)
        writer.add_page(page)
    writer.metadata = None
    writer.pdf_header = _VERSION
    writer.write(destination)
    return scrubbing.removed


def _of_the_whole(reader: PdfReader) -> set[Removal]:
    """What hangs on the document and is not copied with its pages."""
    root = reader.root_object
    names = root.get("/Names", DictionaryObject()).get_object()
    listed = set(names) if isinstance(names, DictionaryObject) else set()
    hangs = {
        Removal.PROPERTIES: bool(reader.metadata) or "/Metadata" in root,
        Removal.SCRIPTS: bool({"/OpenAction", "/AA"} & set(root)) or "/JavaScript" in listed,
        Removal.FILES_INSIDE: bool({"/AF", "/Collection"} & set(root)) or "/EmbeddedFiles" in listed,
        Removal.FORMS: "/AcroForm" in root,
        Removal.BOOKMARKS: "/Outlines" in root,
    }
    return {name for name, is_there in hangs.items() if is_there}


class _Scrubbing:
    """Walks through all that the pages draw with, each thing once, without recursion."""

    def __init__(self, limits: EvidenceLimits) -> None:
        self.removed: set[Removal] = set()
        self._limits = limits
        self._seen: set[int] = set()

    def scrub(self, page: PageObject) -> None:
        """Take out of a page, in place, all that does more than draw."""
        for key in set(page) - _DRAWN:
            del page[key]
        self._keep_marks(page)
        waiting: list[object] = [page]
        while waiting:
            thing = waiting.pop()
            thing = thing.get_object() if isinstance(thing, IndirectObject) else thing
            if isinstance(thing, DictionaryObject | ArrayObject) and id(thing) not in self._seen:
                self._seen.add(id(thing))
                waiting += self._beneath(thing)

    def _beneath(self, thing: DictionaryObject | ArrayObject) -> Iterator[object]:
        if isinstance(thing, ArrayObject):
            yield from thing
            return
        self._take_out(thing)
        if isinstance(thing, StreamObject):
            self._clean_picture(thing)
        for key in set(thing) - _UPWARDS:
            named = thing[key] if key in _NAMES_BENEATH else None
            if isinstance(named, DictionaryObject) and not isinstance(named, StreamObject):
                yield from (named.raw_get(name) for name in named)
            else:
                yield thing.raw_get(key)

    def _take_out(self, thing: DictionaryObject) -> None:
        for key in set(thing) & _TAKEN_OUT:
            del thing[key]
            self.removed.add(Removal.SCRIPTS if key in _SCRIPTS else Removal.PROPERTIES)
        for key in set(_ELSEWHERE) & set(thing) if isinstance(thing, StreamObject) else ():
            del thing[key]
        if "/A" in thing and not isinstance(thing["/A"], StreamObject) and not _is_clicked(thing["/A"]):
            del thing["/A"]
            self.removed.add(Removal.ACTIONS)

    def _keep_marks(self, page: PageObject) -> None:
        if "/Annots" not in page:
            return
        marks = [mark for mark in cast("ArrayObject", page["/Annots"]) if _subtype(mark) in _MARKS_KEPT]
        if len(marks) < len(cast("ArrayObject", page["/Annots"])):
            self.removed.add(Removal.FILES_INSIDE)
        for mark in marks:
            about = cast("DictionaryObject", mark.get_object())
            for key in set(_PERSONAL) & set(about):
                del about[key]
        page[NameObject("/Annots")] = ArrayObject(marks)

    def _clean_picture(self, stream: StreamObject) -> None:
        """Take out of a camera's picture what tells where and with what it was taken."""
        filters = stream.get("/Filter")
        chain = list(filters) if isinstance(filters, ArrayObject) else [filters]
        if not chain or chain[-1] != _DCT:
            return
        if chain[:-1] == [_FLATE]:
            stream._data = _inflated(stream._data, self._limits.max_unpacked_bytes)
            stream.pop("/DecodeParms", None)
        elif chain[:-1]:
            raise NotTaken(EvidenceRefusal.UNKNOWN_PART, part=" ".join(map(str, chain)))
        stream[NameObject("/Filter")] = NameObject(_DCT)
        clean = without_telling_segments(stream._data)
        if clean != stream._data:
            self.removed.add(Removal.PICTURES_INSIDE)
        stream._data = clean


def _subtype(mark: object) -> str:
    about = mark.get_object() if isinstance(mark, IndirectObject) else mark
    return str(about.get("/Subtype", "")) if isinstance(about, DictionaryObject) else ""


def _is_clicked(action: object) -> bool:
    """Does this do nothing but open an address when a person clicks?"""
    if not isinstance(action, DictionaryObject) or "/Next" in action or action.get("/S") != "/URI":
        return False
    return _LOOKED_AT.match(str(action.get("/URI", ""))) is not None


def _inflated(packed: bytes, limit: int) -> bytes:
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(packed, limit)
    if unpacking.unconsumed_tail:
        raise NotTaken(EvidenceRefusal.UNPACKS_TOO_LARGE, limit=limit >> 20)
    return plain
