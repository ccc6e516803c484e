"""argon2 is left to a thread: who logs in holds up nobody else who is served."""

from tests.ticking import printed_by


def test_hashing_and_judging_passwords_holds_up_nothing_else_in_the_service():
    found = printed_by("tests.service.accounts.green_hashing")
    assert len(found) == 4
    for way, seen in found.items():
        assert seen["took_s"] > 0.15, way  # long enough to notice
        # On the event loop the clock would stand still from the first to the last.
        assert seen["late_s"] < seen["took_s"] / 3, way
