"""An agent's tab: the desk, in the agent's words."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.record import Record
from tests.browser.stage import Account


class DeskPage:
    """Finds by role and name, as assistive technologies do, wherever there is one."""

    def __init__(self, page: Page, url: str, record: Record):
        self.page = page
        self.record = record
        self._url = url
        self.login = page.get_by_label("Identifiant")
        self.password = page.get_by_label("Mot de passe")
        self.log_in_button = page.get_by_role("button", name="Se connecter")
        self.log_out_button = page.get_by_role("button", name="Se déconnecter")
        self.waiting = page.get_by_role("region", name=re.compile("^En attente"))
        self.mine = page.get_by_role("region", name=re.compile("^Mes conversations"))
        self.thread = page.get_by_role("region", name="Conversation ouverte")
        self.log = self.thread.get_by_role("log", name="Messages")
        self.messages = self.log.get_by_role("article")
        self.cards = self.messages.locator(".card")
        self.case = page.get_by_role("region", name="Ce que dit la plateforme")
        self.typing = self.thread.locator(".thread__typing")
        self.status = self.thread.locator(".thread__status")
        self.reply = self.thread.get_by_role("textbox", name="Votre réponse")
        self.take = self.thread.get_by_role("button", name="Prendre la conversation")
        self.hand_back = self.thread.get_by_role("button", name="Rendre à l'assistant")
        self.close = self.thread.get_by_role("button", name="Clore", exact=True)

    async def visit(self) -> None:
        """Load the console, or its login page."""
        await self.page.goto(self._url)
        await expect(self.log_in_button.or_(self.log_out_button)).to_be_visible()

    async def log_in(self, account: Account) -> None:
        """Load the console and enter."""
        await self.visit()
        await self.try_to_log_in(account.login, account.password)
        await expect(self.waiting).to_be_visible()

    async def try_to_log_in(self, login: str, password: str) -> None:
        """Fill the form and send it."""
        await self.login.fill(login)
        await self.password.fill(password)
        await self.log_in_button.click()

    def line(self, conversation_id: str) -> Locator:
        """The conversation in the lists on the left."""
        return self.page.locator(f'[data-conversation="{conversation_id}"]')

    async def open(self, conversation_id: str) -> None:
        """Click its line and wait for its messages."""
        await self.line(conversation_id).click()
        await expect(self.messages.first).to_be_visible()

    async def open_and_take(self, conversation_id: str) -> None:
        """From now on the agent answers."""
        await self.open(conversation_id)
        await self.take.click()
        await expect(self.reply).to_be_visible()

    async def answer(self, text: str) -> None:
        """Write to the visitor."""
        await self.reply.fill(text)
        await self.thread.get_by_role("button", name="Envoyer").click()
        await expect(self.messages.last).to_contain_text(text)

    async def resolve(self) -> None:
        """Close the conversation, and confirm it."""
        await self.close.click()
        await self.page.get_by_role("dialog").get_by_role("button", name="Clore la conversation").click()
