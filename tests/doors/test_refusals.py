"""Is there a sentence for everything that may be refused, in both languages, with all that it must name?"""

from __future__ import annotations

from pathlib import Path

import pytest

import huiyin.cli.triage.refusals  # noqa: F401  its sentences are registered by being imported
from huiyin.cli.refusals import is_refusal, refusal_sentences, unreadable_sentence
from huiyin.cli.triage.decision_faults import contradiction_sentence, fault_sentence
from huiyin.languages import LANGUAGES
from huiyin.opinions.files.columns import UnknownColumn
from huiyin.opinions.files.tables import Refusal, UnreadableFile
from huiyin.publishing.result_folder import FolderRefused
from huiyin.publishing.result_folder import Refusal as FolderRefusal
from huiyin.triage.constraints import Clash, Contradiction
from huiyin.triage.decisions import Fault, FaultKind
from huiyin.triage.state import StateFault, StateUnusable


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Refusal)
def test_every_refused_file_is_named_with_its_sheet_and_row(reason: Refusal, language: str) -> None:
    refusal = UnreadableFile("a.xlsx", reason_code=reason, detail="7", sheet="Sheet1", row=5)

    told = unreadable_sentence(refusal, language)

    assert all(part in told for part in ("a.xlsx", "Sheet1", "5"))
    assert "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_of_decisions_is_named_with_what_was_found_or_expected(
    kind: FaultKind, language: str
) -> None:
    told = fault_sentence(Fault(kind, 12, 3, "FOUND", "EXPECTED"), "d.yaml", language)

    assert "d.yaml" in told
    assert "12" in told or kind is FaultKind.NOT_TEXT
    assert "FOUND" in told or "EXPECTED" in told
    assert "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clash", Clash)
def test_every_contradiction_is_named_with_its_lines_and_ids(clash: Clash, language: str) -> None:
    contradiction = Contradiction(clash, (3, 8), ("M1", "M2"), ("one", "two"))

    told = contradiction_sentence(contradiction, "d.yaml", language)

    assert all(part in told for part in ("d.yaml", "3", "8", "M1", "M2"))
    assert ("one" in told and "two" in told) == (
        clash in (Clash.TITLE, Clash.AREA, Clash.UNIT)
    ) or "one" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", FolderRefusal)
def test_every_refused_folder_is_named(reason: FolderRefusal, language: str) -> None:
    told = " ".join(refusal_sentences(FolderRefused(Path("/r"), reason, ["x.txt"]), language))

    assert "/r" in told
    assert ("x.txt" in told) == (reason in (FolderRefusal.FOREIGN_FILES, FolderRefusal.CHANGED_FILES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", StateFault)
def test_every_unusable_state_is_named(fault: StateFault, language: str) -> None:
    told = refusal_sentences(StateUnusable(fault, Path("/r/s"), found="a", expected="b"), language)

    assert len(told) == 1
    assert "/r/s" in told[0]


def test_the_nearest_column_is_proposed() -> None:
    told = refusal_sentences(UnknownColumn("留言详请", ("留言主题", "留言详情")), "zh")

    assert "是不是“留言详情”？" in told


def test_an_error_that_nobody_foresaw_is_no_refusal() -> None:
    error = ZeroDivisionError()

    assert not is_refusal(error)
    assert is_refusal(UnknownColumn("a", ()))
    with pytest.raises(ZeroDivisionError):
        refusal_sentences(error, "zh")
