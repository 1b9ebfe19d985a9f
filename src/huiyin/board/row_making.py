"""How do versions on the board become what a reader sees, with the plan's names and the words of opinions?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, OuterRef, Subquery

from huiyin.access.models import Account
from huiyin.activities.names_in_plan import names_of
from huiyin.activities.queries import pieces
from huiyin.board.models import Decision, Group, Placement, Theme
from huiyin.board.rows import DecisionRow, GroupRow, ThemeRow, Voice
from huiyin.board.rules import DecisionKind
from huiyin.board.standing import placements
from huiyin.opinions.models import Opinion
from huiyin.opinions.rows import OpinionRow, row_of
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType
from huiyin.plan.terms import Term
from huiyin.trail.models import NEVER

SAMPLES = 3


def theme_row(theme: Theme, plan: Plan) -> ThemeRow:
    """A theme as a reader sees it."""
    return ThemeRow(
        record=theme.record,
        version=theme.version,
        title=theme.title,
        area=theme.area,
        area_name=_area(theme.area, plan),
        is_named_by_person=theme.is_named_by_person,
        is_other=theme.is_other,
        groups=theme.groups,
        opinions=theme.opinions,
        heat=theme.heat,
    )


def group_rows(groups: Sequence[Group], plan: Plan, *, samples: int = SAMPLES) -> tuple[GroupRow, ...]:
    """These groups as a reader sees them, each with the opinions that say best what it is about."""
    voices = _samples([group.record for group in groups], plan, samples) if samples and groups else {}
    return tuple(_group_row(group, plan, tuple(voices.get(group.record, ()))) for group in groups)


def _group_row(group: Group, plan: Plan, samples: tuple[Voice, ...]) -> GroupRow:
    unit = names_of(plan).units.called(group.unit) if group.unit else None
    return GroupRow(
        record=group.record,
        version=group.version,
        theme=group.theme,
        title=group.title,
        state=group.state,
        area=group.area,
        area_name=_area(group.area, plan),
        area_confidence=group.area_confidence,
        unit=group.unit,
        unit_name=unit,
        unit_confidence=group.unit_confidence,
        words=group.words,
        is_pinned=group.is_pinned,
        is_named_by_person=group.is_named_by_person,
        opinions=group.opinions,
        voices=group.voices,
        people=group.people,
        heat=group.heat,
        least_confidence=group.least_confidence,
        fresh=group.fresh,
        first_day=group.first_day,
        last_day=group.last_day,
        samples=samples,
    )


def _samples(groups: Sequence[str], plan: Plan, most: int) -> dict[str, list[Voice]]:
    """The first opinions of each group, originals by confidence, by three queries for all groups.

    Each is looked up by itself: to rank all opinions of groups that hold thousands would read them all.
    """
    held_there = placements().filter(group=OuterRef("record")).order_by("copy_of", "-confidence", "record")
    looked_up = {f"at_{at}": Subquery(held_there.values("pk")[at : at + 1]) for at in range(most + 1)}
    keys = Group.objects.filter(record__in=groups, superseded=NEVER).values_list(*looked_up.values())
    wanted = [key for of_group in keys for key in of_group if key is not None]
    chosen = list(Placement.objects.filter(pk__in=wanted).order_by("copy_of", "-confidence", "record"))
    voices: dict[str, list[Voice]] = {}
    for voice, placement in zip(voices_of(chosen, plan, counts_copies=False), chosen, strict=True):
        held = voices.setdefault(placement.group, [])
        if voice is not None and not voice.row.is_withdrawn and len(held) < most:
            held.append(voice)
    return voices


def voices_of(rows: Sequence[Placement], plan: Plan, *, counts_copies: bool = True) -> list[Voice | None]:
    """The opinions that stand in these places, in their order, withdrawn ones too."""
    opinions = _opinions([row.record for row in rows], plan)
    originals = [row.record for row in rows if counts_copies and not row.copy_of]
    copies = _copies(originals, {row.group for row in rows})
    return [
        Voice(
            row=opinions[row.record],
            copy_of=row.copy_of,
            copies=copies.get(row.record, 0),
            confidence=row.confidence,
            how=row.how,
            is_fresh=row.is_fresh,
        )
        if row.record in opinions
        else None
        for row in rows
    ]


def _opinions(records: Sequence[str], plan: Plan) -> dict[str, OpinionRow]:
    return {
        opinion.record: row_of(opinion, plan)
        for piece in pieces(records)
        for opinion in Opinion.objects.filter(record__in=piece, superseded=NEVER)
    }


def _copies(originals: Sequence[str], groups: Iterable[str]) -> dict[str, int]:
    """How many repeat each of these opinions; copies stand in the group of their original."""
    if not originals:
        return {}
    found = placements().filter(group__in=set(groups), copy_of__in=originals).order_by()
    return dict(found.values_list("copy_of").annotate(count=Count("pk")))


def decision_rows(decisions: Sequence[Decision], plan: Plan) -> tuple[DecisionRow, ...]:
    """These decisions as a reader sees them."""
    people = _people({row.account for row in decisions}, plan)
    return tuple(
        DecisionRow(
            record=row.record,
            version=row.version,
            kind=row.kind,
            group=row.group,
            opinions=sum(map(len, row.sides)),
            title=row.title,
            theme=row.theme,
            area=row.area,
            unit=row.unit,
            words=row.words,
            reason=row.reason,
            entered=row.entered,
            by=people[row.account],
            is_undone=row.is_withdrawn,
            may_undo=not row.is_withdrawn and row.kind != DecisionKind.OPEN,
            sequence=row.sequence,
        )
        for row in decisions
    )


def person_of(account: str, plan: Plan) -> Term:
    """Who stands behind this account."""
    return _people({account}, plan)[account]


def _people(accounts: Iterable[str], plan: Plan) -> Mapping[str, Term]:
    """A name where the plan has the person, else the account."""
    wanted = set(accounts)
    rows = Account.objects.filter(public_id__in=wanted).values_list("public_id", "person")
    persons, names = dict(rows), names_of(plan).people
    return {account: names.called(persons.get(account, account)) for account in wanted}


def _area(key: str, plan: Plan) -> Term | None:
    return names_of(plan).lists[FieldType.AREA].called(key) if key else None
