"""Stands for the platform's own API: a real HTTP server that says who holds a bearer token, or does what it is told."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web

from tests.doubles.local_server import LocalServer

Behaviour = Callable[["PlatformApi", web.Request], Awaitable[web.StreamResponse]]


class PlatformApi(LocalServer):
    """Answers `GET /api/user` as the platform does; `will` says otherwise for the next requests."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0
        self._accounts: dict[str, dict[str, Any]] = {}
        self._blocked: set[str] = set()
        self._plan: deque[Behaviour] = deque()

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The user, and the page to which Laravel sends who is nobody."""
        return (web.get("/api/user", self._user), web.get("/login", _log_in_page))

    def knows(self, token: str, user_id: int, context_role: str | None = "volontaire") -> None:
        """Somebody logged in, and holds that token."""
        self._accounts[token] = {
            "id": user_id,
            "email": f"personne{user_id}@example.org",
            "context_role": context_role,
            "contextable_type": None,
            "contextable_id": None,
            "profile": {"first_name": "Alice", "mobile": "0600000000", "skills": [], "domaines": []},
            "roles": [],
            "favoriteMissions": [],
            "statistics": {"new_participations_today": 0},
        }

    def blocks(self, token: str) -> None:
        """The holder was banned, or archived."""
        self._blocked.add(token)

    def will(self, *behaviours: Behaviour) -> None:
        """What to do with the next requests, one each."""
        self._plan.extend(behaviours)

    async def _user(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        if self._plan:
            return await self._plan.popleft()(self, request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token in self._blocked:
            return web.json_response({"message": "Votre compte est bloqué"}, status=403)
        if token in self._accounts:
            return web.json_response(self._accounts[token])
        if request.headers.get("Accept") != "application/json":
            raise web.HTTPFound("/login")
        return web.json_response({"message": "Unauthenticated."}, status=401)


async def _log_in_page(_request: web.Request) -> web.Response:
    return web.json_response({"id": 666})


async def never(api: PlatformApi, _request: web.Request) -> web.StreamResponse:
    """Say nothing as long as it runs."""
    await api.released.wait()
    return web.Response()


async def dripping(api: PlatformApi, request: web.Request) -> web.StreamResponse:
    """Begin an answer that never ends."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b'{"id": ')
    await api.released.wait()
    return response


async def huge(_api: PlatformApi, _request: web.Request) -> web.StreamResponse:
    """A right answer, far too long."""
    return web.json_response({"id": 7, "context_role": None, "profile": "x" * 5_000_000})


async def elsewhere(_api: PlatformApi, _request: web.Request) -> web.StreamResponse:
    """Send the caller, and its token, to another address."""
    raise web.HTTPFound("/login")


async def drop(_api: PlatformApi, request: web.Request) -> web.StreamResponse:
    """Cut the line."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def answering(body: str | bytes, status: int = 200) -> Behaviour:
    """Answer precisely this."""

    async def behave(_api: PlatformApi, _request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=body.encode() if isinstance(body, str) else body, status=status, content_type="application/json"
        )

    return behave
