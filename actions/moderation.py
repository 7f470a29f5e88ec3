"""For a référent: what waits for moderation in the département, and the case of one organisation or mission."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.naming import named_mission_id, pressed_organisation_id
from actions.own_organisation import ANNOUNCED_DAYS, at_state, quoted_state, since_said
from actions.participations import listed
from actions.personal import Asked, PersonalAction, Said
from bot.platform_client.moderated_item import (
    ModeratedItem,
    Named,
    StateChange,
    find_mission,
    find_organisation,
    list_named,
)
from bot.platform_client.moderation import MOST_COUNTED, Kind, ModerationQueue, WaitingItem, find_moderation_queue
from bot.platform_client.moderation_criteria import Concern
from bot.platform_client.scopes import ReferentScope
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.zone import PLATFORM_ZONE
from bot.text.folding import fold
from bot.text.french_dates import french_date

_SHOWN = 5
_OFFERED = 3
_LONGEST_TITLE = 40
_WORD = re.compile(r"[a-z0-9]{3,}")
_SAID_OF_ANY = frozenset(
    "les des une aux par pour que qui mon mes son ses est sont dans avec sur pas dossier mission missions organisation "
    "organisations association associations asso moderer moderation valider validation attente etat ville".split()
)
_FEWEST_WORDS = 2
_NOT_HERE = (
    "Je ne trouve pas cette organisation ou cette mission parmi celles de votre département. Elle peut être rattachée "
    "à un autre département : c'est l'adresse de la mission, ou celle de l'organisation, qui en décide."
)
_WHICH = (
    "De quelle organisation ou de quelle mission s'agit-il ? Indiquez son nom, ou le numéro de la mission "
    "(« mission 123 »)."
)
_WHICH_OF_SEVERAL = (
    "Plusieurs organisations ou missions correspondent. De laquelle s'agit-il ? Si elle n'est pas dans cette liste, "
    "indiquez le numéro de la mission (« mission 123 »)."
)
_CONCERNS = {
    Concern.PAID_WORK: "des mots évoquent un emploi, un stage, un service civique ou une adhésion",
    Concern.RELIGION: "des mots évoquent une activité religieuse",
    Concern.NOT_FIRST_PERSON: "le titre n'est pas à la première personne (« Je… », « J'… »)",
    Concern.STARTS_IN_THE_PAST: "la date de début est passée",
    Concern.MANY_PLACES: "plus de 70 bénévoles sont demandés",
    Concern.MANY_HOURS: "l'engagement dépasse 1 091 heures par an",
    Concern.RNA_MISSING: "le numéro RNA manque",
    Concern.RNA_DUPLICATE: "une autre organisation a le même numéro RNA",
    Concern.SAME_NAME: "une autre organisation du département porte le même nom",
}
_ORGANISATION_MOVES: dict[StructureState | MissionState, str] = {
    StructureState.DRAFT: "Elle n'est pas encore transmise : il n'y a rien à décider.",
    StructureState.WAITING: "Vous pouvez la passer à « En cours de traitement », « Validée » ou « Signalée ».",
    StructureState.IN_PROGRESS: "Vous pouvez la passer à « Validée » ou « Signalée ».",
    StructureState.VALIDATED: "Vous pouvez la repasser à « En cours de traitement » ou la passer à « Signalée ».",
    StructureState.REPORTED: "Seule l'équipe de JeVeuxAider.gouv.fr peut la rouvrir.",
    StructureState.UNREGISTERED: "Elle a quitté la plateforme : aucun changement d'état n'est proposé.",
}
_ORGANISATION_ELSEWHERE = (
    "Vous la voyez parce qu'elle a une mission dans votre département, mais elle est rattachée à un autre : "
    "sa modération ne vous revient pas."
)
_MISSION_NOT_SUBMITTED = "Elle n'est pas encore soumise à validation : il n'y a rien à décider."
_UNREADABLE = "Je ne sais pas lire cet état : ouvrez sa fiche."
_MODERATED_TO = (MissionState.IN_PROGRESS, MissionState.VALIDATED, MissionState.REPORTED)
_ORGANISATION_FIRST = "Elle ne peut pas être validée avant son organisation : traitez d'abord celle-ci."


class ActionModerationEnAttente(PersonalAction):
    """« Qu'est-ce qui attend dans mon département ? »."""

    topic = "moderation_en_attente"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """How much waits, and what has waited longest."""
        queue = await find_moderation_queue(connection, ReferentScope(asked.identity.user_id), _SHOWN)
        return describe_queue(queue, datetime.now(PLATFORM_ZONE).date()) if queue is not None else None


class ActionDossierAModerer(PersonalAction):
    """« Où en est l'organisation X que je dois valider ? »."""

    topic = "dossier_a_moderer"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """The case named; without a name, which one."""
        scope = ReferentScope(asked.identity.user_id)
        queue = await find_moderation_queue(connection, scope, _OFFERED)
        if queue is None:
            return None
        now = datetime.now(PLATFORM_ZONE)
        mission_id = named_mission_id(asked)
        if mission_id is not None:
            item = await find_mission(connection, scope, mission_id, now)
            return describe_item(item, now.date()) if item is not None else Said(_NOT_HERE)
        structure_id = pressed_organisation_id(asked)
        if structure_id is not None:
            item = await find_organisation(connection, scope, structure_id)
            return describe_item(item, now.date()) if item is not None else Said(_NOT_HERE)
        found = closest(await list_named(connection, scope), asked)
        if not found:
            is_about_one = asked.named("organisation") is not None
            return Said(_NOT_HERE if is_about_one else _WHICH, tuple(map(_button, queue.oldest[:_OFFERED])))
        if len(found) > 1:
            return Said(_WHICH_OF_SEVERAL, tuple(map(_button, found[:_OFFERED])))
        if found[0].kind is Kind.MISSION:
            item = await find_mission(connection, scope, found[0].id, now)
        else:
            item = await find_organisation(connection, scope, found[0].id)
        return describe_item(item, now.date()) if item is not None else Said(_NOT_HERE)


def closest(candidates: Sequence[Named], asked: Asked) -> list[Named]:
    """Those whose name the message says best: several when they share it, as missions made from one modèle do.

    Empty when it says none, or not enough of it.
    """
    organisation = fold(str(asked.named("organisation") or ""))
    said = set(_WORD.findall(fold(asked.text))) - _SAID_OF_ANY
    best, found = 0.0, list[Named]()
    for candidate in candidates:
        name = fold(candidate.name)
        words = set(_WORD.findall(name)) - _SAID_OF_ANY
        shared = len(words & said)
        is_named = bool(organisation) and candidate.kind is Kind.ORGANISATION and organisation == name
        # Two words of a name, or all of a name of one word.
        is_enough = shared >= min(_FEWEST_WORDS, len(words)) > 0
        closeness = 2.0 if is_named else shared / len(words) if is_enough else 0.0
        if closeness > best:
            best, found = closeness, [candidate]
        elif closeness and closeness == best:
            found.append(candidate)
    return found


def describe_queue(queue: ModerationQueue, today: date) -> Said:
    """The answer on all that waits; `today` is Paris's."""
    where = ", ".join(queue.departments)
    if not queue.organisations and not queue.missions:
        return Said(f"Rien n'attend de modération en ce moment : {where}.", facts=(f"Référent : {where}.",))
    counts = " et ".join(
        filter(None, [_counted(queue.organisations, "organisation"), _counted(queue.missions, "mission")])
    )
    paragraphs = [
        f"À modérer, {where} : {counts}. Les plus anciennes :",
        listed(_waiting_line(item, today) for item in queue.oldest),
        "Ouvrez « Organisations » et « Missions » depuis votre [tableau de bord](/dashboard), puis filtrez par état.",
    ]
    return Said("\n\n".join(paragraphs), facts=(f"Référent : {where}. À modérer : {counts.replace('**', '')}.",))


def describe_item(item: ModeratedItem, today: date) -> Said:
    """The answer on one case; `today` is Paris's."""
    what = "L'organisation" if item.kind is Kind.ORGANISATION else f"La mission n° {item.id}"
    of = "" if item.kind is Kind.ORGANISATION else f" ({item.organisation_name})"
    since = since_said(item.state_since, today)
    paragraphs = [f"{what} **{item.name}**{of} est {at_state(item.state)}{since}. {_origin(item)}".strip()]
    if len(item.history) > 1:
        paragraphs += ["Son histoire :", listed(map(_change_line, item.history))]
    if item.concerns:
        paragraphs += ["À regarder, d'après les critères de modération :", listed(_CONCERNS[c] for c in item.concerns)]
    else:
        paragraphs.append("Je ne vois rien que les critères de modération signaleraient d'eux-mêmes.")
    paragraphs.append(_moves(item))
    return Said("\n\n".join(paragraphs), facts=(f"{what} « {item.name} »{of} : {item.state.value or 'état inconnu'}.",))


def _counted(number: int, what: str) -> str:
    if not number:
        return ""
    return f"**{number}{' ou plus' if number >= MOST_COUNTED else ''} {what}{'s' if number > 1 else ''}**"


def _waiting_line(item: WaitingItem, today: date) -> str:
    what = "Organisation" if item.kind is Kind.ORGANISATION else f"Mission n° {item.id}"
    of = "" if item.kind is Kind.ORGANISATION else f" ({item.organisation_name})"
    said = f"{what} **{item.name}**{of} : {quoted_state(item.state)}{since_said(item.since, today)}"
    if item.since is not None and (today - item.since.date()).days > ANNOUNCED_DAYS:
        said += f", au-delà des {ANNOUNCED_DAYS} jours annoncés"
    if item.kind is Kind.MISSION and not item.is_organisation_validated:
        said += " ; son organisation est à valider d'abord"
    return f"{said}."


def _change_line(change: StateChange) -> str:
    at = f" le {french_date(change.at.date())}" if change.at is not None else ""
    return f"« {change.state} »{at}"


def _moves(item: ModeratedItem) -> str:
    if not item.is_moderated_here:
        return _ORGANISATION_ELSEWHERE
    if item.kind is Kind.ORGANISATION:
        return _ORGANISATION_MOVES.get(item.state, _UNREADABLE)
    if item.state is MissionState.DRAFT:
        return _MISSION_NOT_SUBMITTED
    if item.state is MissionState.UNKNOWN:
        return _UNREADABLE
    is_held_up = item.organisation_state is not StructureState.VALIDATED
    refused = {item.state, MissionState.VALIDATED} if is_held_up else {item.state}
    moves = " ou ".join(
        ", ".join(f"« {state.value} »" for state in _MODERATED_TO if state not in refused).rsplit(", ", 1)
    )
    said = f"Vous pouvez la passer à {moves}."
    return f"{said} {_ORGANISATION_FIRST}" if is_held_up else said


def _origin(item: ModeratedItem) -> str:
    """« Département 69, créée le 3 novembre 2026. », as far as it is known."""
    parts = [f"Département {item.department}"] if item.department else []
    if item.created_at is not None:
        parts.append(f"créée le {french_date(item.created_at.date())}")
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _button(item: WaitingItem | Named) -> dict[str, str]:
    entity = "mission_id" if item.kind is Kind.MISSION else "organisation_id"
    # With its number: names are not unique.
    number = f" (n° {item.id})"
    longest = _LONGEST_TITLE - len(number)
    name = item.name if len(item.name) <= longest else f"{item.name[: longest - 1].rstrip()}…"
    payload = json.dumps({entity: str(item.id)})
    return {"title": f"{name}{number}", "payload": f"/dossier_a_moderer{payload}"}
