"""What does one field of a record hold, whoever gave it: a form, a cell or JSON?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from huiyin.activities.field_faults import FaultCode, Wrong
from huiyin.activities.names_in_plan import (
    AmbiguousName,
    Named,
    NameList,
    NoSuchName,
    PlanNames,
)
from huiyin.activities.written_forms import (
    clean_line,
    clean_lines,
    day_of,
    folded,
    number_of,
    time_of,
    yes_no_of,
)
from huiyin.plan.kinds import Field, FieldType

LINE_CHARACTERS = 1_000
TEXT_CHARACTERS = 20_000
LINK_CHARACTERS = 2_000
NAMES_IN_A_LIST = 1_000
DECIMALS = 4  # of the typed columns
LARGEST = 2**53 - 1  # what every reader of JSON keeps exactly (RFC 7493, 2.2)

RECORD_ID = re.compile(r"[0-9a-f]{32}")
YES, NO, DOES_NOT_APPLY = "yes", "no", "na"
_DOES_NOT_APPLY = frozenset({"na", "n/a", "不适用", "不涉及", "does not apply", "not applicable"})
BETWEEN_NAMES = re.compile(r"[;；\n]")
BETWEEN_SHORT_NAMES = re.compile(r"[;；\n,，、]")
ANSWERED_ITEM = re.compile(r"(.+)[:：=]([^:：=]+)")

Reader = Callable[[Field, Any, PlanNames], Any]


def is_empty(given: Any) -> bool:
    """Was nothing given? An answer "no" and a zero are something."""
    if given is None:
        return True
    if isinstance(given, str):
        return not given.strip()
    return isinstance(given, list | tuple | set | dict) and not given


def value_of(field: Field, given: Any, names: PlanNames) -> Any:
    """The value as JSON keeps it, without floats: decimals are text, days ISO 8601, rows of the plan keys.

    What this gives is read again as the same. Raises `Wrong` for what the field does not take.
    """
    value = _READERS[field.type](field, given, names)
    if field.must_be == "yes" and value is not True:
        raise Wrong(FaultCode.MUST_BE_YES)
    return value


def number_for_column(value: Any) -> Decimal | None:
    """What a number column keeps of a value: the number, or of a list how many it names."""
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, list):
        return Decimal(len(value))
    if isinstance(value, dict):
        return Decimal(sum(answer == YES for answer in value.values()))
    return None if value is None else Decimal(value)


def _line(_field: Field, given: Any, _names: PlanNames) -> str:
    return _within(clean_line(_text(given)), LINE_CHARACTERS)


def _lines(_field: Field, given: Any, _names: PlanNames) -> str:
    return _within(clean_lines(_text(given)), TEXT_CHARACTERS)


def _text(given: Any) -> str:
    # A sheet gives a number or a day for a text that looks like one.
    is_plain = isinstance(given, str | int | float | Decimal) and not isinstance(given, bool)
    if not is_plain and day_of(given) is None:
        raise Wrong(FaultCode.NOT_TEXT)
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return str(given)


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Wrong(FaultCode.TOO_LONG, limit=limit)
    return text


def _number(field: Field, given: Any) -> Decimal:
    number = number_of(given, field.classifier)
    if number is None:
        raise Wrong(FaultCode.NOT_A_NUMBER, given=given)
    if abs(number) > LARGEST:
        raise Wrong(FaultCode.TOO_LARGE if number > 0 else FaultCode.TOO_SMALL, given=given, limit=LARGEST)
    _inside(field, number, given)
    return number


def _inside(field: Field, number: Decimal, given: Any) -> None:
    if field.minimum is not None and number < Decimal(str(field.minimum)):
        raise Wrong(FaultCode.TOO_SMALL, given=given, limit=_plain(Decimal(str(field.minimum))))
    if field.maximum is not None and number > Decimal(str(field.maximum)):
        raise Wrong(FaultCode.TOO_LARGE, given=given, limit=_plain(Decimal(str(field.maximum))))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _whole(field: Field, given: Any, _names: PlanNames) -> int:
    number = _number(field, given)
    if number != number.to_integral_value():
        raise Wrong(FaultCode.NOT_WHOLE, given=given)
    return int(number)


def _decimal(field: Field, given: Any, _names: PlanNames) -> str:
    text = _plain(_number(field, given))
    if len(text.partition(".")[2]) > DECIMALS:
        raise Wrong(FaultCode.TOO_MANY_DECIMALS, given=given, limit=DECIMALS)
    return text


def _day(_field: Field, given: Any, _names: PlanNames) -> str:
    day = day_of(given)
    if day is None:
        raise Wrong(FaultCode.NOT_A_DAY, given=given)
    return day.isoformat()


def _time(_field: Field, given: Any, _names: PlanNames) -> str:
    time = time_of(given)
    if time is None:
        raise Wrong(FaultCode.NOT_A_TIME, given=given)
    return time.isoformat("minutes")


def _yes_no(_field: Field, given: Any, _names: PlanNames) -> bool:
    answer = yes_no_of(given)
    if answer is None:
        raise Wrong(FaultCode.NOT_A_YES_OR_NO, given=given)
    return answer


def _link(_field: Field, given: Any, _names: PlanNames) -> str:
    text = _within(unicodedata.normalize("NFC", str(given)).strip(), LINK_CHARACTERS)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Wrong(FaultCode.NOT_A_LINK, given=text) from None
    seen = all(unicodedata.category(sign)[0] not in "CZ" for sign in text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not seen:
        raise Wrong(FaultCode.NOT_A_LINK, given=text)
    return text


def _choice(field: Field, given: Any, names: PlanNames) -> str:
    return named(_rows_named_by(field, names), given).key


def _choices(field: Field, given: Any, names: PlanNames) -> list[str]:
    chosen = set(_each(_rows_named_by(field, names), given))
    _inside(field, Decimal(len(chosen)), len(chosen))
    return [choice.key for choice in field.choices if choice.key in chosen]


def _rows_named_by(field: Field, names: PlanNames) -> NameList:
    rows = names.rows_of(field)
    if rows is None:
        raise Wrong(FaultCode.NO_SUCH_NAME, given=field.checklist or "")
    return rows


def _row(field: Field, given: Any, names: PlanNames) -> str:
    row = named(names.lists[field.type], given)
    _fits(field, row)
    return row.key


def _rows(field: Field, given: Any, names: PlanNames) -> list[str]:
    rows = names.lists[field.type]
    keys = _each(rows, given)
    for key in keys:
        _fits(field, rows.rows[key])
    _inside(field, Decimal(len(keys)), len(keys))
    return keys


def _fits(field: Field, row: Named) -> None:
    if field.of is not None and row.sort != field.of:
        raise Wrong(FaultCode.OF_ANOTHER_SORT, given=row.key)


def named(rows: NameList, given: Any) -> Named:
    """The row that is meant. Raises `Wrong`."""
    text = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
    try:
        return rows.find(text)
    except NoSuchName:
        raise Wrong(FaultCode.NO_SUCH_NAME, given=given) from None
    except AmbiguousName as several:
        raise Wrong(FaultCode.AMBIGUOUS_NAME, given=given, keys=", ".join(several.keys)) from None


def _each(rows: NameList, given: Any) -> list[str]:
    """The keys of all that are named, each once, in the order given."""
    parts = _split(rows, given) if isinstance(given, str) else given
    if isinstance(parts, Mapping) or not isinstance(parts, Iterable):
        raise Wrong(FaultCode.NOT_A_LIST)
    listed = [part for part in parts if not is_empty(part)]
    if len(listed) > NAMES_IN_A_LIST:
        raise Wrong(FaultCode.TOO_LARGE, given=len(listed), limit=NAMES_IN_A_LIST)
    if not listed:
        raise Wrong(FaultCode.MISSING)
    return list(dict.fromkeys(named(rows, part).key for part in listed))


def _split(rows: NameList, text: str) -> list[str]:
    """The names in a text. A comma divides them only where what stands around it is no name itself."""
    found = []
    for part in BETWEEN_NAMES.split(text):
        is_name = part.strip() in rows.rows or folded(part) in rows.by_name
        found += [part] if is_name else BETWEEN_SHORT_NAMES.split(part)
    return found


def _checks(field: Field, given: Any, names: PlanNames) -> dict[str, str]:
    items = _rows_named_by(field, names)
    pairs = _answers(given) if isinstance(given, str) else given
    if not isinstance(pairs, Mapping):
        raise Wrong(FaultCode.NOT_A_LIST)
    answers = {
        named(items, item).key: _answer(answer) for item, answer in pairs.items() if not is_empty(answer)
    }
    if not answers:
        raise Wrong(FaultCode.MISSING)
    return {key: answers[key] for key in items.rows if key in answers}


def _answers(text: str) -> dict[str, str]:
    """The answers in a text: "item: yes; item: no"."""
    found = {}
    for part in BETWEEN_NAMES.split(text):
        if not part.strip():
            continue
        pair = ANSWERED_ITEM.fullmatch(part)
        if pair is None:
            raise Wrong(FaultCode.NOT_AN_ANSWER, given=part)
        found[pair[1].strip()] = pair[2]
    return found


def _answer(given: Any) -> str:
    if isinstance(given, str) and folded(given) in _DOES_NOT_APPLY:
        return DOES_NOT_APPLY
    answer = yes_no_of(given)
    if answer is None:
        raise Wrong(FaultCode.NOT_AN_ANSWER, given=given)
    return YES if answer else NO


def _record(_field: Field, given: Any, _names: PlanNames) -> str:
    return record_id(given)


def record_id(given: Any) -> str:
    """An id of a record, as far as its looks tell. Raises `Wrong`."""
    text = str(given).strip().lower()
    if not RECORD_ID.fullmatch(text):
        raise Wrong(FaultCode.NOT_A_RECORD, given=given)
    return text


_READERS: Mapping[FieldType, Reader] = MappingProxyType(
    {
        FieldType.TEXT: _line,
        FieldType.LONG_TEXT: _lines,
        FieldType.WHOLE: _whole,
        FieldType.DECIMAL: _decimal,
        FieldType.DAY: _day,
        FieldType.TIME: _time,
        FieldType.YES_NO: _yes_no,
        FieldType.CHOICE: _choice,
        FieldType.CHOICES: _choices,
        FieldType.LINK: _link,
        FieldType.CHECKS: _checks,
        FieldType.PERSON: _row,
        FieldType.PEOPLE: _rows,
        FieldType.UNIT: _row,
        FieldType.UNITS: _rows,
        FieldType.CHANNEL: _row,
        FieldType.SCREEN: _row,
        FieldType.ASSET: _row,
        FieldType.AREA: _row,
        FieldType.TARGET: _row,
        FieldType.RECORD: _record,
    }
)
