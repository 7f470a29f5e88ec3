"""`assistant platform-role`: print the SQL of the role that reads the platform's database, for its owner to run."""

import argparse
from typing import Any

from bot.platform_client.reading_role import creation_statements


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser(
        "platform-role", help="écrire le SQL du rôle qui lit la base de la plateforme", description=__doc__
    )
    parser.add_argument(
        "--role", type=_name, default="assistant_reader", help="nom du rôle (par défaut : assistant_reader)"
    )
    parser.add_argument("--schema", type=_name, default="public", help="schéma des tables (par défaut : public)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print."""
    print(creation_statements(given.role, given.schema), end="")
    return 0


def _name(given: str) -> str:
    if not given.isidentifier():
        raise argparse.ArgumentTypeError(f"« {given} » : lettres, chiffres et _ seulement")
    return given
