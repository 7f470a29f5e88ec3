"""The gateway's composition root: every piece is made and joined here, and nowhere else."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from bot import clock
from bot.conversations.service import Conversations
from bot.desk.agents import Agents
from bot.desk.login import DeskLogin
from bot.desk.socket import DeskSocket
from bot.gateway.dialogue_client import DialogueClient
from bot.gateway.health import Health
from bot.gateway.identity import IdentityVerifier
from bot.gateway.pages import page_routes
from bot.gateway.turns import TurnRunner
from bot.gateway.visitor_commands import VisitorCommands
from bot.gateway.visitor_socket import VisitorSocket
from bot.live.hub import Hub
from bot.live.origin import OriginRule
from bot.live.rate_limit import AddressBuckets
from bot.settings import ROOT, Secrets, Settings
from bot.storage import open_database


def create_gateway(settings: Settings, secrets: Secrets, web_dist: Path = ROOT / "web" / "dist") -> web.Application:
    """The application, ready to run; nothing is connected before it starts. Raises `ConfigurationError`."""
    limits = settings.limits
    database = open_database(secrets.database_url, settings.database.wait_seconds)
    hub = Hub()
    conversations = Conversations(database, clock.now, hub)
    dialogue = DialogueClient(
        f"http://127.0.0.1:{settings.dialogue.rasa_port}", secrets.channel_secret, settings.dialogue.turn_seconds
    )
    turns = TurnRunner(conversations, dialogue, hub)
    verifier = IdentityVerifier(settings.identity, secrets.identity_keys, clock.now)
    public_origin = settings.gateway.public_origin
    origins = OriginRule(public_origin, settings.gateway.allowed_origins)
    # The pages that may embed the widget have no business at the desk: a flaw in one must not reach an agent's session.
    desk_origins = OriginRule(public_origin)
    commands = VisitorCommands(
        conversations,
        turns,
        dialogue,
        hub,
        verifier,
        AddressBuckets(limits.address_messages_burst, limits.address_messages_per_second),
        limits.text_length,
    )
    visitors = VisitorSocket(settings, conversations, commands, hub, verifier, origins)
    login = DeskLogin(settings, Agents(database, clock.now), desk_origins)
    desk = DeskSocket(settings, conversations, login, hub, desk_origins)

    app = web.Application(client_max_size=limits.frame_bytes)
    app.add_routes([web.get("/ws/visitor", visitors.handle), web.get("/desk/api/socket", desk.handle)])
    app.add_routes(login.routes())
    app.add_routes(Health(database, dialogue).routes())
    app.add_routes(page_routes(web_dist))

    async def run(_app: web.Application) -> AsyncIterator[None]:
        await dialogue.open()
        await verifier.open()
        await turns.start()
        yield
        await turns.stop()
        await verifier.close()
        await dialogue.close()
        await database.close()

    app.cleanup_ctx.append(run)
    app.on_shutdown.extend([visitors.close_all, desk.close_all])
    return app
