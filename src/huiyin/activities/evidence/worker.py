"""What does an uploaded file become, found out by a process that may do little and may die?

    python -m huiyin.activities.evidence.worker SRC DST

reads the file SRC, writes the harmless copy DST, and says what came of it on standard output as one line of
JSON: {"media", "removed"} or {"refused", "facts"}. Limits come as JSON on standard input (`EvidenceLimits`;
nothing there means the usual ones). Without the line the process has died, and SRC is not to be taken.
"""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path
from typing import Any

from huiyin.activities.evidence.cleaning import clean
from huiyin.activities.evidence.limits import EvidenceLimits
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

if sys.platform != "win32":
    import resource

# Python's audit events (PEP 578) that no cleaning needs: network, other programs, foreign code.
_NEVER_NEEDED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "ctypes.",
)
_GRACE_SECONDS = 1  # between the signal that ends the process and the one that it could not catch


def main() -> None:
    """Clean the file named in the arguments and say on standard output what came of it."""
    source, destination = Path(sys.argv[1]), Path(sys.argv[2])
    said = sys.stdin.read()
    limits = EvidenceLimits(**json.loads(said)) if said else EvidenceLimits()
    give_up_rights(limits)
    json.dump(_outcome(source, destination, limits), sys.stdout)


def _outcome(source: Path, destination: Path, limits: EvidenceLimits) -> dict[str, Any]:
    try:
        media, removed = clean(source, destination, limits=limits)
    except NotTaken as refusal:
        return _refused(refusal.code, dict(refusal.facts))
    except MemoryError:
        return _refused(EvidenceRefusal.TOO_COSTLY)
    except OSError as error:
        return _refused(_of_the_disk(error))
    except Exception:  # whatever a parser stumbles over, the file is not as its format says
        return _refused(EvidenceRefusal.DAMAGED)
    return {"media": media.name, "removed": sorted(removed)}


def _refused(code: EvidenceRefusal, facts: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"refused": code, "facts": facts or {}}


def _of_the_disk(error: OSError) -> EvidenceRefusal:
    """Pillow also raises OSError, without a number, for pictures that break off."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EvidenceRefusal.NO_ROOM
    if error.errno in {errno.EFBIG, errno.ENOMEM}:
        return EvidenceRefusal.TOO_COSTLY
    return EvidenceRefusal.DAMAGED


def give_up_rights(limits: EvidenceLimits) -> None:
    """Let this process fail, not the machine, for good. Windows knows no such limits."""
    if sys.platform != "win32":
        seconds = limits.max_processor_seconds
        _limit(resource.RLIMIT_CORE, 0, 0)
        _limit(resource.RLIMIT_AS, limits.max_memory, limits.max_memory)
        _limit(resource.RLIMIT_CPU, seconds, seconds + _GRACE_SECONDS)
        _limit(resource.RLIMIT_FSIZE, limits.max_written_bytes, limits.max_written_bytes)
    sys.addaudithook(_deny)


if sys.platform != "win32":

    def _limit(what: int, soft: int, hard: int) -> None:
        """A limit that is narrower already stays."""
        most = resource.getrlimit(what)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(what, (soft, hard))


def _deny(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_NEVER_NEEDED):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
