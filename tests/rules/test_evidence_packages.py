"""Do documents and workbooks come through without their writers' names, and dangerous ones not at all?"""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from huiyin.activities.evidence.guard import Accepted, Refused
from huiyin.activities.evidence.limits import MEBIBYTE, EvidenceLimits
from huiyin.activities.evidence.package_xml import without_names
from huiyin.activities.evidence.removals import Removal
from tests.uploads import (
    EXCEL,
    OWNER,
    WORD,
    W,
    body,
    document,
    examined,
    huge_png,
    picture,
    refusal,
    telling_exif,
    unzipped,
    with_link,
    with_parts,
    with_type,
    workbook,
    zipped,
)

MAIN = "word/document.xml"
LAUGHS = "<!DOCTYPE d [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def everything(package: bytes) -> bytes:
    """All that stands in a package, unpacked, names of parts included."""
    return b"".join(name.encode() + content for name, content in unzipped(package).items())


def test_a_document_comes_through_without_its_writer_and_its_photographs_without_place(
    tmp_path: Path,
) -> None:
    sent = document(picture("JPEG", exif=telling_exif()))

    outcome, kept = examined(sent, "总结.docx", tmp_path)

    assert isinstance(outcome, Accepted)
    assert (outcome.name, outcome.extension) == ("总结.docx", "docx")
    assert {Removal.PROPERTIES, Removal.PICTURES_INSIDE} <= set(outcome.removed)
    assert OWNER.encode() in everything(sent)
    assert OWNER.encode() not in everything(kept)
    assert b"Exif" not in everything(kept)
    opened = docx.Document(io.BytesIO(kept))
    assert opened.paragraphs[0].text == "明湖区 Minghu, synthetic"
    assert len(opened.inline_shapes) == 1
    assert opened.core_properties.author == ""


def test_a_workbook_comes_through_without_its_writer(tmp_path: Path) -> None:
    sent = workbook()

    outcome, kept = examined(sent, "count.xlsx", tmp_path)

    assert isinstance(outcome, Accepted)
    assert set(outcome.removed) == {Removal.PROPERTIES, Removal.WRITERS}
    assert OWNER.encode() in everything(sent)
    assert OWNER.encode() not in everything(kept)
    sheet = openpyxl.load_workbook(io.BytesIO(kept)).active
    assert [[cell.value for cell in row] for row in sheet] == [["街道", "场"], ["明湖", 5]]
    assert sheet["A1"].comment.text == "see the list"


def test_no_time_of_saving_is_told_and_equal_documents_become_equal_bytes(tmp_path: Path) -> None:
    sent = document()
    outcome, kept = examined(sent, "a.docx", tmp_path)
    again, _ = examined(kept, "a.docx", tmp_path)

    assert isinstance(outcome, Accepted)
    assert isinstance(again, Accepted)
    assert outcome.sha256 == again.sha256
    with zipfile.ZipFile(io.BytesIO(kept)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_names_at_changes_are_blanked_and_nothing_else_is_touched() -> None:
    change = (
        f'<w:ins w:id="1" w:author=\'{OWNER}\' w:date="2026-01-01"><w:r><w:t>a "&gt;" b</w:t></w:r></w:ins>'
    )
    sent = body(change, before="\ufeff<?xml version='1.0' encoding='UTF-8'?>\n<!-- 明湖 -->")

    clean, had_names = without_names(sent, part=MAIN, max_depth=256)

    assert had_names
    assert clean == sent.replace(f"'{OWNER}'".encode(), b'""')


def test_the_folder_of_the_workbook_and_the_settings_of_the_printer_are_gone() -> None:
    sent = (
        f'<a xmlns:r="urn:r"><absPath url="C:/{OWNER}/"/><pageSetup orientation="portrait" r:id="rId1"/></a>'
    )

    clean, _ = without_names(sent.encode(), part="xl/workbook.xml", max_depth=256)

    assert clean == b'<a xmlns:r="urn:r"><absPath url=""/><pageSetup orientation="portrait"/></a>'


def test_the_settings_of_a_printer_are_left_out_with_what_names_them(tmp_path: Path) -> None:
    part = "xl/printerSettings/printerSettings1.bin"
    sent = with_type(part, f"{EXCEL}.printerSettings", b"HP", workbook())

    outcome, kept = examined(sent, "a.xlsx", tmp_path)

    assert isinstance(outcome, Accepted)
    assert Removal.PREVIEW_OR_PRINTER in outcome.removed
    assert b"printerSettings" not in everything(kept)
    assert openpyxl.load_workbook(io.BytesIO(kept)).active["B2"].value == 5


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(LAUGHS + "]>", id="entities within entities"),
        pytest.param("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", id="external entity"),
        pytest.param(
            "<!DOCTYPE d [<!ENTITY % x SYSTEM 'http://127.0.0.1/x.dtd'> %x;]>", id="parameter entity"
        ),
        pytest.param(f"<!DOCTYPE d [<!ENTITY a '{'a' * 50_000}'>]>", id="one large entity"),
        pytest.param("<!DOCTYPE d SYSTEM 'http://127.0.0.1/x.dtd'>", id="external document type"),
    ],
)
@pytest.mark.parametrize("part", [MAIN, "[Content_Types].xml", "_rels/.rels", "docProps/custom.xml"])
def test_parts_that_declare_entities_are_refused(declared: str, part: str, tmp_path: Path) -> None:
    base = document()
    standing = unzipped(base).get(part, b"<Properties/>")
    declaration, mark, rest = standing.rpartition(b"?>\n")
    sent = with_parts({part: declaration + mark + declared.encode() + rest}, base)

    assert refusal(sent, tmp_path) == "unsafe_xml"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_other_codes_are_refused(codec: str, tmp_path: Path) -> None:
    sent = body(before="<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE d [<!ENTITY a 'b'>]>").decode()

    assert refusal(with_parts({MAIN: sent.encode(codec)}), tmp_path) == "unsafe_xml"


@pytest.mark.parametrize("code", ["UTF-7", "ISO-8859-1", "GBK"])
def test_parts_that_declare_another_code_are_refused(code: str, tmp_path: Path) -> None:
    sent = body(before=f"<?xml version='1.0' encoding='{code}'?>")

    assert refusal(with_parts({MAIN: sent}), tmp_path) in {"unsafe_xml", "damaged"}


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
            "unsafe_xml",
        ),
        ("<w:p>" * 300 + "</w:p>" * 300, "unsafe_xml"),
        ("<w:p>", "damaged"),
        (
            "<w:r><w:instrText>DDEAU</w:instrText></w:r><w:r><w:instrText>TO c x</w:instrText></w:r>",
            "outside_content",
        ),
        ('<w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://x/&quot; "/>', "outside_content"),
        ('<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://x/a.png"/>', "outside_content"),
        ('<w:fldSimple w:instr=" PAGE "/>', ""),
    ],
)
def test_what_stands_in_a_document_is_looked_at(inner: str, code: str, tmp_path: Path) -> None:
    assert refusal(with_parts({MAIN: body(inner)}), tmp_path) == code


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("SUM(A1:A3)", ""),
        ('WEBSERVICE("http://x")', "outside_content"),
        ("cmd|'/c calc'!A0", "outside_content"),
    ],
)
def test_formulas_that_call_outside_are_refused(formula: str, code: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=" + formula
    book.save(tmp_path / "a.xlsx")

    assert refusal((tmp_path / "a.xlsx").read_bytes(), tmp_path, "a.xlsx") == code


@pytest.mark.parametrize(
    ("kind", "target", "mode", "code"),
    [
        ("attachedTemplate", "http://127.0.0.1/t.dotm", "External", "outside_content"),
        ("attachedTemplate", "file:///C:/t.dotm", "External", "outside_content"),
        ("image", "http://127.0.0.1/a.png", "External", "outside_content"),
        ("oleObject", "file://host/share/a.doc", "External", "outside_content"),
        ("hyperlink", "file://host/share", "External", "outside_content"),
        ("hyperlink", "javascript:alert(1)", "External", "outside_content"),
        ("image", "http://127.0.0.1/a.png", "Internal", "outside_content"),
        ("image", "\\\\host\\share\\a.png", "Internal", "outside_content"),
        ("hyperlink", "https://example.org/", "External", ""),
    ],
)
def test_links_that_fetch_are_refused_and_links_to_click_are_not(
    kind: str, target: str, mode: str, code: str, tmp_path: Path
) -> None:
    assert refusal(with_link(kind, target, mode), tmp_path) == code


@pytest.mark.parametrize(
    ("part", "kind", "code"),
    [
        ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject", "macros"),
        ("word/vbaData.xml", "application/vnd.ms-word.vbaData+xml", "macros"),
        (
            "word/embeddings/o.bin",
            "application/vnd.openxmlformats-officedocument.oleObject",
            "embedded_object",
        ),
        ("word/embeddings/o.xlsx", f"{EXCEL}.sheet", "embedded_object"),
        ("word/activeX/a.xml", "application/vnd.ms-office.activeX+xml", "embedded_object"),
        ("word/afchunk.mht", "message/rfc822", "unknown_part"),
        ("word/media/a.svg", "image/svg+xml", "unknown_part"),
        ("word/inner.zip", "application/zip", "unknown_part"),
        ("word/no.type", "", "unknown_part"),
        ("xl/externalLinks/e.xml", f"{EXCEL}.externalLink+xml", "outside_content"),
        ("xl/connections.xml", f"{EXCEL}.connections+xml", "outside_content"),
    ],
)
def test_parts_that_run_hide_or_fetch_are_refused(part: str, kind: str, code: str, tmp_path: Path) -> None:
    assert refusal(with_type(part, kind), tmp_path) == code


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "macros"),
        (f"{WORD}.template.main+xml", "other_office"),
        (
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            "other_office",
        ),
    ],
)
def test_a_package_is_what_it_says_inside_whatever_its_name(kind: str, code: str, tmp_path: Path) -> None:
    parts = unzipped(document())
    types = parts["[Content_Types].xml"].replace(f"{WORD}.document.main+xml".encode(), kind.encode())

    assert refusal(zipped({**parts, "[Content_Types].xml": types}), tmp_path, "report.docx") == code


def test_a_plain_zip_is_an_archive(tmp_path: Path) -> None:
    assert refusal(zipped({"a.txt": b"a"}), tmp_path) == "archive"


def test_a_picture_inside_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    assert refusal(with_type("word/media/b.png", "image/png", huge_png(7_000)), tmp_path) == "too_many_pixels"


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", picture("GIF"), b"MZ"])
def test_a_picture_inside_that_is_none_is_refused(content: bytes, tmp_path: Path) -> None:
    assert refusal(with_type("word/media/b.png", "image/png", content), tmp_path) == "damaged"


@pytest.mark.parametrize(
    ("part", "kind", "content"),
    [
        ("word/media/really_png.jpeg", "image/jpeg", picture("PNG")),
        ("xl/cellimages.xml", "application/vnd.wps-officedocument.cellimage+xml", b"<cellImages/>"),
        ("customXml/item1.xml", "application/xml", b"<a/>"),
    ],
)
def test_what_office_programs_write_beside_is_taken(
    part: str, kind: str, content: bytes, tmp_path: Path
) -> None:
    outcome, kept = examined(with_type(part, kind, content), "a.docx", tmp_path)

    assert isinstance(outcome, Accepted)
    assert unzipped(kept)[part].startswith(content[:8])


def entry_of(name: str, mode: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


@pytest.mark.parametrize(
    "entry",
    [
        entry_of("word/../../../etc/cron.d/x"),
        entry_of("/etc/passwd"),
        entry_of("word\\..\\x.xml"),
        entry_of("C:x.xml"),
        entry_of("word/link.xml", stat.S_IFLNK | 0o777),
        entry_of("word/pipe.xml", stat.S_IFIFO),
        entry_of("WORD/document.xml"),
        entry_of("word/\u202elmx.xml"),
    ],
    ids=["up", "root", "backslash", "drive", "link", "pipe", "twice", "turned"],
)
def test_entries_that_lead_elsewhere_are_refused(entry: zipfile.ZipInfo, tmp_path: Path) -> None:
    package = io.BytesIO(document())
    with zipfile.ZipFile(package, "a") as opened:
        opened.writestr(entry, b"/etc/passwd")

    assert refusal(package.getvalue(), tmp_path) == "unsafe_package"


def test_one_part_more_than_is_allowed_is_refused(tmp_path: Path) -> None:
    parts = unzipped(document()) | {f"word/p{number}.xml": b"<p/>" for number in range(2_000)}

    assert refusal(zipped(parts), tmp_path) == "too_many_parts"


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path: Path) -> None:
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    sheet = b"<worksheet><sheetData>" + row * (100 * MEBIBYTE // len(row)) + b"</sheetData></worksheet>"
    bomb = with_parts({"xl/worksheets/sheet1.xml": sheet}, workbook())

    assert len(bomb) < MEBIBYTE
    assert refusal(bomb, tmp_path, "a.xlsx") == "packed_too_tight"


def test_a_loosely_packed_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    limits = EvidenceLimits(max_ratio=100_000)
    bomb = with_parts({MAIN: body(" " * 60 * MEBIBYTE)})

    assert refusal(bomb, tmp_path, limits=limits) == "unpacks_too_large"


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    package = bytearray(document())
    first = package.index(b"PK\x01\x02")
    second = package.index(b"PK\x01\x02", first + 4)
    package[second + 42 : second + 46] = package[first + 42 : first + 46]

    assert refusal(bytes(package), tmp_path) == "unsafe_package"


@pytest.mark.parametrize("size", [1, 1 << 31])
def test_a_header_that_lies_about_the_size_is_refused(size: int, tmp_path: Path) -> None:
    package = bytearray(document())
    entry = package.index(b"PK\x01\x02")
    package[entry + 24 : entry + 28] = size.to_bytes(4, "little")

    assert refusal(bytes(package), tmp_path) == "damaged"


def test_a_locked_entry_is_refused(tmp_path: Path) -> None:
    package = bytearray(document())
    package[package.index(b"PK\x01\x02") + 8] |= 1

    assert refusal(bytes(package), tmp_path) == "locked"


def test_a_package_that_breaks_off_is_refused(tmp_path: Path) -> None:
    sent = document()

    assert refusal(sent[: len(sent) // 2], tmp_path) == "damaged"


def test_a_refusal_names_the_part(tmp_path: Path) -> None:
    outcome, _ = examined(with_type("word/media/a.svg", "image/svg+xml"), "a.docx", tmp_path)

    assert isinstance(outcome, Refused)
    assert dict(outcome.facts) == {"part": "word/media/a.svg"}
    assert W not in str(outcome.facts)
