"""The gateway behind its real door."""

from tests.running_gateway import channel, gateway, secrets, start_gateway

__all__ = ["channel", "gateway", "secrets", "start_gateway"]
