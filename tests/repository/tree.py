"""Which files are the project's own, and what do they say?"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiyin"


def own_files() -> list[Path]:
    """Every file that is committed or could be; what .gitignore names is not the project's."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return sorted(ROOT / name for name in names if name and (ROOT / name).is_file())


def texts(suffix: str = "") -> dict[str, str]:
    """The project's text files whose names end in `suffix`: path under the root, content."""
    found = {}
    for path in own_files():
        content = path.read_bytes()
        if path.name.endswith(suffix) and b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode()
    return found


def modules() -> dict[str, str]:
    """The modules of the product: path under the root, source."""
    return {path: text for path, text in texts(".py").items() if path.startswith("src/")}
