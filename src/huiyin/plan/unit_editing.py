"""How is a plan's file changed so that it names the units of a list, and keeps its comments?"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from huiyin.plan.document import Plan
from huiyin.plan.organisation import Role
from huiyin.plan.unit_rows import UnitRow

_WIDE = 10_000  # columns: a line that somebody wrote long stays one line


def with_units(text: str, plan: Plan, rows: Sequence[UnitRow]) -> str:
    """The text of this plan with the units of a list added or changed; nothing is taken out.

    A liaison who has no post in the unit yet gets one; whoever is not in the plan is added to it.
    """
    yaml = _yaml(text)
    document = yaml.load(text)
    written = {str(entry["key"]): entry for entry in document["units"]}
    people = _People(document, plan)
    for row in rows:
        entry = written.get(row.key)
        if entry is None:
            document["units"].append(_new_unit(row))
        else:
            _change(entry, row)
        if row.liaison:
            people.give_post(row)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _yaml(text: str) -> YAML:
    """A round trip that indents lists as the text does."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.width = _WIDE
    found = re.search(r"^units:[^\n]*\n(?:\s*#[^\n]*\n|\s*\n)*( *)- ", text, re.MULTILINE)
    offset = len(found[1]) if found else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    return yaml


def _new_unit(row: UnitRow) -> CommentedMap:
    entry = CommentedMap({"key": row.key, "name": _name(row.name, row.name_en), "kind": row.kind})
    if row.within:
        entry["within"] = row.within
    if row.members is not None:
        entry["members"] = row.members
    entry.fa.set_flow_style()
    return entry


def _change(entry: Any, row: UnitRow) -> None:
    """Write what the list says and the file does not; what stands there already is left as it is written."""
    _change_name(entry, row)
    for part, value in (("kind", row.kind), ("within", row.within), ("members", row.members)):
        if value not in ("", None) and str(entry.get(part, "")) != str(value):
            entry[part] = value


def _change_name(entry: Any, row: UnitRow) -> None:
    name = entry.get("name")
    before = {"zh": name, "en": name} if isinstance(name, str) else dict(name or {})
    after = {
        **before,
        **({"zh": row.name} if row.name else {}),
        **({"en": row.name_en} if row.name_en else {}),
    }
    # A list names a unit in one language; a name that is one word in both is left alone when it is that word.
    if after != before and row.name not in before.values():
        entry["name"] = _name(after.get("zh", ""), after.get("en", ""))
    elif row.name_en and before.get("en") != row.name_en:
        entry["name"] = _name(before.get("zh", ""), row.name_en)


def _name(chinese: str, english: str) -> CommentedMap | str:
    if not english or chinese == english:
        return chinese
    name = CommentedMap({"zh": chinese, "en": english})
    name.fa.set_flow_style()
    return name


class _People:
    """The people of the file, found by name."""

    def __init__(self, document: Any, plan: Plan) -> None:
        self._people, self._plan = document["people"], plan
        self._keys = {str(entry["key"]) for entry in self._people}

    def give_post(self, row: UnitRow) -> None:
        """Make the person of this row a liaison of its unit, unless one of that name is."""
        if row.liaison in self._liaisons(row.key):
            return
        post = CommentedMap({"role": Role.LIAISON.value, "unit": row.key})
        post.fa.set_flow_style()
        same = [entry for entry in self._people if row.liaison in _names_of(entry)]
        if len(same) == 1:
            same[0]["posts"].append(post)
            return
        person = CommentedMap({"key": self._free_key(row.key), "name": row.liaison, "posts": [post]})
        self._people.append(person)
        self._keys.add(str(person["key"]))

    def _liaisons(self, unit: str) -> set[str]:
        return {
            name
            for person in self._plan.people
            for post in person.posts
            if post.role is Role.LIAISON and post.unit == unit
            for name in (person.name.zh, person.name.en)
        }

    def _free_key(self, unit: str) -> str:
        key, number = f"liaison-{unit}"[:60], 1
        while key in self._keys:
            number += 1
            key = f"liaison-{unit}"[:56] + f"-{number}"
        return key


def _names_of(entry: Any) -> tuple[str, ...]:
    name = entry.get("name")
    return (name,) if isinstance(name, str) else tuple(map(str, dict(name or {}).values()))
