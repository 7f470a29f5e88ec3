"""Rasa without TensorFlow, for pipelines that do not use it.

`import rasa` always imports TensorFlow: 8 of its 14 seconds and 350 of its 530 megabytes (docs/decisions/0008). Here an
inert module takes its place: its names can be imported, subclassed and called as decorators, and do nothing.
"""

import importlib.abc
import importlib.machinery
import sys
import tarfile
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_LEFT_OUT = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"})
# Their names in config.yml and in a model's metadata, without case nor underscores.
_USERS_OF_TENSORFLOW = (
    "dietclassifier", "responseselector", "tedpolicy", "unexpectedintentpolicy",
    "convertfeaturizer", "languagemodelfeaturizer", "lmfeaturizer",
)  # fmt: skip


def needs_tensorflow(model: Path | None, configuration: Path) -> bool:
    """Whether that model, or without one that configuration, has a component made with TensorFlow."""
    if model is None:
        named = configuration.read_text("utf-8") if configuration.exists() else ""
    else:
        with tarfile.open(model) as archive:
            metadata = archive.extractfile("metadata.json")
            named = metadata.read().decode() if metadata else ""
    flat = named.lower().replace("_", "")
    return not named or any(name in flat for name in _USERS_OF_TENSORFLOW)


def leave_tensorflow_out() -> None:
    """From now on, importing TensorFlow in this process gives an inert module."""
    if not any(isinstance(finder, _InertFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _InertFinder())


class _InertType(type):
    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        # A decorator without arguments must give back what it decorates.
        if len(arguments) == 1 and isinstance(arguments[0], types.FunctionType):
            return arguments[0]
        return super().__call__(*arguments, **named)

    def __getattr__(cls, name: str) -> Any:
        return _inert(name)

    def __getitem__(cls, item: Any) -> Any:
        return cls


class _Inert(metaclass=_InertType):
    """Stands for anything of TensorFlow's: a base class, a type in an annotation, a decorator."""

    def __init__(self, *arguments: Any, **named: Any):
        pass

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        # A decorator must give back what it decorates.
        return arguments[0] if arguments else self

    def __getattr__(self, name: str) -> Any:
        return _inert(name)


def _inert(name: str) -> type[_Inert]:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Inert


class _InertModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        return _inert(name)


class _InertFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in _LEFT_OUT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to execute."""
