"""Which parts of a text name a door: a unit, a room, a flat?

A building alone (3栋), a floor alone (2楼) and the house number of a road stay: they hold many homes and tell
two problems apart. A building is taken together with the unit or room that follows it (3栋2单元501室).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_FEW = "(?:[0-9]{1,4}|[一二三四五六七八九十百〇零]{1,5})"
_NAMED = f"(?:第?[A-Za-z]?{_FEW}[A-Za-z]?|[A-Za-z]|[东南西北中甲乙丙丁])"
_GAP = r"[ \u3000,，、\-－—–_/的]{0,2}"
# A room's number is followed by a word for the room, or by nothing that makes it a year, a count, a measure.
_ROOM_WORD = (
    r"(?:室(?![内外友温长]|[一二两三四0-9]厅)"
    r"|号?房(?![产价贷租东子屋地厅款源改型主车管梁企]|[一二两三四0-9]厅)"
    r"|号(?![线楼院栋令公文]))"
)
_NO_MEASURE = (
    r"(?![0-9A-Za-z.%]|[年月日户层平米元台个人套间路万亿吨次份件辆块亩多余]|㎡|栋|幢|座|单元|号[楼线])"
)
_ROOM_END = f"(?:{_ROOM_WORD}|{_NO_MEASURE})"
# Three or four digits, perhaps with the letter of a part; or written out (五〇一).
_ROOM_NUMBER = (
    "(?:[A-Za-z]?[0-9]{3,4}[A-Za-z]?(?![0-9])"
    "|[一二三四五六七八九十]?[一二三四五六七八九][〇零○][一二三四五六七八九])"
)
_BUILDING = r"(?:号?[栋幢座](?![桥山城大小])楼?|号楼|#楼?|号院)"
_UNIT = r"单元(?![楼测格教])"
_FLOOR = rf"(?:第?{_FEW} ?[楼层]{_GAP})"
_IN_UNIT = rf"(?:{_GAP}{_FLOOR}?(?:{_ROOM_NUMBER}{_ROOM_END}|[0-9]{{1,2}}{_ROOM_WORD}))?"
# After the word for a building: 2单元501室, 2单元, 2门502; 5楼501, 501; 26号; 2-501.
_IN_BUILDING = (
    rf"{_GAP}(?:{_NAMED} ?(?:{_UNIT}|门(?=[ \-]?[0-9])){_IN_UNIT}"
    rf"|{_FLOOR}?{_ROOM_NUMBER}{_ROOM_END}"
    rf"|{_FLOOR}?{_FEW}{_ROOM_WORD}"
    rf"|{_NAMED}-[0-9]{{3,4}}{_ROOM_END}"
    rf"|{_NAMED} ?#?(?:号楼|[栋幢座]){_GAP}{_NAMED} ?(?:{_UNIT}|门(?=[ \-]?[0-9])){_IN_UNIT})"
)
_DOOR = re.compile(
    rf"{_NAMED} ?{_BUILDING}{_IN_BUILDING}|(?<![0-9第A-Za-z每各多几整、两]){_NAMED} ?{_UNIT}{_IN_UNIT}"
)
_DOOR_WORD = re.compile(r"[栋幢座]|号楼|号院|#|单元")
_BEFORE_DOOR_WORD = 8  # characters: the longest number of a building, with its 第 and a blank
_AFTER_DOOR_WORD = 40  # characters: more than the longest unit, floor and room
# 5-2-301室, and without a word for the room after 住.
_DASHED = re.compile(
    r"(?<![0-9\-.])[0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{3,4}(?:室(?![内外])|号?房(?![产价贷租])|住户|业主|户(?![型籍口]))"
    rf"|(?<=[住址在于:：])[ ]?[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}}{_NO_MEASURE}"
)
_ROOM = re.compile(rf"(?<![0-9A-Za-z.\-－年]){_ROOM_NUMBER} ?(?!号[^房]){_ROOM_WORD}")
# The rooms of public houses are no homes.
_PUBLIC_HOUSE_BEFORE = re.compile(
    r"(?:办公|教学|综合|行政|政务|服务|接待|门诊|住院|实验|大厅|大厦|中心|法庭|医院|学校|[小中大]学|学院"
    r"|银行|机关|政府|酒店|宾馆|[局委厅院馆])"
    r"[大主东南西北中新老旧]?[楼厦区部]?[0-9一二三四五六七八九十]{0,2}[楼层]?[ ]?\Z"
)
_LOOK_BACK = 12  # characters: the longest of these, with its wing and floor

_LATIN_NUMBER = (
    r"#?\s?[A-Z]?-?[0-9]{1,5}[A-Z]?\b"
    r"(?!\s?[%$:]|\.[0-9]| (?:percent|dollars?|yuan|people|minutes|hours|days|of)\b)"
)
_LATIN_ROOM = rf"(?:room|rm\.?|apartment|apt\.?)\s?{_LATIN_NUMBER}"
_LATIN_PART = rf"(?:{_LATIN_ROOM}|(?:unit|flat|suite)\s?{_LATIN_NUMBER})"
_LATIN_DOOR = re.compile(
    rf"\b(?:(?:building|block|bldg\.?|tower)\s?(?:{_LATIN_NUMBER}|[A-Z]\b),?\s?{_LATIN_PART}(?:,?\s?{_LATIN_PART})?"
    rf"|unit\s?{_LATIN_NUMBER},?\s?{_LATIN_ROOM}|{_LATIN_ROOM}|(?:(?<=,\s)|(?<=\bin\s)|(?<=\bat\s)|(?<=^)){_LATIN_PART})",
    re.IGNORECASE,
)


def door_spans(text: str) -> Iterator[Span]:
    """Where does a text with Chinese addresses name doors? Offsets; `text` has half-width digits already."""
    end = 0
    for word in _DOOR_WORD.finditer(text):
        if word.start() < end:
            continue
        door = _DOOR.search(text, max(end, word.start() - _BEFORE_DOOR_WORD), word.end() + _AFTER_DOOR_WORD)
        if door is not None:
            end = door.end()
            yield door.span()
    for match in _DASHED.finditer(text):
        yield match.span()
    for match in _ROOM.finditer(text):
        if not _PUBLIC_HOUSE_BEFORE.search(text, max(0, match.start() - _LOOK_BACK), match.start()):
            yield match.span()


def latin_door_spans(text: str) -> Iterator[Span]:
    """Where does a text with English addresses name doors? Offsets of non-empty spans."""
    for match in _LATIN_DOOR.finditer(text):
        yield match.span()
