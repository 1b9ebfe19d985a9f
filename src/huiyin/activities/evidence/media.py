"""Which sort of file is this, told by its bytes and never by its name?"""

from __future__ import annotations

from enum import Enum

from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

HEAD_BYTES = 4096  # how much of a file's beginning `sort_of` wants to see


class Media(Enum):
    """The sorts of file that are kept as evidence: (media type, extension)."""

    JPEG = ("image/jpeg", "jpg")
    PNG = ("image/png", "png")
    PDF = ("application/pdf", "pdf")
    DOCX = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
    XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
    TEXT = ("text/plain", "txt")
    CSV = ("text/csv", "csv")

    @property
    def media_type(self) -> str:
        """The name registered with IANA."""
        return self.value[0]

    @property
    def extension(self) -> str:
        """How a name of this sort ends, without the dot."""
        return self.value[1]


class Sort(Enum):
    """The sorts of file that are examined; what each becomes is decided where it is cleaned."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    PACKAGE = "package"  # a zip that may be a docx or an xlsx
    TEXT = "text"


_TAKEN = (
    (b"\xff\xd8\xff", Sort.JPEG),
    (b"\x89PNG\r\n\x1a\n", Sort.PNG),
    (b"%PDF-", Sort.PDF),
    (b"PK\x03\x04", Sort.PACKAGE),
)
_REFUSED = (
    (b"GIF8", EvidenceRefusal.MOVING_PICTURE),
    (b"MZ", EvidenceRefusal.PROGRAM),  # Windows
    (b"\x7fELF", EvidenceRefusal.PROGRAM),  # Linux
    (b"\xca\xfe\xba\xbe", EvidenceRefusal.PROGRAM),  # Java, macOS
    (b"\xcf\xfa\xed\xfe", EvidenceRefusal.PROGRAM),  # macOS
    (b"\xce\xfa\xed\xfe", EvidenceRefusal.PROGRAM),  # macOS
    (b"L\0\0\0\x01\x14\x02\0", EvidenceRefusal.PROGRAM),  # a Windows shortcut
    (b"#!", EvidenceRefusal.PROGRAM),
    (b"PK", EvidenceRefusal.ARCHIVE),  # an empty or split zip
    (b"Rar!", EvidenceRefusal.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", EvidenceRefusal.ARCHIVE),
    (b"\x1f\x8b", EvidenceRefusal.ARCHIVE),  # gzip
    (b"BZh", EvidenceRefusal.ARCHIVE),
    (b"\xfd7zXZ\0", EvidenceRefusal.ARCHIVE),
    (b"MSCF", EvidenceRefusal.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", EvidenceRefusal.OLD_OFFICE),  # also a package under a password
    (b"{\\rtf", EvidenceRefusal.OLD_OFFICE),
    (b"ID;P", EvidenceRefusal.OLD_OFFICE),  # SYLK: a spreadsheet that pretends to be a csv file
    (b"%!", EvidenceRefusal.UNKNOWN_SORT),  # PostScript
)
_TAR = slice(257, 262)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def sort_of(head: bytes) -> Sort:
    """Which sort begins like this? `head` is the first `HEAD_BYTES` of the file, or all of a shorter one.

    Raises `NotTaken` for what is never taken. Text is what begins like nothing else; whether it truly is text
    only shows when all of it is read. Signatures: WHATWG MIME Sniffing, section 6; the formats' own papers.
    """
    if not head:
        raise NotTaken(EvidenceRefusal.EMPTY)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Sort.WEBP
    if (taken := next((sort for mark, sort in _TAKEN if head.startswith(mark)), None)) is not None:
        return taken
    if (reason := next((reason for mark, reason in _REFUSED if head.startswith(mark)), None)) is not None:
        raise NotTaken(reason)
    if head[_TAR] == b"ustar":
        raise NotTaken(EvidenceRefusal.ARCHIVE)
    return _text_or_refusal(head)


def _text_or_refusal(head: bytes) -> Sort:
    if head.startswith(_BYTE_ORDER_MARKS):
        raise NotTaken(EvidenceRefusal.NOT_UTF8)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):  # HTML, SVG, XML, PHP
        raise NotTaken(EvidenceRefusal.WEB_PAGE)
    if b"\0" in head:
        raise NotTaken(EvidenceRefusal.UNKNOWN_SORT)
    return Sort.TEXT
