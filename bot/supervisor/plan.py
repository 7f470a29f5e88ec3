"""Which processes the assistant consists of, for given settings: data, nothing is started here."""

import sys
from pathlib import Path

import msgspec
import yaml

from bot.rasa_process import RASA_ENVIRONMENT
from bot.settings import ROOT, Secrets, Settings
from bot.supervisor.child import ChildSpec
from bot.wire.turns import STATUS_PATH

_QUIET = {**RASA_ENVIRONMENT, "LOG_LEVEL": "WARNING", "LOG_LEVEL_LIBRARIES": "ERROR"}


def plan_children(settings: Settings, secrets: Secrets, model: Path, run_directory: Path) -> list[ChildSpec]:
    """The private side first: it takes longest to be ready. Writes the files that the processes read."""
    run_directory.mkdir(parents=True, exist_ok=True)
    return [
        _rasa(settings, secrets, model, run_directory),
        _action_server(settings, secrets),
        _gateway(settings, secrets, run_directory),
    ]


def _rasa(settings: Settings, secrets: Secrets, model: Path, run_directory: Path) -> ChildSpec:
    port = str(settings.dialogue.rasa_port)
    endpoints = _write_endpoints(settings, run_directory)
    return ChildSpec(
        name="rasa",
        argv=[
            sys.executable, "-m", "bot.rasa_launcher", "run",
            "--model", str(model),
            "--endpoints", str(endpoints),
            "--credentials", str(ROOT / "credentials.yml"),
            "--interface", "127.0.0.1",
            "--port", port,
        ],
        ready_url=f"http://127.0.0.1:{port}{STATUS_PATH}",
        ready_headers={"Authorization": f"Bearer {secrets.channel_secret}"},
        env={**_QUIET, "ASSISTANT_CHANNEL_SECRET": secrets.channel_secret},
    )  # fmt: skip


def _write_endpoints(settings: Settings, run_directory: Path) -> Path:
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text("utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{settings.dialogue.actions_port}/webhook"
    endpoints["tracker_store"]["db"] = str(run_directory / "tracker.sqlite")
    target = run_directory / "endpoints.yml"
    target.write_text(yaml.safe_dump(endpoints), "utf-8")
    return target


def _action_server(settings: Settings, secrets: Secrets) -> ChildSpec:
    port = str(settings.dialogue.actions_port)
    return ChildSpec(
        name="actions",
        argv=[sys.executable, "-m", "bot.action_server", "--port", port],
        ready_url=f"http://127.0.0.1:{port}/health",
        env={
            **_QUIET,
            "ASSISTANT_PLATFORM_DATABASE_URL": secrets.platform_database_url,
            "ASSISTANT_ENGAGEMENT_URL": settings.mission_search.engagement_url,
            "ASSISTANT_ENGAGEMENT_KEY": secrets.engagement_key,
        },
    )


def _gateway(settings: Settings, secrets: Secrets, run_directory: Path) -> ChildSpec:
    in_force = run_directory / "settings.json"
    in_force.write_bytes(msgspec.json.encode(settings))
    return ChildSpec(
        name="gateway",
        argv=[sys.executable, "-m", "bot.gateway_process", str(in_force)],
        ready_url=f"{settings.gateway.local_url}/health/live",
        env={
            "ASSISTANT_DATABASE_URL": secrets.database_url,
            "ASSISTANT_CHANNEL_SECRET": secrets.channel_secret,
            "ASSISTANT_IDENTITY_KEYS": ",".join(secrets.identity_keys),
        },
    )  # fmt: skip
