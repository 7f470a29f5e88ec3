"""Which model file belongs to the present data and code: its name carries their fingerprint."""

import hashlib
from pathlib import Path

_TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/nlu/*.py",
    "bot/text/*.py",
    "bot/entities/*.py",
    "bot/entities/*.txt",
    "bot/entities/*.gz",
)


def model_path(root: Path) -> Path:
    """Where the model of the data as they are now is, or will be."""
    digest = hashlib.sha256()
    for pattern in _TRAINED_FROM:
        for path in sorted(root.glob(pattern)):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return root / "models" / f"assistant-{digest.hexdigest()[:12]}.tar.gz"


def find_last_model(root: Path) -> Path | None:
    """The newest model there is, whatever it was trained from."""
    models = sorted((root / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return models[-1] if models else None
