"""How is a spreadsheet of records taken in, or an import undone, from the command line?"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huiyin.cli.campaign import acting, add_folder, add_person, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.languages import sentences

REFUSALS_TOLD = 20


def add(commands: Commands, language: str) -> None:
    """Add `huiyin import activities`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin import activities FILE [OPTIONS] | --undo ID",
        short=_("take in a spreadsheet of activities"),
        long=_(
            "Reads records of activities and says what would become of each row: new, recorded already, "
            "saying otherwise than its record, or refused, and why. With --yes it records the new ones, all "
            "or none. Ends with 1 when rows were refused."
        ),
        example=_("Example: huiyin import activities talks.xlsx --kind talk --yes"),
    )
    command = new_command(commands, "activities", saying, run)
    command.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        type=Path,
        help=_("xlsx, xls, ods, csv or tsv, as exported or as made"),
    )
    command.add_argument(
        "--kind", metavar="KEY", default="", help=_("kind of the rows that name none; key or name")
    )
    command.add_argument("--sheet", metavar="NAME", default="", help=_("sheet of a workbook"))
    command.add_argument(
        "--map",
        metavar="HEADING=FIELD",
        action="append",
        default=[],
        help=_("say which field a heading is, by its key; again for another heading"),
    )
    command.add_argument(
        "--corrections", action="store_true", help=_("correct the records that the file says otherwise, too")
    )
    command.add_argument("--refused", metavar="FILE", type=Path, help=_("write the refused rows as xlsx"))
    command.add_argument("--yes", action="store_true", help=_("record; without it, only say what would be"))
    command.add_argument("--undo", metavar="ID", default="", help=_("undo the import with this id"))
    command.add_argument("--job", default="", help=argparse.SUPPRESS)  # started by the pages
    command.add_argument("--format", choices=("json",), help=_("json: for a program to read"))
    add_folder(command, language)
    add_person(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Look, take in, or undo; 1 when rows were refused. Raises refusals, see `import_refusals`."""
    open_campaign(options)
    from huiyin.cli.imports.refusals import NothingAsked
    from huiyin.web.imports.job import work_off
    from huiyin.web.imports.work import Doing

    doing = Doing(acting(options))
    with keeping_everything():
        if options.job:
            work_off(options.job, doing, language)
            return 0
        if options.undo:
            return _undo(doing, options, language)
        if options.file is None:
            raise NothingAsked
        return _take_in(doing, options, language)


@contextmanager
def keeping_everything() -> Iterator[None]:
    """Rows are kept until the end and hold no cycles: to look for some took a seventh of the time."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _undo(doing: Any, options: argparse.Namespace, language: str) -> int:
    from huiyin.cli.terminal import say
    from huiyin.web.imports.work import undo

    _ = sentences(language)
    done = undo(doing, options.undo)
    if options.format:
        told = {"withdrawn": done.withdrawn, "put_back": done.put_back, "kept": list(done.kept)}
        say(json.dumps(told) + "\n")
        return 0
    lines = [
        _("Withdrawn: {withdrawn}. Put back as they were: {put_back}.").format(
            withdrawn=done.withdrawn, put_back=done.put_back
        )
    ]
    if done.kept:
        told_kept = _(
            "Left as they are, since they were changed, something was added to them, or you may not change "
            "them: {kept}"
        )
        lines += [told_kept.format(kept=len(done.kept)), *done.kept]
    say("\n".join(lines) + "\n")
    return 0


def _take_in(doing: Any, options: argparse.Namespace, language: str) -> int:
    from huiyin.cli.imports.sayings import look_lines
    from huiyin.cli.progress import Progress
    from huiyin.cli.terminal import say
    from huiyin.web.imports.work import look, write_refused

    _ = sentences(language)
    asked = _asked(options)
    with Progress(2) as progress:
        progress.begin("look", _("Looking at the rows"))
        seen = look(options.file, asked, doing)
        if options.refused:
            write_refused(seen, options.refused, language)
        progress.begin("record", _("Recording"))
        done = _record(seen, asked, doing, options) if options.yes else {}
    if options.format:
        say(json.dumps({**seen.counts, **done, "unknown": list(seen.understood.unknown)}) + "\n")
    else:
        say(
            "\n".join([*look_lines(seen, options.file, language, REFUSALS_TOLD), *_ending(done, language)])
            + "\n"
        )
    return 1 if seen.counts["refused"] else 0


def _record(seen: Any, asked: Any, doing: Any, options: argparse.Namespace) -> dict[str, Any]:
    """What was recorded, and the import's id."""
    from huiyin.activities.imports import actions
    from huiyin.activities.imports.actions import GivenIn
    from huiyin.web.imports.work import as_shown, hash_of_file, look, take_in

    file: Path = options.file
    given = GivenIn(file.name, hash_of_file(file), kind=asked.kind, sheet=asked.sheet)
    actor = doing.actor
    public_id = actions.give_in(actor=actor, now=doing.clock(), given=given)
    actions.show(actor=actor, public_id=public_id, counts=seen.counts, shown=as_shown(seen))
    actions.confirm(actor=actor, public_id=public_id, takes_corrections=options.corrections)
    counts = take_in(seen, lambda: look(file, asked, doing), doing, public_id)
    return {"import": public_id, "taken": counts["taken"]}


def _ending(done: Mapping[str, Any], language: str) -> list[str]:
    _ = sentences(language)
    if not done:
        return [_("Nothing was recorded. To record, call the command again with --yes.")]
    told = _("Recorded: {taken}. To take this back: huiyin import activities --undo {id}")
    return [told.format(taken=done["taken"], id=done["import"])]


def _asked(options: argparse.Namespace) -> Any:
    """How the file is to be read. Raises `UnknownKind` or `UnknownField`."""
    from huiyin.activities.imports.headings import FIXED, NOTHING, columns_of
    from huiyin.activities.names_in_plan import AmbiguousName, NoSuchName, names_of
    from huiyin.cli.imports.refusals import UnknownField, UnknownKind
    from huiyin.plan.queries import current_plan
    from huiyin.web.imports.work import Asked

    plan = current_plan().plan
    try:
        kind = names_of(plan).kinds.find(options.kind).key if options.kind else ""
    except (NoSuchName, AmbiguousName):
        raise UnknownKind(options.kind, [each.key for each in plan.kinds]) from None
    kinds = [plan.kinds_by_key[kind]] if kind else plan.kinds
    columns = columns_of(kinds)
    mapping = {}
    for said in options.map:
        heading, _, field = said.partition("=")
        named = [column for column in (field, f"{FIXED}{field}") if column in columns]
        if not named and field != NOTHING:
            raise UnknownField(said, [column.removeprefix(FIXED) for column in columns])
        mapping[heading] = named[0] if named else NOTHING
    return Asked(kind, options.sheet, mapping or None)
