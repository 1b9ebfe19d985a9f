"""How does a peer get an environment of its own, outside every lock, and how is it asked?

An environment is made once, with the index that pip is set to, and kept under bench/envs until it is deleted
or the peer's packages change. A peer is a script in the folder of peers that reads a request and writes an
answer, both JSON.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.command import Cost, run_measured

SCRIPTS = Path(__file__).parent / "peers"
MARK = "installed.json"


class CannotInstall(RuntimeError):
    """A peer's packages could not be had; the message is what pip said."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A package, and what it is installed with."""

    script: str  # in the folder of peers, without .py
    packages: tuple[str, ...]
    bare: tuple[str, ...] = ()  # installed without their dependencies and whatever Python they ask for


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer found, and what its process took, imports and warming up included."""

    found: Mapping[str, Any]
    cost: Cost


DATASKETCH = Peer("datasketch_copies", ("datasketch==2.0.0",))
BERTOPIC_STEPS = Peer("umap_hdbscan", ("umap-learn==0.5.12", "hdbscan==0.8.44"))
IMPORT_EXPORT = Peer(
    "django_import_export", ("django==5.2.8", "django-import-export==4.4.3", "tablib==3.10.0")
)
CHINESE_CALENDAR = Peer("chinese_calendar_days", ("chinesecalendar==1.11.0",))
PYMERKLE = Peer("pymerkle_tree", ("pymerkle==7.0.0",))
# The step needs none of the language models that the package is made for, but its package imports them.
KOUCHOU = Peer(
    "kouchou_clustering",
    (
        *("umap-learn==0.5.12", "scikit-learn", "scipy", "numpy", "polars"),
        *("openai", "pydantic", "python-dotenv", "pyyaml", "tenacity", "tqdm"),
    ),
    bare=("kouchou-ai-analysis-core==0.2.0",),
)


def ask(peer: Peer, request: Mapping[str, object], *, environments: Path, work: Path) -> Answer:
    """Put the request to the peer. Raises CannotInstall, or command.ProcessFailed when it broke down."""
    python = _installed(peer, environments / peer.script)
    asked, answered = work / f"{peer.script}.request.json", work / f"{peer.script}.answer.json"
    asked.write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    cost = run_measured([str(python), str(SCRIPTS / f"{peer.script}.py"), str(asked), str(answered)])
    return Answer(json.loads(answered.read_text(encoding="utf-8")), cost)


def _installed(peer: Peer, folder: Path) -> Path:
    """The Python of the peer's environment, made where it is not there yet."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    wanted = json.dumps([peer.packages, peer.bare])
    mark = folder / MARK
    if mark.is_file() and mark.read_text() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    install = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
    _run([*install, *peer.packages])
    if peer.bare:
        _run([*install, "--no-deps", "--ignore-requires-python", *peer.bare])
    mark.write_text(wanted)
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise CannotInstall("; ".join(said[-2:]) or done.stderr.strip()[-200:])
