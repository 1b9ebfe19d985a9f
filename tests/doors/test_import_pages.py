"""Can somebody take in a spreadsheet of records on the pages, mend what was refused, and export it?"""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from huiyin.access.models import Post
from huiyin.activities.imports import actions
from huiyin.activities.imports.actions import GivenIn
from huiyin.activities.imports.queries import import_row
from huiyin.activities.imports.states import ImportState
from huiyin.campaign_folder import CampaignFolder
from tests.campaign import NOW, TestCampaign
from tests.importing import in_force, talks
from tests.sheets import Rows, csv_text


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the campaign, in which it is the day on which its plan was applied."""
    settings.CAMPAIGN = CampaignFolder(tmp_path / "campaign")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return tmp_path / "campaign"


HEADINGS = ("单位", "日期", "主题", "听众人数", "状态")
WRONG: Rows = (
    HEADINGS,
    ("柳塘街道", "2026-09-10", "安全用电", 40, "已举办"),
    ("柳塘街道", "昨天", "防火", 3, "已举办"),
)


def upload(client: Client, content: bytes, name: str = "talks.csv", kind: str = "talk") -> str:
    """Give a file in; the address of its page."""
    file = SimpleUploadedFile(name, content)
    answer = client.post("/imports/new/", {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def upload_rows(client: Client, rows: Rows, kind: str = "talk") -> str:
    return upload(client, csv_text(rows).encode(), kind=kind)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_a_file_is_looked_at_confirmed_and_undone(campaign: TestCampaign, tmp_path: Path) -> None:
    client = campaign.client("clerk", "en")
    address = upload(client, talks(tmp_path).read_bytes())
    assert "3 new records would be taken in" in text_of(client, address)
    assert in_force() == []

    client.post(f"{address}confirm/")
    assert "3 records were taken in" in text_of(client, address)
    assert len(in_force()) == 3

    client.post(f"{address}undo/")
    assert "Withdrawn: 3. Put back as they were: 0." in text_of(client, address)
    assert all(one.is_withdrawn for one in in_force())


def test_a_confirmation_sent_twice_takes_in_once(campaign: TestCampaign, tmp_path: Path) -> None:
    client = campaign.client("clerk")
    address = upload(client, talks(tmp_path).read_bytes())

    client.post(f"{address}confirm/")
    client.post(f"{address}confirm/")

    assert len(in_force()) == 3


def test_refused_rows_are_told_and_come_back_mended(campaign: TestCampaign) -> None:
    client = campaign.client("clerk", "en")
    address = upload_rows(client, WRONG)
    told = text_of(client, address)
    assert "“昨天” is not a day" in told
    client.post(f"{address}confirm/")

    answer = client.get(f"{address}refused/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    [headings, row] = [list(line) for line in book.active.iter_rows(values_only=True)]
    assert headings[:5] == list(HEADINGS)
    assert "昨天" in str(row[-1])
    assert row[-2] == "3"
    row[1] = "2026-09-12"
    again = upload_rows(client, (headings, row))

    assert "One new record would be taken in" in text_of(client, again)


def test_a_refused_row_with_a_cell_longer_than_a_workbook_holds_is_cut_and_said(
    campaign: TestCampaign,
) -> None:
    client = campaign.client("clerk", "en")
    rows: Rows = (HEADINGS, ("柳塘街道", "昨天", "a" * 40_000, "b" * 40_000, "已举办"))

    address = upload_rows(client, rows)

    assert "refused: 1" in text_of(client, address)
    answer = client.get(f"{address}refused/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    [_, row] = [list(line) for line in book.active.iter_rows(values_only=True)]
    assert [len(str(cell)) for cell in row[2:4]] == [32_767, 32_767]
    assert str(row[2]).endswith("[cut here: a cell of a workbook holds no more]")
    assert row[0] == "柳塘街道"


def test_work_that_fails_is_told_on_the_page(campaign: TestCampaign, folder: Path) -> None:
    clerk = campaign.actor("clerk")
    given = GivenIn("talks.csv", "0" * 64, kind="talk", sheet="a sheet that is not there")
    public_id = actions.give_in(actor=clerk, now=campaign.now, given=given)
    actions.show(actor=clerk, public_id=public_id, counts={"rows": 1, "new": 1}, shown={})
    (folder / "imports" / public_id).mkdir(parents=True)
    talks(folder / "imports" / public_id, name="given.csv")
    client = campaign.client("clerk", "en")

    answer = client.post(f"/imports/{public_id}/headings/", {})

    assert answer.status_code == 302
    assert import_row(clerk, public_id).state is ImportState.FAILED
    assert "for a reason that is not known" in text_of(client, f"/imports/{public_id}/")


def test_an_import_out_of_reach_shows_counts_alone(campaign: TestCampaign) -> None:
    liaison = campaign.client("liaison", "en")
    address = upload_rows(liaison, WRONG)
    assert "安全用电" in text_of(liaison, address)
    Post.objects.filter(person_id="liaison").update(unit_id="shigu")

    told = text_of(liaison, address)

    assert "refused: 1" in told
    assert "安全用电" not in told
    assert "What it says is not shown" in told
    assert liaison.get(f"{address}refused/").status_code == 404


def test_an_unknown_heading_is_said_and_kept(campaign: TestCampaign) -> None:
    client = campaign.client("clerk", "en")
    rows: Rows = (("单位", "日期", "讲了什么"), ("柳塘街道", "2026-09-10", "安全用电"))
    address = upload_rows(client, rows)
    assert "One heading is not known" in text_of(client, address)

    client.post(f"{address}headings/", {"h0": "@unit", "h1": "@day", "h2": "title"})

    assert "One new record would be taken in" in text_of(client, address)
    again = text_of(client, upload_rows(client, rows))
    assert "One new record would be taken in" in again
    assert "The headings are read as you decided before" in again
    assert "The headings are read as you decided before" not in text_of(client, address)


def test_what_says_otherwise_is_corrected_only_where_it_is_ticked(
    campaign: TestCampaign, tmp_path: Path
) -> None:
    client = campaign.client("clerk", "en")
    client.post(f"{upload(client, talks(tmp_path).read_bytes())}confirm/")
    changed: Rows = (HEADINGS[:4], ("柳塘街道", "2026-09-10", "安全用电", 41))

    address = upload_rows(client, changed)
    assert "Says otherwise than the record" in text_of(client, address)
    client.post(f"{address}confirm/")
    unchanged = sorted(str(one.values.get("audience")) for one in in_force())
    client.post(f"{upload_rows(client, changed)}confirm/", {"corrections": "1"})

    assert "41" not in unchanged
    assert "41" in [str(one.values.get("audience")) for one in in_force()]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_taken_in_again_as_it_is(campaign: TestCampaign, tmp_path: Path, form: str) -> None:
    client = campaign.client("clerk", "en")
    client.post(f"{upload(client, talks(tmp_path).read_bytes())}confirm/")

    answer = client.get(f"/activities/export/?format={form}")
    address = upload(client, b"".join(answer.streaming_content), f"export.{form}", kind="")  # type: ignore[attr-defined]

    assert "Rows read: 3. New: 0; recorded already: 3; saying otherwise than their record: 0" in text_of(
        client, address
    )


def test_an_export_holds_only_what_may_be_seen(campaign: TestCampaign, tmp_path: Path) -> None:
    clerk = campaign.client("clerk")
    clerk.post(f"{upload(clerk, talks(tmp_path).read_bytes())}confirm/")

    answer = campaign.client("liaison").get("/activities/export/?format=csv")

    said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "安全用电" in said
    assert "垃圾分类" not in said


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("talks.xlsx", b"not a workbook", "not what its name says"),
        ("talks.csv", b"\x00" * 400, "not what its name says"),
        ("talks.xlsx", b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    campaign: TestCampaign, name: str, content: bytes, told: str
) -> None:
    client = campaign.client("clerk", "en")

    said = text_of(client, upload(client, content, name))

    assert "The file cannot be read" in said
    assert told in said


@pytest.mark.parametrize(("name", "size"), [("talks.docx", 10), ("talks", 10), ("talks.csv", 21 << 20)])
def test_a_file_of_another_format_or_too_large_is_not_kept(
    campaign: TestCampaign, folder: Path, name: str, size: int
) -> None:
    file = SimpleUploadedFile(name, b"x" * size)

    answer = campaign.client("clerk").post("/imports/new/", {"kind": "talk", "file": file})

    assert answer.status_code == 200
    assert not folder.exists()


def test_a_file_of_somebody_else_is_not_there(campaign: TestCampaign, tmp_path: Path) -> None:
    address = upload(campaign.client("liaison"), talks(tmp_path).read_bytes())
    other = campaign.client("other-liaison")

    assert other.get(address).status_code == 404
    assert other.post(f"{address}confirm/").status_code == 404
    assert "安全用电" not in campaign.client("clerk").get(address).content.decode()
    assert campaign.client("clerk").post(f"{address}confirm/").status_code == 403


def test_work_that_stopped_can_be_started_again(campaign: TestCampaign) -> None:
    given = GivenIn("big.csv", "0" * 64, kind="talk")
    clerk = campaign.actor("clerk")
    public_id = actions.give_in(actor=clerk, now=campaign.now, given=given)

    told = text_of(campaign.client("clerk", "en"), f"/imports/{public_id}/")

    assert import_row(clerk, public_id).state is ImportState.UPLOADED
    assert "The work stopped before it was done" in told


def test_formulas_of_a_file_stay_words_in_an_export(campaign: TestCampaign) -> None:
    client = campaign.client("clerk")
    words = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "＝2+2")
    rows: Rows = (HEADINGS, *(("柳塘街道", "2026-09-10", word, 1, "已举办") for word in words))
    client.post(f"{upload_rows(client, rows)}confirm/")

    answer = client.get("/activities/export/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = [cell for line in book.active.iter_rows() for cell in line]
    csv_answer = client.get("/activities/export/?format=csv")
    told = b"".join(csv_answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    assert set(words) <= {cell.value for cell in cells}
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert re.findall(r'(?:^|,)"?([=+@＝-][^,\d][^,]*)', told, flags=re.MULTILINE) == []
