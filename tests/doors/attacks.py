"""What does a request that somebody should not make leave behind?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from huiyin.ledger.models import SavedView
from huiyin.opinions.models import Giver, IntakeToken
from huiyin.trail.models import Entry
from huiyin.trail.queries import bound_models
from tests.doors.role_matrix import Planted

# What a move may want, so that nothing but the asker's right stands in its way.
ANSWERS = {"reason": "试一试", "words": "试一试", "title": "试一试", "lasting_measure": "试一试"}


@dataclass(frozen=True)
class Sent:
    """What came back, and whether anything was written."""

    status: int
    body: str
    has_written: bool


def sent(client: Client, address: str, form: Mapping[str, Any], **headers: Any) -> Sent:
    """Send a form; what it writes is seen and taken back."""
    before = _kept()
    with transaction.atomic():
        answer = client.post(address, dict(form), **headers)
        after = _kept()
        transaction.set_rollback(True)
    return Sent(answer.status_code, answer.content.decode("utf-8", "replace"), after != before)


def _kept() -> list[Any]:
    """How many rows there are of all that is kept, and what is changed without a new row."""
    tables: list[type[models.Model]] = [*bound_models(), Entry, Giver]
    views = SavedView.objects.order_by("pk").values_list("public_id", "account", "name", "question")
    keys = IntakeToken.objects.order_by("pk").values_list("public_id", "channel", "ended")
    return [*(table._default_manager.count() for table in tables), list(views), list(keys)]


@dataclass(frozen=True)
class Attempt:
    """A form that somebody sends to a page where it is not theirs to send."""

    person: str
    page: str
    arguments: Mapping[str, str]
    form: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.page} {dict(self.arguments)} by {self.person}: {self.form}"


def breaches(planted: Planted, tried: Iterator[Attempt]) -> list[str]:
    """Those of these that wrote something, or broke."""
    clients: dict[str, Client] = {}
    found = []
    for attempt in tried:
        client = clients.setdefault(attempt.person, planted.client(attempt.person))
        answer = sent(client, reverse(attempt.page, kwargs=dict(attempt.arguments)), attempt.form)
        if answer.has_written or answer.status >= 500:
            found.append(f"{attempt}: {answer.status}")
    return found
