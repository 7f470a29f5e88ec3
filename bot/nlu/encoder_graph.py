"""The network of the sentence encoder as an ONNX graph: one native call, with weights of 8 bits instead of 32.

That of Google's multilingual Universal Sentence Encoder, as its package lays it out: each piece of a text is a vector,
is projected, and passes through three convolutions of two layers (2, 3 and 5 pieces wide); their sum over the text
passes through a small residual network. What it costs and what 8 bits change: docs/decisions/0016.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

PIECES = "pieces"
COUNT = "count"
POINT = "point"

_EMBEDDING = 512
_CHANNELS = 256
_WINDOWS = ((2, 0), (3, 1), (5, 2))
"""Width of each convolution, and how many of its pieces stand left of the one it is for."""
_BITS = 8
_ZERO = 128
_LARGEST = 127
_BLOCK = 64
"""So many weights of a column share a scale; every matrix is a whole number of blocks high."""
_IN_8_BITS = 4
"""The `accuracy_level` at which products are of 8 bits too: at others ONNX Runtime unpacks all weights each time."""
_TO_THE_END = np.iinfo(np.int64).max


def encoder_graph(weights: Any) -> bytes:
    """An ONNX model made from the package's backend, whose attributes hold its weights.

    From `PIECES`, shape (pieces, 512), and `COUNT`, how many they are, shape (1, 1), to `POINT`, shape (1, 512), of
    length 1; all in 32 bits.
    """
    graph = _Graph()
    projected = graph.normalise(
        graph.add(graph.product(PIECES, weights.proj_W), weights.proj_b),
        weights.ln_g_all,
        weights.ln_b_all,
        weights.eps,
    )
    features = [PIECES]
    for number, part in enumerate(graph.split(projected, len(_WINDOWS))):
        hidden = graph.add(_convolve(graph, part, number, weights.w1, weights.b1), part)
        features.append(graph.add(_convolve(graph, hidden, number, weights.w2, weights.b2), hidden))
    normalised = graph.normalise(graph.node("Concat", features, axis=1), weights.ln_g, weights.ln_b, weights.eps)
    total = graph.node("ReduceSum", [normalised, np.array([0])])
    summed = graph.add(graph.product(total, weights.cnn_W), graph.node("Mul", [COUNT, weights.cnn_b]))
    mean = graph.node("Div", [summed, graph.node("Sqrt", [COUNT])])
    first = graph.node("Relu", [_residual(graph, mean, weights.p1, weights.d0, weights.d1)])
    second = graph.node("Tanh", [_residual(graph, first, weights.p3, weights.d2, weights.d3)])
    graph.node("LpNormalization", [second], output=POINT, axis=1)
    return graph.serialised()


def _convolve(graph: "_Graph", rows: str, number: int, layers: Sequence[Any], biases: Sequence[Any]) -> str:
    width, left = _WINDOWS[number]
    padded = graph.node("Pad", [rows, np.array([left, 0, width - 1 - left, 0])])
    shifted = [graph.rows(padded, place, place - (width - 1)) for place in range(width)]
    windows = graph.node("Concat", shifted, axis=1)
    return graph.node("Relu", [graph.add(graph.product(windows, layers[number]), biases[number])])


def _residual(graph: "_Graph", rows: str, straight: Any, inner: Any, outer: Any) -> str:
    bent = graph.product(graph.node("Relu", [graph.product(rows, inner)]), outer)
    return graph.add(graph.product(rows, straight), bent)


class _Graph:
    """Nodes and constants, each named by its number."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def node(self, kind: str, inputs: Sequence[str | npt.NDArray[Any]], output: str = "", **options: Any) -> str:
        """The name of its only output. Arrays among the inputs become constants."""
        output = output or f"node_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, [self._named(given) for given in inputs], [output], **options))
        return output

    def add(self, one: str, other: str | npt.NDArray[Any]) -> str:
        """Their sum."""
        return self.node("Add", [one, other])

    def normalise(self, rows: str, gain: npt.NDArray[Any], bias: npt.NDArray[Any], epsilon: float) -> str:
        """Layer normalisation."""
        return self.node("LayerNormalization", [rows, gain, bias], axis=-1, epsilon=epsilon)

    def rows(self, whole: str, first: int, end: int) -> str:
        """Some rows; `end` counts from the last, 0 is past it."""
        bounds = [np.array([first]), np.array([end or _TO_THE_END]), np.array([0])]
        return self.node("Slice", [whole, *bounds])

    def split(self, rows: str, parts: int) -> list[str]:
        """Side by side, as wide as each other."""
        names = [f"{rows}_{part}" for part in range(parts)]
        self._nodes.append(helper.make_node("Split", [rows], names, axis=1, num_outputs=parts))
        return names

    def product(self, rows: str, matrix: npt.NDArray[Any]) -> str:
        """Rows times a matrix, of which 8 bits are kept a weight."""
        height, width = matrix.shape
        blocks = matrix.T.reshape(width, height // _BLOCK, _BLOCK)
        scales = np.abs(blocks).max(axis=2, keepdims=True) / _LARGEST
        packed = np.round(blocks / scales) + _ZERO
        return self.node(
            "MatMulNBits",
            [rows, packed.astype(np.uint8), scales.ravel()],
            domain="com.microsoft",
            K=height,
            N=width,
            bits=_BITS,
            block_size=_BLOCK,
            accuracy_level=_IN_8_BITS,
        )

    def serialised(self) -> bytes:
        """The whole model."""
        floats = TensorProto.FLOAT
        graph = helper.make_graph(
            self._nodes,
            "sentence_encoder",
            [
                helper.make_tensor_value_info(PIECES, floats, ["pieces", _EMBEDDING]),
                helper.make_tensor_value_info(COUNT, floats, [1, 1]),
            ],
            [helper.make_tensor_value_info(POINT, floats, [1, _EMBEDDING])],
            self._constants,
        )
        languages = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        model: bytes = helper.make_model(graph, opset_imports=languages, ir_version=8).SerializeToString()
        return model

    def _named(self, given: str | npt.NDArray[Any]) -> str:
        if isinstance(given, str):
            return given
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(given), name))
        return name
