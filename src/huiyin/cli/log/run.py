"""What is due now, and is it done?"""

from __future__ import annotations

import argparse

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
        _("Signs a checkpoint when the log has grown since the last one."),
        _("Example: huiyin run --dir minghu"),
    )
    command = new_command(commands, "run", saying, run)
    add_folder(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Do what is due."""
    from datetime import UTC, datetime

    folder = open_campaign(options)
    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.cli.log.signing import signing_key
    from huiyin.trail.actions import make_checkpoint
    from huiyin.trail.queries import newest_checkpoint, size

    _ = sentences(language)
    newest = newest_checkpoint()
    if newest is not None and newest.size == size():
        say(_("Nothing is due: the log has not grown since the last checkpoint.") + "\n")
        return 0
    made = make_checkpoint(now=datetime.now(UTC), key=signing_key(), folder=folder.checkpoints)
    say(_("A checkpoint at {entries} entries was signed.").format(entries=made.size) + "\n")
    return 0
