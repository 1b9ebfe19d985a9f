"""Does `huiyin token` make, list and end the keys of other systems, and tell a secret once?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.opinions.queries import actor_of_token
from tests.campaign import TestCampaign
from tests.doors.calling import Call, Said

Calling = Callable[..., Said]


@pytest.fixture
def token(call: Call, campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calling:
    """Calls `huiyin token` for the small campaign, as whoever commands the machine."""
    (tmp_path / "huiyin.toml").write_text('language = "zh"\n')
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)
    return lambda *words: call("token", *words, "--dir", tmp_path)


def test_a_key_is_made_shown_once_listed_and_ended(token: Calling) -> None:
    made = json.loads(token("make", "--channel", "hotline", "--name", "12345", "--format", "json").out)
    assert actor_of_token(made["secret"]) is not None

    listed = token("list")
    assert made["id"] in listed.out
    assert made["secret"] not in listed.out

    ended = token("end", made["id"])
    assert (ended.status, actor_of_token(made["secret"])) == (0, None)
    [row] = json.loads(token("list", "--channel", "hotline", "--format", "json").out)
    assert row["ended"].startswith("2026-09-30")


def test_the_secret_is_said_to_be_shown_this_once(token: Calling) -> None:
    said = token("make", "--channel", "hotline", "--name", "12345")

    assert said.status == 0
    assert "kept nowhere" in said.out


def test_a_channel_on_which_no_system_hands_in_is_refused(token: Calling) -> None:
    said = token("make", "--channel", "form", "--name", "12345")

    assert said.status == 2
    assert "Expected one of: hotline" in said.err


def test_a_key_that_is_not_there_is_refused_and_not_repeated(token: Calling) -> None:
    pasted = "0" * 32 + ".a-secret-that-was-pasted"

    said = token("end", pasted)

    assert said.status == 2
    assert "a-secret" not in said.err + said.out


def test_a_key_without_a_name_is_refused(token: Calling) -> None:
    said = token("make", "--channel", "hotline", "--name", " ")

    assert (said.status, "--name" in said.err) == (2, True)


def test_who_may_not_manage_keys_makes_none(token: Calling) -> None:
    said = token("make", "--channel", "hotline", "--name", "12345", "--as", "clerk")

    assert said.status == 2
    assert token("list").out == "There is no key.\n"
