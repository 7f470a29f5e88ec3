"""`python -m bot.nlu.diet_comparison < given.json`: Rasa's neural classifier, DIET, on the features of our pipeline.

A subprocess of `assistant bench pipelines --diet-epochs N`, with Rasa and TensorFlow. It takes about a minute an epoch
on our examples: files only, no cross-validation. One line of JSON at the end.
"""

import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent, load_agent
from rasa.model_training import train_nlu

from bot.nlu.dataset_benchmark import Guess

_BEST = 3
_FOLDING = {"lowercase": True, "strip_accents": "unicode"}


def config_of_diet(epochs: int) -> dict[str, Any]:
    """Words, pieces of words, the sentence as a point; intents alone, Rasa's defaults for the rest."""
    return {
        "recipe": "default.v1",
        "assistant_id": "diet",
        "language": "fr",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "CountVectorsFeaturizer", **_FOLDING},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4, **_FOLDING},
            {"name": "bot.nlu.point_featurizer.PointFeaturizer"},
            {
                "name": "DIETClassifier",
                "epochs": epochs,
                "entity_recognition": False,
                "constrain_similarities": True,
            },
        ],
    }


def compute(directory: Path, examples: Sequence[Sequence[str]], files: list[list[str]], epochs: int) -> dict[str, Any]:
    """Train in that directory, then guess for each text of the files."""
    config, data = directory / "config.yml", directory / "nlu.yml"
    config.write_text(yaml.safe_dump(config_of_diet(epochs), sort_keys=False), "utf-8")
    data.write_text(_as_rasa_data(examples), "utf-8")
    started = time.perf_counter()
    model = train_nlu(str(config), str(data), str(directory / "models"))
    if model is None:
        raise RuntimeError("Rasa trained nothing")
    seconds = time.perf_counter() - started
    return {
        "features": "mots + morceaux + point de phrase",
        "classifier": f"DIET, {epochs} époques",
        "training_seconds": seconds,
        "files": asyncio.run(_guess_all(model, files)),
    }


def _as_rasa_data(examples: Sequence[Sequence[str]]) -> str:
    by_topic: dict[str, list[str]] = {}
    for text, topic in examples:
        # On one line each, and without what Rasa would read as an entity or the end of an example.
        by_topic.setdefault(topic, []).append(" ".join(text.replace("[", "(").replace("]", ")").split()))
    rows = [
        {"intent": topic, "examples": "".join(f"- {text}\n" for text in texts)} for topic, texts in by_topic.items()
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": rows}, allow_unicode=True, width=10_000)


async def _guess_all(model: str, files: list[list[str]]) -> list[list[Guess]]:
    agent = await load_agent(model_path=model)
    return [await _guess_each(agent, texts) for texts in files]


async def _guess_each(agent: Agent, texts: list[str]) -> list[Guess]:
    guesses: list[Guess] = []
    for text in texts:
        # A slash would make it a command.
        parsed = await agent.parse_message(text.lstrip("/") or "?")
        ranking = parsed["intent_ranking"][:_BEST]
        guesses.append(([row["name"] for row in ranking], float(ranking[0]["confidence"]) if ranking else 0.0))
    return guesses


def main() -> None:
    """Standard input to its end, then one line."""
    given = json.load(sys.stdin)
    # Rasa talks on standard output.
    with tempfile.TemporaryDirectory() as directory, contextlib.redirect_stdout(sys.stderr):
        row = compute(Path(directory), given["examples"], given["files"], given["epochs"])
    print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
