"""`assistant agents add`: create an agent of the desk, or change a known one's name and password."""

import argparse
import asyncio
import getpass
import os
import sys
from typing import Any

from bot import clock
from bot.desk.agents import Agents
from bot.errors import ConfigurationError
from bot.storage import open_database
from bot.storage.migrate import migrate


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("agents", help="gérer les comptes du bureau", description=__doc__)
    actions = parser.add_subparsers(metavar="action", required=True)
    add = actions.add_parser("add", help="créer ou mettre à jour un compte")
    add.add_argument("login")
    add.add_argument("name", help="nom montré aux visiteurs, par exemple un prénom")
    add.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Ask for the password (or read it from standard input) and store its hash."""
    url = os.environ.get("ASSISTANT_DATABASE_URL")
    if not url:
        raise ConfigurationError("La variable d'environnement ASSISTANT_DATABASE_URL manque.")
    password = getpass.getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    migrate(url)
    asyncio.run(save_agent(url, given.login, given.name, password))
    print(f"Compte « {given.login} » enregistré.")
    return 0


async def save_agent(url: str, login: str, name: str, password: str) -> None:
    """Store the agent in that database."""
    database = open_database(url, wait_seconds=5.0)
    try:
        await Agents(database, clock.now).save(login, name, password)
    finally:
        await database.close()
