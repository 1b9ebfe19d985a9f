"""Which options do `huiyin triage` and `huiyin refit` take, and how do they explain them?"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.languages import LANGUAGES, sentences
from huiyin.triage.result import Mode

COLUMN = "COL"
DONE = 0


def add_triage(commands: Commands, language: str) -> None:
    """Add `huiyin triage`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin triage FILE... [OPTIONS] --out DIR",
        short=_("turn files of opinions into a ledger of problems"),
        long=_("Reads opinions, finds which speak of the same problem, and writes a ledger."),
        example=_(
            "Example: huiyin triage opinions.xlsx minutes.docx --decisions decisions.yaml --out result"
        ),
    )
    _add_triage_options(new_command(commands, "triage", saying, _run_triage), language)


def add_refit(commands: Commands, language: str) -> None:
    """Add `huiyin refit`."""
    _ = sentences(language)
    saying = Saying(
        usage="huiyin refit FILE... [OPTIONS] --decisions FILE --out FILE",
        short=_("fit the weights of the comparison to your own decisions"),
        long=_(
            "Learns from the merges, splits and pins of an office how much each sign of likeness counts, and "
            "says how often old and new weights agree with the people."
        ),
        example=_("Example: huiyin refit opinions.xlsx --decisions decisions.yaml --out weights.json"),
    )
    _add_refit_options(new_command(commands, "refit", saying, _run_refit), language)


def _run_triage(options: argparse.Namespace, language: str) -> int:
    from huiyin.cli.triage.triage import triage  # numpy and scikit-learn take their time to load

    triage(options, language)
    return DONE


def _run_refit(options: argparse.Namespace, language: str) -> int:
    from huiyin.cli.triage.refit import refit

    refit(options, language)
    return DONE


def _add_triage_options(command: argparse.ArgumentParser, language: str) -> None:
    _ = sentences(language)
    _add_files(command, language)
    command.add_argument("--out", metavar="DIR", type=Path, required=True, help=_("folder of the result"))
    _add_columns(command, language)
    people = command.add_argument_group(_("what people know and decide"))
    people.add_argument(
        "--decisions",
        metavar="FILE",
        type=Path,
        help=_("decisions.yaml with merges, splits, pins and names; obeyed exactly"),
    )
    people.add_argument(
        "--onto",
        metavar="DIR",
        type=Path,
        help=_("an earlier result to add these files to: its problems keep their ids; may be DIR of --out"),
    )
    people.add_argument(
        "--learn",
        metavar="PAST",
        type=Path,
        help=_("past rows with area or unit, from which both are suggested"),
    )
    people.add_argument(
        "--matters",
        metavar="FILE",
        type=Path,
        help=_("your own words for matters, beside those that are known"),
    )
    people.add_argument(
        "--weights", metavar="FILE", type=Path, help=_("weights that huiyin refit has written")
    )
    _add_result_options(command, language)


def _add_result_options(command: argparse.ArgumentParser, language: str) -> None:
    _ = sentences(language)
    result = command.add_argument_group(_("the result"))
    result.add_argument(
        "--mode",
        choices=tuple(Mode),
        type=str,
        help=_("problem: same place and same matter; topic: by words alone; chosen by itself and said"),
    )
    result.add_argument(
        "--themes",
        metavar="N",
        type=_positive(_("a whole number from 1 on was expected, found {found}")),
        help=_("how many themes there are, “other” aside; without it, as many as the opinions give"),
    )
    result.add_argument(
        "--lang",
        choices=LANGUAGES,
        help=_("language of the result and of this command; without it, that of most opinions"),
    )
    result.add_argument(
        "--format", choices=("json",), help=_("json: print run.json instead of the summary for people")
    )


def _add_refit_options(command: argparse.ArgumentParser, language: str) -> None:
    _ = sentences(language)
    _add_files(command, language)
    command.add_argument(
        "--decisions",
        metavar="FILE",
        type=Path,
        required=True,
        help=_("decisions.yaml with the merges, splits and pins to learn from"),
    )
    command.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        required=True,
        help=_("where the weights go, for triage --weights"),
    )
    command.add_argument(
        "--weights",
        metavar="FILE",
        type=Path,
        help=_("weights to begin with, instead of those that are shipped"),
    )
    command.add_argument(
        "--matters",
        metavar="FILE",
        type=Path,
        help=_("your own words for matters, beside those that are known"),
    )
    add_language(command, language)
    _add_columns(command, language)


def _add_files(command: argparse.ArgumentParser, language: str) -> None:
    _ = sentences(language)
    command.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help=_("xlsx, xls, ods, csv, tsv, jsonl, docx or txt; several at once"),
    )


def _add_columns(command: argparse.ArgumentParser, language: str) -> None:
    _ = sentences(language)
    columns = command.add_argument_group(
        _("columns"),
        _("Each is guessed by name and content. Name one by its heading, or by its place: #1 is the first."),
    )
    columns.add_argument(
        "--text", metavar=f"{COLUMN}[,{COLUMN}]", help=_("what was said; several are joined")
    )
    for role, told in (
        ("title", _("the short line above it")),
        ("id", _("the number or name of an opinion")),
        ("time", _("when it was said")),
        ("person", _("who said it: compared and counted, never written out")),
        ("place", _("where")),
        ("likes", _("how many agreed with it")),
        ("area", _("the field of work")),
        ("unit", _("whose work it is")),
    ):
        columns.add_argument(f"--{role}", metavar=COLUMN, default="", help=told)


def _positive(refusal: str) -> Callable[[str], int]:
    """Reads a whole number from 1 on."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(refusal.format(found=text))
        return int(text)

    return read
