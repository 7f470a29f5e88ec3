"""Agents' accounts and sessions. Passwords are hashed with Argon2; sessions are rows, so that one can be ended."""

from datetime import timedelta

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select

from bot.clock import Clock
from bot.errors import BadCredentials, ConfigurationError, NotLoggedIn
from bot.ids import digest, new_id, new_token
from bot.storage import Database
from bot.storage.tables import agent_sessions, agents

SESSION_LIFE = timedelta(hours=12)
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()
# Verified when the login is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash("nobody's password")


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the support team."""

    id: str
    name: str


class Agents:
    """Who may use the desk."""

    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock

    async def save(self, login: str, name: str, password: str) -> None:
        """Create the agent, or give a known login this name and password, ending its sessions."""
        if len(password) < SHORTEST_PASSWORD:
            raise ConfigurationError(f"Le mot de passe doit compter au moins {SHORTEST_PASSWORD} caractères.")
        values = {"name": name, "password_hash": _hasher.hash(password)}
        async with self._database.writing() as connection:
            mine = agents.c.login == login
            known = (await connection.execute(select(agents.c.id).where(mine))).scalar_one_or_none()
            if known is None:
                row = values | {"id": new_id(), "login": login, "created_at": self._clock()}
                await connection.execute(agents.insert().values(row))
            else:
                await connection.execute(agents.update().where(mine).values(values))
                await connection.execute(agent_sessions.delete().where(agent_sessions.c.agent_id == known))

    async def log_in(self, login: str, password: str) -> str:
        """The token of a new session. Raises `BadCredentials`."""
        async with self._database.reading() as connection:
            query = select(agents.c.id, agents.c.password_hash).where(agents.c.login == login)
            row = (await connection.execute(query)).one_or_none()
        try:
            _hasher.verify(row.password_hash if row else _NOBODY, password)
        except VerificationError:
            raise BadCredentials from None
        if row is None:
            raise BadCredentials
        token = new_token()
        async with self._database.writing() as connection:
            await connection.execute(
                agent_sessions.insert().values(
                    token_digest=digest(token), agent_id=row.id, expires_at=self._clock() + SESSION_LIFE
                )
            )
        return token

    async def get_by_session(self, token: str) -> Agent:
        """The agent of a session that is not over. Raises `NotLoggedIn`."""
        query = (
            select(agents.c.id, agents.c.name)
            .join(agent_sessions, agent_sessions.c.agent_id == agents.c.id)
            .where(agent_sessions.c.token_digest == digest(token), agent_sessions.c.expires_at > self._clock())
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotLoggedIn
        return Agent(id=row.id, name=row.name)

    async def log_out(self, token: str) -> None:
        """End that session."""
        async with self._database.writing() as connection:
            await connection.execute(agent_sessions.delete().where(agent_sessions.c.token_digest == digest(token)))
