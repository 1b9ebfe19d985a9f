"""Is every accepted format, encoding and delimiter read alike, and all else refused with its place?"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.opinions.files.documents import Document
from huiyin.opinions.files.encodings import find_encoding, open_text
from huiyin.opinions.files.reading import read_file
from huiyin.opinions.files.tables import Fault, ReadingLimits, Refusal, Table, UnreadableFile
from tests.sheets import OPINIONS, Value, csv_text, write_csv, write_jsonl, write_ods, write_xls, write_xlsx

MANY_WORDS: tuple[Value, ...] = ("M9", "", "", "", "路灯坏了很久没有人来修" * 9, 0)
EXPECTED = [["" if value is None else str(value) for value in row] for row in OPINIONS]


def read_tables(file: Path, limits: ReadingLimits | None = None) -> list[Table]:
    contents = list(read_file(file, limits=limits or ReadingLimits()))
    assert all(isinstance(content, Table) for content in contents)
    return [content for content in contents if isinstance(content, Table)]


def read_cells(file: Path) -> list[list[str]]:
    (table,) = read_tables(file)
    return [list(record.cells) for record in table.records()]


def refusal_of(file: Path, limits: ReadingLimits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refusal:
        list(read_file(file, limits=limits or ReadingLimits()))
    return refusal.value


class TestFormats:
    def test_csv_gives_its_cells(self, tmp_path: Path) -> None:
        assert read_cells(write_csv(tmp_path / "意见.csv", OPINIONS)) == EXPECTED

    def test_xlsx_gives_the_same_cells_as_csv(self, tmp_path: Path) -> None:
        assert read_cells(write_xlsx(tmp_path / "意见.xlsx", {"意见": OPINIONS})) == EXPECTED

    def test_xls_gives_the_same_cells_as_csv(self, tmp_path: Path) -> None:
        assert read_cells(write_xls(tmp_path / "意见.xls", OPINIONS)) == EXPECTED

    def test_ods_gives_the_same_cells_as_csv(self, tmp_path: Path) -> None:
        assert read_cells(write_ods(tmp_path / "意见.ods", OPINIONS)) == EXPECTED

    def test_jsonl_gives_its_keys_as_names_and_the_same_cells(self, tmp_path: Path) -> None:
        (table,) = read_tables(write_jsonl(tmp_path / "意见.jsonl", OPINIONS))

        assert list(table.names) == EXPECTED[0]
        assert [list(record.cells) for record in table.records()] == EXPECTED[1:]

    def test_a_suffix_in_capitals_is_the_same_format(self, tmp_path: Path) -> None:
        assert read_cells(write_xlsx(tmp_path / "意见.XLSX", {"意见": OPINIONS})) == EXPECTED

    def test_a_table_can_be_read_twice(self, tmp_path: Path) -> None:
        (table,) = read_tables(write_xlsx(tmp_path / "意见.xlsx", {"意见": OPINIONS}))

        assert list(table.records()) == list(table.records())

    def test_columns_count_from_the_sheets_first_even_when_it_is_blank(self, tmp_path: Path) -> None:
        rows = [[None, "内容"], [None, "路灯坏了"]]

        assert read_cells(write_xlsx(tmp_path / "x.xlsx", {"意见": rows})) == [["", "内容"], ["", "路灯坏了"]]

    def test_hidden_sheets_are_read_and_charts_are_passed_over(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["内容"])
        book.create_chartsheet("图")
        hidden = book.create_sheet("藏")
        hidden.append(["意见"])
        hidden.sheet_state = "veryHidden"
        book.save(tmp_path / "x.xlsx")

        assert [table.sheet for table in read_tables(tmp_path / "x.xlsx")] == ["Sheet", "藏"]

    def test_true_dates_and_whole_numbers_are_written_as_in_csv(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append([True, 3.0, 3.5, openpyxl.utils.datetime.from_excel(46086.5)])
        book.save(tmp_path / "x.xlsx")

        assert read_cells(tmp_path / "x.xlsx") == [["TRUE", "3", "3.5", "2026-03-05 12:00:00"]]

    def test_a_tab_separated_txt_under_known_names_is_a_table(self, tmp_path: Path) -> None:
        file = tmp_path / "导出.txt"
        file.write_text(csv_text(OPINIONS, delimiter="\t"), encoding="utf-8")

        (document,) = read_file(file, limits=ReadingLimits())

        assert isinstance(document, Document)
        (table,) = document.tables
        assert [list(record.cells) for record in table.records()] == EXPECTED


class TestEncodings:
    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("gb18030", "gb18030"),
            ("gbk", "gb18030"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-16", "utf-16-le"),
        ],
    )
    def test_each_accepted_encoding_is_found_and_read(self, tmp_path: Path, written: str, found: str) -> None:
        file = write_csv(tmp_path / "意见.csv", OPINIONS, encoding=written)

        (table,) = read_tables(file)

        assert table.encoding == found
        assert [list(record.cells) for record in table.records()] == EXPECTED

    def test_utf_16_big_endian_with_mark_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "意见.csv"
        file.write_bytes(b"\xfe\xff" + csv_text(OPINIONS).encode("utf-16-be"))

        assert read_cells(file) == EXPECTED

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("內容\n臺灣的讀者請注意停車場與噪音擾民問題\n", "big5"),
            ("text\nLes trottoirs sont très abîmés près de l'école\n", "cp1252"),
            ("text\n駐車場の騒音について相談したい\n", "shift_jis"),
            ("内容\n路灯坏了\n", "utf-32"),
        ],
    )
    def test_another_encoding_is_refused_with_a_byte_offset(
        self, tmp_path: Path, text: str, encoding: str
    ) -> None:
        file = tmp_path / "x.csv"
        file.write_bytes(text.encode(encoding))

        refusal = refusal_of(file)

        assert refusal.reason_code is Refusal.ENCODING
        assert refusal.file == "x.csv"
        assert file.read_bytes()[int(refusal.detail)] > 0x7F

    def test_a_mark_that_the_bytes_contradict_is_refused_at_the_first_wrong_byte(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "x.csv"
        file.write_bytes(b"\xef\xbb\xbf" + "内容\n路灯坏了\n".encode("gb18030"))

        assert refusal_of(file).detail == "3"

    def test_the_offset_is_right_behind_the_first_megabyte(self, tmp_path: Path) -> None:
        good = "字".encode() * 400_000
        file = tmp_path / "x.csv"
        file.write_bytes(good + b"\xff" * 50_000)

        assert refusal_of(file).detail == str(len(good))

    def test_a_few_broken_bytes_spoil_their_row_alone(self, tmp_path: Path) -> None:
        file = write_csv(tmp_path / "x.csv", [*OPINIONS, *[MANY_WORDS] * 5])
        file.write_bytes(file.read_bytes().replace("邮局".encode(), "邮局".encode()[:-1]))

        faults = [record.fault for record in read_tables(file)[0].records()]

        assert faults == ["", "", Fault.BAD_BYTES, *[""] * 7]

    @settings(deadline=None)
    @given(st.text(alphabet="路灯坏了两个月没人修，请尽快处理。ab1,\n", min_size=30))
    def test_everyday_chinese_survives_every_encoding(
        self, tmp_path_factory: pytest.TempPathFactory, text: str
    ) -> None:
        file = tmp_path_factory.mktemp("encodings") / "x.txt"

        for codec in ("utf-8", "gb18030", "utf-16"):
            file.write_bytes(text.encode(codec))
            with open_text(file, find_encoding(file)) as stream:
                assert stream.read() == text


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    @pytest.mark.parametrize("suffix", ["csv", "tsv"])
    def test_each_delimiter_is_found_whatever_the_suffix(
        self, tmp_path: Path, delimiter: str, suffix: str
    ) -> None:
        file = write_csv(tmp_path / f"x.{suffix}", OPINIONS, delimiter=delimiter)

        assert read_tables(file)[0].delimiter == delimiter
        assert read_cells(file) == EXPECTED

    def test_commas_of_sentences_are_no_delimiter(self, tmp_path: Path) -> None:
        file = tmp_path / "x.csv"
        file.write_text(
            "text\nthe lift is broken, again\nno light, no bench\nplease, come\n", encoding="utf-8"
        )

        assert read_cells(file) == [
            ["text"],
            ["the lift is broken, again"],
            ["no light, no bench"],
            ["please, come"],
        ]

    def test_title_lines_above_the_header_do_not_hide_the_delimiter(self, tmp_path: Path) -> None:
        file = tmp_path / "x.csv"
        file.write_text("明湖区意见汇总\n\n" + csv_text(OPINIONS, delimiter=";"), encoding="utf-8")

        assert read_tables(file)[0].delimiter == ";"

    def test_only_line_feeds_and_returns_end_a_line(self, tmp_path: Path) -> None:
        text = "内容\n路灯\u2028坏了\x0b两个\x85月\n"
        file = tmp_path / "x.csv"
        file.write_bytes(text.encode())

        assert read_cells(file) == [["内容"], ["路灯\u2028坏了\x0b两个\x85月"]]


class TestDamagedRows:
    def records(self, tmp_path: Path, text: str) -> list[tuple[list[str], str]]:
        file = tmp_path / "x.csv"
        file.write_text(text, encoding="utf-8", newline="")
        (table,) = read_tables(file)
        return [(list(record.cells), str(record.fault)) for record in table.records()]

    def test_a_quote_that_never_closes_costs_one_line(self, tmp_path: Path) -> None:
        text = '编号,内容,日期\n1,"路灯坏了,2026-03-01\n2,"停车乱",2026-03-02\n3,没有公交,2026-03-03\n'

        assert self.records(tmp_path, text)[1:] == [
            (["1", '"路灯坏了', "2026-03-01"], ""),
            (["2", "停车乱", "2026-03-02"], ""),
            (["3", "没有公交", "2026-03-03"], ""),
        ]

    def test_a_quote_and_a_comma_in_disorder_make_one_row_unreadable(self, tmp_path: Path) -> None:
        text = '编号,内容,日期\n1,"他说"好,行"了,2026-03-01\n2,停车乱,2026-03-02\n'

        assert self.records(tmp_path, text)[1:] == [
            (['1,"他说"好,行"了,2026-03-01'], Fault.BROKEN_QUOTES),
            (["2", "停车乱", "2026-03-02"], ""),
        ]

    def test_quotes_within_a_tab_separated_field_are_ordinary_signs(self, tmp_path: Path) -> None:
        text = '编号\t内容\n1\t"好"的路灯坏了\n2\t"又来了\n3\t"停车乱"\n'

        assert self.records(tmp_path, text)[1:] == [
            (["1", '"好"的路灯坏了'], ""),
            (["2", '"又来了'], ""),
            (["3", "停车乱"], ""),
        ]

    def test_two_stray_quotes_do_not_swallow_the_line_between_them(self, tmp_path: Path) -> None:
        text = '编号\t内容\n1\t"很吵\n2\t太好了"\n'

        assert self.records(tmp_path, text)[1:] == [(["1", '"很吵'], ""), (["2", '太好了"'], "")]

    def test_a_quoted_line_break_stays_in_its_field(self, tmp_path: Path) -> None:
        assert self.records(tmp_path, '编号,内容\r\n1,"一\r\n二"\r\n')[1:] == [(["1", "一\r\n二"], "")]

    def test_a_zero_byte_is_no_end(self, tmp_path: Path) -> None:
        assert self.records(tmp_path, "编号,内容\n1,路灯\0坏了\n2,停车乱\n")[1:] == [
            (["1", "路灯\0坏了"], ""),
            (["2", "停车乱"], ""),
        ]

    def test_a_field_longer_than_the_csv_modules_default_is_read(self, tmp_path: Path) -> None:
        long = "路灯" * 200_000

        assert self.records(tmp_path, f"编号,内容\n1,{long}\n")[1] == (["1", long], "")

    def test_a_field_beyond_the_limit_costs_its_own_row(self, tmp_path: Path) -> None:
        file = tmp_path / "x.csv"
        file.write_text(f"编号,内容\n1,{'长' * 300_000}\n2,停车乱\n", encoding="utf-8")
        limits = ReadingLimits(max_field_characters=200_000)

        (table,) = read_tables(file, limits)

        assert [str(record.fault) for record in table.records()] == ["", Fault.FIELD_TOO_LONG, ""]

    @pytest.mark.parametrize(
        "line", ['{"text": ', "12", "[1, 2]", '{"text": "a"} {"text": "b"}', "[" * 100_000]
    )
    def test_a_line_that_is_no_object_is_a_bad_row(self, tmp_path: Path, line: str) -> None:
        file = tmp_path / "x.jsonl"
        file.write_text(f'{{"text": "路灯坏了"}}\n{line}\n{{"text": "停车乱"}}\n', encoding="utf-8")

        (table,) = read_tables(file)

        assert [str(record.fault) for record in table.records()] == ["", Fault.BAD_JSON, ""]

    @settings(deadline=None)
    @given(
        st.lists(
            st.lists(st.text(alphabet='ab"\n,， 路', max_size=6), min_size=3, max_size=3),
            min_size=1,
            max_size=12,
        )
    )
    def test_what_a_csv_writer_wrote_is_read_back(
        self, tmp_path_factory: pytest.TempPathFactory, rows: Sequence[list[str]]
    ) -> None:
        table_rows = [["编号", "标题", "内容"], *rows]
        file = write_csv(tmp_path_factory.mktemp("round") / "x.csv", table_rows)

        assert read_cells(file) == table_rows

    @settings(deadline=None)
    @given(st.lists(st.text(alphabet='ab",\n\t', max_size=12), max_size=12), st.sampled_from(["csv", "tsv"]))
    def test_no_line_is_lost_however_broken_the_quotes(
        self, tmp_path_factory: pytest.TempPathFactory, lines: list[str], suffix: str
    ) -> None:
        file = tmp_path_factory.mktemp("broken") / f"x.{suffix}"
        text = "编号,标题,内容\n" + "\n".join(lines)
        file.write_text(text, encoding="utf-8", newline="")

        cells = [cell for row in read_cells(file) for cell in row]

        letters = [c for c in text if c in "ab"]
        assert [c for cell in cells for c in cell if c in "ab"] == letters


class TestRefusals:
    def test_a_missing_file_is_refused(self, tmp_path: Path) -> None:
        assert refusal_of(tmp_path / "x.csv").reason_code is Refusal.MISSING

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").mkdir()

        assert refusal_of(tmp_path / "x.csv").reason_code is Refusal.NOT_A_FILE

    def test_an_empty_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x.xlsx").touch()

        assert refusal_of(tmp_path / "x.xlsx").reason_code is Refusal.NOTHING_IN_IT

    def test_an_unknown_suffix_is_refused_and_named(self, tmp_path: Path) -> None:
        (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")

        refusal = refusal_of(tmp_path / "x.pdf")

        assert (refusal.reason_code, refusal.detail) == (Refusal.UNKNOWN_FORMAT, ".pdf")

    @pytest.mark.parametrize(
        ("suffix", "content", "found"),
        [
            ("xls", b"<html><table><tr><td>1</td></tr></table></html>", "html"),
            ("xls", "编号\t内容\n".encode(), "text"),
            ("xlsx", "编号,内容\n".encode(), "text"),
            ("csv", b"%PDF-1.7 ", "pdf"),
            ("csv", b"\x00\x01\x02\x03" * 100, "binary"),
        ],
    )
    def test_a_misnamed_file_is_refused_with_what_it_is(
        self, tmp_path: Path, suffix: str, content: bytes, found: str
    ) -> None:
        file = tmp_path / f"x.{suffix}"
        file.write_bytes(content)

        refusal = refusal_of(file)

        assert (refusal.reason_code, refusal.detail) == (Refusal.MISNAMED, found)

    def test_an_xlsx_named_xls_is_refused_with_what_it_is(self, tmp_path: Path) -> None:
        file = write_xlsx(tmp_path / "x.xlsx", {"意见": OPINIONS}).rename(tmp_path / "x.xls")

        refusal = refusal_of(file)

        assert (refusal.reason_code, refusal.detail) == (Refusal.MISNAMED, "xlsx")

    def test_a_locked_workbook_is_refused_as_locked(self, tmp_path: Path) -> None:
        file = write_xls(tmp_path / "x.xls", OPINIONS).rename(tmp_path / "x.xlsx")
        data = file.read_bytes()
        name, locked = "Workbook\0".encode("utf-16-le"), "EncryptedPackage\0".encode("utf-16-le")
        at = data.index(name)
        file.write_bytes(data[:at] + locked + data[at + len(locked) :])

        assert refusal_of(file).reason_code is Refusal.PASSWORD

    def test_a_locked_ods_is_refused_as_locked(self, tmp_path: Path) -> None:
        file = write_ods(tmp_path / "x.ods", OPINIONS)
        change_part(
            file, "META-INF/manifest.xml", b"</manifest:manifest>", b"<encryption-data/></manifest:manifest>"
        )

        assert refusal_of(file).reason_code is Refusal.PASSWORD

    @pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "docx"])
    def test_half_a_file_is_refused_as_damaged(self, tmp_path: Path, suffix: str) -> None:
        file = write_any(tmp_path / f"x.{suffix}")
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

        assert refusal_of(file).reason_code is Refusal.CORRUPT

    @pytest.mark.parametrize("suffix", ["xlsx", "ods", "docx"])
    def test_a_document_type_is_refused_before_any_entity_can_expand(
        self, tmp_path: Path, suffix: str
    ) -> None:
        file = write_any(tmp_path / f"x.{suffix}")
        part = {"xlsx": "xl/workbook.xml", "ods": "content.xml", "docx": "word/document.xml"}[suffix]
        with zipfile.ZipFile(file) as package:
            xml = package.read(part)
        start = xml.index(b"<", 1) if xml.startswith(b"<?xml") else 0
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        change_part(file, part, xml, xml[:start] + bomb + xml[start:])

        refusal = refusal_of(file)

        assert (refusal.reason_code, refusal.detail) == (Refusal.XML_ENTITIES, part)

    @pytest.mark.parametrize("suffix", ["xlsx", "ods", "docx"])
    def test_a_package_that_unpacks_to_too_much_is_refused(self, tmp_path: Path, suffix: str) -> None:
        file = write_any(tmp_path / f"x.{suffix}")
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("bomb.bin", b"\0" * 5_000_000)
        limits = ReadingLimits(max_unzipped_bytes=4_000_000, max_document_bytes=4_000_000)

        assert refusal_of(file, limits).reason_code is Refusal.TOO_LARGE

    def test_a_sheet_whose_cells_lie_too_far_apart_is_refused(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "内容"
        book.active["XFD1048576"] = "很远"
        book.save(tmp_path / "x.xlsx")

        refusal = refusal_of(tmp_path / "x.xlsx")

        assert refusal.reason_code is Refusal.TOO_LARGE
        assert refusal.detail.startswith("max_workbook_memory=")

    def test_a_file_above_the_limit_is_refused_unread(self, tmp_path: Path) -> None:
        file = write_csv(tmp_path / "x.csv", OPINIONS)

        refusal = refusal_of(file, ReadingLimits(max_file_bytes=100))

        assert (refusal.reason_code, refusal.detail) == (Refusal.TOO_LARGE, "max_file_bytes=100")

    @pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods", "docx"])
    def test_wrong_bytes_anywhere_never_end_the_program(self, tmp_path: Path, suffix: str) -> None:
        file = write_any(tmp_path / f"x.{suffix}")
        sound = file.read_bytes()
        chance = random.Random(7)
        reasons = set()

        for _ in range(25):
            data = bytearray(sound)
            for _ in range(8):
                data[chance.randrange(len(data))] = chance.randrange(256)
            file.write_bytes(data)
            try:
                list(read_file(file, limits=ReadingLimits()))
            except UnreadableFile as refusal:
                reasons.add(refusal.reason_code)

        assert Refusal.CORRUPT in reasons


def write_any(file: Path) -> Path:
    if file.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph("路灯坏了两个月没人修。")
        document.save(str(file))
        return file
    if file.suffix == ".xlsx":
        return write_xlsx(file, {"意见": OPINIONS})
    return write_xls(file, OPINIONS) if file.suffix == ".xls" else write_ods(file, OPINIONS)


def change_part(file: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = parts[part].replace(old, new)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    file.write_bytes(stream.getvalue())
