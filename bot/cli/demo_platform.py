"""`assistant demo-platform`: write an invented platform database, small or as large as the real one."""

import argparse
import asyncio
import sys
from datetime import date
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigurationError
from bot.platform_demo import NotADemoDatabase, generate
from bot.platform_demo.real_size import REAL_SIZE, generate_at_size

SMALL, REAL = "demo", "real"


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser(
        "demo-platform", help="écrire une base de démonstration de la plateforme", description=__doc__
    )
    parser.add_argument("--url", required=True, help="sqlite:///chemin ou postgresql://… ; une démonstration ou rien")
    parser.add_argument(
        "--size", choices=(SMALL, REAL), default=SMALL, help=f"« {REAL} » : la taille réelle, en PostgreSQL seulement"
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write, and say how much."""
    backend = _backend(given.url)
    if given.size == REAL and backend != "postgresql":
        raise ConfigurationError("la taille réelle demande PostgreSQL.")
    try:
        rows = asyncio.run(_write(given.url, given.size))
    except NotADemoDatabase:
        raise ConfigurationError("cette base n'est pas une démonstration : elle n'a pas été touchée.") from None
    print(f"{rows} lignes.")
    return 0


def _backend(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        backend = None
    if backend not in ("sqlite", "postgresql"):
        # Not shown: it may hold a password.
        raise ConfigurationError("l'adresse doit être « sqlite:///chemin » ou « postgresql://… ».")
    return str(backend)


async def _write(url: str, size: str) -> int:
    if size == SMALL:
        return (await generate(url, today=date.today())).rows
    return sum((await generate_at_size(url, REAL_SIZE, today=date.today(), say=_progress)).values())


def _progress(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)
