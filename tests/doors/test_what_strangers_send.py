"""How much may a stranger send, and what do strangers learn?"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.access.actions import AccountClosed, invite, set_active
from huiyin.trail.models import Entry
from huiyin.web.frame.sizes import OF_PEOPLE, OF_STRANGERS
from tests.campaign import NOW, TestCampaign


@pytest.mark.usefixtures("campaign")
def test_a_stranger_s_upload_is_refused_before_it_is_read() -> None:
    big = SimpleUploadedFile("big.bin", b"x" * (OF_STRANGERS + 1))

    answer = Client().post(reverse("sign-in"), {"username": "clerk", "file": big})

    assert answer.status_code == 413


def test_what_a_person_sends_is_taken_up_to_the_limit_of_people(campaign: TestCampaign) -> None:
    client = campaign.client("clerk")
    large = SimpleUploadedFile("large.bin", b"x" * (OF_STRANGERS + 1))

    assert client.post(reverse("import-new"), {"file": large}).status_code != 413
    announced = client.generic("POST", reverse("import-new"), b"", CONTENT_LENGTH=str(OF_PEOPLE + 1))
    assert announced.status_code == 413


@pytest.mark.usefixtures("campaign")
def test_a_sign_in_name_is_no_longer_than_a_key_of_a_plan() -> None:
    answer = Client().post(reverse("sign-in"), {"username": "n" * 61, "password": "three green boats"})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode() or "60" in answer.content.decode()


@pytest.mark.usefixtures("campaign")
def test_a_watcher_learns_no_number_from_the_health_page() -> None:
    answer = Client().get(reverse("healthz"))

    assert answer.status_code == 200
    assert not any(letter.isdigit() for letter in answer.content.decode())


@pytest.mark.parametrize("after", ["9" * 5000, "٣", "-1", "1e3"])
def test_a_place_in_the_log_that_is_none_is_not_found(after: str, campaign: TestCampaign) -> None:
    assert campaign.client("auditor").get(reverse("log"), {"after": after}).status_code == 404


def test_the_log_says_who_handed_out_an_invitation_and_never_that_its_person_used_it(
    campaign: TestCampaign,
) -> None:
    head, administrator = campaign.account("head"), campaign.actor("administrator")
    token = invite(actor=administrator, now=NOW, account=head, plan_version=1)
    words = {"new_password1": "three green boats", "new_password2": "three green boats"}

    Client().post(reverse("invitation", args=[head.public_id, token]), words)

    used, given = (bytes(entry.body).decode() for entry in Entry.objects.order_by("-sequence")[:2])
    assert '"action":"account.invited"' in given
    assert f'"actor":"{administrator.account}"' in given
    assert '"action":"account.password_by_invitation"' in used
    assert f'"actor":"{head.public_id}"' not in used


def test_nobody_is_invited_to_a_closed_account(campaign: TestCampaign) -> None:
    account, administrator = campaign.account("guide"), campaign.actor("administrator")
    set_active(actor=administrator, now=NOW, account=account, is_active=False, plan_version=1)

    with pytest.raises(AccountClosed):
        invite(actor=administrator, now=NOW, account=account, plan_version=1)
    page = campaign.client("administrator").post(reverse("people-account"), {"invite": "guide"})
    assert page.status_code == 302
