"""What did the office of Minghu do with what its people said, day by day?

Opinions come in each week and are sorted in the third, sixth and ninth; problems are opened in two waves and
go the ways of `lives.py`; who spoke is told. The truth about each opinion says what a clerk would have read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random

from lives import LIVES, NOT_OPENED, Life
from make import minutes_bytes
from people_heard import voices_heard, walk_opinions
from problem_lives import ProblemLife, words

from examples.entering import Campaign
from examples.following import Agenda
from examples.recording import Days
from huiyin.access.queries import SYSTEM
from huiyin.board import actions as board
from huiyin.board.filters import BoardFilters
from huiyin.board.queries import board as board_page
from huiyin.board.queries import members
from huiyin.board.rules import GroupState
from huiyin.ledger.actions.answering import given, not_reached, satisfaction
from huiyin.ledger.actions.due_work import run_due_work
from huiyin.ledger.answers.kept import AnswerFilters, AnswerRow, answers
from huiyin.ledger.rules import Satisfied, Way
from huiyin.opinions.actions import hand_over, take_in_many
from huiyin.opinions.taking_in import FileAsked, read_said

SEED = 2026
TAKEN_IN_WEEKS, SORTED_WEEKS = range(1, 12), (3, 6, 9)
MINUTES_WEEK = 5
SHORTEST_OPINION = 8  # characters: shorter lines of the minutes are headings, which the clerk leaves out
WAVES = (4, 7)  # weeks on whose Mondays problems are opened
DUE_WORK_DAYS = (0, 2)  # Mondays and Wednesdays
ANSWERED_WEEKS = range(6, 12)
REACHED = 0.88  # share of those with a way back who are reached at the first try
ASKED_AT_ONCE = 40
SATISFIED = {Satisfied.YES: 62, Satisfied.PARTLY: 20, Satisfied.NO: 10, Satisfied.NO_WORD: 8}
MOST_PLACES = 30  # groups with which a problem is opened; the others join it later
GROUPS_AT_ONCE = 200


def begin(campaign: Campaign, today: date) -> Callable[[date], None]:
    """What the office does on each working day of the example, given that day."""
    office = Office(campaign, Days(campaign.plan.campaign.starts, today))
    office.plan_weeks()
    return office.work


class Office:
    """The office with what it has heard and what it has still to do."""

    def __init__(self, campaign: Campaign, days: Days) -> None:
        self.campaign, self.days = campaign, days
        self.agenda = Agenda(campaign)
        self.chance = Random(SEED)
        self._heard = list(voices_heard(SEED, days.today))
        self._matter_of: dict[str, str] = {}  # of each opinion, by id
        self._place_of: dict[str, str] = {}
        self._lives: dict[str, ProblemLife] = {}  # of each matter that was opened
        self._clerk = campaign.actor(campaign.clerks[2])

    def plan_weeks(self) -> None:
        """Put everything on its day that does not wait for something else."""
        for week in TAKEN_IN_WEEKS:
            friday = self.days.after(self.days.monday(week), 4)
            self.agenda.put(friday, partial(self._take_in, friday))
            self.agenda.put(friday, self._hand_over)
            if week in SORTED_WEEKS:
                self.agenda.put(friday, self._sort)
        self.agenda.put(self.days.after(self.days.monday(MINUTES_WEEK), 2), self._take_in_minutes)
        early = [life for life in LIVES if not life.is_late_wave for _ in range(life.count)]
        late = [life for life in LIVES if life.is_late_wave for _ in range(life.count)]
        self.chance.shuffle(early)
        self.chance.shuffle(late)
        for week, lives in zip(WAVES, (early, late), strict=True):
            self.agenda.put(self.days.monday(week), partial(self._open, lives))
        for week in ANSWERED_WEEKS:
            self.agenda.put(self.days.after(self.days.monday(week), 3), self._answer_givers)
        for week in SORTED_WEEKS[1:]:
            self.agenda.put(self.days.monday(week + 1), self._place_the_rest)
        self.agenda.put(self.days.at(1), self._walks)

    def work(self, day: date) -> None:
        """One working day: what is due by the clock, then what the office does."""
        self.agenda.do(day)
        if day.weekday() in DUE_WORK_DAYS:
            run_due_work(actor=SYSTEM, now=self.agenda.now())

    def _take_in(self, day: date) -> None:
        come = [heard for heard in self._heard if heard.day <= day]
        self._heard = self._heard[len(come) :]
        said = [heard.said for heard in come]
        ids = take_in_many(actor=self._clerk, now=self.agenda.now(), all_said=said)
        self._matter_of |= {id_: heard.matter for id_, heard in zip(ids, come, strict=True)}
        self._place_of |= {id_: heard.place for id_, heard in zip(ids, come, strict=True)}

    def _take_in_minutes(self) -> None:
        """The minutes of a symposium are split into what each speaker said, with the paragraph."""
        file = self.campaign.folder / "symposium.docx"
        file.write_bytes(minutes_bytes())
        channel = next(each for each in self.campaign.plan.opinion_channels if each.key == "symposium")
        now = self.agenda.now()
        asked = FileAsked(channel, day=now.date() - timedelta(days=1))
        read = read_said(file, asked, self.campaign.plan, now.date())
        opinions = [
            each for each in read.said if len(each.words) >= SHORTEST_OPINION and "示例材料" not in each.words
        ]
        take_in_many(actor=self._clerk, now=now, all_said=opinions)
        file.unlink()

    def _hand_over(self) -> None:
        """Blockages that nobody could clear on the spot go to the ledger."""
        waiting = [
            self.campaign.ids[line.key]
            for line in self.campaign.story.lines
            if line.kind == "visit_outcome" and line.state == "promised" and line.key in self.campaign.ids
        ]
        if waiting:
            hand_over(actor=self._clerk, now=self.agenda.now(), records=waiting)

    def _sort(self) -> None:
        board.sort_new(actor=self._clerk, now=self.agenda.now())

    def _walks(self) -> None:
        """What was said from door to door, with the project that it grew into: counted in bulk."""
        projects = [
            self.campaign.ids[line.key]
            for line in self.campaign.story.lines
            if line.kind == "project" and line.key in self.campaign.ids
        ]
        said = walk_opinions(projects, self.days.at(1), SEED)
        take_in_many(actor=self._clerk, now=self.agenda.now(), all_said=said)

    def _open(self, lives: Sequence[Life]) -> None:
        """Open a problem for each of these ways, the matters with most opinions first."""
        waiting = self._waiting()
        matters = [each for each in waiting if each and each not in self._lives and each not in NOT_OPENED]
        for matter, life in zip(matters, lives, strict=False):
            opened = ProblemLife(self.campaign, self.agenda, self.days, matter, life)
            opened.open(self._clerk, self._named(waiting[matter][:MOST_PLACES]))
            opened.merges_into = self._takes_in_another
            self._lives[matter] = opened

    def _named(self, groups: Sequence[str]) -> dict[str, str]:
        """What the office calls the place of each group: where most of its opinions say that it is."""
        said = {
            group: Counter(filter(None, (self._place_of.get(opinion) for opinion in opinions)))
            for group, opinions in members(groups).items()
        }
        return {group: next(iter(dict(said[group].most_common(1))), "") for group in groups}

    def _takes_in_another(self) -> str:
        """A problem that is at work and has room for the places of another."""
        return next(lived.record for lived in self._lives.values() if lived.takes_places)

    def _place_the_rest(self) -> None:
        """Groups that were sorted later join their problem; what is no problem is answered."""
        for matter, groups in self._waiting().items():
            if matter in self._lives and self._lives[matter].takes_places:
                self._lives[matter].join(self._clerk, self._named(groups))
            elif matter in NOT_OPENED or not matter:
                self._answer(groups, NOT_OPENED.get(matter, GroupState.NOTED))

    def _answer(self, groups: Sequence[str], state: GroupState) -> None:
        told = words()["answers"][state.value]
        board.answer_on_board(
            actor=self._clerk, now=self.agenda.now(), groups=groups, state=state, words=told, reason=told
        )

    def _answer_givers(self) -> None:
        """Tell those who spoke what came of it, and ask some of them whether they are satisfied."""
        due: list[AnswerRow] = []
        after = ""
        while True:
            page = answers(self._clerk, AnswerFilters(state="due"), after, GROUPS_AT_ONCE)
            due += page.rows
            after = page.next
            if not after:
                break
        by_way: dict[str, list[str]] = defaultdict(list)
        for row in due:
            reached = self.chance.random() < REACHED
            way = (
                Way.POSTED
                if row.way == Way.POSTED
                else self.chance.choice((Way.PHONE, Way.PHONE, Way.IN_OFFICE))
            )
            by_way[way if reached or way is Way.POSTED else ""].append(row.opinion)
        for told_by, opinions in by_way.items():
            if told_by:
                given(actor=self._clerk, now=self.agenda.now(), opinions=opinions, way=told_by)
            else:
                not_reached(actor=self._clerk, now=self.agenda.now(), opinions=opinions)
        told = [opinion for way in (Way.PHONE, Way.IN_OFFICE) for opinion in by_way.get(way, [])]
        for opinion in self.chance.sample(told, min(ASKED_AT_ONCE, len(told))):
            said = self.chance.choices(list(SATISFIED), list(SATISFIED.values()))[0]
            satisfaction(actor=self._clerk, now=self.agenda.now(), opinion=opinion, satisfied=said)

    def _waiting(self) -> dict[str, list[str]]:
        """The groups that wait, by the matter of most of their opinions; "" is none; most opinions first."""
        groups: list[str] = []
        after = ""
        while True:
            page = board_page(self._clerk, BoardFilters(state=GroupState.WAITING), after, GROUPS_AT_ONCE)
            groups += [row.record for row in page.groups]
            after = page.next
            if not after:
                break
        found: dict[str, list[str]] = defaultdict(list)
        sizes: Counter[str] = Counter()
        held = members(groups)
        for group in groups:
            said = Counter(self._matter_of.get(opinion, "") for opinion in held[group])
            matter = said.most_common(1)[0][0]
            found[matter].append(group)
            sizes[matter] += len(held[group])
        return {matter: found[matter] for matter, _ in sizes.most_common()}
