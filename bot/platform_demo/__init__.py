"""A demo database of the platform: plausible, coherent, invented, and the same for the same seed and day.

It has the platform's true schema, so that what reads it (`bot.platform_client`) needs no other path for the demo.
"""

from bot.platform_demo.generator import DemoSummary, generate
from bot.platform_demo.personas import PERSONAS, Persona
from bot.platform_demo.writer import NotADemoDatabase

__all__ = ["PERSONAS", "DemoSummary", "NotADemoDatabase", "Persona", "generate"]
