"""How does a file come to show how a problem stood, was put right, or was checked?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.db import transaction

from huiyin.access.rules import Actor, Forbidden
from huiyin.activities.evidence.guard import Accepted, Refused, examine
from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.refusals import EvidenceRefused, NotFound, NotRight
from huiyin.ledger.actions.writing import write
from huiyin.ledger.deciding import drafts, standing
from huiyin.ledger.deciding.drafts import Desk
from huiyin.ledger.deciding.facts import ProblemFacts
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.parties import PERMISSIONS, parties_of, role_as
from huiyin.ledger.deciding.said import fault
from huiyin.ledger.models import ProblemEvidence
from huiyin.ledger.moves import OPEN, Party, ProblemState
from huiyin.ledger.rules import Step
from huiyin.trail.actions import be_the_one_writer
from huiyin.trail.models import NEVER

# Who shows what: the owner its work, whoever checks what they saw.
SHOWN_BY: Mapping[Step, tuple[Party, ...]] = MappingProxyType(
    {
        Step.BEFORE: (Party.OFFICE, Party.OWNER, Party.VERIFIER),
        Step.WORK: (Party.OWNER,),
        Step.CLAIM: (Party.OWNER,),
        Step.CHECK: (Party.VERIFIER,),
        Step.EFFECT: (Party.VERIFIER, Party.OFFICE),
    }
)
_IN_STATES: Mapping[Step, frozenset[ProblemState]] = MappingProxyType(
    {
        Step.BEFORE: OPEN,
        Step.WORK: frozenset({ProblemState.IN_PROGRESS, ProblemState.ON_HOLD, ProblemState.STANDING}),
        Step.CLAIM: frozenset({ProblemState.IN_PROGRESS}),
        Step.CHECK: frozenset({ProblemState.CLAIMED}),
        Step.EFFECT: frozenset({ProblemState.CLOSED, ProblemState.STANDING}),
    }
)


def add_evidence(  # noqa: PLR0913 -- who, when, of which problem, what it shows, and the file with its name
    *, actor: Actor, now: datetime, problem: str, step: str, source: Path, name: str
) -> str:
    """Keep a cleaned copy of a file; its id. A file that shows the same already is not kept twice.

    Raises `EvidenceRefused`, `NotFound`, `NotRight`, `Forbidden`.
    """
    desk, of_step = drafts.desk_of(actor, now), _step(step)
    _must_show(actor, standing.seen(actor, problem)[1], of_step)  # before anything is spent on the file
    accepted = examine(source, name=name, into=settings.CAMPAIGN.files)
    if isinstance(accepted, Refused):
        raise EvidenceRefused(accepted.code, accepted.facts)
    with transaction.atomic():
        be_the_one_writer()
        before, facts = standing.seen(actor, problem)
        party = _must_show(actor, facts, of_step)
        same = ProblemEvidence.objects.filter(
            problem=problem,
            episode=before.episode,
            step=of_step,
            sha256=accepted.sha256,
            superseded=NEVER,
            is_withdrawn=False,
        ).first()
        if same is not None:
            return same.record
        row = _row(desk, before.episode, of_step, accepted)
        row.problem = problem
        write(desk, "problem.add_evidence", role_as(party, actor, facts), [row])
    return row.record


def withdraw_evidence(*, actor: Actor, now: datetime, evidence: str, reason: str) -> None:
    """Let a file show nothing any more; it stays, with the reason. By whoever may add one like it, then.

    A file that a claim stands on cannot be taken from under it. Raises `NotFound`, `NotRight`, `Forbidden`.
    """
    desk = drafts.desk_of(actor, now)
    if not reason.strip():
        raise NotRight([FieldFault("reason", FaultCode.MISSING)])
    with transaction.atomic():
        be_the_one_writer()
        before = ProblemEvidence.objects.filter(record=evidence, superseded=NEVER).first()
        if before is None:
            raise NotFound(evidence)
        _, facts = standing.seen(actor, before.problem)
        party = _must_show(actor, facts, Step(before.step))
        if before.is_withdrawn:
            return
        row = drafts.turned(desk, before, reason, is_withdrawn=True, person=actor.person)
        write(desk, "problem.withdraw_evidence", role_as(party, actor, facts), [row])


def _step(given: str) -> Step:
    if given not in tuple(Step):
        raise NotRight([fault(FaultCode.NO_SUCH_NAME, "step", given=given)])
    return Step(given)


def _must_show(actor: Actor, problem: ProblemFacts, step: Step) -> Party:
    """As what this actor may show it. Raises `Forbidden`, and `NotRight` where it is not the time for it."""
    parties = [party for party in SHOWN_BY[step] if party in parties_of(actor, problem)]
    if not parties:
        raise Forbidden(PERMISSIONS[SHOWN_BY[step][0]], problem.owner_unit)
    if problem.state not in _IN_STATES[step]:
        raise NotRight([fault(MoveFault.WRONG_STATE, "step", state=problem.state)])
    return parties[0]


def _row(desk: Desk, episode: int, step: Step, accepted: Accepted) -> ProblemEvidence:
    return ProblemEvidence(
        record=drafts.new_id(),
        version=1,
        entered=desk.now,
        account=desk.actor.account,
        person=desk.actor.person,
        episode=episode,
        step=step,
        name=accepted.name,
        media_type=accepted.media_type,
        sha256=accepted.sha256,
        size=accepted.size,
        received_sha256=accepted.received_sha256,
    )
