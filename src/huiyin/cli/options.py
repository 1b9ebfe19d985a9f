"""Which commands are there?"""

from __future__ import annotations

import argparse

from huiyin.cli import serve
from huiyin.cli.command_parsers import WideHelp
from huiyin.cli.imports import imports
from huiyin.cli.ledger import why
from huiyin.cli.log import checkpoint, export, run, verify
from huiyin.cli.opinions import token
from huiyin.cli.plan import init, plan
from huiyin.cli.triage.options import add_refit, add_triage
from huiyin.languages import sentences

# Each command adds itself: `add(commands, language)`, with options that name the function to `run`. Modules
# listed here import what is heavy only when they run, so that --help answers at once.
ADDED = (
    init.add,
    plan.add,
    imports.add,
    token.add,
    serve.add,
    run.add,
    why.add,
    checkpoint.add,
    verify.add,
    export.add,
    add_triage,
    add_refit,
)


def parser(language: str) -> argparse.ArgumentParser:
    """The commands and their options, explained in this language."""
    _ = sentences(language)
    top = argparse.ArgumentParser(
        prog="huiyin",
        description=_(
            "Runs a campaign from one file, with records that can be proved, and turns what people say into "
            "a ledger of problems. On this machine alone."
        ),
        epilog="\n".join(
            (
                _(
                    "Ends with 0 when all is done, with 1 when the answer is no, with 2 and the reason when "
                    "refused, with 130 when stopped."
                ),
                _("Example: huiyin triage opinions.xlsx --out result"),
            )
        ),
        formatter_class=WideHelp,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help=_("show the version and exit"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in ADDED:
        add(commands, language)
    return top


class _Version(argparse.Action):
    """Looks up the version only when somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"huiyin {version('huiyin')}")
        parser.exit()
