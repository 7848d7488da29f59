"""A municipality's pages: where they lie, what they say, and the forms and lists that they are tried with."""

from collections.abc import Callable, Mapping
from html import unescape

from django.test import Client

from borgerpuls.fieldwork.models import Enrolment, Person

LANGUAGES = ("da", "en", "ar")
"""Those that the questionnaire is written in."""
SignedIn = Callable[..., Client]
"""``staff_client``: a browser where a person of a role is in."""


def here(wave: str, page: str = "", code: str = "0707") -> str:
    """The address of a municipality's page in a wave."""
    return f"/kommune/{code}/{wave}/{page}"


def words(client: Client, address: str, language: str = "da") -> str:
    """What a page says, in a language."""
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def listed(wave: str, many: int) -> None:
    """Put an accepted list of so many into Norddjurs, half of them in each of two groups."""
    enrolment = Enrolment.objects.get(wave__name=wave, municipality="0707")
    Person.objects.bulk_create(
        Person(
            enrolment=enrolment,
            pseudonym=f"list{n:018}",
            code_hash=b"list" + n.to_bytes(12, "big"),
            background={"target_group": "jobparat" if n % 2 else "sygedagpenge", "sex": "k", "age": "30-39"},
            compare=str(n % 2),
        )
        for n in range(many)
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(list_state=Enrolment.List.ACCEPTED)


def questions(changed: Mapping[str, str] | None = None, number: int = 1, scale: str = "degree") -> dict[str, str]:
    """The form of one local question, filled in; ``changed`` are fields that say something else."""
    form = {f"scale-{number}": scale}
    for language in LANGUAGES:
        form[f"wording-{number}-{language}"] = f"Er der en plan? ({language})"
        form[f"short-{number}-{language}"] = f"Plan ({language})"
    return {**form, **(changed or {})}
