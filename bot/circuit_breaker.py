"""Stops asking something that does not answer, so that visitors need not wait for it one after the other."""

import time
from collections.abc import Callable


class CircuitBreaker:
    """Open after some failures in a row; lets one call try again after a rest, and closes when it succeeds."""

    def __init__(
        self, failures_allowed: int = 3, rest_seconds: float = 20.0, now: Callable[[], float] = time.monotonic
    ):
        self._failures_allowed = failures_allowed
        self._rest_seconds = rest_seconds
        self._now = now
        self._failures = 0
        self._tries_again_at = 0.0

    def allows_a_call(self) -> bool:
        """Whether to ask now. While open, only the first caller after the rest gets `True`, until it has succeeded."""
        if self._failures < self._failures_allowed:
            return True
        if self._now() < self._tries_again_at:
            return False
        self._tries_again_at = self._now() + self._rest_seconds
        return True

    def succeeded(self) -> None:
        """An answer came."""
        self._failures = 0

    def failed(self) -> None:
        """No answer came."""
        self._failures += 1
        self._tries_again_at = self._now() + self._rest_seconds
