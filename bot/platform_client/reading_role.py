"""The role of the assistant on the platform's PostgreSQL: it may read the columns listed here, and do nothing else.

The one declaration of what is read. The statements that create the role are made from it, and the tests hold it against
what the queries of this package really touch: no column may be missing, and none may be too many.
"""

from collections.abc import Mapping

from sqlalchemy import Table

from bot.platform_client import tables

_COLUMNS = {
    tables.activity_log: "created_at id properties subject_id subject_type",
    tables.conversations: "conversable_id conversable_type created_at id updated_at",
    tables.conversations_users: "conversation_id user_id",
    tables.departments: "id name number region_id",
    tables.domaines: "id name",
    tables.messages: "contextual_reason contextual_state conversation_id id type",
    tables.mission_templates: "description domaine_id domaine_secondary_id id objectif title",
    tables.missions: (
        "addresses commitment__total created_at dates deleted_at department description domaine_id "
        "domaine_secondary_id end_date id is_online is_registration_open name objectif "
        "participations_max places_left publics_volontaires slug start_date state structure_id "
        "template_id type updated_at"
    ),
    tables.missions_responsables: "mission_id responsable_id",
    tables.missions_users_waiting_list: "created_at deleted_at id mission_id user_id",
    tables.participations: "created_at id mission_id profile_id slots state updated_at",
    tables.profiles: (
        "city first_name id mobile notification__referent_frequency notification__responsable_frequency user_id zip"
    ),
    tables.regions: "id name",
    tables.reseaux: "id name",
    tables.rolables: "rolable_id rolable_type role_id user_id",
    tables.structures: (
        "city created_at deleted_at department description id is_alsace_moselle name rna state "
        "statut_juridique updated_at zip"
    ),
    tables.territoires: "id name",
    tables.users: (
        "anonymous_at archived_at banned_at context_role contextable_id created_at "
        "hard_bounced_at has_agreed_responsable_terms_at id"
    ),
}

READ_COLUMNS: Mapping[Table, tuple[str, ...]] = {table: tuple(names.split()) for table, names in _COLUMNS.items()}
"""What the queries read of each table.

Of `profiles.mobile`, nothing but whether the asker's own is filled in; of `activity_log.properties`, only states.
"""

_MOST_CONNECTIONS = 20
"""The action server keeps 15 at most; the rest is for a restart and for whoever looks."""


def creation_statements(role: str, schema: str = "public", timeout_seconds: int = 2) -> str:
    """The SQL that makes `role` what it must be; to be run by the owner of database and tables, who may create roles.

    One transaction, which can be run again after an update of the assistant: rights that are no longer needed, or were
    given by mistake, are taken back. The password is given apart. Raises `ValueError` for a name that holds « $ ».
    """
    if "$" in role + schema:
        raise ValueError(f"not a name that can be put into SQL: {role!r}, {schema!r}")
    quoted_role, quoted_schema = _quoted(role), _quoted(schema)
    lines = [
        "BEGIN;",
        f"DO $$ BEGIN CREATE ROLE {quoted_role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
        f"ALTER ROLE {quoted_role} CONNECTION LIMIT {_MOST_CONNECTIONS};",
        f"ALTER ROLE {quoted_role} SET search_path = {quoted_schema};",
        f"ALTER ROLE {quoted_role} SET default_transaction_read_only = on;",
        f"ALTER ROLE {quoted_role} SET statement_timeout = '{timeout_seconds}s';",
        f"ALTER ROLE {quoted_role} SET idle_in_transaction_session_timeout = '10s';",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {quoted_schema} FROM {quoted_role};",
        f"GRANT USAGE ON SCHEMA {quoted_schema} TO {quoted_role};",
        *(_grant(table, f"{quoted_schema}.{_quoted(table.name)}", quoted_role) for table in READ_COLUMNS),
        "COMMIT;",
    ]
    return "\n".join(lines) + "\n"


def _grant(table: Table, quoted_table: str, quoted_role: str) -> str:
    columns = ", ".join(map(_quoted, READ_COLUMNS[table]))
    return f"GRANT SELECT ({columns})\n  ON {quoted_table} TO {quoted_role};"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
