"""Rasa's recommended French assistant: what `rasa init` configures (Rasa 3.6), with SpacyNLP in front.

Data only: nothing is trained nor started here.
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigurationError
from bot.rasa_process import RASA_ENVIRONMENT
from bot.supervisor.child import ChildSpec

SPACY_MODEL = "fr_core_news_md"
FULL_EPOCHS = 100
REST_PATH = "/webhooks/rest/"

# One thread is our choice for our own process, not Rasa's advice.
ENVIRONMENT = {name: value for name, value in RASA_ENVIRONMENT.items() if name != "OMP_NUM_THREADS"}
_QUIET = {"LOG_LEVEL": "WARNING", "LOG_LEVEL_LIBRARIES": "ERROR"}


def recommended_config(epochs: int) -> dict[str, Any]:
    """`config.yml`. A model not fully trained always answers: asking back at each turn would measure another path."""
    neural = {"epochs": epochs, "constrain_similarities": True}
    is_full = epochs >= FULL_EPOCHS
    return {
        "recipe": "default.v1",
        "assistant_id": "recommended",
        "language": "fr",
        "pipeline": [
            {"name": "SpacyNLP", "model": SPACY_MODEL},
            {"name": "SpacyTokenizer"},
            {"name": "SpacyFeaturizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", **neural},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", **neural},
            {
                "name": "FallbackClassifier",
                "threshold": 0.3 if is_full else 0.0,
                "ambiguity_threshold": 0.1 if is_full else 0.0,
            },
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, **neural},
        ],
    }


def plan_recommended(project: Path, model: Path, port: int, actions_port: int) -> ChildSpec:
    """`rasa run` on loopback, with the tracker in memory. Writes its endpoints.

    The custom actions are ours, on a server that runs already. The API is on for `/model/parse` alone.
    """
    endpoints = project / "endpoints.yml"
    endpoints.write_text(yaml.safe_dump({"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"}}))
    return ChildSpec(
        name="recommended",
        argv=[
            sys.executable, "-m", "rasa", "run", "--enable-api",
            "--model", str(model),
            "--endpoints", str(endpoints),
            "--credentials", str(project / "credentials.yml"),
            "--interface", "127.0.0.1",
            "--port", str(port),
        ],
        ready_url=f"http://127.0.0.1:{port}{REST_PATH}",
        env={**ENVIRONMENT, **_QUIET},
    )  # fmt: skip


def require_spacy_model() -> None:
    """Raises `ConfigurationError` when the French model of spaCy is not installed."""
    if importlib.util.find_spec("spacy") is None or importlib.util.find_spec(SPACY_MODEL) is None:
        raise ConfigurationError(f"le modèle de langue {SPACY_MODEL} de spaCy manque : lancez « make install ».")
