"""Rows that do not depend on chance: regions, départements, domaines and activities (platform facts §2.9, §2.10)."""

from bot.platform_demo.geography import DEPARTMENTS, REGIONS
from bot.platform_demo.taxonomies import ACTIVITIES, DOMAINES, RETIRED_DOMAINE_ID
from bot.platform_demo.vocabulary import slug_of
from bot.platform_demo.world import Row


def region_rows() -> list[Row]:
    """Return the regions."""
    return [{"id": region.id, "name": region.name} for region in REGIONS]


def department_rows() -> list[Row]:
    """Return the départements with their region."""
    return [
        {"id": each.id, "number": each.number, "name": each.name, "region_id": each.region.id} for each in DEPARTMENTS
    ]


def domaine_rows() -> list[Row]:
    """Return the domaines d'action."""
    return [
        {
            "id": id,
            "name": name,
            "title": name,
            "slug": slug_of(name),
            "published": id != RETIRED_DOMAINE_ID,
        }
        for id, name in DOMAINES.items()
    ]


def activity_rows() -> list[Row]:
    """Return the activities."""
    return [{"id": id, "name": name, "slug": slug_of(name), "is_published": True} for id, name in ACTIVITIES.items()]
