"""What is due now, and is it done?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from huiyin.cli.campaign import add_folder, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.terminal import say
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin run`."""
    _ = sentences(language)
    saying = Saying(
        "huiyin run [OPTIONS]",
        _("do what is due now; safe to repeat, such as every night"),
        _(
            "Sorts the opinions that came in, ends public notices that are over, moves due days with the "
            "calendar, counts what units recorded as their weekly word, and lets answers fall due. Signs a "
            "checkpoint when the log has grown since the last one."
        ),
        _("Example: huiyin run --dir minghu"),
    )
    command = new_command(commands, "run", saying, run)
    add_folder(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Do what is due, and say what was done."""
    folder = open_campaign(options)
    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.cli.progress import Progress

    with Progress(3) as progress:
        came, done = _work(progress, language)
        size = _checkpoint(progress, folder.checkpoints, language)
    for line in _told(came, done, size, language):
        say(line + "\n")
    return 0


def _work(progress: Any, language: str) -> tuple[Any, Any]:
    """What was sorted, and what was done in the ledger."""
    from django.utils import timezone

    from huiyin.access.queries import SYSTEM
    from huiyin.board.actions import sort_new
    from huiyin.cli.triage.step_words import step_words
    from huiyin.ledger.actions.due_work import run_due_work
    from huiyin.web.opinions.given_files import forget_old

    _ = sentences(language)
    words = step_words(language)
    forget_old(timezone.now())
    progress.begin("sort", _("Sorting the opinions that came in"))
    came = sort_new(actor=SYSTEM, now=timezone.now(), tell=lambda step: progress.doing(words[step]))
    progress.begin("ledger", _("Doing what is due in the ledger"))
    return came, run_due_work(actor=SYSTEM, now=timezone.now())


def _checkpoint(progress: Any, folder: Any, language: str) -> int | None:
    """The size of the log that was signed; None where the last checkpoint covers it."""
    from django.utils import timezone

    from huiyin.cli.log.signing import signing_key
    from huiyin.trail.actions import make_checkpoint
    from huiyin.trail.queries import newest_checkpoint, size

    progress.begin("checkpoint", sentences(language)("Signing a checkpoint"))
    newest = newest_checkpoint()
    if newest is not None and newest.size == size():
        return None
    made = make_checkpoint(now=timezone.now(), key=signing_key(), folder=folder)
    return made.size


def _told(came: Any, done: Any, size: int | None, language: str) -> Iterator[str]:
    """What was done, a sentence for each thing of which there was any."""
    _ = sentences(language)
    if came.opinions:
        told = _(
            "Opinions sorted: {opinions}; joined groups that stood there: {joined}; new groups: {groups}."
        )
        yield told.format(opinions=came.opinions, joined=came.joined, groups=came.groups)
    counts = (
        (done.notices_ended, _("Public notices that were over, so that problems closed: {count}.")),
        (done.deadlines_moved, _("Due days that moved with the calendar: {count}.")),
        (done.follow_ups, _("Weeks that count as changed, since something was recorded: {count}.")),
        (done.answers, _("Answers that are due now: {count}.")),
    )
    yield from (told.format(count=count) for count, told in counts if count)
    if size is None:
        yield _("Nothing is due: the log has not grown since the last checkpoint.")
    else:
        yield _("A checkpoint at {entries} entries was signed.").format(entries=size)
