"""The platform's tables under their true names, oddities included (platform facts §2).

Only what the platform's migrations say: indexes are its own affair, and columns whose names are not known to us (the
`seo_*` ones) are absent.
"""

from bot.platform_client.tables.columns import metadata
from bot.platform_client.tables.journal import activity_log, notes
from bot.platform_client.tables.missions import (
    mission_templates,
    missions,
    missions_responsables,
    missions_users_favorites,
    missions_users_waiting_list,
)
from bot.platform_client.tables.participations import (
    conversations,
    conversations_users,
    messages,
    notifications_temoignages,
    participations,
    temoignages,
)
from bot.platform_client.tables.people import invitations, profiles, rolables, roles, users
from bot.platform_client.tables.places import departments, regions, territoires
from bot.platform_client.tables.structures import (
    reseau_structure,
    reseaux,
    score_structure,
    structures,
)
from bot.platform_client.tables.taxonomies import activities, domainables, domaines

__all__ = [
    "activities",
    "activity_log",
    "conversations",
    "conversations_users",
    "departments",
    "domainables",
    "domaines",
    "invitations",
    "messages",
    "metadata",
    "mission_templates",
    "missions",
    "missions_responsables",
    "missions_users_favorites",
    "missions_users_waiting_list",
    "notes",
    "notifications_temoignages",
    "participations",
    "profiles",
    "regions",
    "reseau_structure",
    "reseaux",
    "rolables",
    "roles",
    "score_structure",
    "structures",
    "temoignages",
    "territoires",
    "users",
]
