"""How is it said what of the ledger waits for somebody, and where does it lead?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext as _n

from huiyin.access.rules import Actor
from huiyin.ledger.shown.filters import Filters
from huiyin.ledger.shown.waiting import ANSWERS_DUE, WaitingThing, waiting_for


@dataclass(frozen=True)
class Waiting:
    """Something of the ledger that waits: in words with its number, where it is done, how it stands."""

    words: str
    href: str
    shape: str


def waiting_said(actor: Actor, today: date) -> Iterator[Waiting]:
    """What waits for this actor, in the order of the ledger."""
    for thing in waiting_for(actor, today):
        if thing.code in _SAID:
            yield Waiting(_SAID[thing.code](thing.count), _way(thing), _SHAPES.get(thing.code, "open"))


def _way(thing: WaitingThing) -> str:
    if thing.code == ANSWERS_DUE:
        return f"{reverse('answers')}?state=due"
    if thing.code == "without_word":
        return reverse("problems-week")
    return f"{reverse('problems')}?{question_of(thing.filters or Filters())}"


def question_of(filters: Filters) -> str:
    """The address of the ledger's page that asks for this, after its question mark."""
    given = {each.name: getattr(filters, each.name) for each in fields(filters)}
    return urlencode({name: str(value) for name, value in given.items() if value})


_SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {"late": "late", "own_late": "late", "own_soon": "soon", ANSWERS_DUE: "soon", "returned": "soon"}
)


_SAID: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "to_hand_over": lambda n: (
            _n("One problem is not handed over yet", "%(count)d problems are not handed over yet", n)
            % {"count": n}
        ),
        "returned": lambda n: (
            _n("One problem came back as another unit's", "%(count)d problems came back as another unit's", n)
            % {"count": n}
        ),
        "late": lambda n: (
            _n("One problem is past its day", "%(count)d problems are past their day", n) % {"count": n}
        ),
        "heard_again": lambda n: (
            _n(
                "Of one signed problem people speak again",
                "Of %(count)d signed problems people speak again",
                n,
            )
            % {"count": n}
        ),
        "to_review": lambda n: (
            _n("One standing measure is to be reviewed", "%(count)d standing measures are to be reviewed", n)
            % {"count": n}
        ),
        "to_sign": lambda n: (
            _n("One problem waits for your signature", "%(count)d problems wait for your signature", n)
            % {"count": n}
        ),
        "extensions": lambda n: (
            _n("One unit asks for more time", "For %(count)d problems more time is asked for", n)
            % {"count": n}
        ),
        "to_receive": lambda n: (
            _n("One problem was handed over to you", "%(count)d problems were handed over to you", n)
            % {"count": n}
        ),
        "own_late": lambda n: (
            _n("One problem of yours is past its day", "%(count)d problems of yours are past their day", n)
            % {"count": n}
        ),
        "own_soon": lambda n: (
            _n("One problem of yours is due soon", "%(count)d problems of yours are due soon", n)
            % {"count": n}
        ),
        "without_word": lambda n: (
            _n(
                "One problem of yours has no word for this week",
                "%(count)d problems of yours have no word for this week",
                n,
            )
            % {"count": n}
        ),
        "to_check": lambda n: (
            _n("One problem waits for your check", "%(count)d problems wait for your check", n) % {"count": n}
        ),
        "effects": lambda n: (
            _n(
                "One closed problem is to be looked at again",
                "%(count)d closed problems are to be looked at again",
                n,
            )
            % {"count": n}
        ),
        ANSWERS_DUE: lambda n: (
            _n("One giver waits for an answer", "%(count)d givers wait for an answer", n) % {"count": n}
        ),
    }
)
