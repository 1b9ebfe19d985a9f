"""Who gets in, by a password or an invitation, and who is kept out?"""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from huiyin.access.actions import set_active, set_password
from huiyin.access.invitations import invitation
from tests.campaign import NOW, TestCampaign

PASSWORD = "willow-lake-eleven"  # noqa: S105  # of an invented person


def with_password(campaign: TestCampaign, person: str) -> None:
    """Give this person the password above."""
    account = campaign.account(person)
    set_password(
        actor=campaign.actor("administrator"), now=NOW, account=account, password=PASSWORD, plan_version=1
    )


def try_to_sign_in(client: Client, name: str, password: str, back: str = "") -> HttpResponse:
    """Send the sign-in form."""
    return client.post(reverse("sign-in"), {"username": name, "password": password, "next": back})  # type: ignore[return-value]


def invitation_of(campaign: TestCampaign, person: str) -> str:
    """The address of an invitation for this person."""
    account = campaign.account(person)
    token = invitation(actor=campaign.actor("administrator"), account=account)
    return reverse("invitation", args=[account.public_id, token])


def test_a_right_password_lets_in_and_leads_where_one_wanted_to_go(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")

    answer = try_to_sign_in(Client(), "clerk", PASSWORD, back=reverse("plan"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("plan"))


def test_nobody_is_sent_to_a_foreign_site(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")

    answer = try_to_sign_in(Client(), "clerk", PASSWORD, back="https://elsewhere.example/")

    assert answer["Location"] == reverse("home")


def test_a_wrong_password_is_answered_with_what_to_do(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")

    answer = try_to_sign_in(Client(headers={"accept-language": "en"}), "clerk", "not the password")

    assert answer.status_code == 200
    assert b"asks the administrator for a new invitation" in answer.content


def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|value="(clerk|nobody)"')

    known = try_to_sign_in(Client(), "clerk", "not the password")
    unknown = try_to_sign_in(Client(), "nobody", "not the password")

    assert token.sub(b"", known.content) == token.sub(b"", unknown.content)


def test_after_eight_wrong_tries_a_page_says_how_long_to_wait(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")
    client = Client(headers={"accept-language": "en"})
    for _ in range(8):
        answer = try_to_sign_in(client, "clerk", "not the password")

    right = try_to_sign_in(client, "clerk", PASSWORD)

    assert (answer.status_code, right.status_code) == (429, 429)
    assert b"wait a quarter of an hour" in right.content


def test_somebody_elses_tries_lock_nobody_else_out(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")
    with_password(campaign, "head")
    for _ in range(9):
        try_to_sign_in(Client(), "clerk", "not the password")

    assert try_to_sign_in(Client(), "head", PASSWORD).status_code == 302


def test_a_closed_account_gets_in_no_longer_and_its_open_session_ends(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")
    client = campaign.client("clerk")
    set_active(
        actor=campaign.actor("administrator"),
        now=NOW,
        account=campaign.account("clerk"),
        is_active=False,
        plan_version=1,
    )

    assert try_to_sign_in(Client(), "clerk", PASSWORD).status_code == 200
    assert client.get(reverse("plan")).status_code == 302


@pytest.mark.usefixtures("campaign")
def test_the_password_can_be_shown_without_a_script() -> None:
    hidden, shown = Client().get(reverse("sign-in")), Client().get(reverse("sign-in"), {"show": "yes"})

    assert hidden.content.count(b'type="password"') == 1
    assert shown.content.count(b'type="password"') == 0


def test_an_invitation_sets_the_password_once(campaign: TestCampaign) -> None:
    address = invitation_of(campaign, "custodian")
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    first = Client().post(address, chosen)
    second = Client().post(address, chosen)

    assert (first.status_code, second.status_code) == (302, 410)
    assert try_to_sign_in(Client(), "custodian", PASSWORD).status_code == 302


def test_a_weak_password_is_not_taken_and_the_reason_stands_beside_the_field(campaign: TestCampaign) -> None:
    address = invitation_of(campaign, "custodian")

    answer = Client().post(address, {"new_password1": "12345678", "new_password2": "12345678"})

    assert answer.status_code == 200
    assert b'aria-invalid="true"' in answer.content
    assert try_to_sign_in(Client(), "custodian", "12345678").status_code == 200


def test_an_invitation_of_a_closed_account_works_no_longer(campaign: TestCampaign) -> None:
    address = invitation_of(campaign, "custodian")
    set_active(
        actor=campaign.actor("administrator"),
        now=NOW,
        account=campaign.account("custodian"),
        is_active=False,
        plan_version=1,
    )

    assert Client().get(address).status_code == 410


def test_a_token_of_one_account_opens_no_other(campaign: TestCampaign) -> None:
    token = invitation(actor=campaign.actor("administrator"), account=campaign.account("custodian"))

    answer = Client().get(reverse("invitation", args=[campaign.account("head").public_id, token]))

    assert answer.status_code == 410


def test_the_administrator_is_shown_a_link_that_works(campaign: TestCampaign) -> None:
    administrator = campaign.client("administrator", "en")

    answer = administrator.post(reverse("people-account"), {"invite": "custodian"})

    link = re.search(rb'value="http://testserver(/invitation/[^"]+)"', answer.content)
    assert link is not None
    assert Client().get(link[1].decode()).status_code == 200


def test_only_the_administrator_makes_and_closes_accounts(campaign: TestCampaign) -> None:
    for person in ("clerk", "head", "liaison", "auditor", "custodian"):
        answer = campaign.client(person).post(reverse("people-account"), {"close": "leader"})

        assert answer.status_code == 403, person


def test_the_administrator_closes_an_account_and_opens_it_again(campaign: TestCampaign) -> None:
    administrator, leader = campaign.client("administrator"), campaign.account("leader")

    administrator.post(reverse("people-account"), {"close": "leader"})
    leader.refresh_from_db()
    was_open = leader.is_active
    administrator.post(reverse("people-account"), {"open": "leader"})
    leader.refresh_from_db()

    assert (was_open, leader.is_active) == (False, True)


def test_signing_out_needs_a_form_and_ends_the_session(campaign: TestCampaign) -> None:
    client = campaign.client("clerk")

    by_link, by_form = client.get(reverse("sign-out")), client.post(reverse("sign-out"))

    assert (by_link.status_code, by_form.status_code) == (405, 302)
    assert client.get(reverse("home")).status_code == 302


def test_the_chosen_language_stays_with_the_account(campaign: TestCampaign) -> None:
    with_password(campaign, "clerk")
    campaign.client("clerk").post(reverse("language"), {"language": "en", "next": "/plan/"})

    elsewhere = Client(headers={"accept-language": "zh-CN"})
    try_to_sign_in(elsewhere, "clerk", PASSWORD)

    with override("en"):
        assert gettext("This week").encode() in elsewhere.get(reverse("home")).content
    assert elsewhere.cookies["django_language"].value == "en"


@pytest.mark.usefixtures("campaign")
def test_a_language_switch_leads_back_and_never_to_a_foreign_site() -> None:
    client = Client()

    here = client.post(reverse("language"), {"language": "en", "next": "/sign-in/?show=yes"})
    foreign = client.post(reverse("language"), {"language": "en", "next": "//elsewhere.example/"})

    assert here["Location"] == "/sign-in/?show=yes"
    assert foreign["Location"] == reverse("home")
