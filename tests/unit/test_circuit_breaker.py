"""Nobody waits for what does not answer; somebody tries again now and then."""

from bot.circuit_breaker import CircuitBreaker


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(failures_allowed=3, rest_seconds=20.0, now=clock)
    for _ in range(3):
        assert breaker.allows_a_call()
        breaker.failed()
    return breaker


def test_it_opens_after_three_failures_in_a_row() -> None:
    assert not opened(Clock()).allows_a_call()


def test_a_success_between_them_counts_for_nothing_having_happened() -> None:
    breaker = CircuitBreaker(failures_allowed=2, now=Clock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows_a_call()


def test_after_the_rest_one_caller_tries_and_the_others_go_on_without() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 20.0
    assert [breaker.allows_a_call() for _ in range(3)] == [True, False, False]


def test_it_closes_when_the_one_who_tried_succeeds() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 20.0
    assert breaker.allows_a_call()
    breaker.succeeded()
    assert all(breaker.allows_a_call() for _ in range(3))


def test_it_rests_again_when_the_one_who_tried_fails() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 20.0
    assert breaker.allows_a_call()
    breaker.failed()
    clock.now += 19.9
    assert not breaker.allows_a_call()
    clock.now += 0.1
    assert breaker.allows_a_call()
