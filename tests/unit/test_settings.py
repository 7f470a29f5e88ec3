"""A mistake in the settings is said in one line, before anything starts."""

from pathlib import Path

import msgspec
import pytest

from bot.errors import ConfigurationError
from bot.settings import Secrets, Settings, load_embedded_secrets, load_secrets, load_settings

REQUIRED = ("ASSISTANT_DATABASE_URL", "ASSISTANT_CHANNEL_SECRET")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing but what a production environment must carry."""
    for name in (*REQUIRED, "ASSISTANT_PLATFORM_DATABASE_URL", "ASSISTANT_IDENTITY_KEYS"):
        monkeypatch.delenv(name, raising=False)
    for name in REQUIRED:
        monkeypatch.setenv(name, f"value of {name}")
    return monkeypatch


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings are."""
    return tmp_path / "assistant.toml"


def test_without_a_file_the_defaults_are_in_force() -> None:
    assert load_settings(None) == Settings()


def test_a_file_changes_what_it_names_and_nothing_else(file: Path) -> None:
    file.write_text(
        '[gateway]\nport = 9000\nallowed_origins = ["https://a.fr"]\n[limits]\nhello_seconds = 3\n', "utf-8"
    )
    settings = load_settings(file)
    assert (settings.gateway.port, settings.gateway.allowed_origins) == (9000, ("https://a.fr",))
    assert settings.limits.hello_seconds == 3.0
    assert settings.dialogue == Settings().dialogue
    assert settings.gateway.host == Settings().gateway.host


def test_settings_handed_to_a_child_come_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(msgspec.json.encode(Settings()))
    assert load_settings(path) == Settings()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[gateway]\nprot = 9000\n", "prot"),
        ("[gatway]\nport = 9000\n", "gatway"),
        ('[gateway]\nport = "9000"\n', "gateway.port"),
        ("[limits]\ntext_length = 1.5\n", "limits.text_length"),
        ("[gateway]\nallowed_origins = 3\n", "gateway.allowed_origins"),
        ("gateway = 3\n", "gateway"),
        ("[gateway\n", "assistant.toml"),
    ],
)
def test_a_wrong_file_is_refused_naming_the_file_and_the_key(file: Path, content: str, named: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError) as refusal:
        load_settings(file)
    assert str(file) in refusal.value.message
    assert named in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"introuvable.*assistant\.toml"):
        load_settings(file)


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named(environment: pytest.MonkeyPatch, name: str, empty: bool) -> None:
    if empty:
        environment.setenv(name, "")
    else:
        environment.delenv(name)
    with pytest.raises(ConfigurationError, match=name):
        load_secrets()


def test_secrets_come_from_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ASSISTANT_IDENTITY_KEYS", "old,new,")
    secrets = load_secrets()
    assert secrets.channel_secret == "value of ASSISTANT_CHANNEL_SECRET"
    assert secrets.identity_keys == ("old", "new")


def test_without_identity_keys_nobody_can_be_identified(environment: pytest.MonkeyPatch) -> None:
    assert load_secrets().identity_keys == ()


def test_on_one_machine_what_is_missing_is_made_up_anew_each_time(environment: pytest.MonkeyPatch) -> None:
    for name in REQUIRED:
        environment.delenv(name)
    one, two = load_embedded_secrets(), load_embedded_secrets()
    assert one.database_url.startswith("sqlite:///")
    assert one.database_url == two.database_url
    assert one.channel_secret != two.channel_secret
    assert one.identity_keys != two.identity_keys
    assert min(map(len, (one.channel_secret, *one.identity_keys))) >= 32


def test_on_one_machine_what_is_given_is_kept(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ASSISTANT_IDENTITY_KEYS", "mine")
    secrets = load_embedded_secrets()
    assert (secrets.database_url, secrets.identity_keys) == ("value of ASSISTANT_DATABASE_URL", ("mine",))


def test_secrets_are_not_printed() -> None:
    secrets = Secrets(
        database_url="postgresql://me:s3cret@host/base",
        platform_database_url="s3cret",
        channel_secret="s3cret",
        identity_keys=("s3cret",),
    )
    for shown in (repr(secrets), str(secrets), f"{secrets}", repr([secrets])):
        assert "s3cret" not in shown
