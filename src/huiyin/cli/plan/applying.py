"""How does a command apply a plan, say what it changed, and keep the folder's plan.yaml the one in force?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiyin.access.rules import Actor
from huiyin.campaign_folder import CampaignFolder
from huiyin.cli.plan.refusals import faults_in
from huiyin.cli.plan.sayings import change_lines, notice_lines
from huiyin.languages import sentences
from huiyin.plan.actions import apply_plan
from huiyin.plan.document import Plan
from huiyin.plan.queries import InForce, NoPlan, current_plan, source_of_version
from huiyin.plan.reading import PlanFaults, plan_text


@dataclass(frozen=True)
class Applying:
    """Who applies a plan to which campaign, when, and in which language it is told."""

    folder: CampaignFolder
    actor: Actor
    now: datetime
    language: str

    def apply(self, file: Path, text: str, reason: str) -> Sequence[str]:
        """Apply this text, which came from this file; what there is to say of it."""
        _ = sentences(self.language)
        before = _before()
        was_kept = before is None or self.holds(before.version)
        with faults_in(file):
            version = apply_plan(actor=self.actor, now=self.now, text=text, reason=reason)
        lines = [*self._changes(before, version), *self._keep(text, was_kept=was_kept)]
        return [*lines, *notice_lines(current_plan().plan, self.language)]

    def _changes(self, before: InForce | None, version: int) -> Sequence[str]:
        _ = sentences(self.language)
        if before is not None and version == before.version:
            return [_("It says the same as version {version}, which stays in force.").format(version=version)]
        told = _("Version {version} of the plan is in force.").format(version=version)
        changes = change_lines(before.plan, current_plan().plan, self.language) if before else []
        return [told, *changes]

    def holds(self, version: int) -> bool:
        """Is the folder's plan.yaml what was applied as this version, or not there?"""
        try:
            kept = plan_text(self.folder.plan_file.read_bytes())
        except (FileNotFoundError, PlanFaults):
            return not self.folder.plan_file.exists()
        return kept == source_of_version(self.actor, version)

    def _keep(self, text: str, *, was_kept: bool) -> Sequence[str]:
        """Put this text into the folder's plan.yaml, unless somebody is at work on that file."""
        _ = sentences(self.language)
        file = self.folder.plan_file
        if file.exists() and file.read_bytes() == text.encode():
            return []
        if not was_kept:
            told = _("{file} holds changes that were never applied, so it was left as it is.")
            return [told.format(file=file)]
        draft = file.with_name(f".{file.name}.draft")
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(file)
        return []


def would_change(plan: Plan, language: str) -> Sequence[str]:
    """What applying this plan would change in the campaign, a line each; none before the first plan."""
    _ = sentences(language)
    before = _before()
    if before is None:
        return []
    lines = change_lines(before.plan, plan, language)
    if not lines:
        return [_("It says the same as version {version}, which is in force.").format(version=before.version)]
    return [_("Against version {version}, which is in force:").format(version=before.version), *lines]


def _before() -> InForce | None:
    try:
        return current_plan()
    except NoPlan:
        return None
