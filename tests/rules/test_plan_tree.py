"""Does the tree of the work show what serves what, and what nothing serves; and are rings found?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.plan.labels import width
from huiyin.plan.reading import read_plan
from huiyin.plan.references import loops
from huiyin.plan.tree import goal_tree
from tests.small_plans import SMALL_TEXT, changed


def test_requirements_lead_to_goals_measures_and_tasks() -> None:
    tree = goal_tree(read_plan(SMALL_TEXT))

    (requirement,) = tree.requirements
    (goal,) = requirement.goals
    (measure,) = goal.measures
    assert (requirement.requirement.key, goal.goal.key, measure.measure.key) == ("r1", "g1", "1.1")
    assert [task.key for task in measure.tasks] == ["t1", "t2"]
    assert (tree.unserved_requirements, tree.unserved_goals, tree.measures_without_task) == ((), (), ())


def test_what_nothing_serves_is_seen() -> None:
    lone = changed("goals:\n", "goals:\n  - {key: g0, name: 无人承接}\n").replace("serves: [r1], ", "")
    lone = lone.replace(
        "measures:\n", 'measures:\n  - {key: "1.2", name: 尚无任务, serves: [g1], owner: office}\n'
    )

    tree = goal_tree(read_plan(lone))

    assert [each.key for each in tree.unserved_requirements] == ["r1"]
    assert [each.key for each in tree.unserved_goals] == ["g0"]
    assert [each.key for each in tree.measures_without_task] == ["1.2"]
    assert [branch.goal.key for branch in tree.own_goals] == ["g0", "g1"]


NAMES = st.sampled_from("abcdef")


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=2)))
def test_a_ring_is_found_exactly_when_some_way_leads_back_to_its_start(above: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for following in above.get(waiting.pop(), []):
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return found

    rings = list(loops(above))

    assert bool(rings) == any(start in reached(start) for start in above)
    assert all(ring[0] in reached(ring[-1]) for ring in rings)


@given(st.text(alphabet="宣讲abc ", max_size=20))
def test_a_chinese_character_is_as_wide_as_two_letters(label: str) -> None:
    assert width(label) == sum(2 if character in "宣讲" else 1 for character in label)
