"""`python -m bot.evaluation.bench.own_training PROJECT`: the training of `assistant train`, on a project elsewhere.

A program of its own, so that its time is that of a command, from its start to the model file.
"""

import sys
from pathlib import Path

from bot.errors import AssistantError
from bot.training.run_training import train


def main() -> int:
    """Train; the last line says where the model is."""
    try:
        print(train(Path(sys.argv[1]), lambda line: print(line, flush=True)))
    except AssistantError as error:
        print(error.message, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
