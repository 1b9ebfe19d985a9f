"""What did Minghu do to start and to be heard: meetings, talks, readers, films, pieces, screens?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from district import phrases
from drawing import Scene

from examples.recording import Line, Ref, parts

TALKS, AUDIENCE = 110, 9_860
ISSUES = {"tv": 52, "paper": 43}
POSTS = {"account-minghu": 97, "account-service": 62}
PIECES, SCREEN_ITEMS = 168, 1_846
FILM_STATES = ["planned"] * 6 + ["shooting"] * 4 + ["screened"] * 2
ROLE_MODELS = 25
SPEAKERS = 12  # of the role models, those who travel with the talk team


def kickoffs(scene: Scene) -> None:
    """A meeting of the whole district, then one in most units."""
    words = scene.words["start"]["kickoffs"]
    ready = {"plan": "yes", "tasks": "yes", "contact": "yes"}
    scene.line(
        "kickoff",
        "office",
        scene.days.at(0.02),
        {
            "topic": f"明湖区{words[0]}",
            "chair": scene.leaders("district")[0],
            "attendees": 286,
            "ready": ready,
        },
        state="held",
    )
    for unit in scene.units("department", "street", "school", "clinic"):
        if unit in ("audit", "qinghe-clinic"):  # they have not met yet
            continue
        topic = scene.plan.units_by_key[unit].name.zh + scene.chance.choice(words)
        there = int(scene.members(unit) * scene.chance.uniform(0.7, 0.98))
        chair = scene.leader_of(unit)
        values = {"topic": topic, "chair": chair, "attendees": there, "ready": {**ready, "tasks": "no"}}
        scene.line("kickoff", unit, scene.day(0.04, 0.17), values, state="held")


def role_models(scene: Scene) -> None:
    """Twenty-five people who agreed to be told of."""
    names = [surname + given for given in phrases()["given"] for surname in phrases()["surnames"]]
    held = {person.name.zh for person in scene.plan.people}
    free = scene.chance.sample([name for name in names if name not in held], ROLE_MODELS)
    for name in free:
        deed = scene.said(scene.words["start"]["deeds"])
        values = {"name": name, "deed": deed, "area": scene.chance.choice(scene.areas), "consent": True}
        day = scene.day(0.02, 0.16)
        scene.line("role_model", "media", day, values, told=scene.days.after(day, 1))


def talks(scene: Scene) -> None:
    """The talk team, and its talks as their hosts tell them; of some the team tells again."""
    values = {"name": "明湖身边人宣讲团", "speakers": ROLE_MODELS}
    scene.line("talk_team", "media", scene.days.at(0.17), values)
    hosts = scene.units("street", "school", "community", "department", "firm")
    owed = [*scene.units("street") * 3, *scene.units("school")]
    audiences = parts(AUDIENCE, TALKS, (28, 320), scene.chance)
    taken: set[tuple[str, str]] = set()
    for number, audience in enumerate(audiences):
        day = scene.day(0.22, 0.97)
        host = owed[number] if number < len(owed) else scene.talking(hosts, day)
        model = scene.chance.choice(scene.of_kind("role_model")[:SPEAKERS])
        topic = scene.chance.choice([t for t in scene.words["start"]["talks"] if (host, t) not in taken])
        taken.add((host, topic))
        line = scene.line(
            "talk",
            host,
            day,
            {
                "topic": topic,
                "speaker": Ref(model.key),
                "host": host,
                "audience": audience,
                "counting": scene.chance.choice(["door", "list", "seats", "estimate"]),
            },
        )
        if number % 18 == 5:  # the talk team tells of it as well, with another number
            again = {"topic": topic, "host": host, "audience": audience + 3}
            told = scene.days.after(line.told, 1)
            if told > line.told:
                scene.line("talk", "media", day, again, told=told, is_twice=True)


def readers(scene: Scene) -> None:
    """Five readers and who got how many of them."""
    shares = {"compiled": 0.25, "role_models": 0.9, "handbook": 0.12}
    everybody = [
        unit for unit in scene.units(*(kind.key for kind in scene.plan.unit_kinds)) if unit != "minghu"
    ]
    for number, (title, sort, sources) in enumerate(scene.words["start"]["readers"]):
        day = scene.days.at(0.06 + 0.03 * number)
        values = {"title": title, "edition": "第一版", "sort": sort, "sources": sources, "permission": True}
        line = scene.line(
            "reading_material",
            "media" if sort == "role_models" else "office",
            day,
            {**values, "copies": 6000 if sort == "role_models" else 1200},
            state="printed",
            told=scene.days.after(day, 1),
        )
        for unit in everybody if sort == "role_models" else scene.units("department", "street"):
            copies = max(1, int(scene.members(unit) * shares[sort]))
            is_signed = scene.chance.random() < 0.93
            got = {"material": Ref(line.key), "copies": copies, "receipt": is_signed}
            handed = scene.days.after(line.told, scene.chance.randrange(1, 8))
            values = {**got, "people": int(copies * scene.chance.uniform(0.9, 1))} if is_signed else got
            scene.line("distribution", unit, handed, values, state="received" if is_signed else "sent")


def films(scene: Scene) -> None:
    """Ten films in preparation, and two that were shown."""
    models = scene.of_kind("role_model")
    for title, state, model in zip(scene.words["start"]["films"], FILM_STATES, models, strict=False):
        values = {"title": title, "about": Ref(model.key), "producer": "media"}
        length = {"minutes": "12.5"} if state == "screened" else {}
        scene.line("film", "media", scene.day(0.2, 0.6), {**values, **length}, state=state)


def pieces(scene: Scene) -> None:
    """Pieces about places, in four forms."""
    titles: dict[str, None] = {}
    while len(titles) < PIECES:
        titles.setdefault(scene.said(scene.words["publicity"]["pieces"]))
    for title in titles:
        day = scene.days.at(scene.chance.random() * 0.93)
        form = scene.chance.choices(["news", "story", "video", "picture"], [50, 15, 20, 15])[0]
        values = {"title": title, "form": form, "about": scene.chance.choice(scene.areas)}
        scene.line("piece", "media", day, values, told=day)


def columns(scene: Scene) -> None:
    """The column on television and in the paper."""
    ready = sorted(scene.of_kind("piece"), key=lambda line: line.told)
    for channel, count in ISSUES.items():
        _column(scene, channel, count, ready)


def accounts(scene: Scene) -> None:
    """Posts of the public accounts; some pieces appear in both."""
    for channel, count in POSTS.items():
        unit = "services" if channel == "account-service" else "media"
        for piece in scene.chance.sample(scene.of_kind("piece"), count):
            day = scene.days.after(piece.told, scene.chance.randrange(1, 4))
            number = scene.numbers["item"] + 1
            link = f"https://posts.minghu.example/{channel}/{number:04}"
            values = {"headline": piece.values["title"], "piece": Ref(piece.key), "channel": channel}
            scene.line("item", unit, day, {**values, "link": link})


def _column(scene: Scene, channel: str, count: int, pieces: Sequence[Line]) -> None:
    """The issues of a column, evenly over the weeks; most carry one piece, some two."""
    fresh = list(pieces)
    for number in range(1, count + 1):
        day = scene.days.at(0.06 + 0.9 * number / (count + 1))
        values = {"title": scene.words["publicity"]["columns"][channel], "channel": channel, "number": number}
        issue = scene.line("issue", "media", day, values, told=day)
        told = scene.days.after(day, 1)
        for _ in range(1 + (number % 3 == 0)):
            ready = [piece for piece in fresh if piece.told < day]
            if not ready or told == day:
                break
            piece = ready[-1]
            fresh.remove(piece)
            values = {"headline": piece.values["title"], "piece": Ref(piece.key), "channel": channel}
            scene.line("item", "media", day, {**values, "issue": Ref(issue.key)}, told=told)


def screens(scene: Scene) -> None:
    """Which pieces ran on which screens, and for how many days."""
    ready = [piece for piece in scene.of_kind("piece") if piece.told < scene.days.at(0.8)]
    all_screens = [screen.key for screen in scene.plan.screens]
    for screen, count in zip(
        all_screens, parts(SCREEN_ITEMS, len(all_screens), (70, 100), scene.chance), strict=True
    ):
        times = scene.chance.choice([24, 36, 48, 60])
        for piece in scene.chance.sample(ready, count):
            day = scene.days.after(piece.told, scene.chance.randrange(1, 6))
            last = min(day + timedelta(days=scene.chance.randrange(3, 8)), scene.days.at(1))
            values = {"screen": screen, "piece": Ref(piece.key), "times": times}
            told = scene.days.after(last, 1)
            scene.line("screen_play", "media", day, values, last_day=last, told=told)
