"""How is the state of the log signed, to be kept outside the office?"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.cli.campaign import add_folder, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.terminal import say, warn
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin checkpoint`."""
    _ = sentences(language)
    saying = Saying(
        "huiyin checkpoint [OPTIONS]",
        _("sign the log as it stands, to be kept outside the office"),
        _(
            "Writes three short lines (whose log, how many entries, which root) and a signature. Whoever "
            "keeps them can show later that nothing before them was changed."
        ),
        _("Example: huiyin checkpoint --out 2026-11-20.checkpoint"),
    )
    command = new_command(commands, "checkpoint", saying, run)
    command.add_argument("--out", metavar="FILE", type=Path, help=_("write it to this file too"))
    add_folder(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Sign, keep, show."""
    from datetime import UTC, datetime

    from huiyin.cli.refusals import CannotWrite

    folder = open_campaign(options)
    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.cli.log.signing import signing_key
    from huiyin.trail.actions import make_checkpoint

    key = signing_key()
    made = make_checkpoint(now=datetime.now(UTC), key=key, folder=folder.checkpoints)
    if options.out is not None:
        try:
            options.out.write_text(made.note, encoding="utf-8")
        except OSError as error:
            raise CannotWrite(options.out, error) from None
    say(made.note)
    _ = sentences(language)
    told = _("The line by which anybody verifies it: {key}")
    warn(told.format(key=key.verifier_text))
    warn(_("Hand these lines outside today: print them, mail them, put them into the bulletin."))
    return 0
