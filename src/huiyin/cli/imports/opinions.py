"""How is a file of opinions taken in, or an import of them undone, from the command line?"""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.imports.activities import keeping_everything
from huiyin.languages import sentences

REFUSALS_TOLD = 100
USES = ("text", "title", "id", "time", "person", "place", "likes", "area", "unit")


def add(commands: Commands, language: str) -> None:
    """Add `huiyin import opinions`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin import opinions FILE --channel KEY [OPTIONS] | --undo ID",
        short=_("take in a file of what people said"),
        long=_(
            "Reads a table of opinions, or minutes and notes, which it splits, and takes them in: all or, "
            "when a row cannot be taken in, none, unless --take-good is given. Names and contacts are sealed "
            "apart from the words. What was taken in before is not taken in again. Ends with 1 when rows "
            "were refused."
        ),
        example=_("Example: huiyin import opinions opinions.xlsx --channel form"),
    )
    command = new_command(commands, "opinions", saying, run)
    command.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        type=Path,
        help=_("xlsx, xls, ods, csv, tsv, jsonl, docx or txt"),
    )
    _add_meaning(command, language)
    command.add_argument("--look", action="store_true", help=_("only say what would be; take nothing in"))
    command.add_argument(
        "--take-good", action="store_true", help=_("take in the good rows, and leave the others")
    )
    command.add_argument(
        "--refused", metavar="FILE", type=Path, help=_("write the refused rows as csv, without words")
    )
    command.add_argument(
        "--undo", metavar="ID", default="", help=_("withdraw what the import with this id took in")
    )
    command.add_argument("--job", default="", help=argparse.SUPPRESS)  # started by the pages
    command.add_argument("--format", choices=("json",), help=_("json: for a program to read"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def _add_meaning(command: argparse.ArgumentParser, language: str) -> None:
    """Options that say what the rows mean."""
    _ = sentences(language)
    command.add_argument("--channel", metavar="KEY", default="", help=_("channel on which they were heard"))
    command.add_argument(
        "--day", metavar="DAY", default="", help=_("day of rows that name none, such as 2026-09-07")
    )
    command.add_argument("--area", metavar="KEY", default="", help=_("area of rows that name none"))
    command.add_argument(
        "--unit", metavar="KEY", default="", help=_("unit that rows concern which name none")
    )
    command.add_argument(
        "--activity", metavar="ID", default="", help=_("record of the activity in which they were said")
    )
    command.add_argument(
        "--map",
        metavar="HEADING=USE",
        action="append",
        default=[],
        help=_("say what a column is: {uses}; again for another column").format(uses=", ".join(USES)),
    )
    command.add_argument(
        "--grows-into",
        metavar="HEADING",
        default="",
        help=_("column with the title of the record, such as a project, that an opinion grew into"),
    )


def run(options: argparse.Namespace, language: str) -> int:
    """Take in, look, or undo; 1 when rows were refused. Raises refusals, see `opinion_refusals`."""
    open_campaign(options)
    from huiyin.access.rules import Permission
    from huiyin.cli.imports.opinion_refusals import NoFile

    actor = acting(options)
    if options.job:
        from huiyin.web.opinions.job import work_off

        with keeping_everything():
            work_off(options.job, actor)
        return 0
    if options.undo:
        return _undo(actor, options, language)
    if options.file is None:
        raise NoFile
    actor.must(Permission.IMPORT_OPINIONS)
    with keeping_everything():
        return _take_in(actor, options, language)


def _take_in(actor: Any, options: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from huiyin.cli.imports.opinion_sayings import read_lines
    from huiyin.cli.progress import Progress
    from huiyin.cli.terminal import say
    from huiyin.opinions.taking_in import read_said
    from huiyin.plan.queries import current_plan, day_of_campaign

    _ = sentences(language)
    plan = current_plan().plan
    asked = _asked(options, plan, actor)
    with Progress(2) as progress:
        progress.begin("read", _("Reading the rows"))
        read = read_said(options.file, asked, plan, day_of_campaign(plan, timezone.now()))
        if options.refused:
            _write_refused(read, options.refused, language)
        progress.begin("take_in", _("Taking in"))
        done = _record(read, actor, options)
    if options.format:
        say(json.dumps(_told(read, done), ensure_ascii=False) + "\n")
    else:
        lines = [*read_lines(read, language, REFUSALS_TOLD), *_ending(read, done, language)]
        say("\n".join(lines) + "\n")
    return 1 if read.refused or read.unreadable else 0


def _record(read: Any, actor: Any, options: argparse.Namespace) -> dict[str, Any]:
    """What was taken in; nothing when that was not asked, or not all is right."""
    from django.utils import timezone

    from huiyin.activities.refusals import NotRight
    from huiyin.cli.imports.opinion_refusals import NotTakenIn
    from huiyin.opinions.actions import take_in_counted

    is_whole = not (read.refused or read.unreadable)
    if options.look or not read.said or not (is_whole or options.take_good):
        return {}
    batch = secrets.token_hex(16)
    try:
        taken = take_in_counted(actor=actor, now=timezone.now(), all_said=read.said, batch=batch)
    except NotRight as refusal:
        raise NotTakenIn(refusal.faults) from None
    return {
        "import": batch if taken.added else "",
        "taken": taken.added,
        "here": len(taken.ids) - taken.added,
    }


def _ending(read: Any, done: dict[str, Any], language: str) -> list[str]:
    _ = sentences(language)
    if not done:
        if read.refused or read.unreadable:
            told = _("Nothing was taken in. To take in the good rows alone, add --take-good.")
            return [told]
        return [_("Nothing was taken in.")]
    lines = [_("Taken in: {taken}; here already: {here}.").format(taken=done["taken"], here=done["here"])]
    if done["import"]:
        back = _("To take this back: huiyin import opinions --undo {id} --as PERSON")
        lines.append(back.format(id=done["import"]))
    return lines


def _told(read: Any, done: dict[str, Any]) -> dict[str, Any]:
    """The same for a program: places, fields and codes; no words."""
    return {
        "rows": read.rows,
        "said": len(read.said),
        "empty": read.empty,
        "refused": len(read.refused),
        "notes": {code.value: count for code, count in read.notes.items() if count},
        "refused_rows": [
            {
                "file": row.file,
                "sheet": row.sheet,
                "row": row.source_row,
                "faults": [{"field": fault.field, "code": fault.code.value} for fault in row.faults]
                or [{"field": "", "code": row.reading}],
            }
            for row in read.refused
        ],
        **done,
    }


def _undo(actor: Any, options: argparse.Namespace, language: str) -> int:
    from django.utils import timezone

    from huiyin.activities.refusals import NotFound
    from huiyin.cli.imports.opinion_refusals import NoSuchImport
    from huiyin.cli.terminal import say
    from huiyin.opinions.actions import withdraw_batch

    _ = sentences(language)
    reason = _("The import was undone.")
    try:
        count = withdraw_batch(actor=actor, now=timezone.now(), batch=options.undo, reason=reason)
    except NotFound:
        raise NoSuchImport(options.undo) from None
    say(json.dumps({"withdrawn": count}) if options.format else _("Withdrawn: {count}.").format(count=count))
    say("\n")
    return 0


def _asked(options: argparse.Namespace, plan: Any, actor: Any) -> Any:
    """How the file is to be read. Raises what `opinion_refusals` knows."""
    from huiyin.activities.written_forms import day_of
    from huiyin.cli.imports.opinion_refusals import GrowsIntoNothing, NotADay, UnknownChannel
    from huiyin.opinions.queries import titles_of_kind
    from huiyin.opinions.rules import channel_of
    from huiyin.opinions.taking_in import FileAsked

    channel = channel_of(plan, options.channel)
    if channel is None:
        raise UnknownChannel(options.channel, [each.key for each in plan.opinion_channels])
    day = day_of(options.day) if options.day else None
    if options.day and day is None:
        raise NotADay(options.day)
    asked = FileAsked(
        channel,
        choice=_choice(options.map),
        day=day,
        area=options.area,
        unit=options.unit,
        activity=options.activity,
    )
    if not options.grows_into:
        return asked
    if channel.grows_into is None:
        raise GrowsIntoNothing(channel.key)
    titles = titles_of_kind(actor, channel.grows_into)
    return replace(asked, grows_into=options.grows_into, titles=titles)


def _choice(said: Sequence[str]) -> Any:
    """The columns that a person named. Raises `UnknownUse`."""
    from huiyin.cli.imports.opinion_refusals import UnknownUse
    from huiyin.opinions.files.columns import ColumnChoice

    chosen: dict[str, list[str]] = {}
    for each in said:
        heading, _, use = each.rpartition("=")
        if use not in USES or not heading:
            raise UnknownUse(each, USES)
        chosen.setdefault(use, []).append(heading)
    texts = tuple(chosen.pop("text", ()))
    return ColumnChoice(text=texts, **{use: headings[-1] for use, headings in chosen.items()})


def _write_refused(read: Any, into: Path, language: str) -> None:
    """The refused rows: where each stands and why it is refused. Raises `CannotWrite`."""
    from huiyin.activities.imports.spreadsheets import csv_lines
    from huiyin.cli.imports.opinion_sayings import why_lines
    from huiyin.cli.refusals import CannotWrite

    lines = [("file", "sheet", "row", "why")]
    lines += [
        (row.file, row.sheet, str(row.source_row), " ".join(why_lines(row, language))) for row in read.refused
    ]
    try:
        with into.open("wb") as stream:
            stream.writelines(csv_lines(lines))
    except OSError as error:
        raise CannotWrite(into, error) from None
