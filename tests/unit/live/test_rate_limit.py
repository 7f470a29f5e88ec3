"""A burst, then a steady rate; memory stays bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RateLimited
from bot.live import rate_limit
from bot.live.rate_limit import AddressBuckets, Bucket, ConnectionCount


class Stopwatch:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def is_refused(bucket: Bucket) -> bool:
    try:
        bucket.spend()
    except RateLimited:
        return True
    return False


def test_a_burst_passes_and_the_next_one_waits() -> None:
    bucket = Bucket(3, 0.5, Stopwatch())
    assert [is_refused(bucket) for _ in range(4)] == [False, False, False, True]
    with pytest.raises(RateLimited) as refusal:
        bucket.spend()
    assert refusal.value.retry_after_seconds == pytest.approx(2.0, abs=0.11)


def test_tokens_come_back_with_time_up_to_the_burst() -> None:
    time = Stopwatch()
    bucket = Bucket(2, 1.0, time)
    assert [is_refused(bucket) for _ in range(3)] == [False, False, True]
    time.now += 1.0
    assert [is_refused(bucket) for _ in range(2)] == [False, True]
    time.now += 1000.0
    assert [is_refused(bucket) for _ in range(3)] == [False, False, True]


def test_insisting_does_not_prolong_the_wait() -> None:
    time = Stopwatch()
    bucket = Bucket(1, 1.0, time)
    bucket.spend()
    for _ in range(9):
        time.now += 0.1
        assert is_refused(bucket)
    time.now += 0.11
    assert not is_refused(bucket)


@given(
    st.integers(1, 10),
    st.floats(0.01, 50.0),
    st.lists(st.floats(0, 5.0), min_size=1, max_size=30),
)
def test_whoever_waits_as_long_as_told_passes(burst: int, per_second: float, pauses: list[float]) -> None:
    time = Stopwatch()
    bucket = Bucket(burst, per_second, time)
    for pause in pauses:
        time.now += pause
        try:
            bucket.spend()
        except RateLimited as refusal:
            assert refusal.retry_after_seconds is not None
            assert refusal.retry_after_seconds > 0
            time.now += refusal.retry_after_seconds
            bucket.spend()


def test_addresses_do_not_share_their_tokens() -> None:
    buckets = AddressBuckets(1, 0.001)
    buckets.spend("a")
    buckets.spend("b")
    with pytest.raises(RateLimited):
        buckets.spend("a")


def test_the_address_not_seen_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "_ADDRESSES_REMEMBERED", 3)
    buckets = AddressBuckets(2, 0.001)
    for address in ("a", "b", "c", "a", "d"):
        buckets.spend(address)
    with pytest.raises(RateLimited):  # seen twice, remembered
        buckets.spend("a")
    for address in ("b", "b"):  # forgotten when « d » came: it starts anew
        buckets.spend(address)
    with pytest.raises(RateLimited):
        buckets.spend("b")


def test_connections_are_counted_by_address_and_given_back() -> None:
    count = ConnectionCount(2)
    assert [count.enter("a"), count.enter("a"), count.enter("a"), count.enter("b")] == [True, True, False, True]
    count.leave("a")
    assert [count.enter("a"), count.enter("a")] == [True, False]


def test_a_refused_connection_is_not_counted() -> None:
    count = ConnectionCount(1)
    count.enter("a")
    for _ in range(5):
        assert not count.enter("a")
    count.leave("a")
    assert count.enter("a")
