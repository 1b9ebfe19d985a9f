"""Has another system sent this request before, and did it say the same then?"""

from __future__ import annotations

from typing import Final

from huiyin.opinions.models import Opinion
from huiyin.opinions.sealing import request_mark

HALF: Final = 16  # hexadecimal digits of a ticket for the key, and as many for what was said: 64 bits each


class SaysOtherwise(RuntimeError):
    """The key of the request was used before, with a request that said something else."""


def ticket_of(account: str, key: str, body: str) -> str:
    """What is kept of a request: whose key it had, what it said. Without the campaign key it says nothing.

    A key is known to the token (`account`) alone that used it.
    """
    return request_mark("key", account, key)[:HALF] + request_mark("body", account, key, body)[:HALF]


def is_here(ticket: str) -> bool:
    """Did this very request add something before? Raises `SaysOtherwise`."""
    of_key = ticket[:HALF]
    tickets = Opinion.objects.filter(ticket__gte=of_key + "0" * HALF, ticket__lte=of_key + "f" * HALF)
    earlier = tickets.values_list("ticket", flat=True).first()
    if earlier is not None and earlier != ticket:
        raise SaysOtherwise
    return earlier is not None
