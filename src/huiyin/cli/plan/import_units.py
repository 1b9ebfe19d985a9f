"""How does a spreadsheet of units become part of the plan?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.languages import sentences


def add(commands: Commands, language: str) -> None:
    """Add `huiyin import units`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin import units FILE [OPTIONS]",
        short=_("take in a spreadsheet of units and their liaisons"),
        long=_(
            "Reads units, their names, kinds, units above, members and liaisons, and says what would change "
            "in the plan. With --yes it writes that into plan.yaml, comments kept, and applies it. Nothing "
            "is taken out of the plan."
        ),
        example=_("Example: huiyin import units units.xlsx --yes"),
    )
    command = new_command(commands, "units", saying, run)
    command.add_argument("file", metavar="FILE", type=Path, help=_("xlsx, xls, ods, csv or tsv"))
    command.add_argument("--yes", action="store_true", help=_("change the plan; without it, only say how"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why the plan changes"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Say what the list would change, and with --yes change it. Raises refusals, see `refusals`."""
    folder = open_campaign(options)
    from django.utils import timezone

    from huiyin.cli.plan.applying import Applying
    from huiyin.cli.plan.sayings import change_lines
    from huiyin.cli.plan.unit_refusals import ListHasFaults, PlanBeingEdited
    from huiyin.cli.terminal import say
    from huiyin.plan.queries import current_plan, source_of_version
    from huiyin.plan.reading import read_plan
    from huiyin.plan.unit_editing import with_units
    from huiyin.plan.unit_rows import unit_list

    _ = sentences(language)
    applying = Applying(folder, acting(options), timezone.now(), language)
    in_force = current_plan()
    if not applying.holds(in_force.version):
        raise PlanBeingEdited(folder.plan_file)
    found = unit_list(_lines(options.file), in_force.plan)
    if found.faults:
        raise ListHasFaults(options.file, found.faults)
    text = with_units(source_of_version(applying.actor, in_force.version), in_force.plan, found.rows)
    changes = change_lines(in_force.plan, read_plan(text), language)
    if not changes:
        say(_("The plan says all of this already.") + "\n")
    elif options.yes:
        reason = options.reason or _("units taken in from {file}").format(file=options.file.name)
        say("\n".join(applying.apply(options.file, text, reason)) + "\n")
    else:
        told = [_("This would change:"), *changes, _("To change it, call the command again with --yes.")]
        say("\n".join(told) + "\n")
    return 0


def _lines(file: Path) -> Sequence[Sequence[str]]:
    """The lines of the file's first table. Raises `UnreadableFile`."""
    from huiyin.opinions.files.reading import read_file
    from huiyin.opinions.files.tables import ReadingLimits, Refusal, Table, UnreadableFile

    for content in read_file(file, limits=ReadingLimits()):
        if isinstance(content, Table):
            names = [content.names] if content.names else []
            return [*names, *(record.cells for record in content.records())]
        if isinstance(content, UnreadableFile):
            raise content
    raise UnreadableFile(file.name, reason_code=Refusal.NOTHING_IN_IT)
