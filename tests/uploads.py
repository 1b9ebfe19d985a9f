"""Which files might somebody upload, in good faith and in bad?"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from huiyin.activities.evidence.guard import Accepted, Refused, examine
from huiyin.activities.evidence.limits import EvidenceLimits

OWNER = "Canary Owner 7321"  # stands in every place where a file names its writer
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def examined(
    content: bytes, name: str, at: Path, limits: EvidenceLimits | None = None
) -> tuple[Accepted | Refused, bytes]:
    """What the guard says of `content`, and the bytes that are kept of it (none when it is refused)."""
    source = at / "upload"
    source.write_bytes(content)
    files = at / "files"
    outcome = examine(source, name=name, into=files, limits=limits)
    if isinstance(outcome, Refused):
        assert not list(files.rglob("*"))
        return outcome, b""
    return outcome, (files / outcome.sha256[:2] / outcome.sha256).read_bytes()


def refusal(
    content: bytes, at: Path, name: str = "evidence.docx", limits: EvidenceLimits | None = None
) -> str:
    """The code with which `content` is refused; "" when it is taken."""
    outcome, _ = examined(content, name, at, limits)
    return str(outcome.code) if isinstance(outcome, Refused) else ""


def telling_exif() -> Image.Exif:
    """Exif that tells the place, the owner and that the picture lies on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, OWNER
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 9.0), 3: "E", 4: (121.0, 28.0, 1.0)})
    return exif


def picture(form: str, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A red picture with a blue upper half, in one of Pillow's formats."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0], size[1] // 2))
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def moving(form: str) -> bytes:
    """Two pictures, one after the other."""
    return picture(form, save_all=True, append_images=[Image.new("RGB", (60, 40), "green")])


def huge_png(side: int) -> bytes:
    """A sound PNG of side x side black pixels, a thousand times smaller than what it unpacks to."""
    row = bytes(1 + (side + 7) // 8)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row * side, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def document(with_picture: bytes | None = None) -> bytes:
    """A document as python-docx writes it, with its writer's name and, if asked, a photograph."""
    word = docx.Document()
    word.core_properties.author = word.core_properties.last_modified_by = OWNER
    word.add_paragraph("明湖区 Minghu, synthetic")
    if with_picture:
        word.add_picture(io.BytesIO(with_picture))
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def workbook() -> bytes:
    """A workbook as openpyxl writes it, with its writer's name in its properties and at a note."""
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = OWNER
    book.active.append(["街道", "场"])
    book.active.append(["明湖", 5])
    book.active["A1"].comment = openpyxl.comments.Comment("see the list", OWNER)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def body(inner: str = "", before: str = "") -> bytes:
    """A document's main part with this in it."""
    text = f'{before}<w:document xmlns:w="{W}" xmlns:r="{LINKED}"><w:body>{inner}</w:body></w:document>'
    return text.encode()


def with_parts(changed: Mapping[str, bytes], base: bytes | None = None) -> bytes:
    """A document with some parts other than python-docx wrote them, or more of them."""
    return zipped({**unzipped(base or document()), **changed})


def with_type(part: str, kind: str, content: bytes = b"x", base: bytes | None = None) -> bytes:
    """A document with one part more, of this content type."""
    parts = unzipped(base or document())
    override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'.encode()
    types = parts["[Content_Types].xml"].replace(b"</Types>", override)
    return zipped({**parts, "[Content_Types].xml": types, part: content})


def with_link(kind: str, target: str, mode: str = "External") -> bytes:
    """A document whose settings link to something."""
    link = f'<Relationship Id="rId1" Type="{LINKED}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = f'<Relationships xmlns="{namespace}">{link}</Relationships>'
    return with_parts({"word/_rels/settings.xml.rels": links.encode()})


def pdf_writer() -> PdfWriter:
    """A PDF of two pages, with a photograph on the first, in the hands of its writer."""
    writer = PdfWriter()
    writer.append(io.BytesIO(picture("PDF")))
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Author": OWNER})
    return writer


def written(writer: PdfWriter) -> bytes:
    """What the writer has made."""
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def action(kind: str, **more: str) -> DictionaryObject:
    """A PDF action, such as JavaScript."""
    said = {NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **said})


def mark(subtype: str, **more: Any) -> DictionaryObject:
    """A mark on a page (an annotation)."""
    corners = ArrayObject(map(NumberObject, (0, 0, 50, 50)))
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{subtype}"),
            NameObject("/Rect"): corners,
            NameObject("/T"): TextStringObject(OWNER),
            **{NameObject(f"/{key}"): value for key, value in more.items()},
        }
    )


def raw_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF written by hand: these objects, numbered from 1; the first is its root."""
    content = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return content + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
