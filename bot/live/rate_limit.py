"""Token buckets: a burst, then a steady rate."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.errors import RateLimited

_ADDRESSES_REMEMBERED = 10_000


class Bucket:
    """Allows `burst` at once, then `per_second`."""

    def __init__(self, burst: int, per_second: float, monotonic: Callable[[], float] = time.monotonic):
        self._burst = burst
        self._per_second = per_second
        self._monotonic = monotonic
        self._tokens = float(burst)
        self._at = monotonic()

    def spend(self) -> None:
        """Take one, or raise `RateLimited` saying when to come back."""
        now = self._monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        if self._tokens < 1:
            # Rounded up: whoever waits as long as told must pass.
            seconds = math.floor((1 - self._tokens) / self._per_second * 10 + 1) / 10
            raise RateLimited(retry_after_seconds=seconds)
        self._tokens -= 1


class AddressBuckets:
    """One bucket an address; the least recently seen addresses are forgotten first, so memory is bounded."""

    def __init__(self, burst: int, per_second: float):
        self._burst = burst
        self._per_second = per_second
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def spend(self, address: str) -> None:
        """Take one for that address, or raise `RateLimited`."""
        bucket = self._buckets.get(address) or Bucket(self._burst, self._per_second)
        self._buckets[address] = bucket
        self._buckets.move_to_end(address)
        if len(self._buckets) > _ADDRESSES_REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.spend()


class ConnectionCount:
    """How many sockets each address has open."""

    def __init__(self, limit: int):
        self._limit = limit
        self._open: dict[str, int] = {}

    def enter(self, address: str) -> bool:
        """Count one more; False when that would be too many."""
        count = self._open.get(address, 0)
        if count >= self._limit:
            return False
        self._open[address] = count + 1
        return True

    def leave(self, address: str) -> None:
        """Count one less."""
        self._open[address] -= 1
        if self._open[address] == 0:
            del self._open[address]
