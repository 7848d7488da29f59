"""A form's mark belongs to one person and one site."""

from borgerpuls.web.citizen import session


def test_a_mark_is_one_persons_and_cannot_be_made_without_the_sites_key(settings) -> None:
    first = session.mark(1)
    assert first == session.mark(1)
    assert first != session.mark(2)
    settings.SECRET_KEY = "another"
    assert session.mark(1) != first


def test_no_two_forms_have_the_same_number() -> None:
    assert len({session.new_form() for _ in range(1000)}) == 1000
