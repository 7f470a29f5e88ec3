"""The demo platform, as the tests of the platform's client have it, to search missions in."""

from tests.unit.platform_client.conftest import demo_file, engine, pristine_file, sql

__all__ = ["demo_file", "engine", "pristine_file", "sql"]
