"""Is every fault of a plan found, with its line, what was found, and what was likely meant?"""

from __future__ import annotations

import copy
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from huiyin.languages import LANGUAGES, sentences
from huiyin.plan.checking import notices
from huiyin.plan.document import Plan
from huiyin.plan.faults import Fault, FaultCode, NoticeCode
from huiyin.plan.reading import PlanFaults, plan_text, read_plan, read_plan_file
from huiyin.plan.shapes import Shape
from huiyin.publishing.plan_words import fault_sentence, notice_sentence
from tests.small_plans import SMALL_TEXT, changed, lines_of

# What is written wrong, as (what to replace, by what), and what is said of it.
FAULTS = [
    (("key: small\n", "kee: small\n"), FaultCode.UNKNOWN_KEY, "campaign.kee", "key"),
    (("starts: 2026-09-07\n", "starts: 7 September\n"), FaultCode.WRONG_SHAPE, "campaign.starts", ""),
    (("synthetic: true", "synthetic: maybe"), FaultCode.WRONG_SHAPE, "campaign.synthetic", ""),
    (("type: whole, c", "type: hole, c"), FaultCode.NOT_ONE_OF, "kinds[1].fields[2].type", "whole"),
    (("key: office,", "key: Office,"), FaultCode.NOT_A_KEY, "units[2].key", ""),
    (("at_least: 2,", "at_least: 0,"), FaultCode.TOO_SMALL, "tasks[2].evidence[1].at_least", ""),
    (("members: [guide]", "members: []"), FaultCode.EMPTY, "guidance_groups[1].members", ""),
    (("excerpt: 服务要到居民身边,", "excerpt: ,"), FaultCode.MISSING, "requirements[1].excerpt", ""),
    (("within: liutang,", "within: luitang,"), FaultCode.NO_SUCH, "units[4].within", "liutang"),
    (("serves: [r1]", "serves: [r2]"), FaultCode.NO_SUCH, "goals[1].serves[1]", ""),
    (("figures: [talks]", "figures: [talk]"), FaultCode.NO_SUCH, "goals[1].figures[1]", "talks"),
    (("serves: [g1]", "serves: [g2]"), FaultCode.NO_SUCH, "measures[1].serves[1]", ""),
    (('measure: "1.1"', 'measure: "1.2"'), FaultCode.NO_SUCH, "tasks[1].measure", "1.1"),
    (("each_of: street", "each_of: stret"), FaultCode.NO_SUCH, "tasks[1].each_of", "street"),
    (("states: [held]}", "states: [hold]}"), FaultCode.NO_SUCH, "tasks[2].evidence[1].states[1]", "held"),
    (("group: talks", "group: talk"), FaultCode.NO_SUCH, "kinds[1].group", "talks"),
    (("part_of: visit", "part_of: visits"), FaultCode.NO_SUCH, "kinds[4].part_of", "visit"),
    (("part_of: visit", "part_of: outcome"), FaultCode.LOOP, "kinds[4].part_of", ""),
    (("kind: district}", "kind: district, within: office}"), FaultCode.LOOP, "units[1].within", ""),
    (("key: shigu,", "key: liutang,"), FaultCode.KEY_TWICE, "units[5].key", ""),
    (("due: 2026-10-30", "due: 2027-10-30"), FaultCode.OUTSIDE, "tasks[1].due", ""),
    (("ends: 2026-12-31", "ends: 2026-01-31"), FaultCode.ENDS_FIRST, "campaign.ends", ""),
    (("Asia/Shanghai", "Asia/Minghu"), FaultCode.TIME_ZONE, "campaign.time_zone", ""),
    (("en: Hold talks}", "en: Hold talks.}"), FaultCode.SENTENCE, "measures[1].name.en", ""),
    (("zh: 开展宣讲,", "zh: 开展宣讲；再汇编,"), FaultCode.SENTENCE, "measures[1].name.zh", ""),
    (("zh: 开展宣讲,", f"zh: {'宣' * 41},"), FaultCode.LONG_LABEL, "measures[1].name.zh", ""),
    (("zh: [空气]", "zh: [空气不好！]"), FaultCode.SENTENCE, "areas[1].synonyms.zh[1]", ""),
    (
        ("person: guide, u", "person: clerk, u"),
        FaultCode.NOT_A_MEMBER, "guidance_groups[1].recusals[1].person", "",
    ),
    (
        ("role: clerk, unit", "role: clerk, level: district, unit"),
        FaultCode.NOT_HERE, "people[1].posts[1].level", "",
    ),
    (
        ("        choices: [{key: idea, name: {zh: 建议, en: Idea}}, "
            "{key: deed, name: {zh: 实事, en: Deed}}]\n", ""),
        FaultCode.NEEDED, "kinds[4].fields[1]", "",
    ),
    (
        ("checklist: calls}", "minimum: 1, checklist: calls}"),
        FaultCode.NOT_HERE, "kinds[3].fields[2].minimum", "",
    ),
    (("type: link}", "type: link, fills: number}"), FaultCode.CANNOT_FILL, "kinds[7].fields[11].fills", ""),
    (("fills: second_number", "fills: number"), FaultCode.COLUMN_TWICE, "kinds[7].fields[4].fills", ""),
    (("key: signed,", "key: day,"), FaultCode.RESERVED, "kinds[7].fields[5].key", ""),
    (("[unit, day, title]", "[unit, day, titel]"), FaultCode.NO_SUCH, "kinds[1].same_when[3]", "title"),
    (("fills: target}\n    same", "}\n    same"), FaultCode.CONTACT_FIELD, "contact_rules[1].records", ""),
    (
        ("classifier: 场, kinds", "classifier: 次, kinds"),
        FaultCode.OTHER_CLASSIFIER, "figures[1].classifier", "",
    ),
    (("of: audience", "of: title"), FaultCode.FILLS_NOTHING, "figures[2].of", ""),
    (("law: sum, of: audience", "law: sum"), FaultCode.NEEDED, "figures[2]", ""),
    (("law: sum, of", "law: ratio, of"), FaultCode.NEEDED, "figures[2]", ""),
    (("kinds: [talk], law", "kinds: [tlak], law"), FaultCode.NO_SUCH, "figures[2].kinds[1]", "talk"),
    (("{text: 0.2,", "{txt: 0.2,"), FaultCode.NOT_ONE_OF, "burden.minutes_by_type.txt", "text"),
    (("owner: office}\n", "owner: ofice}\n"), FaultCode.NO_SUCH, "papers[1].owner", "office"),
]  # fmt: skip

# Told where the rule stands, not where its kind does; and a missing part, at what it is missing from.
ELSEWHERE = {FaultCode.CONTACT_FIELD, FaultCode.NEEDED}

SPELLINGS = [
    ("huiyin: 1\n\tcampaign: 2\n", FaultCode.TAB, 2),
    ("huiyin: 1\nname: a: b\n", FaultCode.QUOTES_NEEDED, 2),
    ("huiyin: 1\nunits: [a, b\n", FaultCode.OPEN_BRACKET, 3),
    ("huiyin: 1\nunits:\n  - key: a\n - key: b\n", FaultCode.UNEVEN, 4),
    ("huiyin: 1\nunits：\n  - key: a\n", FaultCode.FULL_WIDTH, 2),
    ("huiyin：1", FaultCode.FULL_WIDTH, 1),
    ("huiyin: 1\nhuiyin: 1\n", FaultCode.REPEATED_KEY, 2),
    ("a: &x 1\nb: *x\n", FaultCode.ALIAS, 1),
    ("huiyin: !!python/object/apply:os.system [ls]\n", FaultCode.TAG, 1),
    ('huiyin: "a\\0b"\n', FaultCode.ODD_CHARACTER, 1),
    ('huiyin: "\\ud800"\n', FaultCode.ODD_CHARACTER, 1),
    ("? [a, b]\n: 1\n", FaultCode.ODD_KEY, 1),
    ("", FaultCode.EMPTY, 1),
    ("[" * 4000, FaultCode.NOT_YAML, 1),
    ("- 1\n", FaultCode.WRONG_SHAPE, 1),
    ("--- 1\n--- 2\n", FaultCode.NOT_YAML, 2),
    ("a: \x07\n", FaultCode.NOT_YAML, 1),
]


def faults_of(text: str) -> list[Fault]:
    with pytest.raises(PlanFaults) as caught:
        read_plan(text)
    return list(caught.value.faults)


def test_the_small_plan_is_read_with_every_part() -> None:
    plan = read_plan(SMALL_TEXT)

    assert {name for name in Plan.model_fields if not getattr(plan, name)} == set()
    assert plan.measures[0].key == "1.1"


@pytest.mark.parametrize(("change", "code", "place", "nearest"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_found_on_its_line_at_its_place(
    change: tuple[str, str], code: FaultCode, place: str, nearest: str
) -> None:
    text = changed(*change)

    found = [fault for fault in faults_of(text) if (fault.code, fault.place) == (code, place)]

    assert found != [], [str(fault) for fault in faults_of(text)]
    assert found[0].facts.get("nearest", "") == nearest
    if code not in ELSEWHERE:
        assert found[0].line in lines_of(SMALL_TEXT, change[0])


@pytest.mark.parametrize(("text", "code", "line"), SPELLINGS)
def test_what_yaml_cannot_read_is_said_with_its_line(text: str, code: FaultCode, line: int) -> None:
    found = [fault for fault in faults_of(text) if fault.code is code]

    assert [fault.line for fault in found][:1] == [line]


def test_all_faults_of_a_file_are_found_at_once_in_the_order_of_lines() -> None:
    text = changed("starts: 2026-09-07\n", "starts: 7 September\n")
    text = text.replace("within: liutang,", "within: luitang,").replace("type: whole, c", "type: hole, c")

    found = faults_of(text)

    assert {fault.code for fault in found} >= {FaultCode.WRONG_SHAPE, FaultCode.NOT_ONE_OF}
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_faults_of_shape_and_of_reference_in_different_lists_are_told_together() -> None:
    text = changed("within: liutang,", "within: luitang,").replace("type: whole, c", "type: hole, c")

    assert [(fault.code, fault.place) for fault in faults_of(text)] == [
        (FaultCode.NO_SUCH, "units[4].within"),
        (FaultCode.NOT_ONE_OF, "kinds[1].fields[2].type"),
    ]


def test_an_entry_with_a_wrong_shape_is_not_missed_by_those_that_refer_to_it() -> None:
    text = changed("members: 40}", "members: many}")

    assert [fault.place for fault in faults_of(text)] == ["units[3].members"]


def test_a_misspelt_key_is_told_once_and_not_as_missing_too() -> None:
    found = faults_of(changed("key: small\n", "kee: small\n"))

    assert [fault.code for fault in found] == [FaultCode.UNKNOWN_KEY]


def test_a_key_with_nothing_behind_it_is_as_good_as_no_key() -> None:
    assert read_plan(changed("clause: 第三条}", "clause: }")).requirements[0].clause == ""


def test_text_that_looks_like_a_number_or_a_no_stays_text() -> None:
    plan = read_plan(
        changed("key: r1, excerpt: 服务要到居民身边,", "key: r1, excerpt: no,").replace(
            "clause: 第三条", "clause: 0012"
        )
    )

    assert (plan.requirements[0].excerpt, plan.requirements[0].clause) == ("no", "0012")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_saved_by_any_editor_is_read(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(SMALL_TEXT.encode(encoding))

    assert read_plan_file(file) == read_plan(SMALL_TEXT)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PlanFaults) as caught:
        plan_text(b"\xff\xff\xff\x80")

    assert caught.value.faults[0].code is FaultCode.NOT_TEXT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FaultCode)
def test_every_fault_has_a_sentence_that_names_its_line_and_place(code: FaultCode, language: str) -> None:
    facts = dict.fromkeys(
        ("part", "why", "limit", "starts", "ends", "mark", "group", "first", "type", "kind", "column"), "FACT"
    ) | {"found": "FOUND", "expected": Shape.DAY.value, "where": "units", "target_kind": "firm"}

    told = fault_sentence(Fault(12, 3, "kinds[4].key", code, facts), sentences(language))

    assert all(part in told for part in ("12", "3", "kinds[4].key"))
    assert "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", Shape)
def test_every_shape_that_is_expected_is_said_in_words(shape: Shape, language: str) -> None:
    fault = Fault(1, 1, "a", FaultCode.WRONG_SHAPE, {"found": "x", "expected": shape.value})

    assert f"Expected: {shape.value}." not in fault_sentence(fault, sentences(language))


def scalars(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every key of a document."""
    found: list[tuple[str | int, ...]] = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += [(*path, key), *scalars(part, (*path, key))]
    if isinstance(value, list):
        for index, part in enumerate(value):
            found += scalars(part, (*path, index))
    return found


DOCUMENT = YAML(typ="safe", pure=True).load(SMALL_TEXT)
WAYS = scalars(DOCUMENT)


@given(way=st.sampled_from(WAYS), mutation=st.sampled_from(["remove", "rename", "list", "number", "text"]))
def test_a_plan_with_any_key_taken_out_or_changed_is_read_or_refused_with_a_line(
    way: tuple[str | int, ...], mutation: str
) -> None:
    text = written_anew(way, mutation)

    faults: tuple[Fault, ...] | None = None
    try:
        read_plan(text)
    except PlanFaults as refusal:
        faults = refusal.faults
    lines = text.count("\n") + 1
    assert faults is None or faults
    assert mutation != "rename" or faults is not None
    assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in faults or ())
    assert all(fault_sentence(fault, sentences("en")) for fault in faults or ())


@given(st.text(alphabet=st.sampled_from("ab:- \n\t[]{}#&*!|>'\"%@`：，0\x00é\U0001f600"), max_size=60))
def test_any_text_is_read_or_refused_never_another_error(text: str) -> None:
    with pytest.raises(PlanFaults):
        read_plan(text)


def written_anew(way: tuple[str | int, ...], mutation: str) -> str:
    """The small plan with one key changed."""
    document = copy.deepcopy(DOCUMENT)
    part = document
    for step in way[:-1]:
        part = part[step]
    value = part.pop(way[-1])
    if mutation == "rename":
        part[f"{way[-1]}x"] = value
    elif mutation != "remove":
        part[way[-1]] = {"list": [1, [2]], "number": 7, "text": "宣讲；x"}[mutation]
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(document, stream)
    return stream.getvalue()


def test_what_should_be_looked_at_is_noticed() -> None:
    text = (
        SMALL_TEXT.replace("serves: [r1], ", "")
        .replace("lead: office, synonyms", "synonyms")
        .replace("role: head", "role: clerk")
        .replace('measure: "1.1"', 'measure: "1.2"')
        .replace("goals:\n", "goals:\n  - {key: g0, name: 无人承接}\n")
        .replace("measures:\n", 'measures:\n  - {key: "1.2", name: 乙, serves: [g1], owner: office}\n')
        .replace("role: liaison, unit: shigu", "role: leader")
        .replace("ends: 2026-12-31", "ends: 2027-03-31")
    )

    found = notices(read_plan(text))

    assert {notice.code for notice in found} == set(NoticeCode)
    for notice in found:
        for language in LANGUAGES:
            assert "{" not in notice_sentence(notice, sentences(language))


def test_a_node_that_holds_itself_is_told_and_ends() -> None:
    text = SMALL_TEXT.replace("campaign:\n", "campaign: &c [*c]\nother:\n", 1)

    with pytest.raises(PlanFaults):
        read_plan(text)
