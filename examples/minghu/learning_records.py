"""What did Minghu study, research and ask: plans, sessions, lectures, topics, symposia, forms, trainings?"""

from __future__ import annotations

from drawing import SILENT, Scene

from examples.recording import Ref, parts

ONE_TO_ONE = 42
RETURNED = 3_480  # opinion forms that came back
# Of topics that were set, how far they have come.
DISTRICT_TOPICS = {"set": 2, "filed": 4, "fieldwork": 9, "reported": 8, "adopted": 5}
SECTION_TOPICS = {"filed": 8, "fieldwork": 25, "reported": 20, "adopted": 8}
SESSIONS = {
    "office": (6, 6),
    "department": (2, 4),
    "street": (2, 5),
    "school": (0, 3),
    "clinic": (0, 3),
    "firm": (0, 2),
}


def study_plans(scene: Scene) -> None:
    """A plan of the office, of each department, and of each leader of the district."""
    words = scene.words["study"]["plans"]
    for unit in ["office", *scene.units("department")]:
        values = {"topics": scene.chance.choice(words), "sessions": scene.chance.randrange(4, 9)}
        scene.line("study_plan", unit, scene.day(0.1, 0.24), values)
    for leader in scene.leaders("district"):
        unit = next(post.unit for post in scene.plan.people_by_key[leader].posts if post.unit)
        unit = "office" if unit == "minghu" else unit
        values = {
            "topics": scene.chance.choice(words),
            "person": leader,
            "sessions": scene.chance.randrange(4, 9),
        }
        scene.line("study_plan", unit, scene.day(0.08, 0.22), values)


def sessions(scene: Scene) -> None:
    """Study in units, with who was there, on leave, absent."""
    readers = [line.key for line in scene.of_kind("reading_material")]
    for kind, (fewest, most) in SESSIONS.items():
        for unit in scene.units(kind):
            for topic in scene.chance.sample(
                scene.words["study"]["topics"], scene.chance.randint(fewest, most)
            ):
                _session(scene, unit, topic, readers)


def _session(scene: Scene, unit: str, topic: str, readers: list[str]) -> None:
    members = min(scene.members(unit), 90)
    leave, absent = (int(members * scene.chance.uniform(0, share)) for share in (0.12, 0.04))
    values = {
        "topic": topic,
        "chair": scene.leader_of(unit),
        "hours": scene.chance.choice(["1", "1.5", "2", "2.5", "3"]),
        "present": members - leave - absent,
        "leave": leave,
        "absent": absent,
        "to_do": scene.chance.choice(scene.words["study"]["agreed"]),
    }
    if scene.chance.random() < 0.4:
        values["material"] = Ref(scene.chance.choice(readers))
    last = 0.45 if unit in SILENT else 0.98
    scene.line("collective_study", unit, scene.day(0.26, last), values)


def lectures(scene: Scene) -> None:
    """Lectures by people from outside, and one that is still to come."""
    told = scene.words["study"]["lectures"]
    for number, (topic, expert) in enumerate(told):
        values = {"topic": topic, "expert": expert, "audience": scene.chance.randrange(60, 240), "hours": "2"}
        day = scene.days.at(0.18 + 0.78 * number / len(told))
        scene.line("lecture", "education" if number % 3 == 2 else "office", day, values, state="held")
    coming = scene.days.monday(12)
    values = {"topic": "冬季湖面的鸟", "expert": "云湖观鸟会"}
    scene.line("lecture", "office", coming, values, state="planned", told=scene.days.at(1))


def topics(scene: Scene) -> None:
    """What leaders set out to learn; 28 of the district, 61 of the sections."""
    district = scene.leaders("district")
    sections = scene.leaders("section")
    for level, leaders, states in (
        ("district", district, DISTRICT_TOPICS),
        ("section", [*sections, *sections], SECTION_TOPICS),
    ):
        kept = [state for state, count in states.items() for _ in range(count)]
        scene.chance.shuffle(kept)
        for leader, state in zip(leaders, kept, strict=False):
            _topic(scene, level, leader, state)


def _topic(scene: Scene, level: str, leader: str, state: str) -> None:
    area, title = scene.plan.areas[0], ""
    while not title or not scene.is_new("topic", leader, title):
        area = scene.chance.choice(scene.plan.areas)
        title = scene.chance.choice(scene.words["research"]["topics"]).replace("{a}", area.name.zh)
    unit = next(post.unit for post in scene.plan.people_by_key[leader].posts if post.unit)
    values = {
        "title": title,
        "lead": leader,
        "level": level,
        "methods": scene.chance.sample(["visits", "figures", "interviews", "forms"], 2),
        "area": area.key,
    }
    if state == "adopted":
        values["measures"] = scene.chance.choice(scene.words["research"]["measures"])
    unit = "office" if level == "district" else unit
    scene.line("research_topic", unit, scene.day(0.1, 0.4), values, state=state)


def listening(scene: Scene) -> None:
    """Symposia by field, and rounds of forms."""
    words = scene.words["listening"]
    for number, (topic, of) in enumerate(words["symposia"]):
        values = {
            "topic": topic,
            "field": of,
            "chair": scene.chance.choice(scene.leaders("district")),
            "attendees": scene.chance.randrange(14, 30),
            "opinions": scene.chance.randrange(18, 46),
            "read_back": number % 4 != 3,
        }
        scene.line("symposium", "office", scene.days.at(0.14 + 0.08 * number), values, state="held")
    rounds = scene.words["research"]["rounds"]
    shares = parts(RETURNED, len(rounds), (150, 1100), scene.chance)
    by_size = sorted(rounds, key=lambda pair: int(pair[1]))
    for (about, sent), returned in zip(by_size, sorted(shares), strict=True):
        values = {"about": about, "sent": sent, "returned": min(returned, sent), "anonymous": True}
        unit = "services" if about == "办事服务" else "office"
        scene.line("opinion_form", unit, scene.day(0.15, 0.55), values, state="closed")


def one_to_one(scene: Scene) -> None:
    """Talks with one person, whose name is not written down."""
    for _ in range(ONE_TO_ONE):
        unit = scene.chance.choice(scene.units("department", "street"))
        values = {
            "topics": scene.chance.choice(scene.words["listening"]["private_topics"]),
            "talker": scene.leader_of(unit),
            "form": scene.chance.choice(["arranged", "requested", "visit"]),
        }
        day = scene.day(0.2, 0.95)
        if scene.is_new("one_to_one", unit, day):
            scene.line("one_to_one", unit, day, values)


def trainings(scene: Scene) -> None:
    """Two for the guidance groups, and others."""
    for number, (topic, trainees) in enumerate(scene.words["listening"]["trainings"]):
        values = {"topic": topic, "trainees": trainees, "attendees": 31 + 12 * number, "hours": "3"}
        scene.line("training", "office", scene.days.at(0.08 + 0.09 * number), values, state="held")
