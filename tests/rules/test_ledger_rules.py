"""Has every rule of the ledger an id, a question and a case, and does it refuse what it must?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.access.rules import Actor, Forbidden, Holding
from huiyin.activities.field_faults import FaultCode
from huiyin.ledger.deciding.effects import changes_of
from huiyin.ledger.deciding.facts import Brought, Case, Ground, PlaceFacts, ProblemFacts
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.guards import allowed_moves, faults_of, must
from huiyin.ledger.deciding.parties import sees
from huiyin.ledger.deciding.policies import acceptance
from huiyin.ledger.moves import MOVES, ProblemState, move_of_rule
from huiyin.ledger.rules import Mode
from huiyin.plan.document import Plan
from huiyin.plan.reading import read_plan
from tests.small_plans import SMALL_TEXT

S, F = ProblemState, MoveFault
LIUTANG = frozenset({"liutang", "liutang-east"})
PEOPLE = {
    "clerk": Actor("1", "clerk", (Holding("clerk", own=frozenset({"office"})),)),
    "head": Actor("2", "head", (Holding("head", own=frozenset({"office"})),)),
    "liaison": Actor("3", "liaison", (Holding("liaison", own=LIUTANG),)),
    "other-liaison": Actor("4", "other-liaison", (Holding("liaison", own=frozenset({"shigu"})),)),
    "guide": Actor("5", "guide", (Holding("guide", guided=LIUTANG),)),
    "leader": Actor("6", "leader", (Holding("leader", own=LIUTANG),)),
    "auditor": Actor("7", "auditor", (Holding("auditor"),)),
    "clock": Actor("system", "", (Holding("administrator"), Holding("machine"))),
    "nobody": Actor("8", "", (Holding("clerk"), Holding("head"), Holding("liaison", own=LIUTANG))),
}
PLAN: Plan = read_plan(SMALL_TEXT)
TODAY = date(2026, 9, 30)
GROUND = Ground(PLAN, TODAY)
YES = {item.key: "yes" for item in acceptance(PLAN).items}
DRAFT = ProblemFacts(
    record="p",
    number=1,
    state=S.DRAFT,
    title="路灯不亮",
    finding="三处路灯夜间不亮",
    goal="路灯常亮",
    closing_standard="连续七晚都亮",
    owner_unit="liutang",
    owner_person="liaison",
    opened_on=date(2026, 9, 20),
    places=(PlaceFacts("place-1", "g1"), PlaceFacts("place-2", "g2")),
)
WORK = replace(
    DRAFT,
    state=S.IN_PROGRESS,
    assigned_on=date(2026, 9, 25),
    due_original=date(2026, 10, 20),
    due_current=date(2026, 10, 20),
    due_from=date(2026, 9, 25),
)
DONE = tuple(replace(place, is_done=True) for place in WORK.places)
CLAIMED = replace(
    WORK, state=S.CLAIMED, places=DONE, claimed_by="liaison", claimed_on=date(2026, 9, 28), evidence=1
)
CHECKED = replace(CLAIMED, state=S.CHECKED, checked_by="guide")
CLOSED = replace(CHECKED, state=S.CLOSED)
STANDING = replace(WORK, state=S.STANDING, mode=Mode.LONG_TERM, due_current=None)
ASSIGNED = replace(WORK, state=S.ASSIGNED, assigned_on=date(2026, 9, 29))
RETURNED = replace(ASSIGNED, state=S.RETURNED, hops=1)
ASKED = replace(WORK, extension_wanted=date(2026, 10, 26))
NOTICED = replace(CHECKED, state=S.ON_NOTICE, notice_until=date(2026, 9, 29))
OTHER = replace(WORK, record="q", number=2)


@dataclass(frozen=True)
class Tried:
    """A move that somebody tries: of which problem, who, and what they bring along."""

    problem: ProblemFacts
    by: str
    brought: Brought = field(default_factory=Brought)
    other: ProblemFacts | None = None
    waiting: frozenset[str] = frozenset()

    def case(self) -> Case:
        return Case(
            self.problem, PEOPLE[self.by], self.brought, GROUND, other=self.other, waiting=self.waiting
        )


def b(**brought: Any) -> Brought:
    return Brought(**brought)


WHY = b(reason="说明原因")
# For every rule the case in which it lets the move happen.
CASES: dict[str, Tried] = {
    "L01": Tried(replace(DRAFT, record="", number=0), "clerk"),
    "L02": Tried(DRAFT, "clerk"),
    "L03": Tried(DRAFT, "clerk"),
    "L04": Tried(replace(RETURNED, hops=5), "head", b(reason="请柳塘办", owner_unit="liutang")),
    "L05": Tried(ASSIGNED, "liaison"),
    "L06": Tried(ASSIGNED, "liaison", b(reason="不归我们", proposed_unit="shigu")),
    "L07": Tried(WORK, "liaison", b(reason="等材料", day=date(2026, 10, 26))),
    "L08": Tried(ASKED, "head"),
    "L09": Tried(ASKED, "head", WHY),
    "L10": Tried(WORK, "clerk", WHY),
    "L11": Tried(replace(WORK, state=S.ON_HOLD, held_since=date(2026, 9, 28)), "clerk"),
    "L12": Tried(WORK, "liaison", b(place="place-1")),
    "L13": Tried(replace(WORK, places=DONE, evidence=1), "liaison", b(words="修好了", acceptance=YES)),
    "L14": Tried(CLAIMED, "liaison", WHY),
    "L15": Tried(CLAIMED, "guide", b(words="看过，都亮", acceptance=YES)),
    "L16": Tried(CLAIMED, "guide", WHY),
    "L17": Tried(CHECKED, "head"),
    "L18": Tried(CLAIMED, "head", WHY),
    "L19": Tried(CHECKED, "head", WHY),
    "L20": Tried(NOTICED, "clock"),
    "L21": Tried(NOTICED, "clerk", WHY),
    "L22": Tried(WORK, "head", b(reason="长期事项", words="每月巡查", day=date(2026, 12, 1))),
    "L23": Tried(STANDING, "clerk", b(words="仍在坚持", day=date(2026, 12, 1))),
    "L24": Tried(STANDING, "clerk", b(reason="可以办结", days=10)),
    "L25": Tried(CLOSED, "guide", b(words="仍然都亮")),
    "L26": Tried(CLOSED, "clerk", WHY),
    "L27": Tried(CLOSED, "guide", WHY),
    "L28": Tried(DRAFT, "clerk", b(reason="同一件事", into="q"), other=OTHER),
    "L29": Tried(WORK, "clerk", b(reason="分开办", title="另一件", groups=("g1",))),
    "L30": Tried(WORK, "clerk", b(group="g3"), waiting=frozenset({"g3"})),
    "L31": Tried(WORK, "clerk", b(reason="不是一处", place="place-1")),
    "L32": Tried(DRAFT, "clerk", WHY),
    "L33": Tried(replace(WORK, due_days=5, due_current=date(2026, 10, 1)), "clock"),
    "L34": Tried(WORK, "clerk"),
}


def with_(rule: str, **changes: Any) -> Tried:
    """The case of a rule with something brought along that is not right."""
    return replace(CASES[rule], brought=replace(CASES[rule].brought, **changes))


def on(rule: str, **changes: Any) -> Tried:
    """The case of a rule with a problem of which something is otherwise."""
    return replace(CASES[rule], problem=replace(CASES[rule].problem, **changes))


# Rule, what is tried, and the field and code of what stands in the way.
REFUSED: list[tuple[str, Tried, str, object]] = [
    ("L01", on("L01", title=" "), "title", FaultCode.MISSING),
    ("L03", on("L03", finding=""), "finding", FaultCode.MISSING),
    ("L03", on("L03", goal=""), "goal", FaultCode.MISSING),
    ("L03", on("L03", closing_standard=""), "closing_standard", FaultCode.MISSING),
    ("L03", on("L03", owner_unit=""), "owner_unit", FaultCode.MISSING),
    ("L03", with_("L03", owner_unit="moon"), "owner_unit", FaultCode.NO_SUCH_NAME),
    ("L03", with_("L03", owner_unit="minghu"), "owner_person", FaultCode.MISSING),
    ("L03", with_("L03", owner_person="other-liaison"), "owner_person", F.NOT_OF_THE_UNIT),
    ("L03", with_("L03", owner_unit="shigu"), "verifier_unit", F.NOBODY_TO_CHECK),
    ("L03", with_("L03", verifier_unit="liutang-east"), "verifier_unit", F.OF_THE_OWNER),
    ("L03", with_("L03", verifier_unit="minghu"), "verifier_unit", F.OF_THE_OWNER),
    (
        "L03",
        with_("L03", verifier_unit="shigu", verifier_person="clerk"),
        "verifier_person",
        F.NOT_OF_THE_UNIT,
    ),
    ("L03", with_("L03", day=TODAY), "day", F.NOT_AFTER),
    ("L03", with_("L03", days=0), "days", FaultCode.TOO_SMALL),
    ("L03", with_("L03", mode="soon"), "mode", FaultCode.NO_SUCH_NAME),
    ("L03", on("L03", state=S.RETURNED, hops=2), "move", F.HEAD_DECIDES),
    ("L04", with_("L04", reason=" "), "reason", FaultCode.MISSING),
    ("L06", with_("L06", proposed_unit=""), "proposed_unit", FaultCode.MISSING),
    ("L06", with_("L06", proposed_unit="liutang"), "proposed_unit", F.OF_THE_OWNER),
    ("L06", on("L06", assigned_on=date(2026, 9, 25)), "move", F.TOO_LATE),
    ("L07", on("L07", due_current=date(2026, 9, 29)), "move", F.TOO_LATE),
    ("L07", with_("L07", day=date(2026, 10, 20)), "day", F.NOT_AFTER),
    ("L07", with_("L07", day=date(2026, 12, 20)), "day", F.TOO_FAR),
    ("L07", on("L07", extension_wanted=date(2026, 10, 21)), "move", F.ASKED_ALREADY),
    ("L07", on("L07", mode=Mode.LONG_TERM, due_current=None), "move", F.NO_DEADLINE),
    ("L08", on("L08", extension_wanted=None), "move", F.NOT_ASKED),
    ("L08", with_("L08", day=date(2026, 10, 19)), "day", F.NOT_AFTER),
    ("L09", on("L09", extension_wanted=None), "move", F.NOT_ASKED),
    ("L12", with_("L12", place="place-9"), "place", F.NOT_A_PLACE),
    ("L12", on("L12", places=DONE), "place", F.DONE_ALREADY),
    ("L13", on("L13", evidence=0), "evidence", F.NO_EVIDENCE),
    ("L13", with_("L13", activities=("other",)), "activities", F.SHOWS_NOTHING),
    ("L13", on("L13", places=WORK.places), "places", F.PLACES_LEFT),
    ("L13", with_("L13", acceptance=YES | {"cause": "no"}), "acceptance.cause", F.NOT_DONE),
    ("L13", with_("L13", acceptance={}), "acceptance.rules", FaultCode.MISSING),
    ("L13", with_("L13", words=""), "words", FaultCode.MISSING),
    ("L13", with_("L13", acceptance=dict.fromkeys(YES, "na")), "acceptance", F.NOTHING_DONE),
    ("L15", on("L15", evidence=0), "move", F.NO_EVIDENCE),
    ("L15", on("L15", owner_person="guide"), "move", F.OF_THE_OWNER),
    ("L15", on("L15", lead_leader="guide"), "move", F.OF_THE_OWNER),
    ("L17", on("L17", evidence=0), "move", F.NO_EVIDENCE),
    ("L18", on("L18", evidence=0), "move", F.NO_EVIDENCE),
    ("L25", on("L25", effect_due=TODAY + timedelta(days=1)), "move", F.TOO_EARLY),
    ("L31", on("L31", places=WORK.places[:1], assigned_on=TODAY), "place", F.NOTHING_LEFT),
    ("L03", with_("L03", day=date(9999, 12, 31)), "day", F.TOO_FAR),
    ("L13", on("L13", mode=Mode.LONG_TERM), "move", F.NO_DEADLINE),
    ("L15", on("L15", claimed_by="guide"), "move", F.SAME_PERSON),
    ("L15", with_("L15", acceptance=YES | {"alike": "no"}), "acceptance.alike", F.NOT_DONE),
    ("L17", on("L17", claimed_by="head"), "move", F.SAME_PERSON),
    ("L17", on("L17", checked_by="head"), "move", F.SAME_PERSON),
    ("L18", on("L18", claimed_by="head"), "move", F.SAME_PERSON),
    ("L18", with_("L18", reason=""), "reason", FaultCode.MISSING),
    ("L20", on("L20", notice_until=TODAY), "move", F.TOO_EARLY),
    ("L22", with_("L22", day=None), "day", FaultCode.MISSING),
    ("L24", with_("L24", mode=Mode.LONG_TERM), "mode", F.NO_DEADLINE),
    ("L28", replace(CASES["L28"], other=None), "into", FaultCode.MISSING),
    ("L28", replace(CASES["L28"], other=DRAFT), "into", F.SAME_PROBLEM),
    ("L28", replace(CASES["L28"], other=replace(CHECKED, record="q")), "into", F.NOT_OPEN),
    ("L29", with_("L29", groups=()), "groups", FaultCode.MISSING),
    ("L29", with_("L29", groups=("g1", "g2")), "groups", F.NOTHING_LEFT),
    ("L29", with_("L29", groups=("g9",)), "groups", F.NOT_A_PLACE),
    ("L29", with_("L29", title=""), "title", FaultCode.MISSING),
    ("L30", replace(CASES["L30"], waiting=frozenset()), "groups", F.NOT_WAITING),
    ("L31", with_("L31", place="g1"), "place", F.NOT_A_PLACE),
    ("L33", on("L33", due_days=None), "move", F.NOTHING_MOVED),
]


def faults(tried: Tried, rule: str) -> list[tuple[str, object]]:
    move = move_of_rule(rule)
    assert move is not None
    return [(found.field, found.code) for found in faults_of(move, tried.case())]


def test_every_rule_has_an_id_of_its_own_a_question_and_a_case() -> None:
    rules = [move.rule for move in MOVES.values()]

    assert len(rules) == len(set(rules))
    assert set(CASES) == set(rules)
    assert [move.name for move in MOVES.values() if not re.fullmatch(r"[A-Z][^?]+\?", move.question)] == []
    assert all(name == move.name for name, move in MOVES.items())


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_lets_its_case_happen(rule: str) -> None:
    tried, move = CASES[rule], move_of_rule(rule)
    assert move is not None

    must(move, tried.problem, PEOPLE[tried.by])

    assert faults(tried, rule) == []
    assert rule == "L01" or move in allowed_moves(tried.problem, PEOPLE[tried.by], GROUND)


@pytest.mark.parametrize("rule", CASES)
def test_nobody_but_the_party_of_a_rule_makes_its_move(rule: str) -> None:
    tried, move = CASES[rule], move_of_rule(rule)
    assert move is not None
    others = PEOPLE.keys() - {tried.by}

    refused = set()
    for person in others:
        with pytest.raises(Forbidden):
            must(move, tried.problem, PEOPLE[person])
        refused.add(person)

    assert refused == others


@pytest.mark.parametrize("rule", [rule for rule in CASES if rule != "L01"])
def test_a_rule_is_for_its_states_alone(rule: str) -> None:
    tried, move = CASES[rule], move_of_rule(rule)
    assert move is not None

    for state in set(ProblemState) - move.sources:
        elsewhere = replace(tried, problem=replace(tried.problem, state=state))
        assert faults(elsewhere, rule) == [("move", F.WRONG_STATE)]
        assert move not in allowed_moves(elsewhere.problem, PEOPLE[tried.by], GROUND)


@pytest.mark.parametrize(
    ("rule", "tried", "field", "code"),
    REFUSED,
    ids=[f"{rule}-{field}-{code}" for rule, _, field, code in REFUSED],
)
def test_a_rule_refuses_what_is_not_right(rule: str, tried: Tried, field: str, code: object) -> None:
    assert (field, code) in faults(tried, rule)


@pytest.mark.parametrize("rule", ["L15", "L16", "L25", "L27"])
def test_nobody_of_the_owners_side_looks_at_whether_it_is_done(rule: str) -> None:
    """A guide who has a post in the owner unit, below it, or in one that helps."""
    for unit, co_units in (("liutang", ()), ("liutang-east", ()), ("shigu", ("shigu",))):
        text = SMALL_TEXT.replace(
            "posts: [{role: guide}]",
            f"posts: [{{role: guide}}, {{role: leader, unit: {unit}, level: district}}]",
        )
        ground = Ground(read_plan(text), TODAY)
        problem = replace(CASES[rule].problem, co_units=co_units)
        case = replace(replace(CASES[rule], problem=problem).case(), ground=ground)
        move = move_of_rule(rule)
        assert move is not None

        assert ("move", F.OF_THE_OWNER) in [(found.field, found.code) for found in faults_of(move, case)]
        assert move not in allowed_moves(problem, PEOPLE["guide"], ground)


def test_a_person_with_several_posts_is_one_person() -> None:
    """Liaison of the owner, guide and head at once: whoever claimed neither checks nor signs."""
    everything = Actor(
        "9", "liaison", (*PEOPLE["liaison"].holdings, *PEOPLE["guide"].holdings, Holding("head"))
    )

    offered = {move.name for move in allowed_moves(CLAIMED, everything, GROUND)}
    checked = {move.name for move in allowed_moves(CHECKED, everything, GROUND)}

    assert offered == {"take_back_claim"}
    assert "sign" not in checked


def test_a_named_verifier_of_another_unit_checks_and_nobody_else_there() -> None:
    named = replace(CLAIMED, verifier_unit="shigu", verifier_person="other-liaison")
    another = replace(PEOPLE["other-liaison"], person="somebody")

    assert "check" in {move.name for move in allowed_moves(named, PEOPLE["other-liaison"], GROUND)}
    assert allowed_moves(named, another, GROUND) == []
    assert allowed_moves(replace(named, verifier_unit=""), PEOPLE["other-liaison"], GROUND) == []


def test_units_see_what_was_handed_over_and_nothing_of_others() -> None:
    helped = replace(WORK, co_units=("shigu",))

    assert [sees(PEOPLE[person], DRAFT) for person in ("clerk", "liaison", "guide")] == [True, False, False]
    assert [sees(PEOPLE[person], WORK) for person in ("liaison", "guide", "leader")] == [True, True, True]
    assert [sees(PEOPLE["other-liaison"], problem) for problem in (WORK, helped)] == [False, True]


def test_the_first_day_promised_stays_in_its_episode() -> None:
    """Every rule, on a problem that has such a day: only a reopening gives another."""
    for rule, tried in CASES.items():
        move = move_of_rule(rule)
        assert move is not None
        promised = replace(tried.problem, due_original=date(2026, 10, 9))
        changes = changes_of(move, replace(tried, problem=promised).case())

        assert ("due_original" in changes) == ("episode" in changes), rule


def test_time_of_others_is_not_the_units() -> None:
    """Claimed on Thursday 24 September, sent back on Wednesday the 30th: the unit gets those days back."""
    start, calendar = date(2026, 9, 10), GROUND.calendar
    given: dict[str, Any] = {"due_days": 10, "due_from": start, "due_current": calendar.after(start, 10)}
    claimed = replace(CLAIMED, claimed_on=date(2026, 9, 24), **given)
    waited = calendar.between(date(2026, 9, 24), TODAY)

    changes = changes_of(MOVES["send_back"], replace(CASES["L16"], problem=claimed).case())

    assert waited == 3  # the mid-autumn holiday is on the 25th
    assert changes["due_current"] == calendar.after(start, 10 + waited)
    assert changes["holds"] == [["2026-09-24", "2026-09-30"]]
    assert (changes["claimed_by"], changes["checked_by"]) == ("", "")


def test_an_extension_is_a_definite_day_and_a_refusal_leaves_all() -> None:
    granted = changes_of(MOVES["grant_extension"], CASES["L08"].case())
    refused = changes_of(MOVES["refuse_extension"], CASES["L09"].case())

    assert (granted["due_current"], granted["due_days"], granted["extensions"]) == (
        date(2026, 10, 26),
        None,
        1,
    )
    assert "due_current" not in refused


def test_a_problem_closes_after_its_days_of_notice_or_at_once_where_there_are_none() -> None:
    text = SMALL_TEXT.replace(
        "policy:\n", "policy:\n  - {key: ledger.notice_days, value: 0, since: 2026-09-07, source: 试}\n", 1
    )
    without = Ground(read_plan(text), TODAY)

    signed = changes_of(MOVES["sign"], CASES["L17"].case())
    closed = changes_of(MOVES["sign"], replace(CASES["L17"].case(), ground=without))

    assert (signed["state"], signed["notice_until"]) == (S.ON_NOTICE, GROUND.calendar.after(TODAY, 5))
    assert (closed["state"], closed["effect_due"]) == (S.CLOSED, TODAY + timedelta(days=90))
