"""Is every decision obeyed, with as little change as possible, whatever the machine says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

from huiyin.triage.constraints import Constraints, Contradiction, DecisionsContradict, compile_decisions
from huiyin.triage.decisions import Decision, Decisions, Kind, read_decisions
from huiyin.triage.enforcement import Links, consistent_copies, enforce, group_marks, on_items

IDS = tuple("abcdef")
Grouping = Mapping[str, int]


def compiled(text: str) -> Constraints:
    return compile_decisions(read_decisions(text.encode(), file="decisions.yaml"))


def contradictions_of(decisions: Decisions) -> tuple[Contradiction, ...]:
    try:
        compile_decisions(decisions)
    except DecisionsContradict as refusal:
        return refusal.contradictions
    return ()


def consistent(decisions: Decisions) -> Constraints:
    if contradictions_of(decisions):
        reject()
    return compile_decisions(decisions)


def links_of(*named: tuple[str, str, float], ids: Sequence[str]) -> Links:
    place = {name: index for index, name in enumerate(ids)}
    return Links(
        a=np.array([place[one] for one, _, _ in named], dtype=np.int64),
        b=np.array([place[other] for _, other, _ in named], dtype=np.int64),
        value=np.array([value for _, _, value in named], dtype=np.float64),
    )


def regrouped(text: str, machine: Sequence[str], *named: tuple[str, str, float]) -> set[frozenset[str]]:
    """The groups after the decisions of `text`; `machine` names groups by their members' letters."""
    ids = sorted("".join(machine))
    labels = np.array([next(k for k, group in enumerate(machine) if name in group) for name in ids])
    after = enforce(labels, links_of(*named, ids=ids), on_items(compiled(text), ids, {}))
    return groups_of(dict(zip(ids, after.tolist(), strict=True)))


def groups_of(grouping: Grouping) -> set[frozenset[str]]:
    return {
        frozenset(name for name, label in grouping.items() if label == wanted)
        for wanted in set(grouping.values())
    }


def test_a_merge_joins_the_whole_groups() -> None:
    assert regrouped("decisions:\n- merge: [a, c]\n", ["ab", "cd", "e"]) == {
        frozenset("abcd"),
        frozenset("e"),
    }


def test_opinions_tied_through_one_that_is_not_in_the_input_stay_tied() -> None:
    after = regrouped("decisions:\n- merge: [a, z]\n- merge: [z, b]\n", ["a", "b"])

    assert after == {frozenset("ab")}


def test_a_split_cuts_at_the_weakest_link() -> None:
    links = (("a", "b", 0.9), ("b", "c", 0.4), ("c", "d", 0.8))

    assert regrouped("decisions:\n- split: [a, d]\n", ["abcd"], *links) == {frozenset("ab"), frozenset("cd")}


def test_a_member_without_links_stays_with_the_larger_part_of_its_group() -> None:
    links = (("a", "b", 0.9),)

    assert regrouped("decisions:\n- split: [a, d]\n", ["abcd"], *links) == {frozenset("abc"), frozenset("d")}


def test_a_split_leaves_other_groups_alone() -> None:
    after = regrouped("decisions:\n- split: [a, b]\n", ["ab", "cd"], ("a", "c", 0.9), ("b", "d", 0.9))

    assert after == {frozenset("a"), frozenset("b"), frozenset("cd")}


def test_a_merge_does_not_bring_together_what_it_does_not_name() -> None:
    text = "decisions:\n- merge: [a, c]\n- split: [a, b]\n- split: [c, d]\n"

    assert regrouped(text, ["ab", "cd"], ("b", "d", 0.3)) == {frozenset("ac"), frozenset("b"), frozenset("d")}


def test_a_pinned_group_has_exactly_its_members() -> None:
    after = regrouped("decisions:\n- pin: [a, c]\n", ["abx", "cd"], ("a", "b", 0.9))

    assert after == {frozenset("ac"), frozenset("bx"), frozenset("d")}


def test_an_open_pinned_group_may_grow_but_not_into_another_pinned_group() -> None:
    text = "decisions:\n- pin: [a]\n  open: yes\n- pin: [b]\n  open: yes\n"

    after = regrouped(text, ["abc"], ("a", "b", 0.9), ("b", "c", 0.8), ("a", "c", 0.7))

    assert after == {frozenset("a"), frozenset("bc")}


def test_two_titles_in_one_machine_group_cut_it() -> None:
    text = "decisions:\n- rename: a\n  to: X\n- rename: b\n  to: Y\n"

    assert regrouped(text, ["ab"]) == {frozenset("a"), frozenset("b")}


def test_forbidden_links_are_those_that_no_group_may_hold() -> None:
    text = "decisions:\n- split: [a, b]\n- pin: [c]\n- set: d\n  unit: X\n- set: e\n  unit: Y\n"
    items = on_items(compiled(text), IDS, {})
    a, b = np.array(list(combinations(range(6), 2))).T

    forbidden = {IDS[i] + IDS[j] for i, j, no in zip(a, b, items.forbids(a, b), strict=True) if no}

    assert forbidden == {"ab", "ac", "bc", "cd", "ce", "cf", "de"}


def test_marks_stand_on_the_group_that_holds_the_opinion() -> None:
    text = "decisions:\n- rename: a\n  to: X\n- set: b\n  area: Y\n- not_a_problem: c\n"
    labels = np.array([4, 4, 7, 9])

    marks = group_marks(labels, on_items(compiled(text), "abcd", {}))

    assert {label: (m.title, m.area, m.is_problem) for label, m in marks.items()} == {
        4: ("X", "Y", True),
        7: ("", "", False),
    }


# Copies


def test_a_copy_that_a_person_splits_from_its_original_is_an_opinion_of_its_own() -> None:
    constraints = compiled("decisions:\n- split: [a, b]\n")

    assert consistent_copies(constraints, [("a", "b"), ("a", "c")]) == [False, True]


def test_a_copy_tied_to_what_is_apart_from_its_original_is_an_opinion_of_its_own() -> None:
    constraints = compiled("decisions:\n- split: [a, x]\n- merge: [x, b]\n")

    assert consistent_copies(constraints, [("a", "b")]) == [False]


def test_of_two_copies_that_are_apart_only_one_may_stay_a_copy() -> None:
    constraints = compiled("decisions:\n- split: [b, c]\n")

    assert consistent_copies(constraints, [("a", "c"), ("a", "b")]) == [False, True]


def test_a_decision_about_a_copy_holds_for_its_original() -> None:
    items = on_items(compiled("decisions:\n- merge: [copy, b]\n"), ["a", "b"], {"copy": "a"})

    assert enforce(np.array([0, 1]), links_of(ids=[]), items).tolist() == [0, 0]


# Properties

KINDS = st.sampled_from(list(Kind))


@st.composite
def some_decisions(draw: st.DrawFn) -> Decisions:
    """Any handful of decisions on few ids, so that contradictions are frequent."""
    entries = [draw(_entry(line)) for line in range(2, 2 + draw(st.integers(1, 5)))]
    return Decisions("d", tuple(entries))


@st.composite
def _entry(draw: st.DrawFn, line: int) -> Decision:
    kind = draw(KINDS)
    least = 2 if kind in {Kind.MERGE, Kind.SPLIT} else 1
    ids = draw(st.lists(st.sampled_from(IDS), min_size=least, max_size=4, unique=True))
    sides = ((*ids[:1],), (*ids[1:],)) if kind is Kind.SPLIT else (tuple(ids),)
    value = draw(st.sampled_from("XY"))
    return Decision(
        kind,
        line,
        sides,
        title=value if kind is Kind.RENAME else "",
        area=value if kind is Kind.SET else "",
        is_open=draw(st.booleans()),
    )


def partitions(ids: Sequence[str]) -> Iterator[Grouping]:
    """Every way to group these ids, as restricted growth strings (Knuth, TAOCP 7.2.1.5)."""

    def grown(prefix: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(prefix) == len(ids):
            yield prefix
            return
        for label in range(max(prefix, default=-1) + 2):
            yield from grown((*prefix, label))

    return (dict(zip(ids, labels, strict=True)) for labels in grown(()))


def is_obeyed(entry: Decision, grouping: Grouping) -> bool:
    """The meaning of one decision, read straight from the guide; ids outside the input are passed over."""
    sides = [{grouping[name] for name in side if name in grouping} for side in entry.sides]
    if entry.kind in {Kind.MERGE, Kind.SPLIT, Kind.PIN}:
        if any(len(labels) > 1 for labels in sides):
            return False
        if any(one & other for one, other in combinations(sides, 2)):
            return False
    if entry.kind is Kind.PIN and not entry.is_open:
        inside = {name for name, label in grouping.items() if label in sides[0]}
        return inside <= set(entry.ids)
    return True


def bears_one_of_each(decisions: Decisions, grouping: Grouping) -> bool:
    for label in set(grouping.values()):
        inside = [
            entry for entry in decisions.entries if {grouping.get(name) for name in entry.ids} & {label}
        ]
        if len({entry.title for entry in inside if entry.title}) > 1:
            return False
        if len({entry.area for entry in inside if entry.area}) > 1:
            return False
    return True


def all_obeyed(decisions: Decisions, grouping: Grouping) -> bool:
    return bears_one_of_each(decisions, grouping) and all(is_obeyed(e, grouping) for e in decisions.entries)


def pins_are_joined_by_people_only(
    decisions: Decisions, constraints: Constraints, grouping: Grouping
) -> bool:
    pins = [entry.ids[0] for entry in decisions.entries if entry.kind is Kind.PIN]
    return all(
        constraints.component[one] == constraints.component[other]
        for one, other in combinations([name for name in pins if name in grouping], 2)
        if grouping[one] == grouping[other]
    )


@given(some_decisions())
def test_decisions_are_refused_exactly_when_no_grouping_could_obey_them(decisions: Decisions) -> None:
    possible = any(all_obeyed(decisions, grouping) for grouping in partitions(IDS))

    assert bool(contradictions_of(decisions)) != possible


@given(some_decisions())
def test_the_lines_named_are_enough_to_contradict(decisions: Decisions) -> None:
    for contradiction in contradictions_of(decisions):
        named = tuple(entry for entry in decisions.entries if entry.line in contradiction.lines)

        assert not any(all_obeyed(Decisions("d", named), grouping) for grouping in partitions(IDS))


@st.composite
def machine_groups(draw: st.DrawFn, ids: Sequence[str]) -> tuple[Grouping, list[tuple[str, str, float]]]:
    grouping = {name: draw(st.integers(0, 3)) for name in ids}
    pairs = draw(st.lists(st.sampled_from(list(combinations(ids, 2))), unique=True, max_size=12))
    return grouping, [(a, b, draw(st.sampled_from([0.1, 0.5, 0.9]))) for a, b in pairs]


def enforced(
    constraints: Constraints, machine: tuple[Grouping, list[tuple[str, str, float]]], ids: Sequence[str]
) -> Grouping:
    grouping, links = machine
    labels = np.array([grouping[name] for name in ids], dtype=np.int64)
    after = enforce(labels, links_of(*links, ids=ids), on_items(constraints, ids, {}))
    return dict(zip(ids, after.tolist(), strict=True))


PEOPLE = (*"abcdefghij",)  # f is named by decisions but not in the input; g to j are in it and not named
INPUT = (*"abcdeghij",)


@given(some_decisions(), machine_groups(INPUT), st.permutations(INPUT))
def test_no_decision_is_ever_broken(
    decisions: Decisions, machine: tuple[Grouping, list[tuple[str, str, float]]], order: list[str]
) -> None:
    constraints = consistent(decisions)

    after = enforced(constraints, machine, INPUT)

    assert all_obeyed(decisions, after)
    assert pins_are_joined_by_people_only(decisions, constraints, after)
    assert enforced(constraints, (after, machine[1]), INPUT) == after
    assert groups_of(enforced(constraints, machine, order)) == groups_of(after)


@given(some_decisions(), machine_groups(INPUT))
def test_groups_that_already_obey_are_left_as_they_are(
    decisions: Decisions, machine: tuple[Grouping, list[tuple[str, str, float]]]
) -> None:
    constraints = consistent(decisions)
    grouping = machine[0]

    obeys = all_obeyed(decisions, grouping) and pins_are_joined_by_people_only(
        decisions, constraints, grouping
    )
    after = groups_of(enforced(constraints, machine, INPUT))

    assert (after == groups_of(grouping)) == obeys


@given(
    some_decisions(),
    st.lists(st.tuples(st.sampled_from("abxyz"), st.sampled_from("cdef")), max_size=6),
    machine_groups(INPUT),
)
def test_decisions_hold_also_where_opinions_are_copies(
    decisions: Decisions,
    found: list[tuple[str, str]],
    machine: tuple[Grouping, list[tuple[str, str, float]]],
) -> None:
    constraints = consistent(decisions)
    pairs = list({copy: (original, copy) for original, copy in found}.values())
    allowed = [pair for pair, yes in zip(pairs, consistent_copies(constraints, pairs), strict=True) if yes]
    copies = {copy: original for original, copy in allowed}
    kept = [name for name in (*"abcdef", *"xyz") if name not in copies]
    labels = np.array([machine[0].get(name, 0) for name in kept], dtype=np.int64)

    after = enforce(labels, links_of(ids=[]), on_items(constraints, kept, copies))

    grouping = dict(zip(kept, after.tolist(), strict=True))
    unnamed = {copy for copy in copies if copy not in constraints.component}
    voices = grouping | {copy: grouping[copies[copy]] for copy in copies if copy not in unnamed}
    assert all_obeyed(decisions, voices)
