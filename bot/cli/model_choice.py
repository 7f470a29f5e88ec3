"""Which model a command uses when none is named."""

from pathlib import Path

from bot.errors import ConfigurationError
from bot.settings import ROOT
from bot.training.model_files import find_last_model, model_path


def get_model(named: Path | None) -> Path:
    """The model named, else that of the present data, else the newest. Raises `ConfigurationError`."""
    if named is not None:
        if not named.exists():
            raise ConfigurationError(f"modèle introuvable : {named}")
        return named
    present = model_path(ROOT)
    model = present if present.exists() else find_last_model(ROOT)
    if model is None:
        raise ConfigurationError("aucun modèle : lancez « assistant train ».")
    return model
