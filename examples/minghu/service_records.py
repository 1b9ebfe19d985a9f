"""What did Minghu do for its people: clean-ups, small projects, better studios, volunteers?"""

from __future__ import annotations

from datetime import timedelta

from district import filled
from drawing import SILENT, Scene

from examples.recording import parts

PROJECTS = {"formed": 498, "underway": 241, "finished": 79}
UPGRADED, UPGRADED_AGAIN = 120, 5
HOURS = (1, 1.5, 2, 2.5, 3)
SESSIONS, SERVED = 426, 20_486
WEEKEND = 0.35  # share of the sessions that are on the weekend after the day drawn
TOLD_NOTHING = 0.45  # of the weeks in which a unit did nothing, those in which it says so
FINISHED = 3  # of the clean-ups


def initiatives(scene: Scene) -> None:
    """Ten special clean-ups, three of them finished."""
    for number, (name, area, unit) in enumerate(scene.words["service"]["initiatives"]):
        values = {
            "name": name,
            "area": area,
            "lead": scene.leader_of(unit),
            "partners": scene.chance.sample(scene.units("department"), 2),
            "places": scene.chance.randrange(8, 120),
        }
        state = "finished" if number < FINISHED else "underway"
        scene.line("initiative", unit, scene.day(0.28, 0.45), values, state=state)


def projects(scene: Scene) -> None:
    """Small projects that answer opinions; most are formed, few finished."""
    below = scene.units("community", "village")
    above = scene.units("street", "department", "school", "clinic")
    states = [state for state, count in PROJECTS.items() for _ in range(count)]
    scene.chance.shuffle(states)
    for number, state in enumerate(states):
        day = scene.day(0.5, 0.97)
        unit = (
            below[number % len(below)]
            if number < len(below) * 5
            else scene.talking([*below, *below, *above], day)
        )
        thing, area = scene.chance.choice(scene.words["service"]["projects"])
        name = scene.said_once(unit, [f"{{o}}{thing}"], unit)
        cost = f"{scene.chance.lognormvariate(1.0, 0.9):.1f}"
        values = {"name": name, "area": area, "cost": cost, "from_opinions": scene.chance.randrange(1, 40)}
        scene.line("project", unit, day, values, state=state)


def upgrades(scene: Scene) -> None:
    """Studios that were bettered, some of them twice, and two that will be."""
    texts = scene.words["service"]["upgrades"]
    assets = list(scene.plan.assets)
    first = scene.chance.sample(assets, UPGRADED)
    for place, asset in enumerate([*first, *first[:UPGRADED_AGAIN]]):
        values = {
            "what": scene.chance.choice(texts),
            "studio": asset.key,
            "cost": f"{scene.chance.uniform(0.2, 3.5):.2f}",
        }
        day = scene.day(0.2, 0.8) if place < UPGRADED else scene.day(0.85, 0.98)
        scene.line("asset_upgrade", asset.unit or "civil", day, values, state="done")
    for asset in [each for each in assets if each not in first][:2]:
        values = {"what": texts[0], "studio": asset.key}
        coming, told = scene.days.monday(12), scene.days.at(0.97)
        scene.line("asset_upgrade", asset.unit or "civil", coming, values, state="planned", told=told)


def sessions(scene: Scene) -> None:
    """Volunteer sessions with hours, and with people served by a way of counting."""
    often = scene.units("community")
    others = [*scene.units("village", "school", "department", "institution"), "volunteers", "volunteers"]
    helped = [(scene.chance.randrange(3, 26), scene.chance.choice(HOURS)) for _ in range(SESSIONS)]
    for number, served in enumerate(parts(SERVED, SESSIONS, (4, 260), scene.chance)):
        day = scene.day(0.08, 0.97)
        unit = (
            often[number % len(often)] if number < len(often) * 9 else scene.talking([*often, *others], day)
        )
        if scene.chance.random() < WEEKEND:
            day += timedelta(days=5 - day.weekday())
        if day > scene.days.at(1):
            day -= timedelta(weeks=1)
        values = _session(scene, unit, served, helped[number])
        while not scene.is_new(unit, day, values["name"], values["place"]):
            values = _session(scene, unit, served, helped[number])
        scene.line("volunteer_session", unit, day, values, state="held")


def _session(scene: Scene, unit: str, served: int, helped: tuple[int, float]) -> dict[str, object]:
    place = scene.place(unit)
    volunteers, hours = helped
    return {
        "name": scene.chance.choice(scene.words["service"]["sessions"]),
        "place": filled("{p}{o}", {"{p}": place.name, "{o}": scene.chance.choice(place.spots)}),
        "begins": f"{scene.chance.randrange(8, 17):02}:{scene.chance.choice(['00', '30'])}",
        "volunteers": volunteers,
        "hours": f"{volunteers * hours:.1f}",
        "served": served,
        "counting": scene.chance.choices(["door", "list", "seats", "estimate"], [40, 30, 10, 20])[0],
    }


def nothing_new(scene: Scene) -> None:
    """In weeks without anything else some units say so, and some say nothing at all."""
    busy = {(line.unit, line.day.isocalendar().week) for line in scene.lines}
    every = scene.units(*(kind.key for kind in scene.plan.unit_kinds))
    for week in range(2, 11):
        friday = scene.days.monday(week) + timedelta(days=4)
        for unit in every:
            is_quiet = (unit, friday.isocalendar().week) not in busy and unit not in SILENT
            if is_quiet and unit != "minghu" and scene.chance.random() < TOLD_NOTHING:
                values = {"why": scene.chance.choice(scene.words["service"]["why"])}
                scene.line("nothing_new", unit, friday, values, told=scene.days.after(friday, 0))
