"""Organisations, their score and their networks (platform facts §2.4, §2.9)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.platform_client.tables.columns import (
    Json,
    Timestamp,
    Varchar,
    contact,
    int4_id,
    int8_id,
    metadata,
    timestamps,
)

structures = Table(
    "structures",
    metadata,
    int4_id(),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="SET NULL")),
    Column("name", Varchar, nullable=False),
    Column("slug", Varchar),
    Column("state", Varchar, nullable=False, server_default="Brouillon"),
    Column("statut_juridique", Varchar),
    Column("association_types", Json),
    Column("structure_publique_type", Varchar),
    Column("structure_publique_etat_type", Varchar),
    Column("structure_privee_type", Varchar),
    Column("rna", Text),
    Column("siret", Varchar),
    Column("api_id", Text),
    Column("is_alsace_moselle", Boolean, nullable=False, server_default=false()),
    Column("description", Text),
    *contact(),
    Column("donation", Text),
    Column("publics_beneficiaires", Json, nullable=False, server_default="[]"),
    Column("image_1", Text),
    Column("image_2", Text),
    Column("color", Varchar),
    Column("send_volunteer_coordonates", Boolean, nullable=False, server_default=false()),
    *timestamps(),
    Column("deleted_at", Timestamp),
)

score_structure = Table(
    "score_structure",
    metadata,
    Column("structure_id", BigInteger, ForeignKey("structures.id"), unique=True),
    Column("total_points", Numeric(8, 2), nullable=False),
    Column("engagement_points", Numeric(8, 2), nullable=False),
    Column("reactivity_points", Numeric(8, 2), nullable=False),
    Column("bonus_points", Numeric(8, 2), nullable=False),
    Column("processed_participations_rate", Numeric(8, 2)),  # Per cent.
    Column("response_time", Integer),  # Seconds.
    Column("nb_last_participations", Integer, nullable=False),
    Column("nb_last_participations_with_response", Integer, nullable=False),
    *timestamps(),
)

reseaux = Table(
    "reseaux",
    metadata,
    int8_id(),
    Column("name", Varchar),
    Column("description", Text),
    *contact(),
    Column("donation", Text),
    Column("publics_beneficiaires", Json, server_default="[]"),
    Column("is_published", Boolean, server_default=false()),
    Column("slug", Varchar),
    *timestamps(),
)

reseau_structure = Table(
    "reseau_structure",
    metadata,
    int8_id(),
    Column("reseau_id", BigInteger, ForeignKey("reseaux.id")),
    Column("structure_id", Integer, ForeignKey("structures.id")),
    UniqueConstraint("reseau_id", "structure_id"),
)
