"""Which root and which proofs does pymerkle give for a log, and in which time?

Called by the benchmark of auditing with a request and an answer file, in an environment of its own.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from pymerkle import InmemoryTree  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    """Read the request, write the answer."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    entries = Path(asked["log"]).read_bytes().splitlines()
    started = time.perf_counter()
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)
    root = tree.get_root()
    of_root = time.perf_counter() - started
    started = time.perf_counter()
    paths = [tree.prove_inclusion(index + 1, len(entries)).path[1:] for index in asked["indexes"]]
    of_proofs = time.perf_counter() - started
    answer = {
        "root": root.hex(),
        "proofs": [hashlib.sha256(b"".join(path)).hexdigest() for path in paths],
        "root_seconds": of_root,
        "proof_seconds": of_proofs,
        "version": version("pymerkle"),
    }
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


main()
