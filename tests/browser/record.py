"""Everything that a page does and that its user does not see: requests, WebSocket frames, errors of the console."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Page, Request, WebSocket

Direction = Literal["sent", "received"]


@dataclass(frozen=True)
class Frame:
    """One text message of a WebSocket."""

    path: str
    direction: Direction
    text: str


@dataclass
class Record:
    """What a page has done so far."""

    requests: list[str] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Exceptions, errors in the console; Chromium writes there the violations of the security policy too."""


def record(page: Page) -> Record:
    """Write down what the page does from now on."""
    kept = Record()
    page.on("request", lambda request: kept.requests.append(_address(request)))
    page.on("websocket", lambda socket: _record_socket(kept, socket))
    page.on("console", lambda message: _record_console(kept, message))
    page.on("pageerror", lambda error: kept.errors.append(f"exception: {error}"))
    return kept


def _address(request: Request) -> str:
    return f"{request.method} {request.url}"


def _record_socket(kept: Record, socket: WebSocket) -> None:
    kept.sockets.append(socket)
    path = urlsplit(socket.url).path

    def keep(direction: Direction, payload: str | bytes) -> None:
        kept.frames.append(Frame(path, direction, payload if isinstance(payload, str) else payload.decode()))

    socket.on("framesent", lambda payload: keep("sent", payload))
    socket.on("framereceived", lambda payload: keep("received", payload))


def _record_console(kept: Record, message: ConsoleMessage) -> None:
    if message.type == "error":
        kept.errors.append(f"console: {message.text}")
