"""Can everything that the guide shows be written into a plan, and does the schema for editors agree?"""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from huiyin.plan.document import Plan
from huiyin.plan.editor_schema import editor_schema
from huiyin.plan.figure_definitions import Law
from huiyin.plan.kinds import Column, FieldType
from huiyin.plan.reading import read_plan
from huiyin.plan.shapes import models_within
from tests.repository.tree import ROOT

GUIDES = ("docs/guides/plan.md", "docs/guides/plan.zh.md")


def examples(guide: str) -> list[str]:
    """The pieces of a plan that a guide shows, in its order."""
    return re.findall(r"```yaml\n(.*?)```", (ROOT / guide).read_text(encoding="utf-8"), re.DOTALL)


def put_together(pieces: list[str]) -> str:
    """One plan of all pieces: the first is whole, the others add to its lists."""
    yaml = YAML(typ="safe", pure=True)
    whole: dict[str, Any] = yaml.load(pieces[0])
    for piece in pieces[1:]:
        for name, entries in yaml.load(piece).items():
            whole[name] = [*whole.get(name, []), *entries]
    stream = io.StringIO()
    yaml.dump(whole, stream)
    return stream.getvalue()


@pytest.mark.parametrize("guide", GUIDES)
def test_the_smallest_plan_of_the_guide_is_a_plan(guide: str) -> None:
    assert read_plan(examples(guide)[0]).kinds[0].key == "talk"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_step_of_the_guide_gives_a_plan(guide: str) -> None:
    pieces = examples(guide)

    for count in range(1, len(pieces) + 1):
        assert read_plan(put_together(pieces[:count])).kinds


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_shows_every_type_of_field_and_every_column(guide: str) -> None:
    fields = [field for kind in read_plan(put_together(examples(guide))).kinds for field in kind.fields]

    assert {field.type for field in fields} == set(FieldType)
    assert {field.fills for field in fields} >= set(Column)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_every_law_and_every_part_of_a_kind(guide: str) -> None:
    page = (ROOT / guide).read_text(encoding="utf-8")
    kind = next(model for model in models_within(Plan) if model.__name__ == "Kind")

    assert [law for law in Law if f"`{law}`" not in page] == []
    assert [name for name in kind.model_fields if f"`{name}" not in page] == []


def test_the_schema_for_editors_is_fresh() -> None:
    kept = (ROOT / "docs/reference/plan.schema.json").read_text(encoding="utf-8")

    assert kept == editor_schema(), "write huiyin.plan.editor_schema.editor_schema() into it"


def test_the_schema_for_editors_knows_the_short_ways_of_writing_and_every_part() -> None:
    schema = json.loads(editor_schema())

    assert schema["properties"].keys() == Plan.model_fields.keys()
    assert schema["$defs"]["Term"]["anyOf"][0]["type"] == "string"
    assert schema["$defs"]["Terms"]["anyOf"][0]["type"] == "array"
    assert schema["additionalProperties"] is False
