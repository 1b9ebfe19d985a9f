"""How are the pages served on the office's own machine?"""

from __future__ import annotations

import argparse

from huiyin.cli.campaign import add_folder, open_campaign
from huiyin.cli.command_parsers import Commands, Saying, add_language, new_command
from huiyin.cli.terminal import warn
from huiyin.languages import sentences

HOST, PORT = "127.0.0.1", 8000
# One process suits SQLite, which has one writer. With granian's own number of threads the slowest hundredth
# of the answers took ten times as long: they wait for the writer and for each other.
WORKERS, THREADS = 1, 4


def add(commands: Commands, language: str) -> None:
    """Add `huiyin serve`."""
    _ = sentences(language)
    saying = Saying(
        "huiyin serve [OPTIONS]",
        _("serve the pages of the campaign"),
        _("Serves on this machine alone unless --host says otherwise. Ctrl-C ends it."),
        _("Example: huiyin serve --port 8080"),
    )
    command = new_command(commands, "serve", saying, run)
    command.add_argument("--host", default=HOST, help=_("address to listen on (default: %(default)s)"))
    command.add_argument("--port", type=int, default=PORT, help=_("port to listen on (default: %(default)s)"))
    command.add_argument(
        "--workers", type=int, default=WORKERS, help=_("processes; more than one needs PostgreSQL")
    )
    add_folder(command, language)
    add_language(command, language)


def run(options: argparse.Namespace, language: str) -> int:
    """Look whether all is well, then serve until somebody ends it."""
    open_campaign(options)
    from datetime import UTC, datetime

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    import huiyin.cli.log.refusals  # noqa: F401  its sentences are registered by being imported
    from huiyin.trail.actions import ClockBehind
    from huiyin.trail.queries import newest_time

    _ = sentences(language)
    newest = newest_time()
    if newest is not None and newest > datetime.now(UTC):
        raise ClockBehind(f"{datetime.now(UTC):%Y-%m-%d %H:%M} < {newest:%Y-%m-%d %H:%M}")
    told = _("The pages are at http://{host}:{port}/ ; Ctrl-C ends it.")
    warn(told.format(host=options.host, port=options.port))
    if options.host not in (HOST, "localhost", "::1"):
        warn(
            _(
                "Served beyond this machine: put a proxy with TLS before it that takes in whole requests; "
                "see SECURITY.md."
            )
        )
    Granian(
        "huiyin.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
    ).serve()
    return 0
