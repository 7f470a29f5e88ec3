"""Missions of partners, from the public mission search of API Engagement.

`GET {url}/v0/mission/search` with the header `apikey`; parameters and answer as in the source of the service
(github.com/betagouv/api-engagement, `api/src/v0/mission/controller.ts`, read in November 2026). It gives the
missions that begin last first, whatever their distance. Its filter `openToMinors` is not used: it compares words with a
boolean.
"""

import asyncio
import html
import logging
import re
import time
from collections import OrderedDict
from datetime import date, datetime, timedelta
from typing import Any

import aiohttp
import msgspec

from bot.circuit_breaker import CircuitBreaker
from bot.entities.gazetteer import DEPARTEMENT, find_records
from bot.mission_search.criteria import Criteria
from bot.mission_search.points import Point
from bot.mission_search.regions import departements_of
from bot.mission_search.sources import FoundMission, SourceUnavailable

_log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 1.5
_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 0.5
_REMEMBERED_SECONDS = 300.0
_REMEMBERED_AT_MOST = 500
_LARGEST_ANSWER_BYTES = 2_000_000
_MOST_ASKED = 50
_TAG = re.compile(r"<[^<>]*>")
_OWN_PUBLISHER = "jeveuxaider"
"""Our own missions are there too: the platform's database knows them better."""

# The platform's « domaines d'action », as the service calls them.
_DOMAINS = {
    "Santé pour tous": "sante",
    "Prévention et protection": "prevention-protection",
    "Art et culture pour tous": "culture-loisirs",
    "Sport pour tous": "sport",
    "Coopération internationale": "humanitaire",
    "Solidarité et insertion": "solidarite-insertion",
    "Mémoire et citoyenneté": "memoire-et-citoyennete",
    "Éducation pour tous": "education",
    "Protection de la nature": "environnement",
    "Bénévolat de compétences": "benevolat-competences",
}


class _Mission(msgspec.Struct, frozen=True, rename="camel"):
    """What is read of a hit; everything else is left."""

    title: str
    application_url: str
    organization_name: str | None = None
    publisher_name: str | None = None
    city: str | None = None
    department_code: str | None = None
    remote: str | None = None
    places: int | None = None
    start_at: str | None = None
    end_at: str | None = None
    open_to_minors: bool | str | None = None
    distance: float | None = msgspec.field(default=None, name="_distance")


class _Answer(msgspec.Struct, frozen=True):
    hits: list[msgspec.Raw]


class _Read(msgspec.Struct, frozen=True):
    """A mission, and what only this source filters on by itself."""

    mission: FoundMission
    is_for_minors: bool


class _TryAgain(Exception):
    """Not now: the service is restarting or asks for a pause."""

    def __init__(self, status: int, pause_seconds: float = _PAUSE_SECONDS):
        super().__init__(f"status {status}")
        self.pause_seconds = pause_seconds


class EngagementSource:
    """Asks over HTTP, once more when that may help, and remembers answers for five minutes."""

    def __init__(self, url: str, key: str, patience_seconds: float = _PATIENCE_SECONDS):
        self._url = url.rstrip("/") + "/v0/mission/search"
        self._headers = {"apikey": key, "Accept": "application/json"}
        self._patience_seconds = patience_seconds
        self._breaker = CircuitBreaker()
        self._remembered: OrderedDict[tuple[tuple[str, str], ...], tuple[float, list[_Read]]] = OrderedDict()

    async def search(self, criteria: Criteria, near: Point | None, today: date, limit: int) -> list[FoundMission]:
        """As `MissionSource`; the nearest first when there is a place to be near to."""
        parameters = _parameters(criteria, near)
        known = self._remembered.get(parameters)
        if known is None or known[0] < time.monotonic():
            known = time.monotonic() + _REMEMBERED_SECONDS, await self._ask(parameters)
            self._remembered[parameters] = known
            if len(self._remembered) > _REMEMBERED_AT_MOST:
                self._remembered.popitem(last=False)
        not_over = max(today, criteria.period.begins) if criteria.period else today
        found = [
            read.mission
            for read in known[1]
            if (read.mission.ends is None or read.mission.ends >= not_over)
            and (read.is_for_minors or not criteria.for_minors)
        ]
        if near is not None and not criteria.is_remote:
            within = [each for each in found if each.distance_km is not None and criteria.reaches(each.distance_km)]
            found = sorted(within, key=lambda each: each.distance_km or 0.0)
        return found[:limit]

    async def _ask(self, parameters: tuple[tuple[str, str], ...]) -> list[_Read]:
        if not self._breaker.allows_a_call():
            raise SourceUnavailable("API Engagement did not answer lately")
        try:
            body = await asyncio.wait_for(self._get(parameters), self._patience_seconds)
            hits = msgspec.json.decode(body, type=_Answer).hits
        except (_TryAgain, aiohttp.ClientError, asyncio.TimeoutError, msgspec.MsgspecError, RecursionError) as error:
            self._breaker.failed()
            raise SourceUnavailable(f"API Engagement: {type(error).__name__} {error}") from error
        self._breaker.succeeded()
        return [read for hit in hits if (read := _read(hit)) is not None]

    async def _get(self, parameters: tuple[tuple[str, str], ...]) -> bytes:
        try:
            return await self._get_once(parameters)
        except _TryAgain as again:
            await asyncio.sleep(again.pause_seconds)
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            await asyncio.sleep(_PAUSE_SECONDS)
        return await self._get_once(parameters)

    async def _get_once(self, parameters: tuple[tuple[str, str], ...]) -> bytes:
        # A session of its own: searches are rare, and rasa_sdk gives actions no place to close one.
        async with (
            aiohttp.ClientSession(headers=self._headers) as session,
            session.get(self._url, params=list(parameters), allow_redirects=False) as response,
        ):
            if response.status == 429 or response.status >= 500:
                raise _TryAgain(response.status, _asked_pause(response.headers.get("Retry-After")))
            response.raise_for_status()
            if response.status != 200:
                raise aiohttp.ClientPayloadError(f"status {response.status}")
            body = await response.content.read(_LARGEST_ANSWER_BYTES + 1)
            while len(body) <= _LARGEST_ANSWER_BYTES and (more := await response.content.read(_LARGEST_ANSWER_BYTES)):
                body += more
            if len(body) > _LARGEST_ANSWER_BYTES:
                raise aiohttp.ClientPayloadError("too large an answer")
            return body


def _asked_pause(header: str | None) -> float:
    seconds = float(header) if header and header.isdigit() else _PAUSE_SECONDS
    return min(seconds, _LONGEST_PAUSE_SECONDS)


def _parameters(criteria: Criteria, near: Point | None) -> tuple[tuple[str, str], ...]:
    asked: dict[str, str] = {"limit": str(_MOST_ASKED), "type": "benevolat"}
    if criteria.is_remote:
        asked["remote"] = "full"
    else:
        asked["remote"] = "no,possible"
        if near is not None:
            asked |= {"lat": f"{near.latitude:.4f}", "lon": f"{near.longitude:.4f}"}
            asked["distance"] = f"{criteria.distance_km}km"
        elif criteria.place is not None:
            asked["departmentName"] = ",".join(_names_of(departements_of(criteria.place)))
    if criteria.domain is not None:
        asked["domain"] = _DOMAINS.get(criteria.domain, "autre")
    if criteria.period is not None:
        asked["startAt"] = f"lt:{criteria.period.ends + timedelta(days=1)}"
    return tuple(sorted(asked.items()))


def _names_of(numbers: tuple[str, ...]) -> list[str]:
    return [record.name for each in numbers for record in find_records(f"departement {each.lower()}", DEPARTEMENT)]


def _read(hit: msgspec.Raw) -> _Read | None:
    try:
        mission = msgspec.json.decode(hit, type=_Mission)
    except msgspec.MsgspecError:
        return None  # one odd mission must not hide the others
    is_own = _OWN_PUBLISHER in (mission.publisher_name or "").lower()
    title = _plain(mission.title)
    if is_own or not title or not mission.application_url.startswith("https://"):
        return None
    found = FoundMission(
        title=title,
        organisation=_plain(mission.organization_name or mission.publisher_name or ""),
        url=mission.application_url,
        is_remote=mission.remote == "full",
        city=mission.city or None,
        departement=mission.department_code or None,
        distance_km=mission.distance,
        places_left=mission.places if mission.places and mission.places > 0 else None,
        begins=_day(mission.start_at),
        ends=_day(mission.end_at),
        is_partner=True,
    )
    return _Read(found, is_for_minors=mission.open_to_minors in (True, "yes"))


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", html.unescape(text)).split())


def _day(instant: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(instant).replace("Z", "+00:00")).date()
    except ValueError:
        return None
