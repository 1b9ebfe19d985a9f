"""Is there a sentence for every reason to refuse a file and for everything that is removed from one?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huiyin.activities.evidence import refusals
from huiyin.activities.evidence.refusals import EvidenceRefusal
from huiyin.activities.evidence.removals import Removal
from huiyin.web.activities.evidence_words import WHAT_WAS_REMOVED, WHY_NOT_TAKEN

FACTS = dict(
    re.findall(r'= "(\w+)"(?:  # (\w+))?', Path(refusals.__file__).read_text(encoding="utf-8"))
)  # what the comments beside the codes promise


def test_every_code_has_its_sentence() -> None:
    assert list(WHY_NOT_TAKEN) == list(EvidenceRefusal)
    assert list(WHAT_WAS_REMOVED) == list(Removal)


@pytest.mark.parametrize("code", EvidenceRefusal)
def test_a_sentence_uses_the_facts_that_come_with_its_code(code: EvidenceRefusal) -> None:
    asked = re.findall(r"{(\w+)}", str(WHY_NOT_TAKEN[code]))

    assert asked == [fact for fact in [FACTS[code]] if fact]


def test_a_part_is_shown_as_it_was_named() -> None:
    said = str(WHY_NOT_TAKEN[EvidenceRefusal.UNKNOWN_PART]).format(part="{limit}<b>")

    assert "{limit}<b>" in said
