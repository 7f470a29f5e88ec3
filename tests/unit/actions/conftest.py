"""The demo platform, as the tests of the platform's client have it, for actions to tell of."""

from tests.unit.platform_client.conftest import Sql, connection, demo_file, engine, pristine_file, sql

__all__ = ["Sql", "connection", "demo_file", "engine", "pristine_file", "sql"]
