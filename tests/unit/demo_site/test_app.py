"""The demonstration site, through its door."""

from collections.abc import AsyncIterator

import jwt
import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from markupsafe import escape

from bot.demo_site.app import DemoSiteConfig, create_demo_site
from bot.platform_demo.personas import PERSONAS

KEY = "a-key-of-at-least-thirty-two-bytes"
CONFIG = DemoSiteConfig(gateway_url="http://gateway.test:8080", desk_url="http://gateway.test:8080/desk/", jwt_key=KEY)
PERSONA = PERSONAS[0]

Client = TestClient[Request, Application]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_demo_site(CONFIG))) as client:
        yield client


async def choose(client: Client, key: str) -> int:
    async with client.post("/persona", data={"persona": key}, allow_redirects=False) as response:
        return response.status


async def token_of(client: Client) -> str | None:
    async with client.get("/assistant-token") as response:
        token: str | None = (await response.json())["token"]
        return token


async def test_an_anonymous_visitor_has_no_identity(client: Client) -> None:
    assert await token_of(client) is None


async def test_a_chosen_persona_gets_a_short_lived_identity_that_the_gateway_can_check(client: Client) -> None:
    assert await choose(client, PERSONA.key) == 303
    token = await token_of(client)
    assert token is not None
    claims = jwt.decode(token, KEY, algorithms=["HS256"], audience="assistant", issuer="demo")
    assert claims["sub"] == str(PERSONA.user_id)
    assert claims["role"] == PERSONA.role
    assert claims["exp"] - claims["iat"] == 300


async def test_one_can_go_back_to_being_nobody(client: Client) -> None:
    await choose(client, PERSONA.key)
    await choose(client, "")
    assert await token_of(client) is None


async def test_an_unknown_persona_is_refused(client: Client) -> None:
    assert await choose(client, "somebody-else") == 400


async def test_a_forged_cookie_proves_nothing(client: Client) -> None:
    client.session.cookie_jar.update_cookies({"persona": "somebody-else"})
    assert await token_of(client) is None


async def test_identities_are_never_cached(client: Client) -> None:
    async with client.get("/assistant-token") as response:
        assert response.headers["Cache-Control"] == "no-store"


async def test_the_home_page_carries_the_widget_the_personas_and_the_desk(client: Client) -> None:
    async with client.get("/") as response:
        page = await response.text()
    assert 'src="http://gateway.test:8080/widget/widget.js" data-token-url="/assistant-token"' in page
    assert 'href="http://gateway.test:8080/desk/"' in page
    assert "Démonstration." in page
    for persona in PERSONAS:
        assert f'value="{persona.key}"' in page
        assert str(escape(persona.description)) in page


async def test_the_home_page_shows_who_one_is(client: Client) -> None:
    await choose(client, PERSONA.key)
    async with client.get("/") as response:
        assert f"Vous êtes {PERSONA.first_name} {PERSONA.last_name}" in await response.text()


@pytest.mark.parametrize("path", ["/missions-benevolat", "/inscription/responsable", "/aide", "/login"])
async def test_the_menu_leads_to_pages_that_carry_the_widget(client: Client, path: str) -> None:
    async with client.get(path) as response:
        assert response.status == 200
        assert "/widget/widget.js" in await response.text()


async def test_the_policy_allows_the_gateway_and_nothing_else(client: Client) -> None:
    async with client.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src http://gateway.test:8080;" in policy
    assert "connect-src 'self' ws://gateway.test:8080;" in policy
    assert "unsafe" not in policy


async def test_styles_are_served(client: Client) -> None:
    async with client.get("/static/site.css") as response:
        assert response.status == 200
        assert response.content_type == "text/css"
