"""Runs the checks one after the other and says how long each took; stops at the end with what failed.

`--full` adds the tests with real processes and a real browser.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

QUICK = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "import rules": [BIN / "lint-imports"],
    "data": [BIN / "assistant", "train", "--check"],
    "front-end types": ["npm", "--prefix", "web", "run", "--silent", "check"],
    "front-end tests": ["npm", "--prefix", "web", "run", "--silent", "test"],
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
    steps = {**QUICK, **FULL} if parser.parse_args().full else QUICK
    _use_own_node()
    failed = [name for name, command in steps.items() if not _passes(name, [str(word) for word in command])]
    print(f"\nÉchecs : {', '.join(failed)}" if failed else "\nTout est bon.")
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    print(f"→ {name}", flush=True)
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    print(f"  {'ok' if code == 0 else 'ÉCHEC'} ({time.monotonic() - started:.0f} s)", flush=True)
    return code == 0


def _use_own_node() -> None:
    # Where the bootstrap puts Node on a machine that has none.
    os.environ["PATH"] = f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ['PATH']}"


if __name__ == "__main__":
    sys.exit(main())
