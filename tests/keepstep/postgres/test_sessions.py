from keepstep.postgres.sessions import SessionStore
from tests.cast import House


def test_what_a_request_changes_without_saving_it_is_not_found_by_the_next_one(house: House) -> None:
    kept = SessionStore()
    kept["seen"] = ["Vera"]
    kept.save()
    SessionStore(kept.session_key)["seen"].append("Oleg")
    assert SessionStore(kept.session_key)["seen"] == ["Vera"]


def test_a_session_that_was_changed_is_read_anew(house: House) -> None:
    kept = SessionStore()
    kept.save()
    for name in ("Vera", "Oleg"):
        kept["name"] = name
        kept.save()
        assert SessionStore(kept.session_key)["name"] == name
