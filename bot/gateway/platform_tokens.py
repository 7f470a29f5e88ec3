"""Asks the platform who holds one of its own bearer tokens: `GET /api/user`, as its site does.

The token is neither logged nor kept; what it proved is remembered for a minute under its digest, so that a browser that
comes back does not make us ask again.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from typing import Annotated
from urllib.parse import urlsplit

import aiohttp
import msgspec

from bot.circuit_breaker import CircuitBreaker
from bot.clock import Clock
from bot.errors import ConfigurationError, IdentityUnavailable, InvalidIdentity
from bot.gateway.proof import LARGEST_USER_ID, Proof
from bot.ids import digest
from bot.wire.identity import Identity, Role

_log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 2.0
_PROVEN_FOR_SECONDS = 600
_REMEMBERED_FOR_SECONDS = 60
_REMEMBERED_AT_MOST = 10_000
_LARGEST_ANSWER_BYTES = 1_000_000
_CONNECTIONS = 20
_BEARER_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}

_ROLES = {
    "responsable": Role.RESPONSABLE,
    "referent": Role.REFERENT,
    "referent_regional": Role.REFERENT,
    "tete_de_reseau": Role.RESEAU,
    "responsable_territoire": Role.TERRITOIRE,
}
"""`users.context_role`, the active role. « volontaire », nothing and « admin » get what a bénévole gets."""


class _Account(msgspec.Struct, frozen=True):
    """What we read of the answer; its e-mail and profile are left where they are."""

    id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_USER_ID)]
    context_role: str | None = None


class _Unusable(Exception):
    """The platform said neither yes nor no."""


_FAILURES = (_Unusable, aiohttp.ClientError, asyncio.TimeoutError, msgspec.MsgspecError, RecursionError)


class PlatformTokens:
    """Reads opaque tokens. `open()` before use, `close()` at the end."""

    def __init__(self, api_url: str, clock: Clock, patience_seconds: float = _PATIENCE_SECONDS):
        self._url = _checked(api_url).rstrip("/") + "/api/user"
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=patience_seconds)
        self._breaker = CircuitBreaker()
        self._proven: OrderedDict[str, Proof] = OrderedDict()  # oldest first
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the connection pool; needs a running loop."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=_CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
        )

    async def close(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    async def read(self, token: str) -> Proof:
        """Raises `InvalidIdentity` for a token that the platform refuses, `IdentityUnavailable` when it cannot say."""
        if not _BEARER_TOKEN.fullmatch(token):
            raise InvalidIdentity
        self._forget_old()
        known = self._proven.get(digest(token))
        if known is not None:
            return known
        proof = Proof(identity=_identity(await self._ask(token)), expires_at=self._now() + _PROVEN_FOR_SECONDS)
        self._proven[digest(token)] = proof
        return proof

    async def _ask(self, token: str) -> _Account:
        if not self._breaker.allows_a_call():
            raise IdentityUnavailable
        try:
            account = await self._get(token)
        except _FAILURES as error:
            self._breaker.failed()
            cause = str(error) if isinstance(error, _Unusable) else type(error).__name__
            _log.warning("platform does not say whose token it is", extra={"cause": cause})
            raise IdentityUnavailable from None
        self._breaker.succeeded()
        if account is None:
            raise InvalidIdentity
        return account

    async def _get(self, token: str) -> _Account | None:
        if self._session is None:
            raise RuntimeError("open() first")
        # Without `Accept`, the platform would send who is not known to its log-in page instead of saying so.
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        async with self._session.get(
            self._url, headers=headers, timeout=self._timeout, allow_redirects=False
        ) as response:
            if response.status in (401, 403):
                return None
            if response.status != 200:
                raise _Unusable(f"status {response.status}")
            return msgspec.json.decode(await _body(response), type=_Account)

    def _forget_old(self) -> None:
        since = self._now() + _PROVEN_FOR_SECONDS - _REMEMBERED_FOR_SECONDS
        while self._proven:
            oldest = next(iter(self._proven))
            if self._proven[oldest].expires_at > since and len(self._proven) < _REMEMBERED_AT_MOST:
                return
            del self._proven[oldest]

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _checked(api_url: str) -> str:
    address = urlsplit(api_url)
    is_private = address.scheme == "https" or (address.scheme == "http" and address.hostname in _THIS_MACHINE)
    if not is_private or not address.hostname:
        raise ConfigurationError(
            "[identity] platform_api_url doit être une adresse « https://… » : les jetons des visiteurs y passent."
        )
    return api_url


def _identity(account: _Account) -> Identity:
    return Identity(user_id=account.id, role=_ROLES.get(account.context_role or "", Role.BENEVOLE))


async def _body(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        body += chunk
        if len(body) > _LARGEST_ANSWER_BYTES:
            raise _Unusable("answer too large")
    return bytes(body)
