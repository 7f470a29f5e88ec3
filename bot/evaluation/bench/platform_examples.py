"""Real people of a platform database to ask questions for: those with the most to tell, and some at random.

Reads more than the assistant may: it is for measures and tests, on a demo database.
"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.evaluation.bench.platform_questions import Asker, Example

_NOT_BLOCKED = "users.archived_at IS NULL AND users.anonymous_at IS NULL AND users.banned_at IS NULL"

# Every one gives: user_id, mission_id, weight (how much there is to tell).
_CANDIDATES = {
    Asker.VOLUNTEER: """
        SELECT profiles.user_id, max(participations.mission_id) AS mission_id, count(*) AS weight
        FROM participations JOIN profiles ON profiles.id = participations.profile_id
        GROUP BY profiles.user_id""",
    Asker.RESPONSABLE: """
        SELECT profiles.user_id, max(participations.mission_id) AS mission_id, count(*) AS weight
        FROM rolables
        JOIN profiles ON profiles.user_id = rolables.user_id
        JOIN missions_responsables ON missions_responsables.responsable_id = profiles.id
        JOIN participations ON participations.mission_id = missions_responsables.mission_id
        WHERE rolables.role_id = 2
        GROUP BY profiles.user_id""",
    Asker.REFERENT: """
        SELECT rolables.user_id, max(missions.id) AS mission_id, count(*) AS weight
        FROM rolables
        JOIN departments ON rolables.role_id = 3 AND departments.id = rolables.rolable_id
          OR rolables.role_id = 4 AND departments.region_id = rolables.rolable_id
        JOIN missions ON missions.department = departments.number
        WHERE rolables.role_id IN (3, 4)
        GROUP BY rolables.user_id""",
}


async def find_examples(connection: AsyncConnection, each: int) -> Mapping[Asker, list[Example]]:
    """Up to twice `each` of every kind: the busiest, and others picked by chance, always the same."""
    return {asker: await _find(connection, query, each) for asker, query in _CANDIDATES.items()}


async def _find(connection: AsyncConnection, candidates: str, each: int) -> list[Example]:
    query = f"""
        WITH candidates AS ({candidates}),
        ranked AS (
            SELECT candidates.user_id, candidates.mission_id,
                   row_number() OVER (ORDER BY weight DESC, candidates.user_id) AS by_weight,
                   row_number() OVER (ORDER BY md5(candidates.user_id::text)) AS by_chance
            FROM candidates JOIN users ON users.id = candidates.user_id
            WHERE {_NOT_BLOCKED}
        )
        SELECT ranked.user_id, mission_id, structure_id
        FROM ranked JOIN missions ON missions.id = mission_id
        WHERE by_weight <= :each OR by_chance <= :each
        ORDER BY by_weight
    """  # noqa: S608
    rows = await connection.execute(text(query), {"each": each})
    return [Example(row.user_id, row.mission_id, row.structure_id) for row in rows]
