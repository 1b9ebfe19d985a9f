"""What does the key of another system open, and what not?"""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.access.rules import Forbidden, Permission
from huiyin.activities.refusals import NotFound, NotRight
from huiyin.opinions.actions import end_token, make_token, take_in, take_in_many
from huiyin.opinions.filters import Filters
from huiyin.opinions.models import IntakeToken
from huiyin.opinions.queries import actor_of_token, held, opinion, page, tokens
from huiyin.opinions.rules import IntakeActor, Said
from huiyin.opinions.tokens import NewToken
from huiyin.trail.models import Entry
from tests.campaign import TestCampaign

SAID = Said("hotline", date(2026, 9, 28), "路灯坏了两个月。", given_id="T-1")


@pytest.fixture
def made(campaign: TestCampaign) -> NewToken:
    """A key of the hotline's system."""
    return make_token(
        actor=campaign.actor("administrator"), now=campaign.now, channel="hotline", name="12345 热线"
    )


def system(made: NewToken) -> IntakeActor:
    found = actor_of_token(made.secret)
    assert found is not None
    return found


def test_a_system_hands_in_on_its_channel_and_the_trail_names_the_key(
    campaign: TestCampaign, made: NewToken
) -> None:
    ids = take_in_many(actor=system(made), now=campaign.now, all_said=[SAID], batch="c" * 32)
    again = take_in_many(actor=system(made), now=campaign.now, all_said=[SAID], batch="d" * 32)

    assert ids == again
    row = opinion(campaign.actor("clerk"), ids[0]).row
    assert (row.account, row.batch, row.taken_in_by) == (made.id, "c" * 32, "")
    assert b'"role":"intake"' in bytes(Entry.objects.latest("sequence").body)


def test_it_hands_in_nowhere_else(campaign: TestCampaign, made: NewToken) -> None:
    with pytest.raises(Forbidden):
        take_in(actor=system(made), now=campaign.now, said=Said("form", SAID.day, SAID.words))


def test_it_reads_nothing(campaign: TestCampaign, made: NewToken) -> None:
    id_ = take_in(actor=system(made), now=campaign.now, said=SAID)

    assert held(system(made), [id_]) == {}
    with pytest.raises(Forbidden):
        page(system(made), Filters())
    granted = [each for each in Permission if system(made).may(each)]
    assert granted == [Permission.RECORD_OPINIONS]


def test_an_ended_key_opens_nothing_and_what_came_in_stays(campaign: TestCampaign, made: NewToken) -> None:
    id_ = take_in(actor=system(made), now=campaign.now, said=SAID)

    end_token(actor=campaign.actor("administrator"), now=campaign.now, token=made.id)
    end_token(actor=campaign.actor("administrator"), now=campaign.now, token=made.id)

    assert actor_of_token(made.secret) is None
    assert opinion(campaign.actor("clerk"), id_).row.record == id_
    [row] = tokens(campaign.actor("administrator"))
    assert (row.id, row.name, row.ended) == (made.id, "12345 热线", campaign.now)


@pytest.mark.parametrize("secret", ["", ".", "abc", "0" * 32 + ".abc", "x" * 5_000])
def test_what_is_no_key_opens_nothing(made: NewToken, secret: str) -> None:
    assert actor_of_token(secret) is None
    assert actor_of_token(made.secret[:-1]) is None
    assert actor_of_token(made.id + ".") is None


def test_the_secret_is_kept_nowhere(made: NewToken) -> None:
    kept = IntakeToken.objects.get()
    random_part = made.secret.partition(".")[2]

    assert random_part.encode() not in bytes(kept.hash)
    assert len(random_part) >= 43
    assert all(random_part.encode() not in bytes(entry.body) for entry in Entry.objects.all())


def test_a_key_is_made_for_a_channel_on_which_systems_hand_in(campaign: TestCampaign) -> None:
    administrator = campaign.actor("administrator")
    for channel, name in (("form", "热线"), ("nowhere", "热线"), ("hotline", " "), ("hotline", "长" * 101)):
        with pytest.raises(NotRight):
            make_token(actor=administrator, now=campaign.now, channel=channel, name=name)
    with pytest.raises(Forbidden):
        make_token(actor=campaign.actor("clerk"), now=campaign.now, channel="hotline", name="热线")
    with pytest.raises(Forbidden):
        tokens(campaign.actor("clerk"))
    with pytest.raises(NotFound):
        end_token(actor=administrator, now=campaign.now, token="0" * 32)
