"""The demonstration site: a few pages with the widget, a choice of who to be, and that person's signed identity.

It stands where the real platform would: what `GET /assistant-token` does here is what its back end has to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import jinja2
import jwt
from aiohttp import web

from bot.clock import now
from bot.demo_site.content import MISSIONS, NAVIGATION
from bot.platform_demo.personas import PERSONAS, Persona

_HERE = Path(__file__).parent
_COOKIE = "persona"
_ANONYMOUS = ""
_BY_KEY: Mapping[str, Persona] = {persona.key: persona for persona in PERSONAS}
_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)


@dataclass(frozen=True)
class DemoSiteConfig:
    """Where the assistant is, and how the gateway expects identities to be signed."""

    gateway_url: str
    """Origin of the gateway, `http://127.0.0.1:8080`."""
    desk_url: str
    jwt_key: str
    jwt_audience: str = "assistant"
    jwt_issuer: str = "demo"
    token_lifetime_seconds: int = 300


_CONFIG = web.AppKey("config", DemoSiteConfig)


def create_demo_site(config: DemoSiteConfig) -> web.Application:
    """The application, ready to be run."""
    app = web.Application()
    app[_CONFIG] = config
    app.on_response_prepare.append(_add_security_headers)
    app.router.add_get("/assistant-token", _assistant_token)
    app.router.add_post("/persona", _choose_persona)
    app.router.add_static("/static", _HERE / "static")
    app.router.add_get("/", _page)
    for path, _ in NAVIGATION:
        app.router.add_get(path, _page)
    return app


async def _page(request: web.Request) -> web.Response:
    config = request.app[_CONFIG]
    html = _templates.get_template("page.html").render(
        path=request.path,
        title=dict(NAVIGATION).get(request.path),
        navigation=NAVIGATION,
        missions=MISSIONS,
        personas=PERSONAS,
        current=_chosen_persona(request),
        gateway_url=config.gateway_url,
        desk_url=config.desk_url,
    )
    return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})


async def _choose_persona(request: web.Request) -> web.Response:
    """Stands for logging in and out; the next page load tells the widget."""
    key = (await request.post()).get("persona")
    response = web.HTTPSeeOther("/")
    if key == _ANONYMOUS:
        response.del_cookie(_COOKIE)
    elif isinstance(key, str) and key in _BY_KEY:
        response.set_cookie(_COOKIE, key, httponly=True, samesite="Lax")
    else:
        raise web.HTTPBadRequest(text="Ce profil de démonstration n'existe pas.")
    return response


async def _assistant_token(request: web.Request) -> web.Response:
    """Who the visitor is, signed for the gateway; `null` for nobody. Never cached: it is short-lived and personal."""
    persona = _chosen_persona(request)
    token = sign_identity(persona, request.app[_CONFIG]) if persona else None
    return web.json_response({"token": token}, headers={"Cache-Control": "no-store"})


def sign_identity(persona: Persona, config: DemoSiteConfig) -> str:
    """The claims that the gateway checks, as a JWT."""
    issued_at = now()
    claims = {
        "sub": str(persona.user_id),
        "role": persona.role,
        "aud": config.jwt_audience,
        "iss": config.jwt_issuer,
        "iat": issued_at,
        "exp": issued_at + timedelta(seconds=config.token_lifetime_seconds),
    }
    return jwt.encode(claims, config.jwt_key, algorithm="HS256")


def _chosen_persona(request: web.Request) -> Persona | None:
    return _BY_KEY.get(request.cookies.get(_COOKIE, _ANONYMOUS))


async def _add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    gateway = request.app[_CONFIG].gateway_url.rstrip("/")
    socket = gateway.replace("http", "ws", 1)
    response.headers.update(
        {
            # What a host has to allow for the widget: its script and its socket. It needs no inline style.
            "Content-Security-Policy": (
                f"default-src 'none'; script-src {gateway}; connect-src 'self' {socket}; style-src 'self'; "
                "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
    )
