#!/usr/bin/env python3
"""How does a bare clone become a demo, a tested tree or a checked one?

Needs Python 3.11 or newer and nothing else: what the project is built on is installed into .venv beside this
file, from PyPI or the index that pip is set to, every file checked against the hashes in the *.lock files.
"""

import argparse
import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  the sentence is for those who have an older one
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
PIP_INSTALL = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")

RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"  # holds all that RUN_LOCK holds
BOOTSTRAP_LOCK = "bootstrap.lock"

# uv reads none of pip's settings, so an office's mirror or proxy has to be handed on.
PIP_SETTINGS_FOR_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
# Wheels only: nothing is compiled and no package's code runs while it is installed.
HASHED = ("--require-hashes", "--only-binary", ":all:")
# The build back end stands in the locks, so nothing is fetched past the hashes.
EDITABLE = ("--no-deps", "--no-build-isolation", "--editable", ".")
# A lock serves every system and Python, names no host, and holds nothing that would have to be compiled.
LOCK_SHAPE = (
    *("--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--only-binary", ":all:"),
    *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"),
)
FURTHER_SOURCES = ("extra-index-url", "find-links")
WHERE_PLAYWRIGHT_KEEPS_IT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
# As many workers as cores; a file stays with one worker, which keeps what it built.
AT_ONCE = ("-n", "auto", "--dist", "loadfile")
NO_TEST_CHOSEN = 5  # pytest's own status
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def run(*command: object, env: Mapping[str, str] | None = None) -> int:
    """Run a command at the project's root; its exit status."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=env, check=False).returncode


def say(english: str, chinese: str) -> None:
    """One line in both languages, on stderr: before the set-up there is no catalogue to choose from."""
    print(f"{english} · {chinese}", file=sys.stderr, flush=True)


# --- setting up -------------------------------------------------------------------------------------------


def set_up(lock: str) -> None:
    """Install what `lock` names and the project itself; at once when that has been done already."""
    if is_installed(lock) or is_installed(DEV_LOCK):
        return
    say("Setting up, once for each change of the lock …", "正在安装依赖，锁文件不变则只装一次……")
    started = time.monotonic()
    make_environment()
    if not (install_with_uv(lock) or install_with_pip(lock)):
        sys.exit("The set-up failed; the reason stands above.")
    marker(lock).write_text(fingerprint(lock))
    seconds = f"{time.monotonic() - started:.0f}"
    say(f"Set up in {seconds} s.", f"安装完成，用时 {seconds} 秒。")


def is_installed(lock: str) -> bool:
    """Does .venv hold what `lock` now names?"""
    return marker(lock).is_file() and marker(lock).read_text() == fingerprint(lock)


def marker(lock: str) -> Path:
    """The file that says which state of `lock` is installed."""
    return VENV / f".installed-{lock}"


def fingerprint(lock: str) -> str:
    """What a set-up depends on: the lock, the project file, and the folder, which .venv remembers."""
    parts = ((ROOT / lock).read_bytes(), (ROOT / "pyproject.toml").read_bytes(), bytes(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment() -> None:
    """Make .venv unless a working one is there."""
    if PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("This Python cannot make .venv: install its ensurepip (Debian: python3-venv).")
    if run(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        sys.exit("Python could not make .venv; the reason stands above.")


def install_with_uv(lock: str) -> bool:
    """Install by uv, which is itself installed from a hashed lock; False when that did not work out."""
    uv = uv_command()
    if not uv:
        return False
    env = {**uv_environment(pip_settings()), **os.environ}
    install = (*uv, "install", "--python", PYTHON)
    # The hashes fix every file, so any of several indexes may serve it.
    hashed = (*HASHED, "--index-strategy", "unsafe-best-match")
    return run(*install, *hashed, "-r", lock, env=env) == 0 and run(*install, *EDITABLE, env=env) == 0


def install_with_pip(lock: str) -> bool:
    """Install by pip: slower, and always there."""
    say("uv did not work here; pip does the same, more slowly.", "此处无法使用 uv，改用 pip，稍慢。")
    return run(*PIP_INSTALL, *HASHED, "-r", lock) == 0 and run(*PIP_INSTALL, *EDITABLE) == 0


def uv_command() -> tuple[object, ...]:
    """uv's pip interface; empty where uv cannot be had."""
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists() and run(*PIP_INSTALL, *HASHED, "-r", BOOTSTRAP_LOCK) != 0:
        return ()
    return (uv, "pip", "--quiet", "--no-config")


def pip_settings() -> dict[str, str]:
    """What pip is set to, by the name of the setting."""
    command = [str(PYTHON), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return parse_pip_settings(listed.splitlines())


def parse_pip_settings(lines: Iterable[str]) -> dict[str, str]:
    """The settings in lines such as `global.proxy='…'`; the environment beats [install] beats [global]."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in lines:
        key, _, value = line.partition("=")
        section, _, name = key.strip().rpartition(".")
        if section in found:
            found[section][name] = str(ast.literal_eval(value))
    return {**found["global"], **found["install"], **found[":env:"]}


def uv_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment in which uv finds what pip would, and trusts the system's certificates."""
    env = {"UV_SYSTEM_CERTS": "true"}
    for name, variable in PIP_SETTINGS_FOR_UV.items():
        if settings.get(name):
            separator = "," if name == "find-links" else " "
            env[variable] = separator.join(settings[name].split())
    return env


# --- the commands -----------------------------------------------------------------------------------------


def demo(options: argparse.Namespace, _: list[str]) -> int:
    """Build the example campaign, print the logins, serve it; a folder that holds it is served as it is."""
    set_up(RUN_LOCK)
    folder = options.dir.resolve()
    status = 0 if (folder / "huiyin.toml").is_file() else build_example(folder)
    if status == 0 and options.serve:
        status = run(PYTHON, "-m", "huiyin", "serve", "--dir", folder)
    return status


def build_example(folder: Path) -> int:
    """The campaign of Minghu in this folder, with what is due in it done, and files to try things on."""
    maker = ROOT / "examples" / "minghu" / "make.py"
    files = ("--out", folder / "try" / "opinions.xlsx", "--minutes", folder / "try" / "symposium.docx")
    steps = (
        (PYTHON, "-m", "examples.build", "minghu", "--dir", folder),
        (PYTHON, maker, *files),
        (PYTHON, "-m", "huiyin", "run", "--dir", folder),
    )
    return next(filter(None, (run(*step) for step in steps)), 0)


def test(_: argparse.Namespace, rest: list[str]) -> int:
    """Run every test, those of the database on PostgreSQL too; options go to pytest (do.py test -k log)."""
    set_up(DEV_LOCK)
    browser = find_browser()
    env = {**os.environ, **({"CHROMIUM": browser} if browser else {})}
    if not browser:
        say(
            "No browser could be had; the tests that need one are skipped.",
            "找不到浏览器，需要浏览器的测试将跳过。",
        )
    on_postgresql = {**env, "HUIYIN_TEST_DATABASE": "postgresql"}
    statuses = (
        run(PYTHON, "-m", "pytest", *AT_ONCE, *rest, "-m", "database", env=on_postgresql),
        run(PYTHON, "-m", "pytest", *AT_ONCE, *rest, env=env),
    )
    return max(status for status in statuses if status != NO_TEST_CHOSEN) if any(statuses) else 0


def find_browser() -> str:
    """The tests' browser: the one named, the system's, or one installed now; "" where none can be had."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if found:
        return found
    say("Installing a browser for the tests …", "正在安装测试用的浏览器……")
    if shutil.which("apt-get") and os.geteuid() == 0:
        path = os.environ["PATH"] + ":/usr/sbin:/sbin"  # dpkg refuses without them
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PATH": path}
        run("apt-get", "update", "-qq", env=env)
        run("apt-get", "install", "-qq", "--no-install-recommends", "chromium", "fonts-wqy-microhei", env=env)
        return shutil.which("chromium") or ""
    run(PYTHON, "-m", "playwright", "install", "chromium")
    answer = subprocess.run(
        [PYTHON, "-c", WHERE_PLAYWRIGHT_KEEPS_IT], capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    return path if Path(path).is_file() else ""


def bench(_: argparse.Namespace, rest: list[str]) -> int:
    """Run the benchmarks, each beside a peer in the same run; options after it go to them."""
    set_up(RUN_LOCK)
    return run(PYTHON, "-m", "benchmarks.run", *rest)


def check(_: argparse.Namespace, __: list[str]) -> int:
    """Look at format, lint, types, import contracts, catalogue and generated pages; change nothing."""
    set_up(DEV_LOCK)
    checks = (
        ("format", (BIN / "ruff", "format", "--check", "--output-format", "concise", ".")),
        ("lint", (BIN / "ruff", "check", "--output-format", "concise", ".")),
        ("types", (BIN / "mypy",)),
        ("imports", (BIN / "lint-imports", "--no-cache", "--no-logo")),
        ("catalogue", (PYTHON, "-m", "tests.repository.catalogue")),
        ("generated pages", (PYTHON, "-m", "tests.repository.reference")),
    )
    failed = [name for name, command in checks if run(*command) != 0]
    print("wrong: " + ", ".join(failed) if failed else "all right")
    return 1 if failed else 0


def fix(_: argparse.Namespace, __: list[str]) -> int:
    """Put right what a machine can: lint, format, catalogue, generated pages."""
    set_up(DEV_LOCK)
    repairs = (
        (BIN / "ruff", "check", "--fix", "--quiet", "."),
        (BIN / "ruff", "format", "--quiet", "."),
        (PYTHON, "-m", "tests.repository.catalogue", "--write"),
        (PYTHON, "-m", "tests.repository.reference", "--write"),
    )
    return max(run(*repair) for repair in repairs)


def lock(options: argparse.Namespace, _: list[str]) -> int:
    """Resolve the dependencies of pyproject.toml into the three hashed locks."""
    make_environment()
    uv = uv_command()
    if not uv:
        return 1
    # Further indexes and local folders are left out: a lock holds what everybody can have.
    public = {name: value for name, value in pip_settings().items() if name not in FURTHER_SOURCES}
    env = {**uv_environment(public), **os.environ}
    resolve = (*uv, "compile", *LOCK_SHAPE, *(("--upgrade",) if options.upgrade else ()))
    of_lock = (
        (BOOTSTRAP_LOCK, ("--group", "bootstrap")),
        (DEV_LOCK, ("pyproject.toml", "--group", "build", "--group", "dev")),
        (RUN_LOCK, ("pyproject.toml", "--group", "build", "--constraint", DEV_LOCK)),
    )
    return max(run(*resolve, *source, "--output-file", name, env=env) for name, source in of_lock)


# --- the front door ---------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="do.py",
        description="Everything from a fresh clone: sets itself up, then does one thing.",
        epilog="Example: python3 do.py demo",
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    made = {}
    for act in (demo, test, bench, check, fix, lock):
        made[act] = commands.add_parser(act.__name__, help=act.__doc__, description=act.__doc__)
        made[act].set_defaults(act=act)
    folder, no_serve = "where it goes (default: ./demo)", "end when it is built"
    made[demo].add_argument("--dir", type=Path, default=Path("demo"), help=folder)
    made[demo].add_argument("--no-serve", dest="serve", action="store_false", help=no_serve)
    made[lock].add_argument("--upgrade", action="store_true", help="take the newest versions there are")
    return top


def main() -> int:
    """Do what the command line asks; its exit status."""
    top = parser()
    options, rest = top.parse_known_args()
    if rest and options.act not in (test, bench):
        top.error(f"unknown: {' '.join(rest)}")
    try:
        return int(options.act(options, rest))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
