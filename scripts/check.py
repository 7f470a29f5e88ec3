"""Runs the checks two at a time, the tests one after the other, and says how long each took and what failed.

`--full` adds the slow tests, and those with real processes and a real browser.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CORES = 2
Command = Sequence[Path | str]

CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "import rules": [BIN / "lint-imports"],
    "data": [BIN / "assistant", "train", "--check"],
    "front-end types": ["npm", "--prefix", "web", "run", "--silent", "check"],
    "front-end tests": ["npm", "--prefix", "web", "run", "--silent", "test"],
}
QUICK = {
    "unit tests": [BIN / "pytest", "-q", "-n", "2", "-m", "not slow", "tests/unit", "tests/rasa_side"],
}
FULL = {
    "slow unit tests": [BIN / "pytest", "-q", "-n", "2", "-m", "slow", "tests/unit", "tests/rasa_side"],
    "model": [BIN / "assistant", "train"],
    "tests with real processes": [BIN / "pytest", "-q", "tests/integration"],
    "tests in a browser": [BIN / "pytest", "-q", "tests/browser"],
}


def main() -> int:
    """Run every check, whatever fails before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    tests = {**QUICK, **FULL} if parser.parse_args().full else QUICK
    _use_own_node()
    with ThreadPoolExecutor(CORES) as together:
        passed = dict(zip(CHECKS, together.map(_passes_apart, CHECKS, CHECKS.values()), strict=True))
    passed |= {name: _passes(name, command) for name, command in tests.items()}
    failed = [name for name, is_passed in passed.items() if not is_passed]
    print(f"\nÉchecs : {', '.join(failed)}" if failed else "\nTout est bon.")
    return 1 if failed else 0


def _passes(name: str, command: Command) -> bool:
    """Run it for itself: what it says is seen as it says it."""
    print(f"→ {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    return _told(name, code, started)


def _passes_apart(name: str, command: Command) -> bool:
    """Run it beside another: what it says is shown at its end, if it failed."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.stdout.decode(errors="replace") if done.returncode else ""
    return _told(name, done.returncode, started, said)


def _told(name: str, code: int, started: float, said: str = "") -> bool:
    seconds = time.monotonic() - started
    print(f"{said}  {name} : {'ok' if code == 0 else 'ÉCHEC'} ({seconds:.0f} s)", flush=True)
    return code == 0


def _use_own_node() -> None:
    # Where the bootstrap puts Node on a machine that has none.
    os.environ["PATH"] = f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ['PATH']}"


if __name__ == "__main__":
    sys.exit(main())
