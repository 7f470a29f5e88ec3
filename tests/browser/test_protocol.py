"""What the real widget and the real desk say is what the published schemas describe."""

import json
from typing import Any

from playwright.async_api import expect

from bot.cli.schemas import build_schemas
from tests.browser.conftest import require_valid
from tests.browser.desk_page import DeskPage
from tests.browser.record import Direction, Record
from tests.browser.widget_page import WidgetPage


def _types(record: Record, direction: Direction) -> set[str]:
    return {json.loads(frame.text)["type"] for frame in record.frames if frame.direction == direction}


def _described(schema: str) -> set[str]:
    described: dict[str, Any] = json.loads(build_schemas()[schema])
    return set(described["discriminator"]["mapping"])


async def test_every_kind_of_frame_is_spoken_and_valid(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.open()
    await visitor.choice("Trouver une mission").click()
    await expect(visitor.messages.last).to_contain_text("moins de 35 km")
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.ask_human.click()
    await visitor.leave_queue.click()
    await expect(visitor.queue).to_be_hidden()
    await visitor.ask_human.click()
    await agent.open_and_take(await visitor.conversation_id())
    await agent.reply.press_sequentially("Bon")
    await expect(visitor.typing).to_have_text("Amina écrit…")
    await agent.answer("Bonjour !")
    await visitor.composer.press_sequentially("Mer")
    await expect(agent.typing).not_to_be_empty()
    await agent.hand_back.click()
    await expect(visitor.status).to_have_text("Assistant automatique")
    await visitor.ask_human.click()
    await agent.open_and_take(await visitor.conversation_id())
    await agent.resolve()
    await expect(visitor.status).to_have_text("Conversation terminée")
    # Logs in elsewhere: the host page has the widget prove it anew.
    await visitor.page.request.post(f"{visitor.site_url}/persona", form={"persona": "benevole-candidatures"})
    await visitor.page.evaluate("JeVeuxAiderAssistant.refreshIdentity()")
    await visitor.ask("où en est ma candidature", "Vos 5 candidatures")
    # Comes back with a key that the gateway never made.
    unknown = {"key": {"id": "unknown-conversation", "token": "a-token-that-nobody-made"}, "identified": False}
    await visitor.page.evaluate(
        "text => localStorage.setItem('jeveuxaider-assistant.conversation', text)", json.dumps(unknown)
    )
    await visitor.page.reload()
    await expect(visitor.messages.first).to_contain_text("Une nouvelle conversation va commencer")

    for who, record in {"visitor": visitor.record, "desk": agent.record}.items():
        require_valid(record.frames)
        assert _types(record, "sent") == _described(f"{who}-command")
        assert _types(record, "received") >= _described(f"{who}-event") - {"error"}
    assert "error" in _types(visitor.record, "received")
