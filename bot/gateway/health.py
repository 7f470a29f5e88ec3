"""Health for whoever watches the machine: alive, and ready to serve visitors."""

from aiohttp import web
from sqlalchemy import text

from bot.errors import StorageUnavailable
from bot.gateway.dialogue_client import DialogueClient
from bot.storage import Database


class Health:
    """Handlers of `/health/…`."""

    def __init__(self, database: Database, dialogue: DialogueClient):
        self._database = database
        self._dialogue = dialogue

    def routes(self) -> list[web.RouteDef]:
        """To be added to the application."""
        return [web.get("/health/live", self._live), web.get("/health/ready", self._ready)]

    async def _live(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _ready(self, _request: web.Request) -> web.Response:
        state = {"database": await self._database_answers(), "bot": await self._dialogue.is_ready()}
        return web.json_response(state, status=200 if all(state.values()) else 503)

    async def _database_answers(self) -> bool:
        try:
            async with self._database.reading() as connection:
                await connection.execute(text("SELECT 1"))
        except StorageUnavailable:
            return False
        return True
