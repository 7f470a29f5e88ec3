"""Settings, read once when a process starts: defaults, then one TOML file, then the environment for secrets.

`assistant.example.toml` lists every setting of the file; `docs/configuration.md` explains them.
Addresses with passwords in them count as secrets.
"""

import base64
import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from bot.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
PLATFORM_DATABASE_VARIABLE = "ASSISTANT_PLATFORM_DATABASE_URL"
ENGAGEMENT_KEY_VARIABLE = "ASSISTANT_ENGAGEMENT_KEY"
_PEM_BLOCK = re.compile(r"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----", re.DOTALL)
_PEM_BEGINNING_IN_BASE64 = base64.b64encode(b"-----BEGI").decode()


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; an unknown key is an error, so that a typing mistake is seen at once."""


class Gateway(_Section, frozen=True, kw_only=True):
    """The public door."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_origin: str = ""
    """How browsers see the gateway (`https://assistant.example.fr`), when a proxy stands before it."""
    allowed_origins: tuple[str, ...] = ()
    """Origins (`https://www.example.fr`) of the pages that may embed the widget, besides the gateway's own."""
    trust_forwarded_for: bool = False
    """Read the visitor's address from `X-Forwarded-For`: only behind a proxy that sets it."""
    secure_cookies: bool = False
    """Mark the desk's cookie `Secure`: set it wherever HTTPS ends in front of the gateway."""

    @property
    def local_host(self) -> str:
        """A host of this machine that reaches the gateway, even when it listens on every address."""
        return "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host

    @property
    def local_url(self) -> str:
        """The gateway as seen from this machine."""
        return f"http://{self.local_host}:{self.port}"


class Limits(_Section, frozen=True, kw_only=True):
    """What one visitor may send."""

    text_length: int = 2000
    frame_bytes: int = 65536
    hello_seconds: float = 10.0
    frames_burst: int = 60
    frames_per_second: float = 10.0
    messages_burst: int = 8
    messages_per_second: float = 1.0
    address_messages_burst: int = 60
    address_messages_per_second: float = 5.0
    connections_per_address: int = 30
    openings_burst: int = 20
    openings_per_second: float = 0.2
    login_attempts_burst: int = 5
    login_attempts_per_second: float = 0.1


class Dialogue(_Section, frozen=True, kw_only=True):
    """The private side: Rasa and the action server."""

    rasa_port: int = 5005
    actions_port: int = 5055
    turn_seconds: float = 10.0
    """A turn that takes longer becomes an apology."""


class Database(_Section, frozen=True, kw_only=True):
    """How long our database may keep a visitor waiting; its address is in the environment."""

    wait_seconds: float = 3.0


class Identity(_Section, frozen=True, kw_only=True):
    """How the host site proves who its visitor is; the keys are in the environment."""

    algorithm: Literal["HS256", "RS256"] = "HS256"
    audience: Annotated[str, msgspec.Meta(min_length=1)] = "assistant"
    longest_life_seconds: Annotated[int, msgspec.Meta(ge=1, le=600)] = 600
    platform_api_url: str = ""
    """Where the platform answers who holds one of its own tokens (`https://api.example.fr`); empty: nobody asks it."""


class MissionSearch(_Section, frozen=True, kw_only=True):
    """Where missions are searched besides the platform's database; the key is in the environment."""

    engagement_url: str = ""
    """Address of API Engagement, without `/v0`; empty: its missions are not searched."""


class Demo(_Section, frozen=True, kw_only=True):
    """The demonstration site and platform database."""

    enabled: bool = True
    port: int = 8081


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """What only the environment carries."""

    database_url: str
    platform_database_url: str
    channel_secret: str
    identity_keys: tuple[str, ...]
    engagement_key: str = ""
    """Of API Engagement."""

    def __repr__(self) -> str:
        return "Secrets(…)"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set in the file."""

    gateway: Gateway = msgspec.field(default_factory=Gateway)
    limits: Limits = msgspec.field(default_factory=Limits)
    dialogue: Dialogue = msgspec.field(default_factory=Dialogue)
    database: Database = msgspec.field(default_factory=Database)
    identity: Identity = msgspec.field(default_factory=Identity)
    mission_search: MissionSearch = msgspec.field(default_factory=MissionSearch)
    demo: Demo = msgspec.field(default_factory=Demo)


def load_settings(path: Path | None) -> Settings:
    """Read the TOML file (or the defaults, without one). Raises `ConfigurationError` naming the wrong key.

    A `.json` file has the same content: the supervisor hands the settings in force to its children that way.
    """
    if path is None:
        return Settings()
    decode = msgspec.json.decode if path.suffix == ".json" else msgspec.toml.decode
    try:
        return decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        raise ConfigurationError(f"Fichier de configuration introuvable : {path}") from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{path} : {error}") from None


def load_secrets() -> Secrets:
    """Read the environment. Raises `ConfigurationError` naming the variable that is missing."""
    return Secrets(
        database_url=_required("ASSISTANT_DATABASE_URL"),
        # The action server reads it for itself; the gateway never speaks with the platform.
        platform_database_url=os.environ.get(PLATFORM_DATABASE_VARIABLE, ""),
        channel_secret=_required("ASSISTANT_CHANNEL_SECRET"),
        identity_keys=_identity_keys(),
        engagement_key=os.environ.get(ENGAGEMENT_KEY_VARIABLE, ""),
    )


def load_embedded_secrets() -> Secrets:
    """Read the environment, with defaults that suit one machine: SQLite files under `var/`, keys of this run only."""
    return Secrets(
        database_url=os.environ.get("ASSISTANT_DATABASE_URL") or f"sqlite:///{ROOT}/var/assistant.sqlite",
        platform_database_url=os.environ.get(PLATFORM_DATABASE_VARIABLE)
        or f"sqlite:///{ROOT}/var/platform-demo.sqlite",
        channel_secret=os.environ.get("ASSISTANT_CHANNEL_SECRET") or secrets.token_urlsafe(32),
        identity_keys=_identity_keys() or (secrets.token_urlsafe(32),),
        engagement_key=os.environ.get(ENGAGEMENT_KEY_VARIABLE, ""),
    )


def _identity_keys() -> tuple[str, ...]:
    """Secrets, or public keys in PEM, separated by commas. Keys in PEM may also follow one another, or be in base64."""
    keys: list[str] = []
    for given in os.environ.get("ASSISTANT_IDENTITY_KEYS", "").split(","):
        key = _without_base64(given.strip())
        keys += _PEM_BLOCK.findall(key) or ([key] if key else [])
    return tuple(keys)


def _without_base64(key: str) -> str:
    if not key.startswith(_PEM_BEGINNING_IN_BASE64):
        return key
    try:
        return base64.b64decode(key).decode()
    except ValueError:
        return key  # whoever reads the keys says what is wrong with it


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ConfigurationError(f"La variable d'environnement {name} manque.")
    return value
