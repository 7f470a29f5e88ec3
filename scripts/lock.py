"""Resolves requirements/*.in into *.lock files with hashes. Run by `make lock` after a change of dependencies."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "requirements"
LOCAL_UV = ROOT / ".tools" / "uv" / "bin" / "uv"
COMMON = ["--quiet", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header"]
RASA = ["--python", "3.10", "--override", str(HERE / "overrides.txt"), "-c", str(HERE / "constraints.txt")]
# The tools run on the machine's own Python, whatever it is.
ANY = ["--python-version", "3.9"]


def main() -> None:
    """Lock the runtime first: the others must agree with it."""
    uv = shutil.which("uv") or str(LOCAL_UV)
    for name, options in {
        "runtime": RASA,
        "dev": [*RASA, "-c", str(HERE / "runtime.lock")],
        "tools": ANY,
        "tools-node": ANY,
    }.items():
        command = [uv, "pip", "compile", *COMMON, *options, str(HERE / f"{name}.in"), "-o", str(HERE / f"{name}.lock")]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print(f"{name}.lock", file=sys.stderr)


if __name__ == "__main__":
    main()
