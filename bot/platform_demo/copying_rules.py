"""Which rows of a demo are copied, table by table, and what changes in the copies. Pure."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Table

from bot.platform_client import tables
from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_demo.copying import CopiedIds, Copies, Rule, is_copied, is_copied_person
from bot.platform_demo.world import FIRST_FREE_ID

_APPLICANT = (
    "JOIN participations AS application ON application.id = {participation_id}"
    " JOIN profiles AS applicant ON applicant.id = application.profile_id"
)
_CONVERSATION = "JOIN conversations AS conversation ON conversation.id = original.conversation_id"


def copying_rules(copies: Copies, strides: Mapping[str, int]) -> Iterator[Rule]:
    """A rule for each table and family, to be carried out in this order while foreign keys are away.

    What is found through other tables comes before they have grown.
    """
    ids = CopiedIds(copies, strides)
    yield from _exchanges(ids)
    yield from _applications(ids)
    yield from _testimonies(ids)
    yield from _interest(ids)
    yield from _missions(ids)
    yield from _on_organisations(ids)
    yield from _organisations(ids)
    yield from _people(ids)


def _people(ids: CopiedIds) -> Iterator[Rule]:
    # Only the first copies of a responsable still hold the role, and none on the organisation of a persona.
    has_role = f"original.context_role = 'responsable' AND {_is_free('contextable_id')}"
    is_member = f"{has_role} AND k < {ids.copies.structures}"
    own_structure = ids.moved("contextable_id", tables.structures)
    yield Rule(
        tables.users,
        ids.copies.people,
        where=is_copied_person("original.id"),
        changed={
            "id": ids.own(tables.users),
            "name": "k || '.' || original.name",
            "email": "k || '.' || original.email",
            "context_role": f"CASE WHEN {is_member} THEN 'responsable' ELSE 'volontaire' END",
            "contextable_type": f"CASE WHEN {is_member} THEN original.contextable_type END",
            "contextable_id": f"CASE WHEN {is_member} THEN {own_structure} END",
        },
    )
    yield Rule(
        tables.profiles,
        ids.copies.people,
        where=is_copied_person("original.user_id"),
        changed={
            "id": ids.own(tables.profiles),
            "user_id": ids.moved("user_id", tables.users),
            "email": "k || '.' || original.email",
        },
    )


def _organisations(ids: CopiedIds) -> Iterator[Rule]:
    count = ids.copies.structures
    yield Rule(
        tables.structures,
        count,
        where=_is_free("id"),
        changed={"id": ids.own(tables.structures), "user_id": ids.person("user_id")},
    )
    yield Rule(
        tables.rolables,
        count,
        where=f"original.role_id = {int(RoleId.RESPONSABLE)} AND {is_copied('rolable', PhpClass.STRUCTURE)}",
        changed={"user_id": ids.person("user_id"), "rolable_id": ids.moved("rolable_id", tables.structures)},
    )
    yield Rule(
        tables.invitations,
        count,
        where=is_copied("invitable", PhpClass.STRUCTURE),
        changed={
            "id": ids.own(tables.invitations),
            "user_id": ids.person("user_id"),
            "token": "md5(original.token || k)",
            "invitable_id": ids.moved("invitable_id", tables.structures),
        },
    )


def _on_organisations(ids: CopiedIds) -> Iterator[Rule]:
    count = ids.copies.structures
    structure_id = {"structure_id": ids.moved("structure_id", tables.structures)}
    yield Rule(tables.score_structure, count, where=_is_free("structure_id"), changed=structure_id)
    yield Rule(
        tables.reseau_structure,
        count,
        where=_is_free("structure_id"),
        changed={"id": ids.own(tables.reseau_structure), **structure_id},
    )
    yield Rule(
        tables.domainables,
        count,
        where=is_copied("domainable", PhpClass.STRUCTURE),
        changed={"domainable_id": ids.moved("domainable_id", tables.structures)},
    )
    yield Rule(
        tables.notes,
        count,
        where=is_copied("notable", PhpClass.STRUCTURE),
        changed={"id": ids.own(tables.notes), "notable_id": ids.moved("notable_id", tables.structures)},
    )
    yield _journal(ids, PhpClass.STRUCTURE, tables.structures, count, "k")


def _missions(ids: CopiedIds) -> Iterator[Rule]:
    count = ids.copies.missions
    yield Rule(
        tables.missions,
        count,
        where=_is_free("id"),
        changed={
            "id": ids.own(tables.missions),
            "user_id": ids.person("user_id", ids.member_copy),
            "structure_id": ids.moved("structure_id", tables.structures, ids.member_copy),
        },
    )
    yield Rule(
        tables.missions_responsables,
        count,
        where=_is_free("mission_id"),
        changed={
            "mission_id": ids.moved("mission_id", tables.missions),
            "responsable_id": ids.moved("responsable_id", tables.profiles, ids.member_copy),
        },
    )
    yield _journal(ids, PhpClass.MISSION, tables.missions, count, ids.member_copy)


def _interest(ids: CopiedIds) -> Iterator[Rule]:
    for table in (tables.missions_users_favorites, tables.missions_users_waiting_list):
        yield Rule(
            table,
            ids.copies.exchanges,
            where=f"{_is_free('mission_id')} AND {is_copied_person('original.user_id')}",
            changed={
                "id": ids.own(table),
                "user_id": ids.moved("user_id", tables.users, ids.person_copy),
                "mission_id": ids.moved("mission_id", tables.missions, ids.mission_copy),
            },
        )


def _exchanges(ids: CopiedIds) -> Iterator[Rule]:
    for table, speaker in ((tables.conversations_users, "user_id"), (tables.messages, "from_id")):
        yield _within_conversations(ids, table, speaker)
    yield Rule(
        tables.activity_log,
        ids.copies.exchanges,
        where=is_copied("subject", PhpClass.PARTICIPATION),
        changed={
            "id": ids.own(tables.activity_log),
            "subject_id": ids.moved("subject_id", tables.participations),
            "causer_id": ids.speaker("causer_id"),
        },
        joins=_APPLICANT.format(participation_id="original.subject_id"),
    )


def _applications(ids: CopiedIds) -> Iterator[Rule]:
    count = ids.copies.exchanges
    yield Rule(
        tables.participations,
        count,
        where=_is_free("id"),
        changed={
            "id": ids.own(tables.participations),
            "profile_id": ids.moved("profile_id", tables.profiles, ids.person_copy),
            "mission_id": ids.moved("mission_id", tables.missions, ids.mission_copy),
        },
    )
    yield Rule(
        tables.conversations,
        count,
        where=is_copied("conversable", PhpClass.PARTICIPATION),
        changed={
            "id": ids.own(tables.conversations),
            "conversable_id": ids.moved("conversable_id", tables.participations),
        },
    )


def _within_conversations(ids: CopiedIds, table: Table, speaker: str) -> Rule:
    return Rule(
        table,
        ids.copies.exchanges,
        where=is_copied("conversable", PhpClass.PARTICIPATION, row="conversation"),
        changed={
            "id": ids.own(table),
            speaker: ids.speaker(speaker),
            "conversation_id": ids.moved("conversation_id", tables.conversations),
        },
        joins=f"{_CONVERSATION} {_APPLICANT.format(participation_id='conversation.conversable_id')}",
    )


def _testimonies(ids: CopiedIds) -> Iterator[Rule]:
    participation_id = {"participation_id": ids.moved("participation_id", tables.participations)}
    for table, others in (
        (tables.temoignages, {}),
        (tables.notifications_temoignages, {"token": "md5(original.token || k)"}),
    ):
        yield Rule(
            table,
            ids.copies.exchanges,
            where=_is_free("participation_id"),
            changed={"id": ids.own(table), **participation_id, **others},
        )


def _journal(ids: CopiedIds, kind: PhpClass, family: Table, count: int, member_copy: str) -> Rule:
    return Rule(
        tables.activity_log,
        count,
        where=is_copied("subject", kind),
        changed={
            "id": ids.own(tables.activity_log),
            "subject_id": ids.moved("subject_id", family),
            "causer_id": ids.person("causer_id", member_copy),
        },
    )


def _is_free(column: str) -> str:
    return f"original.{column} >= {FIRST_FREE_ID}"
