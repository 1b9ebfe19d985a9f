"""How is another system told that something was not taken in? As RFC 9457 has it, without what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import JsonResponse

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.api.fields import BY_COLUMN

PROBLEM_JSON: Final = "application/problem+json"

# What each status means here; the document of the interface says the same.
MEANINGS: Final[Mapping[int, str]] = {
    400: "The body is not JSON, or the Idempotency-Key is longer than 200 characters.",
    401: "The token is missing, not known, or was ended.",
    403: "The token is for another channel.",
    405: "Opinions are handed in with POST.",
    413: "More than is taken at one go: 500 opinions, 2 MiB.",
    415: "The body has to be sent as application/json.",
    422: "Something is wrong with what was handed in; nothing of it was taken in.",
    429: "Too many requests in this minute.",
    503: "Nothing can be taken in now.",
}
TITLES: Final[Mapping[int, str]] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    405: "Method Not Allowed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
SAYS_OTHERWISE: Final = (
    "This Idempotency-Key was used with another body; nothing of this one was taken in. "
    "Send it with a key of its own."
)
# What is wrong with a field, said without the value: it may be what somebody said.
WRONG: Final[Mapping[str, str]] = {
    FaultCode.MISSING: "This is needed.",
    FaultCode.TOO_LONG: "This is too long.",
    FaultCode.NOT_TEXT: "This has to be text, and an opinion an object.",
    FaultCode.NOT_WHOLE: "This has to be a whole number.",
    FaultCode.TOO_SMALL: "This has to be 0 or more.",
    FaultCode.TOO_LARGE: "This number is too large.",
    FaultCode.NOT_A_DAY: "This has to be a day such as 2026-09-07.",
    FaultCode.IN_THE_FUTURE: "This day has not come yet.",
    FaultCode.NO_SUCH_NAME: "The plan has no such key or name.",
    FaultCode.AMBIGUOUS_NAME: "Several in the plan are called so; send the key.",
    FaultCode.OF_ANOTHER_SORT: "The channel does not take this, or it does not fit name and contact.",
    FaultCode.UNKNOWN_FIELD: "There is a field of a name that is not known.",
}


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one field of one of the opinions; `index` is None where one alone was sent."""

    index: int | None
    fault: FieldFault

    def said(self) -> dict[str, Any]:
        """As JSON: where, as a JSON pointer (RFC 6901), and what."""
        field = BY_COLUMN.get(self.fault.field)
        parts = [str(self.index)] if self.index is not None else []
        pointer = "#" + "".join(f"/{part}" for part in [*parts, *([field.name] if field else [])])
        said: dict[str, Any] = {
            "index": self.index or 0,
            "field": field.name if field else "",
            "code": str(self.fault.code),
            "pointer": pointer,
            "detail": WRONG.get(self.fault.code, "This is not right."),
        }
        if "limit" in self.fault.facts:
            said["limit"] = self.fault.facts["limit"]
        return said


def problem(
    status: int,
    *,
    faults: Sequence[RowFault] = (),
    detail: str = "",
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """The answer: what the status means here, or the `detail`, and for 422 every fault by index and field."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail or MEANINGS[status],
    }
    if faults:
        said["errors"] = [fault.said() for fault in faults]
    answer = JsonResponse(said, status=status, content_type=PROBLEM_JSON, headers=dict(headers or {}))
    answer["Cache-Control"] = "no-store"
    return answer
