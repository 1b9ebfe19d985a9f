"""How is a value written into a cell, so that people read names and reading it gives the value back?"""

from __future__ import annotations

import re
from typing import Any

from huiyin.activities.field_values import DOES_NOT_APPLY, YES
from huiyin.activities.names_in_plan import AmbiguousName, NameList, NoSuchName, PlanNames
from huiyin.plan.kinds import Field, FieldType

BETWEEN = "; "
_DIVIDES = re.compile(r"[;；:：=,，、\n]")
_YES_NO = {"zh": ("是", "否", "不适用"), "en": ("yes", "no", "n/a")}


def cell_text(field: Field, value: Any, names: PlanNames, language: str) -> str:
    """What a cell shows of a value: names in this language, and keys where a name would not be found again.

    `field_values.value_of` reads it back as the same value. "" for nothing.
    """
    if value is None:
        return ""
    if field.type is FieldType.YES_NO:
        return _answer("yes" if value else "no", language)
    rows = names.rows_of(field)
    if rows is None:
        return str(value)
    if isinstance(value, dict):
        return BETWEEN.join(
            f"{name_text(rows, key, language)}: {_answer(value[key], language)}" for key in value
        )
    if isinstance(value, list):
        return BETWEEN.join(name_text(rows, key, language) for key in value)
    return name_text(rows, str(value), language, divided=False)


def name_text(rows: NameList, key: str, language: str, *, divided: bool = True) -> str:
    """The name of a row where it stands for this row alone, else its key.

    `divided`: it stands among others, so that a name with a dividing sign in it will not do either.
    """
    name = rows.called(key).said(language)
    if divided and _DIVIDES.search(name):
        return key
    try:
        return name if rows.find(name).key == key else key
    except (NoSuchName, AmbiguousName):
        return key


def _answer(answer: str, language: str) -> str:
    yes, no, does_not_apply = _YES_NO["zh" if language.startswith("zh") else "en"]
    if answer == DOES_NOT_APPLY:
        return does_not_apply
    return yes if answer == YES else no
