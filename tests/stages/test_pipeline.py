"""Do rows become groups and themes as the decisions and the contract say, whatever their order?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

import pytest

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.constraints import Constraints, compile_decisions
from huiyin.triage.decisions import read_decisions
from huiyin.triage.knowledge import read_knowledge
from huiyin.triage.pipeline import Outcome, Request, Step, run_triage
from huiyin.triage.result import OTHER, Mode
from huiyin.triage.tables import count_fates

KNOWLEDGE = read_knowledge()
PLACES = ("景园小区", "碧水花园", "柏树村", "纺织路", "文昌小学", "云栖家园")
MATTERS = (
    ("搅拌站夜间噪声扰民", "搅拌站每晚施工到凌晨，噪声很大，老人睡不着"),
    ("路灯不亮", "路灯坏了半个月，晚上一片漆黑"),
    ("违停堵塞通道", "门口的车乱停，消防车进不来"),
)


def row(number: int, title: str, text: str) -> Row:
    return Row(
        number=number,
        file="a.csv",
        sheet="",
        source_row=number,
        id=f"id{number:02d}",
        status=RowStatus.KEPT if title else RowStatus.EMPTY,
        title=title,
        text=text,
        time=datetime(2026, 3, 1 + number % 28) if title else None,
        person=f"person {number}",
    )


TOLD = [
    (f"{start}{place}{matter}", f"{place}的{detail}{end}")
    for place in PLACES
    for matter, detail in MATTERS
    for start, end in (("投诉", "。"), ("反映", "，请尽快处理！"))
]
ROWS = [*(row(number, *told) for number, told in enumerate(TOLD, start=1)), row(len(TOLD) + 1, "", "")]


def triaged(rows: Sequence[Row], decisions: str = "") -> Outcome:
    constraints = Constraints()
    if decisions:
        constraints = compile_decisions(read_decisions(decisions.encode(), file="decisions.yaml"))
    request = Request(
        rows=rows,
        mode=Mode.PROBLEM,
        language="zh",
        other_title="其他",
        knowledge=KNOWLEDGE,
        constraints=constraints,
    )
    told: list[Step] = []
    return run_triage(request, told.append)


def together(outcome: Outcome) -> set[frozenset[str]]:
    members: dict[str, set[str]] = {}
    for each, placement in zip(outcome.result.rows, outcome.result.placements, strict=True):
        if placement.group:
            members.setdefault(placement.group, set()).add(each.id)
    return {frozenset(ids) for ids in members.values()}


def test_every_row_has_one_fate_and_every_opinion_one_group() -> None:
    outcome = triaged(ROWS)

    counts = count_fates(outcome.result)

    assert counts.read == len(ROWS)
    assert counts.empty == 1
    assert sum(group.voices for group in outcome.result.groups) == len(TOLD)


def test_no_group_mixes_two_places() -> None:
    place_of = {f"id{number:02d}": (number - 1) // 6 for number in range(1, len(TOLD) + 1)}

    for ids in together(triaged(ROWS)):
        assert len({place_of[name] for name in ids}) == 1


def test_every_group_is_in_a_theme_that_is_listed() -> None:
    result = triaged(ROWS).result

    assert {group.theme for group in result.groups} == {theme.theme for theme in result.themes}
    assert [theme.theme for theme in result.themes if theme.theme == OTHER] in ([], [OTHER])


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_rows_give_the_same_groups(seed: int) -> None:
    shuffled = list(ROWS)
    Random(seed).shuffle(shuffled)

    assert together(triaged(shuffled)) == together(triaged(ROWS))


def test_a_merge_a_split_and_a_title_are_obeyed() -> None:
    obeyed = ("merge: [id01, id36]", "split: [[id03], [id04]]", "rename: id01\n    to: 两处一事")
    decisions = "decisions:\n" + "".join(f"  - {entry}\n" for entry in obeyed)

    outcome = triaged(ROWS, decisions)

    groups = together(outcome)
    assert any({"id01", "id36"} <= ids for ids in groups)
    assert not any({"id03", "id04"} <= ids for ids in groups)
    assert "两处一事" in {group.title for group in outcome.result.groups}
