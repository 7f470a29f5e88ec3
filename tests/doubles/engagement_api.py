"""API Engagement's mission search, as a real HTTP server: the key, the filters, the paging, and its bad days."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

KEY = "clé-de-test"

MISSION: dict[str, Any] = {
    "_id": "65f1",
    "title": "Collecte alimentaire",
    "applicationUrl": "https://api.exemple.fr/r/65f1/abc",
    "organizationName": "Les Restos de Villeurbanne",
    "publisherName": "Un partenaire",
    "city": "Villeurbanne",
    "departmentCode": "69",
    "remote": "no",
    "places": 3,
    "startAt": "2026-12-05T08:00:00.000Z",
    "endAt": "2027-01-31T00:00:00.000Z",
    "description": "<p>Ce que personne ne lit ici.</p>",
    "_distance": 4.2,
}


class EngagementApi:
    """What it holds, what was asked, and how it behaves next."""

    def __init__(self) -> None:
        self.hits: list[Any] = [MISSION]
        self.asked: list[dict[str, str]] = []
        self.statuses: list[int] = []
        """Statuses of the next answers, instead of missions."""
        self.body: bytes | None = None
        """The next answers, whatever they are."""
        self.pause_seconds = 0.0
        self.drops = 0
        """How many of the next connections are cut without an answer."""
        self.url = ""

    async def search(self, request: web.Request) -> web.StreamResponse:
        """`GET /v0/mission/search`."""
        self.asked.append(dict(request.query))
        if self.drops:
            self.drops -= 1
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        await asyncio.sleep(self.pause_seconds)
        if request.headers.get("apikey") != KEY:
            return web.json_response({"ok": False}, status=401)
        if self.statuses:
            return web.json_response({"ok": False}, status=self.statuses.pop(0), headers={"Retry-After": "0"})
        if self.body is not None:
            return web.Response(body=self.body, content_type="application/json")
        found = {"ok": True, "total": len(self.hits), "hits": self.hits, "facets": {}}
        return web.Response(text=json.dumps(found), content_type="application/json")


@asynccontextmanager
async def engagement_api() -> AsyncIterator[EngagementApi]:
    """A server of its own on loopback, stopped at the end."""
    api = EngagementApi()
    app = web.Application()
    app.router.add_get("/v0/mission/search", api.search)
    async with TestServer(app) as server:
        api.url = str(server.make_url(""))
        yield api
