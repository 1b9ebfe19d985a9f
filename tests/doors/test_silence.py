"""Does the server's own log keep silent about what people type?"""

from __future__ import annotations

import logging
from typing import NoReturn

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse

from huiyin import urls as urls_of_house
from huiyin.web.guard import Asked, open_to_everyone
from tests.campaign import TestCampaign

TYPED = "居民口述一句"  # stands for whatever somebody types


def said(caplog: pytest.LogCaptureFixture) -> str:
    """All that was logged, with what was handed along."""
    formatter = logging.Formatter("%(levelname)s %(name)s %(message)s")
    return "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.usefixtures("campaign")
def test_a_wrong_sign_in_logs_neither_name_nor_password(caplog: pytest.LogCaptureFixture) -> None:
    """People type the one into the field of the other."""
    Client().post(reverse("sign-in"), {"username": TYPED, "password": TYPED})

    assert TYPED not in said(caplog)


def test_refused_pages_log_the_address_without_its_question(
    campaign: TestCampaign, caplog: pytest.LogCaptureFixture
) -> None:
    client = campaign.client("custodian")

    for address in (reverse("activities"), reverse("unit", args=["none"])):
        client.get(address, {"words": TYPED})
        client.post(address, {"title": TYPED})

    assert "Forbidden: /activities/" in said(caplog)
    assert TYPED not in said(caplog)


@open_to_everyone
def broken(_request: Asked) -> NoReturn:
    """Breaks, as any page may."""
    raise RuntimeError("the page broke")


urlpatterns = [path("broken/", broken, name="broken")]
handler500 = urls_of_house.handler500


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_breaks_logs_where_and_nothing_that_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)

    answer = client.post("/broken/", {"title": TYPED})

    assert answer.status_code == 500
    assert "the page broke" in said(caplog)
    assert TYPED not in said(caplog)
    assert TYPED not in answer.content.decode()
