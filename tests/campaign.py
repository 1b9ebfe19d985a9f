"""What is a campaign of the small plan, with an account for every role, in the database of a test?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.test import Client

from huiyin.access.actions import make_account
from huiyin.access.models import Account
from huiyin.access.queries import SYSTEM, actor_of
from huiyin.access.rules import Actor
from huiyin.plan.actions import apply_plan

SMALL_PLAN = Path(__file__).with_name("small_plan.yaml")
NOW = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)  # five in the afternoon there
PEOPLE = (
    *("clerk", "head", "liaison", "other-liaison", "leader"),
    *("guide", "custodian", "auditor", "administrator"),
)


@dataclass(frozen=True)
class TestCampaign:
    """The campaign and its people, by their keys in the small plan."""

    __test__ = False

    accounts: dict[str, Account] = field(default_factory=dict)
    now: datetime = NOW

    def account(self, person: str) -> Account:
        """The account of this person."""
        return self.accounts[person]

    def actor(self, person: str) -> Actor:
        """Who acts when this person does."""
        return actor_of(self.accounts[person])

    def client(self, person: str, language: str = "zh-hans") -> Client:
        """A browser without a window in which this person has signed in."""
        client = Client(headers={"accept-language": language})
        client.force_login(self.accounts[person], backend="django.contrib.auth.backends.ModelBackend")
        return client


def small_campaign() -> TestCampaign:
    """Apply the small plan and give everybody an account."""
    version = apply_plan(actor=SYSTEM, now=NOW, text=SMALL_PLAN.read_text(encoding="utf-8"))
    accounts = {
        person: make_account(actor=SYSTEM, now=NOW, person=person, plan_version=version) for person in PEOPLE
    }
    return TestCampaign(accounts)
