"""Are only the pages of a PDF kept, without what runs, hides or tells?"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from huiyin.activities.evidence.guard import Accepted
from huiyin.activities.evidence.removals import Removal
from tests.uploads import (
    OWNER,
    action,
    examined,
    mark,
    pdf_writer,
    picture,
    raw_pdf,
    refusal,
    telling_exif,
    written,
)

PAYLOAD = "Canary payload 9154"


def everything(pdf: bytes) -> bytes:
    """The file as it is and, unpacked, every object that it lists."""
    reader = PdfReader(io.BytesIO(pdf))
    unpacked = []
    for number in range(1, len(reader.xref[0]) + 1):
        thing = reader.get_object(number)
        if isinstance(thing, StreamObject):
            unpacked.append(thing._data)
        unpacked.append(repr(thing).encode())
    return pdf + b"".join(unpacked)


def with_mark(about: DictionaryObject) -> bytes:
    writer = pdf_writer()
    writer.pages[1][NameObject("/Annots")] = ArrayObject([about])
    return written(writer)


def test_an_honest_pdf_comes_through_with_its_pages_and_without_its_writer(tmp_path: Path) -> None:
    outcome, kept = examined(written(pdf_writer()), "报告.pdf", tmp_path)

    assert isinstance(outcome, Accepted)
    assert (outcome.name, outcome.media_type) == ("报告.pdf", "application/pdf")
    assert Removal.PROPERTIES in outcome.removed
    reader = PdfReader(io.BytesIO(kept))
    assert len(reader.pages) == 2
    assert reader.metadata is None
    assert reader.pages[0].images[0].image is not None
    assert OWNER.encode() not in everything(kept)


def test_equal_pdfs_become_equal_bytes(tmp_path: Path) -> None:
    first, kept = examined(written(pdf_writer()), "a.pdf", tmp_path)
    second, _ = examined(written(pdf_writer()), "b.pdf", tmp_path)
    third, again = examined(kept, "c.pdf", tmp_path)

    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert isinstance(third, Accepted)
    assert first.sha256 == second.sha256
    assert again == kept


def opens_with_a_script(writer: PdfWriter) -> None:
    writer.add_open_action(JavaScript(PAYLOAD))


def opens_with_a_program(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = action("Launch", F=PAYLOAD)


def has_named_scripts(writer: PdfWriter) -> None:
    names = ArrayObject([TextStringObject("a"), action("JavaScript", JS=PAYLOAD)])
    tree = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): names})})
    writer.root_object[NameObject("/Names")] = tree


def has_a_file_inside(writer: PdfWriter) -> None:
    writer.add_attachment("a.exe", PAYLOAD.encode())


def acts_when_a_page_opens(writer: PdfWriter) -> None:
    for thing in (writer.root_object, writer.pages[0]):
        thing[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("JavaScript", JS=PAYLOAD)})


def tells_in_xmp(writer: PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(PAYLOAD.encode())
    for thing in (writer.root_object, writer.pages[0]):
        thing[NameObject("/Metadata")] = writer._add_object(stream)


def tells_beside_a_page(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject(
        {NameObject("/X"): TextStringObject(PAYLOAD)}
    )


def has_a_form(writer: PdfWriter) -> None:
    field = mark("Widget", FT=NameObject("/Tx"), A=action("SubmitForm", F=PAYLOAD))
    writer.pages[1][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    form = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([field]), NameObject("/XFA"): TextStringObject(PAYLOAD)}
    )
    writer.root_object[NameObject("/AcroForm")] = form


@pytest.mark.parametrize(
    ("change", "removal"),
    [
        (opens_with_a_script, Removal.SCRIPTS),
        (opens_with_a_program, Removal.SCRIPTS),
        (has_named_scripts, Removal.SCRIPTS),
        (has_a_file_inside, Removal.FILES_INSIDE),
        (acts_when_a_page_opens, Removal.SCRIPTS),
        (tells_in_xmp, Removal.PROPERTIES),
        (tells_beside_a_page, Removal.PROPERTIES),
        (has_a_form, Removal.FORMS),
    ],
)
def test_what_runs_hides_or_tells_is_gone(change: object, removal: Removal, tmp_path: Path) -> None:
    writer = pdf_writer()
    change(writer)  # type: ignore[operator]
    sent = written(writer)

    outcome, kept = examined(sent, "a.pdf", tmp_path)

    assert isinstance(outcome, Accepted)
    assert removal in outcome.removed
    assert PAYLOAD.encode() in everything(sent)
    assert PAYLOAD.encode() not in everything(kept)
    assert not any(
        word in everything(kept) for word in (b"/JavaScript", b"/OpenAction", b"/AA", b"/Launch", b"/EF")
    )
    assert len(PdfReader(io.BytesIO(kept)).pages) == 2


@pytest.mark.parametrize(
    "about",
    [
        mark("Link", A=action("Launch", F=PAYLOAD)),
        mark("Link", A=action("URI", URI=f"javascript:{PAYLOAD}")),
        mark("Link", A=action("GoToR", F=PAYLOAD)),
        mark("FileAttachment", FS=TextStringObject(PAYLOAD)),
        mark("RichMedia", RichMediaContent=TextStringObject(PAYLOAD)),
        mark("Text", AA=DictionaryObject({NameObject("/E"): action("JavaScript", JS=PAYLOAD)})),
    ],
)
def test_marks_that_act_or_carry_files_are_disarmed(about: DictionaryObject, tmp_path: Path) -> None:
    outcome, kept = examined(with_mark(about), "a.pdf", tmp_path)

    assert isinstance(outcome, Accepted)
    assert PAYLOAD.encode() not in everything(kept)
    assert OWNER.encode() not in everything(kept)


def test_an_address_to_click_stays(tmp_path: Path) -> None:
    sent = with_mark(mark("Link", A=action("URI", URI="https://example.org/")))

    _, kept = examined(sent, "a.pdf", tmp_path)

    marks = cast("ArrayObject", PdfReader(io.BytesIO(kept)).pages[1]["/Annots"])
    clicked = cast("DictionaryObject", cast("DictionaryObject", marks[0].get_object())["/A"])
    assert str(clicked["/URI"]) == "https://example.org/"


def with_photograph(filters: list[str], data: bytes) -> bytes:
    photograph = StreamObject()
    photograph._data = data
    facts = {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceRGB"}
    photograph.update({NameObject(key): NameObject(value) for key, value in facts.items()})
    numbers = {"/Width": 60, "/Height": 40, "/BitsPerComponent": 8}
    photograph.update({NameObject(key): NumberObject(value) for key, value in numbers.items()})
    photograph[NameObject("/Filter")] = ArrayObject(map(NameObject, filters))
    writer = pdf_writer()
    pictures = DictionaryObject(
        {NameObject("/AA"): writer._add_object(photograph)}
    )  # a name like an action's
    writer.pages[1][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    return written(writer)


@pytest.mark.parametrize("is_packed_twice", [False, True])
def test_a_photograph_inside_no_longer_tells_its_place(is_packed_twice: bool, tmp_path: Path) -> None:  # noqa: FBT001
    photograph = picture("JPEG", exif=telling_exif())
    chain = (["/FlateDecode", "/DCTDecode"], zlib.compress(photograph))
    sent = with_photograph(*(chain if is_packed_twice else (["/DCTDecode"], photograph)))

    outcome, kept = examined(sent, "scan.pdf", tmp_path)

    assert isinstance(outcome, Accepted)
    assert Removal.PICTURES_INSIDE in outcome.removed
    assert OWNER.encode() not in everything(kept)
    assert b"Exif" not in everything(kept)
    shown = PdfReader(io.BytesIO(kept)).pages[1].images[0].image
    assert shown is not None
    assert shown.size == (60, 40)


@pytest.mark.parametrize("word", ["geheim", ""])
def test_a_locked_pdf_is_refused_also_when_it_opens_without_a_word(word: str, tmp_path: Path) -> None:
    writer = pdf_writer()
    writer.encrypt(word, "owner", algorithm="AES-256")

    assert refusal(written(writer), tmp_path, "a.pdf") == "locked"


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(2_001):
        writer.add_blank_page(width=10, height=10)

    assert refusal(written(writer), tmp_path, "a.pdf") == "too_many_pages"


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def with_packed_table(size: int) -> bytes:
    """A PDF whose table of objects unpacks to this many bytes."""
    packed = zlib.compress(bytes(size), 9)
    about = b"<</Type/XRef/W[1 4 2]/Size %d/Root 1 0 R/Filter/FlateDecode/Length %d>>" % (
        size // 7,
        len(packed),
    )
    head = b"%PDF-1.7\n"
    return head + b"1 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (
        about,
        packed,
        len(head),
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(with_packed_table(500_000_000), id="packed table"),
        pytest.param(b"%PDF-1.7\n" + b"[" * 100_000, id="nothing but brackets"),
        pytest.param(
            b"%PDF-1.7\nxref\n0 999999999\n0000000000 65535 f \ntrailer<<>>\nstartxref\n9\n%%EOF",
            id="huge xref",
        ),
        pytest.param(
            raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), id="loop"
        ),
        pytest.param(raw_pdf(b"<</Type/Catalog/Pages 1 0 R>>"), id="its own page tree"),
        pytest.param(
            raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), id="no page"
        ),
        pytest.param(
            raw_pdf(
                b"<</Type/Catalog/Pages 2 0 R>>",
                PAGES,
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources "
                + b"<</A " * 50_000
                + b">>" * 50_000
                + b">>",
            ),
            id="deeply nested",
        ),
    ],
)
def test_a_pdf_that_is_built_to_hurt_is_refused(content: bytes, tmp_path: Path) -> None:
    assert refusal(content, tmp_path, "a.pdf") in {"damaged", "too_costly"}


def test_a_pdf_must_begin_as_one(tmp_path: Path) -> None:
    assert refusal(b"<html>" + written(pdf_writer()), tmp_path, "a.pdf") == "web_page"


def test_what_stands_behind_a_pdf_is_gone(tmp_path: Path) -> None:
    _, kept = examined(written(pdf_writer()) + b"PK\x03\x04" + PAYLOAD.encode(), "a.pdf", tmp_path)

    assert kept.startswith(b"%PDF-1.7")
    assert PAYLOAD.encode() not in kept
