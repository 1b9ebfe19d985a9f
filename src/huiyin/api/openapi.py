"""How is the interface described to whoever programs against it? As OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.api.fields import FIELDS, ApiField
from huiyin.api.opinions import KEY_CHARACTERS, MOST_OPINIONS, MOST_REQUESTS
from huiyin.api.refusals import MEANINGS, PROBLEM_JSON, WRONG
from huiyin.web.guard import open_to_everyone

OPINION, PROBLEM = "#/components/schemas/Opinion", "#/components/schemas/Problem"


@open_to_everyone
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document. It tells nothing of the campaign."""
    return JsonResponse(document(request.build_absolute_uri("/").rstrip("/"), reverse("api-opinions")))


def document(server: str, path: str) -> dict[str, Any]:
    """The interface at this server, as OpenAPI 3.1 has it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Huiyin: handing opinions in",
            "version": "1",
            "summary": "Another system hands in what people said, on the one channel of its token.",
        },
        "servers": [{"url": server}],
        "paths": {path: {"post": _post()}},
        "components": {
            "schemas": {"Opinion": _opinion(), "Problem": _problem()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _post() -> dict[str, Any]:
    refusals = {
        str(status): {
            "description": meaning,
            "content": {PROBLEM_JSON: {"schema": {"$ref": PROBLEM}}},
        }
        for status, meaning in MEANINGS.items()
    }
    return {
        "operationId": "takeInOpinions",
        "summary": "Hand one opinion in, or a list; all are taken in or none.",
        "description": (
            f"At most {MOST_OPINIONS} opinions in a request, and {MOST_REQUESTS} requests of a token in a "
            "minute. Names and numbers of persons are taken out of the words before they are kept. "
            "What was handed in cannot be read back."
        ),
        "security": [{"token": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "maxLength": KEY_CHARACTERS},
                "description": (
                    "A request sent again with the same key adds nothing and gets the same ids. "
                    "The same key with another body is refused with 422."
                ),
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "oneOf": [
                            {"$ref": OPINION},
                            {
                                "type": "array",
                                "items": {"$ref": OPINION},
                                "minItems": 1,
                                "maxItems": MOST_OPINIONS,
                            },
                        ]
                    }
                }
            },
        },
        "responses": {"201": _taken_in(), **refusals},
    }


def _taken_in() -> dict[str, Any]:
    each = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "description": "Its id here."},
            "given_id": {"type": "string", "description": "Its id in your system, if it was sent."},
            "added": {"type": "boolean", "description": "False where it was here already."},
        },
    }
    return {
        "description": "Taken in, or here already: an id for each, in the order in which they were sent.",
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"taken_in": {"type": "array", "items": each}}}
            }
        },
    }


def _opinion() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in FIELDS if field.is_required],
        "properties": {field.name: _field(field) for field in FIELDS},
    }


def _field(field: ApiField) -> dict[str, Any]:
    if field.is_number:
        return {"type": "integer", "minimum": 0, "description": field.says}
    said: dict[str, Any] = {"type": "string", "maxLength": field.longest, "description": field.says}
    if field.form:
        said["format"] = field.form
    if field.one_of:
        said["enum"] = list(field.one_of)
    return said


def _problem() -> dict[str, Any]:
    each = {
        "type": "object",
        "properties": {
            "index": {"type": "integer", "description": "Which of the opinions, from 0."},
            "field": {"type": "string"},
            "code": {"type": "string", "enum": [str(code) for code in WRONG]},
            "pointer": {"type": "string", "description": "JSON pointer (RFC 6901)."},
            "detail": {"type": "string"},
        },
    }
    return {
        "type": "object",
        "description": "RFC 9457. Nothing that was sent stands in it.",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": each},
        },
    }
