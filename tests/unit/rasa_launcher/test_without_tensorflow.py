"""Rasa is imported without TensorFlow when the pipeline does not use it; the rest is in processes of their own."""

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.rasa_launcher.without_tensorflow import needs_tensorflow
from bot.rasa_process import RASA_ENVIRONMENT
from bot.settings import ROOT

OURS = "pipeline:\n- name: bot.nlu.topic_classifier.TopicClassifier\npolicies:\n- name: RulePolicy\n"


def configuration(folder: Path, content: str) -> Path:
    path = folder / "config.yml"
    path.write_text(content, "utf-8")
    return path


def model_made_with(folder: Path, component: str) -> Path:
    path = folder / "model.tar.gz"
    metadata = json.dumps({"train_schema": {"nodes": {"run_x": {"uses": component}}}}).encode()
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(metadata)
        archive.addfile(entry, io.BytesIO(metadata))
    return path


def output_of(program: str) -> str:
    """What a fresh Python prints, when it ends well."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**RASA_ENVIRONMENT, "PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_our_own_pipeline_does_not_need_tensorflow() -> None:
    assert not needs_tensorflow(None, ROOT / "config.yml")


def test_tensorflow_is_left_out_when_no_component_is_made_with_it(tmp_path: Path) -> None:
    assert not needs_tensorflow(None, configuration(tmp_path, OURS))
    model = model_made_with(tmp_path, "bot.nlu.topic_classifier.TopicClassifier")
    assert not needs_tensorflow(model, configuration(tmp_path, "pipeline:\n- name: DIETClassifier\n"))


@pytest.mark.parametrize(
    "component",
    [
        "DIETClassifier",
        "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
        "ConveRTFeaturizer",
        "LanguageModelFeaturizer",
    ],
)
def test_tensorflow_is_kept_when_a_component_is_made_with_it(tmp_path: Path, component: str) -> None:
    assert needs_tensorflow(None, configuration(tmp_path, f"{OURS}- name: {component}\n"))
    assert needs_tensorflow(model_made_with(tmp_path, component), configuration(tmp_path, OURS))


def test_tensorflow_is_kept_when_nothing_says_what_is_used(tmp_path: Path) -> None:
    assert needs_tensorflow(None, tmp_path / "config.yml")
    assert needs_tensorflow(None, configuration(tmp_path, ""))


def test_names_of_tensorflow_do_nothing_when_it_is_left_out() -> None:
    program = """
import sys
from bot.rasa_launcher.without_tensorflow import leave_tensorflow_out
finders = len(sys.meta_path)
leave_tensorflow_out()
leave_tensorflow_out()
assert len(sys.meta_path) == finders + 1
import tensorflow as tf
import tensorflow.keras.layers
from tensorflow.python.keras import backend
from tensorflow import Tensor

class Layer(tf.keras.layers.Layer):
    def __init__(self, units: int):
        super().__init__(name="x")
        self.units = units

@tf.keras.utils.register_keras_serializable()
def registered() -> str:
    return "registered"

annotated: list[tf.Tensor[int]] = []
assert Layer(3).units == 3
assert not hasattr(tf, "__wrapped__")
print(registered())
"""
    assert output_of(program) == "registered"


def test_a_function_stays_itself_when_it_is_decorated_without_brackets() -> None:
    program = """
from bot.rasa_launcher.without_tensorflow import leave_tensorflow_out
leave_tensorflow_out()
import tensorflow as tf

@tf.function
def decorated() -> str:
    return "decorated"

print(decorated())
"""
    assert output_of(program) == "decorated"


def test_other_modules_are_imported_as_ever_when_tensorflow_is_left_out() -> None:
    program = """
from bot.rasa_launcher.without_tensorflow import leave_tensorflow_out
leave_tensorflow_out()
import json
try:
    import tensorflowish
except ModuleNotFoundError:
    print(json.dumps([1]))
"""
    assert output_of(program) == "[1]"


def test_the_training_of_rasa_is_imported_without_tensorflow_when_it_is_left_out() -> None:
    program = """
import sys
from bot.rasa_launcher.without_tensorflow import leave_tensorflow_out
leave_tensorflow_out()
import rasa.model_training, rasa.core.agent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
loaded = [name for name in sys.modules if name.partition(".")[0] in ("tensorflow", "keras", "tensorflow_addons")]
assert loaded and all(getattr(sys.modules[name], "__file__", None) is None for name in loaded)
print(sys.modules["tensorflow"].__spec__.loader.__class__.__name__)
"""
    assert output_of(program) == "_InertFinder"
