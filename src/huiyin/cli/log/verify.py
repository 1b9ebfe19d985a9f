"""Does the campaign still hold what its log says, and what a checkpoint signed?"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from huiyin.cli.campaign import add_folder, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.terminal import say, warn
from huiyin.languages import sentences

YES, NO = 0, 1
KEY_PARTS = 2  # a key's line holds two signs "+" at least; a file's name rarely does


def add(commands: Commands, language: str) -> None:
    """Add `huiyin verify`."""
    _ = sentences(language)
    saying = Saying(
        "huiyin verify [OPTIONS]",
        _("hold log, records and evidence against each other, and against a checkpoint"),
        _(
            "Recomputes every hash. With a checkpoint that was kept outside it also finds a log that was "
            "shortened or written anew. An outsider does the same with audit.py from an export."
        ),
        _("Example: huiyin verify --checkpoint 2026-11-20.checkpoint"),
    )
    command = new_command(commands, "verify", saying, run)
    command.add_argument(
        "--checkpoint", metavar="FILE", type=Path, help=_("a checkpoint that was kept outside")
    )
    command.add_argument("--key", metavar="KEY", default="", help=_("the key's line, if not this machine's"))
    command.add_argument("--format", choices=("text", "json"), default="text", help=_("how to answer"))
    add_folder(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Look, and say what does not agree; 1 when something does not."""
    folder = open_campaign(options)
    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.cli.progress import Progress
    from huiyin.trail.verification import verify

    _ = sentences(language)
    checkpoint = _checkpoint(options)
    with Progress(1) as progress:
        progress.begin("verify", _("holding the log against the records"))
        found = verify(folder.files, checkpoint)
    if options.format == "json":
        say(json.dumps(_as_json(found), ensure_ascii=False, indent=2) + "\n")
        return NO if found.disagreements else YES
    for disagreement in found.disagreements:
        say(_sentence(disagreement, language) + "\n")
    if found.disagreements:
        told = _("Things that do not agree: {number}. Keep everything as it is and call the auditor.")
        warn(told.format(number=len(found.disagreements)))
        return NO
    told = _("Everything agrees: {entries} entries, {contents} contents, and the evidence.")
    say(told.format(entries=found.head.size, contents=found.contents) + "\n")
    if checkpoint is None:
        warn(
            _(
                "Without a checkpoint kept outside nobody can tell whether the whole log was written anew; "
                "add --checkpoint."
            )
        )
    return YES


def _checkpoint(options: argparse.Namespace) -> Any:
    """The head that the given checkpoint signed; None without one."""
    if options.checkpoint is None:
        return None
    from huiyin.cli.log.signing import signing_key
    from huiyin.trail.checkpoints import BadCheckpoint, BadKey, open_checkpoint

    note = _text(options.checkpoint, BadCheckpoint)
    if not options.key:
        return open_checkpoint(note, signing_key().verifier_text).head
    is_line = options.key.count("+") >= KEY_PARTS
    return open_checkpoint(note, options.key if is_line else _text(Path(options.key), BadKey)).head


def _text(path: Path, refusal: type[ValueError]) -> str:
    from huiyin.cli.refusals import CannotRead

    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise refusal(str(path)) from None
    except OSError as error:
        raise CannotRead(path, error) from None


def _sentence(disagreement: Any, language: str) -> str:
    _ = sentences(language)
    told = {
        "entry.missing": _("Entry {sequence} is missing from the log."),
        "content.unbound": _("{table} {record}: no entry binds it (it names entry {sequence})."),
        "contents.number": _("Entry {sequence}: rows that it binds are missing, or there are too many."),
        "content.changed": _("Entry {sequence}: what it binds was changed afterwards ({table} {record})."),
        "hash.missing": _("The stored hash of entry {sequence} is missing."),
        "hash.changed": _("The stored hashes are not those of the entries."),
        "superseded.wrong": _("{table} {record}: its versions do not follow each other as written."),
        "file.missing": _("{table} {record}: the evidence file is missing."),
        "file.changed": _("{table} {record}: the evidence file was changed."),
        "checkpoint.other": _("The log is not the one that the checkpoint signed at {sequence} entries."),
    }[disagreement.code]
    return told.format(sequence=disagreement.sequence, table=disagreement.table, record=disagreement.record)


def _as_json(found: Any) -> dict[str, Any]:
    return {
        "agrees": not found.disagreements,
        "entries": found.head.size,
        "root": found.head.root.hex(),
        "contents": found.contents,
        "covered_by_checkpoint": found.is_covered,
        "disagreements": [
            {"code": each.code, "entry": each.sequence, "table": each.table, "record": each.record}
            for each in found.disagreements
        ],
    }
