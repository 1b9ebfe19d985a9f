"""Does `huiyin run` do what is due, say it in sentences, and find nothing to do when it is called again?"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.board.models import Placement
from huiyin.campaign_folder import CampaignFolder
from huiyin.cli.log.signing import new_signing_key
from huiyin.ledger.models import Answer, Problem
from huiyin.trail.models import NEVER
from tests.campaign import TestCampaign
from tests.doors.calling import Call, Said
from tests.ledger_rows import a_place, a_problem, an_opinion, heard, written


@pytest.fixture
def running(
    call: Call, campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Calls `huiyin run` for the small campaign, at its time, with a key that lies outside the folder."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "huiyin.toml").write_text('language = "zh"\n')
    monkeypatch.setenv("HUIYIN_KEY", str(tmp_path / "key"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)
    new_signing_key(CampaignFolder(folder))
    return lambda *words: call("run", *words, "--dir", folder)


@pytest.mark.usefixtures("campaign")
def test_it_sorts_ends_notices_lets_answers_fall_due_and_signs_once(running: Callable[..., Said]) -> None:
    on_notice = a_problem(7, state="on_notice", notice_until=date(2026, 9, 20), closed_on=None)
    written([on_notice])
    written([a_place(on_notice, heard([an_opinion("灯坏了")], state="opened").group)])
    fresh = date(2026, 9, 30)
    written(
        [
            an_opinion("南湖路的垃圾桶满了一个星期没人清运", day=fresh),
            an_opinion("自来水放出来是黄的", day=fresh),
        ]
    )

    first = running("--lang", "en")
    again = running("--lang", "en")

    assert (first.status, again.status) == (0, 0)
    assert "Opinions sorted: 2" in first.out
    assert "Public notices that were over, so that problems closed: 1." in first.out
    assert "Answers that are due now: " in first.out
    assert "entries was signed." in first.out
    assert again.out == "Nothing is due: the log has not grown since the last checkpoint.\n"
    assert Problem.objects.get(number=7, superseded=NEVER).state == "closed"
    assert Placement.objects.filter(superseded=NEVER).count() == 3
    assert Answer.objects.filter(problem=on_notice.record).exists()


@pytest.mark.parametrize(("days", "is_there"), [(2, True), (4, False)])
def test_a_file_of_opinions_about_which_nobody_decided_for_three_days_is_deleted(
    running: Callable[..., Said],
    campaign: TestCampaign,
    settings: Any,
    tmp_path: Path,
    days: int,
    is_there: bool,  # noqa: FBT001 -- of the table above
) -> None:
    settings.CAMPAIGN = CampaignFolder(tmp_path / "campaign")
    folder = tmp_path / "campaign" / "imports" / ("a" * 32)
    folder.mkdir(parents=True)
    given_in = (campaign.now - timedelta(days=days)).timestamp()
    for name in ("given.csv", "opinions.json"):
        (folder / name).write_text("{}")
        os.utime(folder / name, (given_in, given_in))

    assert running("--lang", "en").status == 0

    assert folder.exists() == is_there


def test_it_speaks_chinese(running: Callable[..., Said]) -> None:
    assert running("--lang", "zh").status == 0
