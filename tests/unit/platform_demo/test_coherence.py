"""The demo obeys the platform's own rules (platform facts §1–§3): each test lists the rows that would break one."""

import pytest

from bot.platform_client.tables import metadata
from tests.unit.platform_demo.conftest import Sql

# Rules as queries that must find nothing.
BREACHES = {
    "places left are what the platform computes": """
        SELECT missions.id FROM missions WHERE places_left != max(0, participations_max - (
            SELECT count(*) FROM participations WHERE mission_id = missions.id
            AND participations.state IN ('En attente de validation', 'En cours de traitement', 'Validée')))""",
    "no mission is overbooked": """
        SELECT missions.id FROM missions WHERE participations_max < (
            SELECT count(*) FROM participations WHERE mission_id = missions.id
            AND participations.state IN ('En attente de validation', 'En cours de traitement', 'Validée'))""",
    "a mission has one to three responsables": """
        SELECT missions.id FROM missions LEFT JOIN missions_responsables ON mission_id = missions.id
        GROUP BY missions.id HAVING count(responsable_id) NOT BETWEEN 1 AND 3""",
    "a responsable belongs to the organisation, unless it has left": """
        SELECT missions.id FROM missions JOIN missions_responsables ON mission_id = missions.id
        JOIN profiles ON profiles.id = responsable_id JOIN structures ON structures.id = structure_id
        LEFT JOIN rolables ON rolables.user_id = profiles.user_id AND role_id = 2 AND rolable_id = structure_id
        WHERE (rolables.user_id IS NULL) != (structures.state = 'Désinscrite')""",
    "a role is held once": """
        SELECT user_id FROM rolables GROUP BY user_id, role_id HAVING count(*) > 1""",
    "a mission on site has addresses of its own département only": """
        SELECT missions.id FROM missions, json_each(addresses) WHERE missions.type = 'Mission en présentiel'
        AND json_extract(json_each.value, '$.department') != missions.department""",
    "a mission on site has an address": """
        SELECT id FROM missions WHERE (type = 'Mission en présentiel') = (addresses IS NULL)""",
    "a mission at a distance has the département of its organisation": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE type = 'Mission à distance' AND missions.department != structures.department""",
    "départements exist": """
        SELECT id FROM missions WHERE department NOT IN (SELECT number FROM departments)
        UNION SELECT id FROM structures WHERE department NOT IN (SELECT number FROM departments)""",
    "a modèle leaves the mission without a title of its own": """
        SELECT id FROM missions WHERE (template_id IS NULL) = (name IS NULL)""",
    "titles are in the first person": """
        SELECT missions.id FROM missions LEFT JOIN mission_templates ON mission_templates.id = template_id
        WHERE coalesce(title, name) NOT LIKE 'Je %' AND coalesce(title, name) NOT LIKE 'J''%'""",
    "only validated modèles are used": """
        SELECT missions.id FROM missions JOIN mission_templates ON mission_templates.id = template_id
        WHERE mission_templates.state != 'validated'""",
    "a mission made from a modèle in a validated organisation skips moderation": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE template_id IS NOT NULL AND structures.state = 'Validée'
        AND missions.state IN ('En attente de validation', 'En cours de traitement')""",
    "nothing is online outside a validated organisation": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE is_online AND (structures.state != 'Validée' OR missions.state NOT IN ('Validée', 'Terminée'))""",
    "a reported organisation has reported missions only": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE structures.state = 'Signalée' AND missions.state != 'Signalée'""",
    "an organisation that left has no open mission": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE structures.state = 'Désinscrite' AND missions.state NOT IN ('Annulée', 'Terminée')""",
    "a draft organisation has no mission": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE structures.state = 'Brouillon'""",
    "an organisation never validated has no validated mission": """
        SELECT missions.id FROM missions JOIN structures ON structures.id = structure_id
        WHERE structures.state = 'En attente de validation'
        AND missions.state NOT IN ('Brouillon', 'En attente de validation')""",
    "a reported mission has cancelled participations only": """
        SELECT participations.id FROM participations JOIN missions ON missions.id = mission_id
        WHERE missions.state = 'Signalée' AND participations.state != 'Annulée'""",
    "a closed mission has nothing pending": """
        SELECT participations.id FROM participations JOIN missions ON missions.id = mission_id
        WHERE missions.state IN ('Terminée', 'Annulée', 'Signalée')
        AND participations.state IN ('En attente de validation', 'En cours de traitement')""",
    "a mission never opened has no participation": """
        SELECT participations.id FROM participations JOIN missions ON missions.id = mission_id
        WHERE missions.state IN ('Brouillon', 'En attente de validation', 'En cours de traitement')""",
    "one application by person and mission": """
        SELECT profile_id FROM participations GROUP BY profile_id, mission_id HAVING count(*) > 1""",
    "a member does not apply to the own organisation": """
        SELECT participations.id FROM participations JOIN missions ON missions.id = mission_id
        JOIN profiles ON profiles.id = profile_id
        JOIN rolables ON rolables.user_id = profiles.user_id AND role_id = 2 AND rolable_id = structure_id""",
    "nobody applies before signing up, nor after being blocked": """
        SELECT participations.id FROM participations JOIN profiles ON profiles.id = profile_id
        JOIN users ON users.id = profiles.user_id WHERE participations.created_at < users.created_at
        OR participations.created_at > coalesce(anonymous_at, archived_at, banned_at, '9999-12-31')""",
    "nobody applies before the mission exists": """
        SELECT participations.id FROM participations JOIN missions ON missions.id = mission_id
        WHERE participations.created_at < missions.created_at""",
    "nobody applies while the organisation is examined again": """
        SELECT participations.id FROM participations JOIN missions ON missions.id = mission_id
        JOIN structures ON structures.id = structure_id
        WHERE structures.state = 'En cours de traitement' AND participations.created_at > structures.updated_at""",
    "a deleted account has nothing pending": """
        SELECT participations.id FROM participations JOIN profiles ON profiles.id = profile_id
        JOIN users ON users.id = profiles.user_id WHERE anonymous_at IS NOT NULL
        AND participations.state IN ('En attente de validation', 'En cours de traitement')""",
    "a banned account keeps only refused and cancelled applications": """
        SELECT participations.id FROM participations JOIN profiles ON profiles.id = profile_id
        JOIN users ON users.id = profiles.user_id WHERE banned_at IS NOT NULL
        AND participations.state NOT IN ('Refusée', 'Annulée')""",
    "an archived account was idle for three years": """
        SELECT id FROM users WHERE archived_at < datetime(last_interaction_at, '+1095 days')""",
    "an active account was not": """
        SELECT id FROM users WHERE coalesce(anonymous_at, archived_at, banned_at) IS NULL
        AND last_interaction_at < '2023-11-24'""",
    "a refusal has a reason": """
        SELECT participations.id FROM participations WHERE state = 'Refusée' AND NOT EXISTS (
            SELECT 1 FROM messages JOIN conversations ON conversations.id = conversation_id
            WHERE conversable_id = participations.id AND type = 'contextual' AND contextual_reason IS NOT NULL
            AND contextual_state IN ('Refusée', 'Automatiquement déclinée par la plateforme'))""",
    "each participation has its conversation": """
        SELECT participations.id FROM participations LEFT JOIN conversations
        ON conversable_id = participations.id AND conversable_type = 'App\\Models\\Participation'
        GROUP BY participations.id HAVING count(conversations.id) != 1""",
    "only members write in a conversation": """
        SELECT messages.id FROM messages LEFT JOIN conversations_users
        ON conversations_users.conversation_id = messages.conversation_id AND user_id = from_id
        WHERE from_id IS NOT NULL AND conversations_users.id IS NULL""",
    "the journal ends with the present state": """
        SELECT participations.id FROM participations WHERE state != (
            SELECT json_extract(properties, '$.attributes.state') FROM activity_log
            WHERE subject_type = 'App\\Models\\Participation' AND subject_id = participations.id
            ORDER BY id DESC LIMIT 1)""",
    "the journal of missions ends with the present state": """
        SELECT missions.id FROM missions WHERE state != (
            SELECT json_extract(properties, '$.attributes.state') FROM activity_log
            WHERE subject_type = 'App\\Models\\Mission' AND subject_id = missions.id
            ORDER BY id DESC LIMIT 1)""",
    "the journal of organisations ends with the present state": """
        SELECT structures.id FROM structures WHERE state != (
            SELECT json_extract(properties, '$.attributes.state') FROM activity_log
            WHERE subject_type = 'App\\Models\\Structure' AND subject_id = structures.id
            ORDER BY id DESC LIMIT 1)""",
    "each entry of the journal follows from the one before": """
        SELECT id FROM (SELECT id, json_extract(properties, '$.old.state') AS old,
            lag(json_extract(properties, '$.attributes.state')) OVER
            (PARTITION BY subject_type, subject_id ORDER BY id) AS previous FROM activity_log)
        WHERE old IS NOT previous""",
    "a testimony needs a finished mission and a validated participation": """
        SELECT temoignages.id FROM temoignages JOIN participations ON participations.id = participation_id
        JOIN missions ON missions.id = mission_id
        WHERE missions.state != 'Terminée' OR participations.state != 'Validée'""",
    "low grades are never published": "SELECT id FROM temoignages WHERE is_published AND grade < 4",
    "testimonies have fifty characters": "SELECT id FROM temoignages WHERE length(testimony) < 50",
    "an invitation to testify goes once the testimony exists": """
        SELECT id FROM notifications_temoignages
        WHERE participation_id IN (SELECT participation_id FROM temoignages)""",
    "waiting lists of ended missions are deleted": """
        SELECT missions_users_waiting_list.id FROM missions_users_waiting_list
        JOIN missions ON missions.id = mission_id
        WHERE (missions.state IN ('Terminée', 'Signalée')) != (missions_users_waiting_list.deleted_at IS NOT NULL)""",
    "descriptions of organisations have two hundred characters": """
        SELECT id FROM structures WHERE length(description) < 200""",
    "missions end after they start": "SELECT id FROM missions WHERE end_date < start_date",
    "a mission past its end for a month is no longer open": """
        SELECT id FROM missions WHERE state = 'Validée' AND end_date < '2026-10-24'""",
    "e-mails are on reserved example domains": """
        SELECT email FROM users WHERE email LIKE '%@%' AND email NOT LIKE '%@exemple.fr'
        UNION SELECT email FROM profiles WHERE email NOT LIKE '%@exemple.fr'
        UNION SELECT email FROM structures WHERE email NOT LIKE '%@exemple.org'
        UNION SELECT email FROM reseaux WHERE email NOT LIKE '%@exemple.org'
        UNION SELECT email FROM invitations WHERE email NOT LIKE '%@exemple.org'""",
    "users.name holds the e-mail": "SELECT id FROM users WHERE name != email OR email != lower(email)",
    "a cleared account keeps no identity": """
        SELECT users.id FROM users JOIN profiles ON profiles.user_id = users.id
        WHERE (archived_at IS NOT NULL OR anonymous_at IS NOT NULL)
        AND (first_name != 'Utilisateur' OR users.email LIKE '%@%' OR profiles.zip IS NOT NULL
             OR profiles.email IS NOT NULL)""",
    "a profile id is never the user id": "SELECT id FROM profiles WHERE id = user_id",
    "postal codes agree with the département": """
        SELECT id FROM structures WHERE zip NOT LIKE department || '%' AND department != '2A'""",
    "each département has a référent": """
        SELECT id FROM departments WHERE id NOT IN (SELECT rolable_id FROM rolables WHERE role_id = 3)""",
}


@pytest.mark.parametrize("rule", BREACHES)
def test_rule(sql: Sql, rule: str) -> None:
    assert sql(BREACHES[rule]) == []


def test_every_reference_points_to_a_row(sql: Sql) -> None:
    assert sql("PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("table", ["structures", "missions", "participations", "messages", "users", "activity_log"])
def test_rows_are_dated_in_order_and_in_the_past(sql: Sql, table: str) -> None:
    assert sql(f"SELECT id FROM {table} WHERE updated_at < created_at OR updated_at > '2026-11-24 07:00:01'") == []


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_no_table_is_left_empty(sql: Sql, table: str) -> None:
    assert sql(f"SELECT count(*) FROM {table}")[0][0] > 0


@pytest.mark.parametrize(
    ("table", "column", "count"),
    [
        ("structures", "state", 6),
        ("structures", "statut_juridique", 5),
        ("missions", "state", 7),
        ("missions", "type", 2),
        ("missions", "date_type", 2),
        ("missions", "is_registration_open", 2),
        ("participations", "state", 5),
        ("mission_templates", "state", 4),
        ("users", "banned_reason", 3),
        ("territoires", "state", 2),
        ("departments", "number", 31),
        ("profiles", "notification__responsable_frequency", 2),
    ],
)
def test_every_case_is_there(sql: Sql, table: str, column: str, count: int) -> None:
    assert sql(f"SELECT count(DISTINCT {column}) FROM {table}") == [(count,)]


def test_missions_are_full_closed_offline_or_past_their_end(sql: Sql) -> None:
    cases = sql(
        "SELECT sum(places_left = 0), sum(NOT is_registration_open), sum(NOT is_online), sum(end_date < '2026-11-24')"
        " FROM missions WHERE state = 'Validée'"
    )
    assert min(cases[0]) >= 5


def test_personas_aside_people_apply_mostly_near_home(sql: Sql) -> None:
    near, all_of_them = sql(
        "SELECT sum(missions.department = profiles.department), count(*) FROM participations"
        " JOIN missions ON missions.id = mission_id JOIN profiles ON profiles.id = profile_id"
        " WHERE profiles.department IS NOT NULL"
    )[0]
    assert near / all_of_them > 0.6
