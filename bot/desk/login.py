"""HTTP of the desk: log in, log out, who am I. The session travels in a cookie that scripts cannot read."""

from typing import Annotated

import msgspec
from aiohttp import web

from bot.desk.agents import SESSION_LIFE, Agent, Agents
from bot.errors import AssistantError, BadCredentials, InvalidFrame, NotLoggedIn, RateLimited
from bot.live.origin import OriginRule, address_of
from bot.live.rate_limit import AddressBuckets
from bot.settings import Settings
from bot.wire.messages import WITHOUT_NUL

_COOKIE = "desk_session"
_STATUS = {BadCredentials: 401, NotLoggedIn: 401, RateLimited: 429, InvalidFrame: 400}


class _Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    login: Annotated[str, msgspec.Meta(pattern=WITHOUT_NUL)]
    password: str


class DeskLogin:
    """Handlers under `/desk/api/`."""

    def __init__(self, settings: Settings, agents: Agents, origins: OriginRule):
        self._settings = settings
        self._agents = agents
        self._origins = origins
        limits = settings.limits
        self._attempts = AddressBuckets(limits.login_attempts_burst, limits.login_attempts_per_second)

    def routes(self) -> list[web.RouteDef]:
        """To be added to the application."""
        return [
            web.post("/desk/api/login", self._log_in),
            web.post("/desk/api/logout", self._log_out),
            web.get("/desk/api/me", self._me),
        ]

    async def agent_of(self, request: web.Request) -> Agent:
        """The agent who sends this request. Raises `NotLoggedIn`."""
        token = request.cookies.get(_COOKIE)
        if not token:
            raise NotLoggedIn
        return await self._agents.get_by_session(token)

    async def _log_in(self, request: web.Request) -> web.Response:
        self._origins.check(request)
        try:
            self._attempts.spend(address_of(request, self._settings.gateway.trust_forwarded_for))
            given = await _credentials_in(request)
            token = await self._agents.log_in(given.login, given.password)
        except AssistantError as error:
            return _refusal(error)
        response = web.Response(status=204)
        response.set_cookie(
            _COOKIE,
            token,
            max_age=int(SESSION_LIFE.total_seconds()),
            path="/desk",
            httponly=True,
            samesite="Strict",
            secure=self._settings.gateway.secure_cookies,
        )
        return response

    async def _log_out(self, request: web.Request) -> web.Response:
        self._origins.check(request)
        token = request.cookies.get(_COOKIE)
        try:
            if token:
                await self._agents.log_out(token)
        except AssistantError as error:
            return _refusal(error)
        response = web.Response(status=204)
        response.del_cookie(_COOKIE, path="/desk")
        return response

    async def _me(self, request: web.Request) -> web.Response:
        try:
            agent = await self.agent_of(request)
        except AssistantError as error:
            return _refusal(error)
        return web.json_response({"name": agent.name})


async def _credentials_in(request: web.Request) -> _Credentials:
    try:
        return msgspec.json.decode(await request.read(), type=_Credentials)
    except (msgspec.DecodeError, RecursionError):
        raise InvalidFrame from None


def _refusal(error: AssistantError) -> web.Response:
    body = {"code": error.code, "message": error.message}
    return web.json_response(body, status=_STATUS.get(type(error), 503))
