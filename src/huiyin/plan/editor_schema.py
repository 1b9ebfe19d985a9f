"""What does an editor need to help somebody who writes a plan: known keys, choices, and faults at once?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from huiyin.plan.document import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# What a file may say in a shorter way than the format's parts do.
SHORTER: Mapping[str, Mapping[str, Any]] = {
    "Term": {"type": "string", "minLength": 1},
    "Terms": {"type": "array", "items": {"type": "string"}},
}


def editor_schema() -> str:
    """The format of a plan as JSON Schema (draft 2020-12), one text for equal formats.

    It knows shapes, not references: whether a unit that is named is there, `huiyin plan check` says.
    """
    schema = Plan.model_json_schema()
    parts = schema["$defs"]
    for name, shorter in SHORTER.items():
        parts[name] = {"anyOf": [dict(shorter), parts[name]]}
    told = {"$schema": DIALECT, "title": "Huiyin plan", **{k: v for k, v in schema.items() if k != "title"}}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
