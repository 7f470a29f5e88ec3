"""A visitor's tab: the demonstration site with the widget, in the visitor's words."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.record import Record

WELCOME = "Je suis l'assistant automatique de JeVeuxAider.gouv.fr"
_CONVERSATION = "JSON.parse(localStorage.getItem('jeveuxaider-assistant.conversation')).key.id"
_TRANSCRIPT = """articles => articles.map(article => [
  article.querySelector('p').textContent.replace(/ :$/, ''),
  article.querySelector('.body').textContent,
])"""


@dataclass(frozen=True)
class Said:
    """A message as the widget shows it."""

    author: str
    text: str


class WidgetPage:
    """Finds by role and name, as assistive technologies do, wherever there is one."""

    def __init__(self, page: Page, site_url: str, record: Record):
        self.page = page
        self.record = record
        self.site_url = site_url
        self.launcher = page.get_by_role("button", name="Besoin d'aide ?")
        self.panel = page.get_by_role("dialog", name="Assistant JeVeuxAider")
        self.log = self.panel.get_by_role("log", name="Messages de la conversation")
        self.messages = self.log.get_by_role("article")
        self.cards = self.messages.locator(".card")
        self.composer = self.panel.get_by_label("Votre message")
        self.send = self.panel.get_by_role("button", name="Envoyer")
        self.ask_human = self.panel.locator("header").get_by_role("button", name="Parler à une personne")
        self.minimise = self.panel.get_by_role("button", name="Réduire l'assistant")
        self.queue = self.panel.get_by_role("group", name="File d'attente")
        self.leave_queue = self.queue.get_by_role("button", name="Revenir à l'assistant")
        self.status = self.panel.locator(".status")
        self.typing = self.panel.locator(".typing")
        self.connection = self.panel.locator(".connection")

    async def visit(self, path: str = "/") -> None:
        """Load a page of the site."""
        await self.page.goto(self.site_url + path)
        await expect(self.launcher.or_(self.panel)).to_be_visible()

    async def open(self) -> None:
        """Load the home page, open the widget there, and wait for its first words."""
        await self.visit()
        await self.launcher.click()
        await expect(self.messages.first).to_contain_text(WELCOME)

    async def become(self, label: str) -> None:
        """Choose who to be with the selector of the demonstration."""
        chooser = self.page.get_by_label("Voir la page en tant que")
        option = chooser.locator("option", has_text=label)
        await chooser.select_option(value=await option.get_attribute("value"))
        await self.page.get_by_role("button", name="Changer").click()
        await expect(self.page.locator(".demo-current", has_text=label)).to_be_visible()

    async def write(self, text: str) -> None:
        """Type and send."""
        await self.composer.fill(text)
        await self.send.click()
        await expect(self.composer).to_have_value("")

    async def ask(self, question: str, answer: str) -> None:
        """Write, and expect a last message that contains this."""
        await self.write(question)
        await expect(self.messages.last).to_contain_text(answer)

    def choice(self, title: str) -> Locator:
        """A button offered by a message."""
        return self.messages.get_by_role("button", name=title, exact=True)

    async def transcript(self) -> list[Said]:
        """All the messages shown."""
        return [Said(author, text) for author, text in await self.messages.evaluate_all(_TRANSCRIPT)]

    async def conversation_id(self) -> str:
        """What the desk calls this conversation."""
        conversation_id: str = await self.page.evaluate(_CONVERSATION)
        return conversation_id
