"""Wrong codes leak away with time, address by address, and memory has an end."""

from borgerpuls.web.citizen.throttle import ADDRESSES, EVERY, MANY, WrongCodes


def test_a_handful_of_wrong_codes_is_human() -> None:
    failures = WrongCodes()
    assert not any(failures.too_many("a", now) for now in range(MANY))


def test_too_many_at_once_are_told_and_forgotten_with_time() -> None:
    failures = WrongCodes()
    assert [failures.too_many("a", 0.0) for _ in range(MANY + 2)] == [False] * MANY + [True] * 2
    assert failures.too_many("a", EVERY / 2)
    assert not failures.too_many("a", EVERY * 3)
    assert not failures.too_many("a", EVERY * 1000)


def test_one_address_does_not_spend_anothers() -> None:
    failures = WrongCodes()
    for _ in range(MANY * 2):
        failures.too_many("a", 0.0)
    assert not failures.too_many("b", 0.0)


def test_addresses_without_end_do_not_fill_the_memory() -> None:
    failures = WrongCodes()
    for n in range(ADDRESSES + 100):
        failures.too_many(str(n), 0.0)
    assert len(failures._seen) == ADDRESSES
