"""Runs the gateway: `python -m bot.gateway_process`. Settings by file, secrets by environment."""

import argparse
import sys
from pathlib import Path

from aiohttp import web

from bot.app import create_gateway
from bot.errors import ConfigurationError
from bot.logs import configure_logs
from bot.settings import load_secrets, load_settings


def main() -> int:
    """Serve until a signal; 2 when the configuration is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("settings", type=Path, nargs="?", help="TOML file; the defaults without one")
    given = parser.parse_args()
    configure_logs()
    try:
        settings = load_settings(given.settings)
        gateway = create_gateway(settings, load_secrets())
    except ConfigurationError as error:
        print(error.message, file=sys.stderr)
        return 2
    # No access log: addresses are personal data, and each event that matters has its own line.
    web.run_app(
        gateway,
        host=settings.gateway.host,
        port=settings.gateway.port,
        access_log=None,
        print=None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
