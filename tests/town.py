"""Who lives in Minghu, the invented district of all tests, and what did they say?

Minghu (明湖区), its people, streets and telephone numbers are invented. The given names are the solar terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.result import OTHER, Group, Heat, Mode, Placement, Result, Suggestion, Theme
from huiyin.triage.tables import ColumnReading, InputTable, RunFacts, count_fates

XIAOMAN = "林小满"  # writes often, about the mixing plant
GUYU = "周谷雨"  # copies what Xiaoman wrote
LIQIU = "贺立秋"  # teaches at the second primary school
BAILU = "唐白露"  # keeps a stall at the market
SHUANG = "Frost Smith"  # teaches English, writes English

FILE = "明湖区征求意见.xlsx"
SHEET = "2026年"
FIRST_DAY = datetime(2026, 3, 2, 8, 30)
FORMULA = '=HYPERLINK("http://example.invalid","请点这里")'


@dataclass(frozen=True, slots=True)
class Voice:
    """One opinion, on the day after the first day that `day` counts; `copy_of` counts within its problem."""

    person: str
    text: str
    day: int = 0
    copy_of: int | None = None
    held: float = 0.9


@dataclass(frozen=True, slots=True)
class Problem:
    """What one group of the made result says."""

    title: str
    theme: str
    voices: Sequence[Voice]
    area: str = ""
    unit: str = ""
    is_problem: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """The themes of the made result by their number, and the row that cannot be read."""

    themes: Sequence[tuple[str, str, str]]  # theme, title, area
    problems: Sequence[Problem]


CHINESE = Words(
    themes=(
        ("T1", "搅拌站、施工夜间噪声和粉尘", "大气污染防治"),
        ("T2", "老旧小区漏水、电梯故障", "为民服务"),
        ("T3", "学校门口接送时段拥堵", "交通安全"),
        (OTHER, "其他", ""),
    ),
    problems=(
        Problem(
            title="景园小区东门外搅拌站夜间噪声、粉尘扰民",
            theme="T1",
            area="大气污染防治",
            unit="区生态环境局",
            voices=(
                Voice(
                    XIAOMAN, "我家住景园小区东门边，搅拌站一到夜里十一点就开工，灰大声也大，孩子睡不着。", 0
                ),
                Voice(GUYU, "景园小区东门外的搅拌站半夜施工，阳台一天一层灰，请尽快管一管。", 12),
                Voice(GUYU, "景园小区东门外的搅拌站半夜施工，阳台一天一层灰，请尽快管一管！", 13, copy_of=1),
                Voice(LIQIU, "东门搅拌站的粉尘飘进景园小区，老人一直咳嗽，打过电话没人来。", 40),
                Voice(BAILU, "景园小区旁边那个站，晚上罐车排队按喇叭。", 75, held=0.47),
            ),
        ),
        Problem(
            title="第二小学门口早高峰拥堵，过街不安全",
            theme="T3",
            area="交通安全",
            unit="区交警大队",
            voices=(
                Voice(LIQIU, "第二小学门口早上七点半堵得走不动，孩子们只能从车缝里过马路。", 20),
                Voice(XIAOMAN, "建议第二小学门口早晚各派一名交警，再画一条斑马线。", 21),
            ),
        ),
        Problem(
            title="柳塘新村6号楼电梯反复停运",
            theme="T2",
            area="为民服务",
            voices=(
                Voice(
                    BAILU,
                    "柳塘新村6号楼电梯这个月停了四次，九楼的老人下不来。" + "维修的人来过就走。" * 30,
                    33,
                ),
                Voice(XIAOMAN, "6号楼的电梯又坏了，柳塘新村物业说没有钱修。", 60, held=0.55),
            ),
        ),
        Problem(title=FORMULA, theme=OTHER, voices=(Voice("", FORMULA, 61),)),
        Problem(
            title="How to register for the lakeside English corner",
            theme=OTHER,
            voices=(Voice(SHUANG, "Where do I register for the English corner at the library?", 64),),
        ),
        Problem(title="测试留言", theme=OTHER, voices=(Voice("", "测试测试", 64),), is_problem=False),
    ),
)

ENGLISH = Words(
    themes=(
        ("T1", "Noise and dust of works at night", "Clean air"),
        ("T2", "Leaks and broken lifts in old estates", "Services"),
        (OTHER, "Other", ""),
    ),
    problems=(
        Problem(
            title="Concrete plant outside the east gate of Jingyuan keeps people awake",
            theme="T1",
            area="Clean air",
            unit="Environment office",
            voices=(
                Voice(SHUANG, "The plant at the east gate of Jingyuan starts at eleven at night."),
                Voice(
                    XIAOMAN,
                    "Dust from the concrete plant by Jingyuan estate covers us.",
                    9,
                    held=0.41,
                ),
                Voice(GUYU, "Dust from the concrete plant by Jingyuan estate covers us!", 10, copy_of=1),
            ),
        ),
        Problem(
            title="Lift of block 6 in Willow Pond village stands still again and again",
            theme="T2",
            area="Services",
            voices=(Voice(BAILU, "The lift of block 6 broke four times this month.", 30),),
        ),
        Problem(title="Bench wanted", theme=OTHER, voices=(Voice("", "A bench at the bus stop!", 31),)),
    ),
)

HEATS = (
    Heat(people=0.9, recency=0.8, growth=0.6, gravity=0.7, total=0.8123),
    Heat(people=0.4, recency=0.5, growth=0.2, gravity=0.9, total=0.5),
    Heat(people=0.2, recency=0.9, growth=0.0, gravity=0.0, total=0.3),
)


def a_row(number: int, **changes: object) -> Row:
    """A readable row; say only what the test is about."""
    row = Row(
        number=number,
        file=FILE,
        sheet=SHEET,
        source_row=number,
        id=f"MH{number:04d}",
        status=RowStatus.KEPT,
        title=f"第{number}条意见",
        text=f"这是第{number}条意见的内容。",
        time=FIRST_DAY,
        person=XIAOMAN,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # the fields are named by each test


def a_result(words: Words = CHINESE, *, language: str = "zh", mode: Mode = Mode.PROBLEM) -> Result:
    """The town's triage: its problems in the order of `words`, then an empty row and an unreadable one."""
    rows: list[Row] = []
    placements: list[Placement] = []
    groups: list[Group] = []
    for place, problem in enumerate(words.problems):
        group = _a_group(problem, place, first=len(rows) + 1)
        groups.append(group)
        _speak(problem, group, rows, placements)
    rows.append(a_row(len(rows) + 1, status=RowStatus.EMPTY, title="", text="", time=None, person=""))
    placements.append(Placement(status="empty"))
    rows.append(
        a_row(len(rows) + 1, status=RowStatus.UNREADABLE, reason="no_text", title="", text="", time=None)
    )
    placements.append(Placement(status="unreadable"))
    return Result(
        rows=rows,
        placements=placements,
        groups=groups,
        themes=[_a_theme(groups, *theme) for theme in words.themes],
        mode=mode,
        language=language,
        settings={"cut": 0.42, "mode": mode.value},
    )


def a_large_result(problems: int, *, each: int = 3) -> Result:
    """A result of `problems` groups of `each` opinions, in a handful of themes."""
    words = Words(
        themes=tuple((f"T{n}", f"第{n}类事项", "为民服务") for n in range(1, 6)),
        problems=tuple(
            Problem(
                title=f"第{n}号院道路破损，出行不便",
                theme=f"T{n % 5 + 1}",
                area="为民服务",
                voices=tuple(
                    Voice(f"居民{n}-{v}", f"第{n}号院门口的路坏了第{v}处。", n % 200) for v in range(each)
                ),
            )
            for n in range(1, problems + 1)
        ),
    )
    return a_result(words)


def the_facts(result: Result, **changes: object) -> RunFacts:
    """The facts of a run that made `result`."""
    facts = RunFacts(
        version="0.1.0",
        counts=count_fates(result),
        settings={"cut": 0.42, "mode": result.mode.value, "learn": None},
        inputs=[
            InputTable(
                file=FILE,
                sha256="a" * 64,
                bytes=12345,
                sheet=SHEET,
                header_row=2,
                readings=[
                    ColumnReading("留言主题", "title", "name"),
                    ColumnReading("留言详情", "text", "name"),
                    ColumnReading("留言时间", "time", "content"),
                ],
            )
        ],
        seconds={"read": 0.5, "group": 1.25},
        peak_memory_mb=321.5,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # the fields are named by each test


def _a_group(problem: Problem, place: int, *, first: int) -> Group:
    numbers = [first + n for n in range(len(problem.voices))]
    members = [n for n, voice in zip(numbers, problem.voices, strict=True) if voice.copy_of is None]
    days = [voice.day for voice in problem.voices]
    kept = [voice for voice in problem.voices if voice.copy_of is None]
    return Group(
        group=f"G{place + 1}",
        theme=problem.theme,
        title=problem.title,
        members=members,
        copies=[n for n in numbers if n not in members],
        people=len({voice.person or voice.text for voice in problem.voices}),
        heat=HEATS[min(place, len(HEATS) - 1)],
        area=Suggestion(problem.area, 0.8) if problem.area else Suggestion(),
        unit=Suggestion(problem.unit, 0.7) if problem.unit else Suggestion(),
        confidence=min(voice.held for voice in kept) if len(kept) > 1 else 1.0,
        representative_row=members[0],
        first_seen=FIRST_DAY + timedelta(days=min(days)),
        last_seen=FIRST_DAY + timedelta(days=max(days)),
        is_problem=problem.is_problem,
    )


def _speak(problem: Problem, group: Group, rows: list[Row], placements: list[Placement]) -> None:
    first = len(rows) + 1
    for voice in problem.voices:
        number = len(rows) + 1
        rows.append(
            a_row(
                number,
                title=problem.title if number == first else voice.text[:12],
                text=voice.text,
                time=FIRST_DAY + timedelta(days=voice.day),
                person=voice.person,
            )
        )
        original = None if voice.copy_of is None else first + voice.copy_of
        placements.append(
            Placement(
                status="kept" if original is None else "duplicate",
                group=group.group,
                duplicate_of=original,
                group_confidence=voice.held if group.size > 1 else 1.0,
                area=group.area,
                unit=group.unit,
            )
        )


def _a_theme(groups: Sequence[Group], theme: str, title: str, area: str) -> Theme:
    held = [group for group in groups if group.theme == theme]
    return Theme(
        theme=theme,
        title=title,
        problems=len(held),
        opinions=sum(group.voices for group in held),
        area=area,
    )
