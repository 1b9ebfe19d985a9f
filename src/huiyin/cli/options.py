"""Which options does each command take, and how does it explain them?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from huiyin.languages import LANGUAGES, sentences
from huiyin.publishing.text_width import wrap
from huiyin.triage.result import Mode

COLUMN = "COL"


class WideHelp(argparse.HelpFormatter):
    """Help in which a Chinese character takes the place of two letters."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [line for part in text.splitlines() for line in wrap(part, width - len(indent))]
        return "\n".join(indent + line for line in lines)


def asked_language(words: Sequence[str]) -> str:
    """The language that --lang names, "" when none: argparse must speak it before it reads the options."""
    for place, word in enumerate(words):
        option, _, value = word.partition("=")
        if option == "--lang":
            named = value or next(iter(words[place + 1 :]), "")
            return named if named in LANGUAGES else ""
    return ""


def parser(language: str) -> argparse.ArgumentParser:
    """The commands and their options, explained in this language."""
    _ = sentences(language)
    top = argparse.ArgumentParser(
        prog="huiyin",
        description=_("Turns what people say into a ledger of problems, on this machine alone."),
        epilog="\n".join(
            (
                _("Ends with 0 when all is done, with 2 and the reason when refused, with 130 when stopped."),
                _("Example: huiyin triage opinions.xlsx --out result"),
            )
        ),
        formatter_class=WideHelp,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help=_("show the version and exit"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    triage = commands.add_parser(
        "triage",
        usage="huiyin triage FILE... [OPTIONS] --out DIR",
        help=_("turn files of opinions into a ledger of problems"),
        description=_("Reads opinions, finds which speak of the same problem, and writes a ledger."),
        epilog=_("Example: huiyin triage opinions.xlsx minutes.docx --decisions decisions.yaml --out result"),
        formatter_class=WideHelp,
        allow_abbrev=False,
    )
    refit = commands.add_parser(
        "refit",
        usage="huiyin refit FILE... [OPTIONS] --decisions FILE --out FILE",
        help=_("fit the weights of the comparison to your own decisions"),
        description=_(
            "Learns from the merges, splits and pins of an office how much each sign of likeness counts, and "
            "says how often old and new weights agree with the people."
        ),
        epilog=_("Example: huiyin refit opinions.xlsx --decisions decisions.yaml --out weights.json"),
        formatter_class=WideHelp,
        allow_abbrev=False,
    )
    _add_triage_options(triage, language)
    _add_refit_options(refit, language)
    return top


class _Version(argparse.Action):
    """Looks up the version only when somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"huiyin {version('huiyin')}")
        parser.exit()


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
    command.add_argument("--lang", choices=LANGUAGES, help=_("language of this command"))
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
