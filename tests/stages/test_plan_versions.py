"""Does applying a plan make a version, bind it, settle the organisation, and leave the old ones readable?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.access.models import Unit
from huiyin.access.queries import SYSTEM
from huiyin.access.rules import Forbidden, Permission
from huiyin.plan.actions import ReasonNeeded, apply_plan
from huiyin.plan.models import PlanVersion
from huiyin.plan.queries import NoPlan, current_plan, plan_in_force, plan_of_version, versions
from huiyin.plan.reading import PlanFaults
from huiyin.trail.models import NEVER, Entry
from tests.campaign import NOW, SMALL_PLAN, TestCampaign

TEXT = SMALL_PLAN.read_text(encoding="utf-8")
LATER = TEXT.replace("due: 2026-11-30", "due: 2026-12-15", 1)
TOMORROW = NOW + timedelta(days=1)


@pytest.mark.usefixtures("campaign")
def test_the_first_plan_becomes_version_1_and_is_in_force() -> None:
    found = current_plan()

    assert found.version == 1
    assert found.plan.campaign.name.zh == "明湖小试"


def test_a_changed_plan_becomes_the_next_version_with_its_reason(campaign: TestCampaign) -> None:
    version = apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text=LATER, reason="会议改期")

    assert version == 2
    assert str(current_plan().plan.measures[0].due) == "2026-12-15"
    assert str(plan_of_version(1).measures[0].due) == "2026-11-30"
    assert [(row.version, row.reason) for row in versions(campaign.actor("auditor"))] == [
        (2, "会议改期"),
        (1, ""),
    ]


def test_facts_of_a_time_are_judged_by_the_plan_in_force_then(campaign: TestCampaign) -> None:
    apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text=LATER, reason="会议改期")

    assert plan_in_force(NOW).version == 1
    assert plan_in_force(TOMORROW - timedelta(seconds=1)).version == 1
    assert plan_in_force(TOMORROW).version == 2
    with pytest.raises(NoPlan):
        plan_in_force(NOW - timedelta(seconds=1))


def test_each_version_is_bound_by_one_entry_and_superseded_by_the_next(campaign: TestCampaign) -> None:
    before = Entry.objects.count()

    apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text=LATER, reason="会议改期")

    first, second = PlanVersion.objects.order_by("version")
    assert Entry.objects.count() == before + 1
    assert (first.superseded, second.superseded) == (second.sequence, NEVER)


def test_a_plan_that_says_the_same_makes_no_new_version(campaign: TestCampaign) -> None:
    entries = Entry.objects.count()

    version = apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text="# a comment\n" + TEXT)

    assert version == 1
    assert Entry.objects.count() == entries


def test_a_plan_that_replaces_another_needs_a_reason(campaign: TestCampaign) -> None:
    with pytest.raises(ReasonNeeded):
        apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text=LATER, reason="  ")

    assert current_plan().version == 1


def test_a_unit_that_left_the_plan_keeps_its_row_and_is_no_longer_current(campaign: TestCampaign) -> None:
    lines = TEXT.splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("  - {key: liutang-east,"))
    without = without.replace("units: [liutang, liutang-east]", "units: [liutang]")
    without = without.replace("kind: community, unit: liutang-east}", "kind: community}")

    apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text=without, reason="并入街道")

    assert not Unit.objects.get(key="liutang-east").is_current
    assert Unit.objects.get(key="liutang").is_current


@pytest.mark.parametrize("person", ["liaison", "leader", "guide", "custodian", "auditor"])
def test_who_may_not_apply_a_plan_is_refused(campaign: TestCampaign, person: str) -> None:
    with pytest.raises(Forbidden):
        apply_plan(actor=campaign.actor(person), now=TOMORROW, text=LATER, reason="会议改期")

    assert current_plan().version == 1


@pytest.mark.usefixtures("campaign")
def test_a_text_with_faults_changes_nothing() -> None:
    with pytest.raises(PlanFaults):
        apply_plan(
            actor=SYSTEM, now=TOMORROW, text=TEXT.replace("kind: street", "kind: strete"), reason="改名"
        )

    assert current_plan().version == 1


@pytest.mark.usefixtures("campaign")
def test_the_plan_in_force_costs_one_query_once_it_was_read(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    current_plan()

    with django_assert_max_num_queries(1):
        current_plan()


@pytest.mark.django_db
def test_without_a_plan_there_is_none() -> None:
    with pytest.raises(NoPlan):
        current_plan()


def test_a_recused_member_of_a_guidance_group_sees_nothing_of_that_unit(campaign: TestCampaign) -> None:
    assert campaign.actor("guide").may(Permission.SEE_ACTIVITIES, "liutang")
    recused = TEXT.replace("person: guide, unit: shigu", "person: guide, unit: liutang")

    apply_plan(actor=campaign.actor("clerk"), now=TOMORROW, text=recused, reason="回避")

    assert not campaign.actor("guide").may(Permission.SEE_ACTIVITIES, "liutang")
    assert campaign.actor("guide").may(Permission.SEE_ACTIVITIES, "liutang-east")
