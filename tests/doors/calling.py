"""How does a test call a command, and on which files?"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sheets import HEADER, Rows, write_csv
from tests.town import BAILU, GUYU, LIQIU, SHUANG, XIAOMAN

MINGHU: Rows = (
    HEADER,
    (
        "M1",
        XIAOMAN,
        "2026-03-02 08:30:00",
        "景园小区东门外搅拌站夜间噪声扰民",
        "景园小区东门外的搅拌站夜里两点还在响，噪声很大，老人孩子睡不着，请查处。",
        3,
    ),
    (
        "M2",
        GUYU,
        "2026-03-03 09:00:00",
        "景园小区东门外搅拌站噪声、粉尘扰民",
        "景园小区东门外的搅拌站半夜施工，噪声大，粉尘飘进家里，请查处。",
        0,
    ),
    (
        "M3",
        LIQIU,
        "2026-03-05 21:15:00",
        "第二小学门口放学时交通拥堵",
        "第二小学门口放学时堵得走不动，孩子过马路不安全，请派交警疏导。",
        12,
    ),
    (
        "M4",
        BAILU,
        "2026-03-06 07:05:00",
        "明湖市场后门污水横流",
        "明湖市场后门的污水井堵了，污水横流，又臭又滑，请清理。",
        1,
    ),
    (
        "M5",
        BAILU,
        "2026-03-07 10:00:00",
        "景园小区东门外搅拌站夜间噪声扰民",
        "景园小区东门外的搅拌站夜里两点还在响，噪声很大，老人孩子睡不着，请查处。",
        0,
    ),
    (
        "M6",
        GUYU,
        "2026-03-08 11:00:00",
        "柳塘新村六号楼电梯经常停运",
        "柳塘新村六号楼的电梯三天两头停运，老人上下楼不方便，请维修。",
        0,
    ),
)

NEXT_WEEK: Rows = (
    HEADER,
    (
        "N1",
        XIAOMAN,
        "2026-03-10 08:30:00",
        "景园小区东门外搅拌站夜间噪声，居民无法入睡",
        "我家住景园小区，东门外那个搅拌站夜间施工，噪声实在太大，希望来测一测。",
        0,
    ),
    (
        "N2",
        LIQIU,
        "2026-03-11 09:00:00",
        "梅园路公交站台没有座椅",
        "梅园路公交站台没有座椅，老人等车只能站着，请加装座椅。",
        0,
    ),
)

ENGLISH: Rows = (
    ("id", "name", "time", "title", "text"),
    (
        "E1",
        SHUANG,
        "2026-03-02",
        "Street lamp broken",
        "The street lamp at the library does not work at night.",
    ),
    ("E2", SHUANG, "2026-03-03", "Bench wanted", "Please put a bench at the bus stop by the lake."),
    ("E3", SHUANG, "2026-03-04", "Lift stands still", "The lift of block 6 broke four times this month."),
)


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


Call = Callable[..., Said]


# What others say: beside hardly any opinions no word is rare, and nothing tells one problem from another.
OTHER_PLACES = (
    *("北苑路", "南湖路", "柳塘路", "青石巷", "东升街", "西山村", "望江小区", "金桂苑", "松柏里", "长宁街"),
    *("清溪镇", "白鹭洲", "石桥村", "银杏路", "朝阳社区", "丹枫苑", "古井巷", "新港路", "云台村", "翠竹园"),
)
OTHER_MATTERS = (
    ("路灯不亮", "的路灯坏了两个月，晚上走路看不见，请维修路灯。"),
    ("垃圾无人清运", "的垃圾桶满了一个星期没人清运，苍蝇很多，请清理垃圾。"),
    ("自来水浑浊发黄", "的自来水放出来是黄的，不能喝，请检查水管。"),
)


def elsewhere() -> Rows:
    """Opinions from other places, each a problem of its own."""
    told = [(place, title, text) for title, text in OTHER_MATTERS for place in OTHER_PLACES]
    return [
        (f"F{number}", "", "2026-03-04 12:00:00", f"{place}{title}", f"{place}{text}", 0)
        for number, (place, title, text) in enumerate(told, 1)
    ]


def minghu(folder: Path) -> Path:
    """The opinions of Minghu as a csv file: those above, then those from elsewhere."""
    return write_csv(folder / "minghu.csv", [*MINGHU, *elsewhere()])


def next_week(folder: Path) -> Path:
    """What came in a week later."""
    return write_csv(folder / "week2.csv", NEXT_WEEK)


def many(folder: Path, count: int) -> Path:
    """So many opinions on as many buildings."""
    rows: list[Sequence[Any]] = [("编号", "标题", "内容")]
    for number in range(1, count + 1):
        matter = ("屋顶漏水", "电梯停运", "路灯不亮", "垃圾堆积", "噪声扰民")[number % 5]
        text = f"第{number}号院{matter}已经{number % 30 + 1}天，请尽快派人来处理。"
        rows.append((f"A{number}", f"第{number}号院{matter}", text))
    return write_csv(folder / "many.csv", rows)


def table(file: Path) -> list[dict[str, str]]:
    """The lines of a csv file by column."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def run_of(folder: Path) -> Mapping[str, Any]:
    """What run.json of a result holds."""
    return dict(json.loads((folder / "run.json").read_text(encoding="utf-8")))


def groups_by_id(folder: Path) -> dict[str, str]:
    """The group of each opinion."""
    return {line["id"]: line["group"] for line in table(folder / "opinions.csv")}
