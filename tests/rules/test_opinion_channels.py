"""Does checking a plan find channels of opinions that name what is not there?"""

from __future__ import annotations

import pytest

from huiyin.plan.faults import FaultCode, PlanFaults
from huiyin.plan.reading import read_plan
from tests.small_plans import changed

BLOCKAGE = "records: outcome, words: what, where: {sort: [idea]}"


@pytest.mark.parametrize(
    ("instead", "place", "code"),
    [
        ("records: outcom, words: what", "opinion_channels[3].records", FaultCode.NO_SUCH),
        ("records: outcome, words: wha", "opinion_channels[3].words", FaultCode.NO_SUCH),
        ("records: outcome, words: sort", "opinion_channels[3].words", FaultCode.NO_SUCH),
        ("words: what", "opinion_channels[3]", FaultCode.NEEDED),
        ("records: outcome, where: {sort: [idea]}", "opinion_channels[3].where", FaultCode.NOT_HERE),
        (
            "records: outcome, words: what, where: {what: [x]}",
            "opinion_channels[3].where.what",
            FaultCode.NO_SUCH,
        ),
        (
            "records: outcome, words: what, where: {sort: [idea, ide]}",
            "opinion_channels[3].where.sort[2]",
            FaultCode.NO_SUCH,
        ),
        (
            "records: outcome, words: what, where: {sort: []}",
            "opinion_channels[3].where.sort",
            FaultCode.EMPTY,
        ),
        ("grows_into: projekt", "opinion_channels[3].grows_into", FaultCode.NO_SUCH),
        ("taken_in_by: []", "opinion_channels[3].taken_in_by", FaultCode.EMPTY),
        ("naming: []", "opinion_channels[3].naming", FaultCode.EMPTY),
    ],
)
def test_what_a_channel_names_has_to_be_there(instead: str, place: str, code: FaultCode) -> None:
    with pytest.raises(PlanFaults) as refused:
        read_plan(changed(BLOCKAGE, instead))

    assert [(fault.place, fault.code) for fault in refused.value.faults] == [(place, code)]
