"""Whom did the leaders of Minghu keep in touch with, where did they go, and what came of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

from drawing import SILENT, Scene

from examples.recording import Line, parts

VISITS, PERSON_VISITS = 156, 390
FOUND = {
    ("idea", "noted"): 394,
    ("example", "noted"): 243,
    ("blockage", "cleared"): 305,
    ("blockage", "promised"): 47,
}
DEEDS = {"done": 338, "promised": 41}
ON_SITE, WALKS, WALK_OPINIONS = 26, 66, 10_412
# Contact points that are still missing, by the place of the leader among those of the district.
GAPS = frozenset({(4, "firm"), (12, "project"), (20, "firm"), (20, "community")})
PROPOSED = (9, "project")  # agreed with nobody yet


def contact_points(scene: Scene) -> None:
    """One community, one project and one firm for each leader of the district, but for some gaps."""
    kinds: dict[str, Sequence[str]] = {}
    for kind in ("community", "project", "firm"):
        of_kind = [target.key for target in scene.plan.targets if target.kind == kind]
        kinds[kind] = scene.chance.sample(of_kind, len(of_kind))
    for number, leader in enumerate(scene.leaders("district")):
        for kind, targets in kinds.items():
            if (number, kind) in GAPS:
                continue
            values = {"leader": leader, "target": targets[number % len(targets)]}
            state = "proposed" if (number, kind) == PROPOSED else "kept"
            scene.line("contact_point", "office", scene.day(0.12, 0.28), values, state=state)


def visits(scene: Scene) -> None:
    """Visits by leaders and those who went with them."""
    going = [*scene.leaders("district"), *scene.leaders("section")]
    streets = cycle(scene.units("street"))
    for number, count in enumerate(parts(PERSON_VISITS, VISITS, (1, 6), scene.chance)):
        unit = (
            next(streets)
            if number < VISITS // 2
            else scene.chance.choice(scene.units("department", "street"))
        )
        day = scene.day(0.2, 0.9)
        while not scene.is_new("visit", unit, day, target := scene.chance.choice(scene.plan.targets).key):
            pass
        values = {
            "purpose": scene.said(scene.words["research"]["purposes"], unit),
            "target": target,
            "visitors": scene.chance.sample(going, count),
            "calls": {item: scene.chance.choice(["yes", "yes", "no"]) for item in _called(scene)},
            "announced": scene.chance.random() < 0.35,
        }
        scene.line("visit", unit, day, values, state="held", told=scene.days.after(day, 1))
    values = {"purpose": "看柳溪河的清淤", "target": "project-01", "visitors": going[:3], "announced": True}
    coming = scene.days.monday(12)
    scene.line("visit", "water", coming, values, state="planned", told=scene.days.at(1))


def _called(scene: Scene) -> list[str]:
    items = [item.key for item in scene.plan.checklists[0].items]
    return sorted(scene.chance.sample(items, scene.chance.randrange(3, 7)), key=items.index)


def outcomes(scene: Scene) -> None:
    """What the visits found and what was put right; few visits hold many."""
    made = [line for line in scene.of_kind("visit") if line.state == "held"]
    for (sort, state), count in FOUND.items():
        for visit, what in _spread(scene, made, count, scene.words["research"][f"{sort}s"]):
            values = {"what": what, "sort": sort, "area": scene.chance.choice(scene.areas)}
            _outcome(scene, visit, ("visit_outcome", state), values)
    for state, count in DEEDS.items():
        for visit, what in _spread(scene, made, count, scene.words["research"]["deeds"]):
            deed: dict[str, object] = {"what": what, "area": scene.chance.choice(scene.areas)}
            if state == "done":
                deed["benefits"] = scene.chance.randrange(3, 180)
            _outcome(scene, visit, ("deed", state), deed)


def _spread(scene: Scene, made: Sequence[Line], count: int, texts: Sequence[str]) -> list[tuple[Line, str]]:
    """So many findings over the visits, no text twice within one."""
    shares = parts(count, len(made), (0, 12), scene.chance)
    return [
        (visit, scene.said_once(visit.key, texts, visit.unit))
        for visit, share in zip(made, shares, strict=True)
        for _ in range(share)
    ]


def _outcome(scene: Scene, visit: Line, of: tuple[str, str], values: Mapping[str, object]) -> None:
    kind, state = of
    is_later = state in ("cleared", "done")
    day = scene.days.after(visit.day, scene.chance.randrange(1, 12) if is_later else 0)
    told = max(scene.told(day), scene.days.after(visit.told, 1))
    scene.line(kind, visit.unit, day, values, state=state, part_of=visit.key, told=told)


def on_site(scene: Scene) -> None:
    """Offices held where the matters are; each subdistrict has one."""
    streets = scene.units("street")
    for number in range(ON_SITE):
        unit = streets[number] if number < len(streets) - 1 else scene.chance.choice(streets)
        matters = scene.chance.randrange(4, 19)
        values = {
            "place": scene.said_once("onsite", ["{o}"], unit),
            "leader": scene.chance.choice(scene.leaders("district")),
            "came": matters + scene.chance.randrange(3, 30),
            "matters": matters,
            "settled": scene.chance.randrange(1, matters),
        }
        scene.line("onsite_office", unit, scene.day(0.45, 0.97), values, state="held")


def walks(scene: Scene) -> None:
    """Walk-rounds of communities and villages, and how many opinions came of them."""
    below = scene.units("community", "village")
    each = [unit for unit in below if unit != "meilin"]
    for number, opinions in enumerate(parts(WALK_OPINIONS, WALKS, (40, 420), scene.chance)):
        unit = each[number % len(each)]
        last = 0.49 if unit in SILENT else 0.95
        seen = scene.chance.sample(below, scene.chance.randrange(2, 5))
        route = scene.said_once("walk", ["{o}一线", "从{o}走到头"], unit)
        values = {"route": route, "seen": seen, "opinions": opinions}
        scene.line("branch_walk", unit, scene.day(0.4, last), values)
