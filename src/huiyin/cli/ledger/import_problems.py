"""How is a table of the ledger that comes back taken in from the command line?"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin import problems`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin import problems FILE [OPTIONS]",
        short=_("take in the table of problems again, as it was exported and worked over"),
        long=_(
            "Reads an exported table of problems and says which rows say otherwise than the ledger. With "
            "--yes it describes those problems so, all or none. What only a step of the ledger may change, "
            "such as a state or a due day, is refused by row. Ends with 1 when rows were refused."
        ),
        example=_("Example: huiyin import problems problems.xlsx --as clerk --yes"),
    )
    command = new_command(commands, "problems", saying, run)
    command.add_argument("file", metavar="FILE", type=Path, help=_("xlsx or csv, as exported"))
    command.add_argument("--sheet", metavar="NAME", default="", help=_("sheet of a workbook"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why the problems say otherwise now"))
    command.add_argument("--yes", action="store_true", help=_("change; without it, only say what would be"))
    command.add_argument("--format", choices=("json",), help=_("json: for a program to read"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Look or take in; 1 when rows were refused."""
    open_campaign(options)
    import huiyin.cli.imports.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.cli.ledger.table_sayings import table_lines
    from huiyin.cli.progress import Progress
    from huiyin.cli.terminal import say

    _ = sentences(language)
    with Progress(2) as progress:
        progress.begin("look", _("Looking at the rows"))
        found = _looked(options)
        progress.begin("describe", _("Describing problems"))
        refused = _taken_in(found, options, language)
    is_done = options.yes and not refused and not found.of("refused")
    counts = {
        "rows": len(found.rows),
        "same": len(found.of("same")),
        "changed": len(found.of("changed")) - len(refused),
        "refused": len(found.of("refused")) + len(refused),
        "taken": len(found.of("changed")) if is_done else 0,
    }
    if options.format:
        say(json.dumps({**counts, "unknown": list(found.unknown)}) + "\n")
    else:
        lines = table_lines(found, refused, counts, language)
        ending = _("Nothing was changed. To change the problems, call the command again with --yes.")
        say("\n".join(lines if is_done or not counts["changed"] else [*lines, ending]) + "\n")
    return 1 if counts["refused"] else 0


def _looked(options: argparse.Namespace) -> Any:
    """The rows of the file, each judged."""
    from django.utils import timezone

    from huiyin.ledger.workbook.columns import LedgerHeadings
    from huiyin.ledger.workbook.taking_in import judged
    from huiyin.plan.queries import current_plan, day_of_campaign
    from huiyin.web.imports.reading import read_table

    actor = acting(options)
    table = read_table(options.file, LedgerHeadings(), sheet=options.sheet)
    return judged(actor, table, today=day_of_campaign(current_plan().plan, timezone.now()))


def _taken_in(found: Any, options: argparse.Namespace, language: str) -> Any:
    """Why rows that looked right are refused, by line; nothing is written when one is, or without --yes."""
    from django.utils import timezone

    from huiyin.ledger.actions.taking_in import take_in

    told = sentences(language)("Taken in from the file {file}.")
    return take_in(
        actor=acting(options),
        now=timezone.now(),
        rows=found.of("changed"),
        reason=options.reason or told.format(file=options.file.name),
        is_trial=not options.yes or bool(found.of("refused")),
    )
