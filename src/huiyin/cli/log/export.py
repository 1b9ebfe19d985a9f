"""How does an outsider get all that is needed to audit a campaign?"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.terminal import say
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin export`."""
    _ = sentences(language)
    saying = Saying(
        "huiyin export DIR [OPTIONS]",
        _("write log, records and evidence into a folder for an outside auditor"),
        _(
            "The folder holds the log, every record behind it, the evidence files, and audit.py, which "
            "checks them with nothing but Python. It holds what units recorded: hand it to the auditor alone."
        ),
        _("Example: huiyin export for-the-auditor"),
    )
    command = new_command(commands, "export", saying, run)
    command.add_argument("into", metavar="DIR", type=Path, help=_("a new or empty folder"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Write the export, and say what to do with it."""
    folder = open_campaign(options)
    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.access.rules import Permission
    from huiyin.cli.progress import Progress
    from huiyin.cli.refusals import CannotWrite
    from huiyin.trail.export import write_export

    _ = sentences(language)
    acting(options).must(Permission.EXPORT_CAMPAIGN)
    with Progress(1) as progress:
        progress.begin("export", _("writing log, records and evidence"))
        try:
            entries = write_export(options.into, folder.files)
        except OSError as error:
            if isinstance(error, FileExistsError):
                raise
            raise CannotWrite(options.into, error) from None
    told = _("{entries} entries and what they bind stand in {folder}.")
    say(told.format(entries=entries, folder=options.into) + "\n")
    say(_("The auditor runs: python3 audit.py verify . --checkpoint FILE --key KEY") + "\n")
    return 0
