"""How do all tests of commands call them?"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.campaign_folder import CampaignFolder
from huiyin.cli.main import main
from tests.campaign import TestCampaign
from tests.doors.activity_room import LATER, Room
from tests.doors.calling import Call, Said
from tests.doors.role_matrix import Planted, plant


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls `huiyin` with words, under the locale of `language`."""

    def call_in(*words: object, language: str = "en") -> Said:
        monkeypatch.setenv("LANGUAGE", "")  # the command sets it; this puts it back
        monkeypatch.setenv("LC_ALL", {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8", "": ""}[language])
        monkeypatch.setenv("COLUMNS", "80")
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return call_in


@pytest.fixture
def settled(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The doors' clock says that it is a day after the small campaign began; evidence lies in this folder."""
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    return tmp_path


@pytest.fixture
def room(campaign: TestCampaign, settled: Path) -> Room:
    """The small campaign for the pages of activities."""
    return Room(campaign, settled)


@pytest.fixture
def live_room(live_campaign: TestCampaign, settled: Path) -> Room:
    """The same, committed and served, for a real browser."""
    return Room(live_campaign, settled)


@pytest.fixture
def planted(
    campaign: TestCampaign, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Planted:
    """The small campaign with a folder and a time of its own, and a word wherever one can stand."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    return plant(campaign, tmp_path)
