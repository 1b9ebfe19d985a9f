"""Do accounts, posts and units come out as the plan and the administrator say, and who acts as whom?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.access.actions import (
    Organisation,
    PersonNotInPlan,
    PersonOfPlan,
    PostOfPlan,
    UnitOfPlan,
    make_account,
    set_active,
    set_password,
    settle_organisation,
)
from huiyin.access.invitations import invitation, invited
from huiyin.access.models import Account, Person, Post, Unit
from huiyin.access.queries import SYSTEM, actor_of, actor_of_person, has_administrator, people, units
from huiyin.access.rules import Forbidden, Permission
from huiyin.trail.models import Entry
from tests.campaign import NOW, PEOPLE, TestCampaign

THREE_WORDS = "willow-lake-eleven"
LATER = NOW + timedelta(hours=1)
SEE, RECORD = Permission.SEE_ACTIVITIES, Permission.RECORD_ACTIVITIES

TOWN = UnitOfPlan("town", "district", "town/", "城", "Town")
WEST = UnitOfPlan("west", "street", "town/west/", "西街", "West")
WESTER = UnitOfPlan("wester", "street", "town/wester/", "更西街", "Wester")  # its key begins like another's
YARD = UnitOfPlan("yard", "community", "town/west/yard/", "大院", "Yard", members=9)
WANG = PersonOfPlan("wang", "王", "Wang", [PostOfPlan("liaison", "west")])
LI = PersonOfPlan("li", "李", "Li", [PostOfPlan("guide", group="one"), PostOfPlan("leader", "wester")])
TREE = Organisation([TOWN, WEST, WESTER, YARD], [WANG, LI], {"one": ["yard"], "two": ["west"]})


@pytest.fixture
def town(db: None) -> Organisation:  # noqa: ARG001  asked for what it does
    settle_organisation(TREE)
    return TREE


def actor(person: str) -> frozenset[str]:
    """The units whose records this person sees."""
    return actor_of_person(person).reach(SEE).units


@pytest.mark.usefixtures("town")
def test_a_post_in_a_unit_reaches_it_and_those_below_and_none_beside() -> None:
    assert actor("wang") == {"west", "yard"}


@pytest.mark.usefixtures("town")
def test_posts_add_up_over_units_and_guidance_groups() -> None:
    li = actor_of_person("li")

    assert li.roles == ("guide", "leader")
    assert li.reach(SEE).units == {"yard", "wester"}
    assert li.reach(RECORD).units == {"wester"}


@pytest.mark.usefixtures("town")
def test_somebody_whom_no_plan_names_may_do_nothing() -> None:
    nobody = actor_of_person("zhao")

    assert nobody.holdings == ()
    assert [permission for permission in Permission if nobody.may(permission)] == []


def test_units_that_left_the_plan_are_listed_no_longer_and_are_not_forgotten(town: Organisation) -> None:
    settle_organisation(
        replace(town, units=[TOWN, replace(YARD, path="town/yard/", members=11)], people=[LI])
    )

    assert [unit.key for unit in units(SYSTEM)] == ["town", "yard"]
    assert Unit.objects.get(key="yard").members == 11
    assert Unit.objects.get(key="west").is_current is False


def test_a_unit_that_moved_is_reached_from_where_it_is_now(town: Organisation) -> None:
    settle_organisation(replace(town, units=[TOWN, WEST, WESTER, replace(YARD, path="town/wester/yard/")]))

    assert actor("wang") == {"west"}


def test_whoever_left_the_plan_keeps_the_account_and_loses_every_permission(town: Organisation) -> None:
    account = make_account(actor=SYSTEM, now=NOW, person="wang", plan_version=1)
    assert actor_of(account).may(SEE, "west")

    settle_organisation(replace(town, people=[LI]))

    gone = actor_of(Account.objects.get(pk=account.pk))
    assert [permission for permission in Permission if gone.may(permission)] == []
    assert not Person.objects.get(key="wang").is_current
    assert not Post.objects.filter(person="wang").exists()


def test_whoever_comes_back_has_the_posts_of_the_newer_plan(town: Organisation) -> None:
    settle_organisation(replace(town, people=[LI]))
    settle_organisation(replace(town, people=[LI, replace(WANG, posts=[PostOfPlan("liaison", "wester")])]))

    assert actor("wang") == {"wester"}


def test_settling_the_same_twice_changes_nothing(town: Organisation) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Unit, Person)]
    posts = list(Post.objects.order_by("id").values_list("person", "role", "unit", "group"))

    settle_organisation(town)

    assert [list(model.objects.order_by("pk").values()) for model in (Unit, Person)] == before
    assert list(Post.objects.order_by("id").values_list("person", "role", "unit", "group")) == posts


def test_every_role_of_the_campaign_acts_as_itself(campaign: TestCampaign) -> None:
    found = {person: campaign.actor(person).roles for person in PEOPLE}

    assert found == {person: (person.removeprefix("other-"),) for person in PEOPLE}


def test_whoever_acts_is_known_by_four_questions_at_most(campaign: TestCampaign) -> None:
    account = campaign.account("guide")

    with CaptureQueriesContext(connection) as asked:
        actor_of(account)

    assert len(asked) <= 4


def test_an_account_is_known_by_an_opaque_id_and_made_with_one_entry(campaign: TestCampaign) -> None:
    account = campaign.account("liaison")
    bodies = [bytes(entry.body).decode() for entry in Entry.objects.all()]
    of_it = [body for body in bodies if account.public_id in body]

    assert len(account.public_id) == 32
    assert "liaison" not in account.public_id
    assert ["account.made" in body for body in of_it] == [True]


def test_a_second_account_of_a_person_is_the_first(campaign: TestCampaign) -> None:
    before = Entry.objects.count()

    again = make_account(
        actor=campaign.actor("administrator"), now=LATER, person="clerk", plan_version=1, password=THREE_WORDS
    )

    assert again.pk == campaign.account("clerk").pk
    assert not again.check_password(THREE_WORDS)
    assert Entry.objects.count() == before


def test_somebody_whom_the_plan_does_not_name_gets_no_account(campaign: TestCampaign) -> None:
    with pytest.raises(PersonNotInPlan):
        make_account(actor=campaign.actor("administrator"), now=LATER, person="zhao", plan_version=1)


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "administrator"])
def test_nobody_but_the_administrator_manages_accounts(person: str, campaign: TestCampaign) -> None:
    someone, account, before = (
        campaign.actor(person),
        campaign.account("other-liaison"),
        Entry.objects.count(),
    )
    if person == "other-liaison":
        account = campaign.account("liaison")

    with pytest.raises(Forbidden):
        make_account(actor=someone, now=LATER, person="clerk", plan_version=1)
    with pytest.raises(Forbidden):
        set_active(actor=someone, now=LATER, account=account, is_active=False, plan_version=1)
    with pytest.raises(Forbidden):
        set_password(actor=someone, now=LATER, account=account, password=THREE_WORDS, plan_version=1)
    with pytest.raises(Forbidden):
        invitation(actor=someone, account=account)

    assert Entry.objects.count() == before


@pytest.mark.parametrize("weak", ["short", "password123", "12345678901234"])
def test_a_weak_password_is_refused_and_nothing_is_written(weak: str, campaign: TestCampaign) -> None:
    account, before = campaign.account("clerk"), Entry.objects.count()

    with pytest.raises(ValidationError):
        set_password(actor=campaign.actor("clerk"), now=LATER, account=account, password=weak, plan_version=1)

    assert not Account.objects.get(pk=account.pk).has_usable_password()
    assert Entry.objects.count() == before


def test_one_s_own_password_can_be_set_and_no_entry_tells_it(campaign: TestCampaign) -> None:
    account = campaign.account("clerk")

    set_password(
        actor=campaign.actor("clerk"), now=LATER, account=account, password=THREE_WORDS, plan_version=1
    )

    kept = Account.objects.get(pk=account.pk)
    assert kept.check_password(THREE_WORDS)
    assert THREE_WORDS not in kept.password
    assert THREE_WORDS.encode() not in bytes(Entry.objects.latest("sequence").body)


def test_a_closed_account_may_do_nothing_until_it_is_opened(campaign: TestCampaign) -> None:
    by, account = campaign.actor("administrator"), campaign.account("clerk")

    set_active(actor=by, now=LATER, account=account, is_active=False, plan_version=1)
    closed = Account.objects.get(pk=account.pk)
    assert actor_of(closed).holdings == actor_of_person("clerk").holdings == ()

    set_active(actor=by, now=LATER, account=account, is_active=True, plan_version=1)
    assert actor_of(Account.objects.get(pk=account.pk)).may(RECORD)


def test_an_invitation_works_once_and_not_for_a_closed_account(campaign: TestCampaign) -> None:
    by, account = campaign.actor("administrator"), campaign.account("clerk")
    token = invitation(actor=by, account=account)
    assert invited(account.public_id, token) == account
    assert invited(campaign.account("head").public_id, token) is None

    set_password(
        actor=campaign.actor("clerk"), now=LATER, account=account, password=THREE_WORDS, plan_version=1
    )

    assert invited(account.public_id, token) is None
    newer = invitation(actor=by, account=account)
    set_active(actor=by, now=LATER, account=account, is_active=False, plan_version=1)
    assert invited(account.public_id, newer) is None


def test_the_house_has_an_administrator_only_while_one_can_sign_in(campaign: TestCampaign) -> None:
    assert has_administrator()

    set_active(
        actor=SYSTEM, now=LATER, account=campaign.account("administrator"), is_active=False, plan_version=1
    )

    assert not has_administrator()


@pytest.mark.parametrize("person", ["liaison", "leader", "guide", "custodian", "auditor"])
def test_the_list_of_people_is_for_office_and_administrator(person: str, campaign: TestCampaign) -> None:
    with pytest.raises(Forbidden):
        people(campaign.actor(person))


def test_the_list_of_people_shows_each_with_roles_and_account(campaign: TestCampaign) -> None:
    rows = people(campaign.actor("administrator"))

    assert [row.key for row in rows] == sorted(PEOPLE)
    assert {row.key: row.roles for row in rows}["other-liaison"] == ("liaison",)
    assert all(row.account == campaign.account(row.key) for row in rows)
