"""Does `huiyin why` tell the story of a problem, with its rules and entries, and no word of an opinion?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.campaign import TestCampaign
from tests.doors.calling import Call, Said
from tests.ledger_rows import a_place, a_problem, a_word, an_opinion, heard, the_next, written

Asking = Callable[..., Said]


@pytest.fixture
def why(call: Call, campaign: TestCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Calls `huiyin why` for the small campaign with problem 12, at its time."""
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "huiyin.toml").write_text('language = "zh"\n')
    monkeypatch.setattr("django.utils.timezone.now", lambda: campaign.now)
    opened = a_problem(
        12,
        title="北苑路路灯",
        state="draft",
        move="open",
        rule="L01",
        role="clerk",
        person="clerk",
        owner_unit="",
    )
    opened.due_current = None
    written([opened])
    handed = the_next(opened, state="assigned", move="assign", rule="L03", owner_unit="liutang")
    handed.due_current, handed.reason = date(2026, 10, 30), "归口柳塘"
    written([handed])
    written([a_place(handed, heard([an_opinion("原话甲"), an_opinion("原话乙")], state="opened").group)])
    written([a_word(handed, date(2026, 9, 14))])
    return lambda *words: call("why", *words, "--dir", folder)


def test_it_tells_who_did_what_by_which_rule_in_which_entry(why: Asking) -> None:
    said = why("12", "--lang", "en")

    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Problem 12: 北苑路路灯\n")
    assert "2 voices" in said.out
    assert "rule L01, log entry" in said.out
    assert "rule L03, log entry" in said.out
    assert "Clerk A" in said.out
    assert "Owner unit: Liutang Street" in said.out
    assert "Reason: 归口柳塘" in said.out
    assert "weeks without a word: 1" in said.out
    assert "原话" not in said.out


def test_it_speaks_both_languages(why: Asking) -> None:
    chinese, english = why("12", "--lang", "zh").out, why("12", "--lang", "en").out

    assert chinese.count("\n") == english.count("\n")
    assert "柳塘街道" in chinese


def test_a_program_gets_the_same_story(why: Asking) -> None:
    told = json.loads(why("#12", "--format", "json").out)

    assert (told["number"], told["state"], told["light"]["color"]) == (12, "assigned", "late")
    assert [line["rule"] for line in told["lines"] if line["code"] == "move"] == ["L01", "L03"]
    assert told["chain"][0]["link"] == "voices"
    assert all(isinstance(line["entry"], int) for line in told["lines"] if line["code"] == "move")


@pytest.mark.parametrize("asked", ["13", "nothing", "0"])
def test_a_problem_that_is_not_there_is_a_no(why: Asking, asked: str) -> None:
    said = why(asked)

    assert (said.status, said.out) == (1, "")
    assert asked in said.err


def test_whoever_may_not_see_it_is_told_the_same(why: Asking) -> None:
    assert why("12", "--as", "other-liaison").status == 1
    assert why("12", "--as", "liaison").status == 0
    assert "归口柳塘" not in why("12", "--as", "liaison").out
