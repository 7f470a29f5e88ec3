"""Runs the custom actions: `python -m bot.action_server`.

rasa_sdk's own command listens on every address; this one on loopback only, for the server has no authentication.
"""

import argparse

from rasa_sdk.endpoint import create_app


def main() -> None:
    """Serve until a signal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    given = parser.parse_args()
    create_app("actions").run(host="127.0.0.1", port=given.port, access_log=False, workers=1)


if __name__ == "__main__":
    main()
