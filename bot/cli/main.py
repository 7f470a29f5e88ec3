"""Entry of the command `assistant`."""

import argparse
import sys
from collections.abc import Sequence

from bot.cli import (
    agents,
    bench,
    converse,
    demo_platform,
    evaluate,
    platform_role,
    predict,
    schemas,
    thresholds,
    train,
    up,
)
from bot.errors import AssistantError

_COMMANDS = (
    up,
    train,
    predict,
    evaluate,
    thresholds,
    converse,
    bench,
    agents,
    schemas,
    demo_platform,
    platform_role,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command: 0 when it did its work, 1 when it found something wrong, 2 when it could not run."""
    parser = argparse.ArgumentParser(
        prog="assistant", description="L'assistant d'aide de JeVeuxAider.gouv.fr : lancer, entraîner, mesurer."
    )
    commands = parser.add_subparsers(metavar="commande", required=True)
    for command in _COMMANDS:
        command.register(commands)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except AssistantError as error:
        print(f"Erreur : {error.message}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
