"""`predict MODEL` runs our predictor; anything else is a command of Rasa's, with its own arguments."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.rasa_launcher.without_tensorflow import leave_tensorflow_out, needs_tensorflow


def main(arguments: list[str]) -> None:
    """Prepare this process, then hand over."""
    if not needs_tensorflow(_model_among(arguments), Path("config.yml")):
        leave_tensorflow_out()
    # Imported only now: it is what the preparation is for.
    if arguments[:1] == ["predict"]:
        from bot.nlu.predictor import main as predict

        asyncio.run(predict(arguments[1]))
        return
    if arguments[:1] == ["train"]:
        # Ended from outside, it still ends what it has started and removes what it has put aside.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        from bot.nlu.topic_trainer import start_early

        start_early(Path.cwd())
        from bot.rasa_launcher.fast_training import hurry_training

        hurry_training()
    from rasa.__main__ import main as rasa

    sys.argv = ["rasa", *arguments]
    rasa()


def _model_among(arguments: list[str]) -> Path | None:
    return next((Path(argument) for argument in arguments if argument.endswith(".tar.gz")), None)


if __name__ == "__main__":
    main(sys.argv[1:])
