"""The municipality's pages, as its coordinator, its reader, the programme office and strangers meet them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from borgerpuls.fieldwork.enrolment import decisions, enrolments
from borgerpuls.fieldwork.models import AuditEntry, Comment, Enrolment, LocalQuestion, Message, Person, Wave

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

PAGES = ("", "spoergsmaal/", "brev/", "sammenligning/", "stikproeve/", "svar/", "rapport/")
LANGUAGES = ("da", "en", "ar")
SignedIn = Callable[..., Client]


@pytest.fixture
def wave(office: Any) -> str:
    """A wave that enrols, with Norddjurs in it and a list of twenty."""
    open_wave = Wave.objects.get(name=office.wave)
    made = Wave.objects.create(
        **{
            **{f.name: getattr(open_wave, f.name) for f in Wave._meta.concrete_fields if f.name != "id"},
            "name": "next",
            "title": {"da": "Den næste", "en": "The next"},
            "state": Wave.State.ENROLLING,
            "fielded": None,
            "opens_on": office.now.date() + timedelta(30),
            "closes_on": office.now.date() + timedelta(60),
        }
    )
    decisions.enrol("0707", made.name, "test", office.now)
    return str(made.name)


def here(wave: str, page: str = "", code: str = "0707") -> str:
    return f"/kommune/{code}/{wave}/{page}"


def words(client: Client, address: str, language: str = "da") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def listed(wave: str, many: int, sampled: bool = True) -> None:
    enrolment = Enrolment.objects.get(wave__name=wave, municipality="0707")
    Person.objects.bulk_create(
        Person(
            enrolment=enrolment,
            pseudonym=f"list{n:018}",
            code_hash=b"list" + n.to_bytes(12, "big"),
            background={"target_group": "jobparat" if n % 2 else "sygedagpenge", "sex": "k", "age": "30-39"},
            sampled=sampled,
            compare=str(n % 2),
        )
        for n in range(many)
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(list_state=Enrolment.List.ACCEPTED)


def questions(changed: Mapping[str, str] | None = None, number: int = 1, scale: str = "degree") -> dict[str, str]:
    form = {f"scale-{number}": scale}
    for language in LANGUAGES:
        form[f"wording-{number}-{language}"] = f"Er der en plan? ({language})"
        form[f"short-{number}-{language}"] = f"Plan ({language})"
    return {**form, **(changed or {})}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_opens_for_coordinator_reader_and_programme(
    staff_client: SignedIn, wave: str, page: str, language: str
) -> None:
    for client in (staff_client("coordinator", "0707"), staff_client("reader", "0707"), staff_client("programme")):
        assert "<h1>" in words(client, here(wave, page), language)


@pytest.mark.parametrize(
    "page", [*PAGES, "frameld", "rapport/kommentarer", "brev/da.pdf", "rapport/reports/0707.da.pdf"]
)
def test_a_foreign_municipality_an_unknown_wave_and_strangers_find_nothing(
    staff_client: SignedIn, wave: str, page: str
) -> None:
    foreign = staff_client("coordinator", "0101")
    assert foreign.get(here(wave, page)).status_code == 404
    assert staff_client("coordinator", "0707").get(here("nowhere", page)).status_code == 404
    assert staff_client("programme").get(here(wave, page, code="0101")).status_code == 404
    assert Client().get(here(wave, page)).status_code == 302


def test_a_front_page_is_for_those_who_may_read_it(staff_client: SignedIn, wave: str) -> None:
    assert staff_client("coordinator", "0101").get("/kommune/0707/").status_code == 404
    assert staff_client("programme").get("/kommune/9999/").status_code == 404
    assert "Den næste" in words(staff_client("reader", "0707"), "/kommune/0707/")


def test_a_coordinator_enrols_and_is_led_to_the_steps(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0101")
    assert "Tilmeld kommunen" in words(client, "/kommune/0101/")
    answer = client.post(here(wave, "tilmeld", "0101"), follow=True)
    assert answer.redirect_chain[-1][0] == here(wave, "", "0101")
    assert "Næste skridt: Afsender og brev" in unescape(answer.content.decode())


def test_a_wave_that_has_opened_takes_no_more_enrolments(staff_client: SignedIn, wave: str) -> None:
    Wave.objects.filter(name=wave).update(state="open")
    answer = staff_client("coordinator", "0101").post(here(wave, "tilmeld", "0101"))
    assert answer.status_code == 409
    assert "Den er ikke åben for tilmelding." in unescape(answer.content.decode())


@pytest.mark.parametrize("role", ["reader", "programme"])
@pytest.mark.parametrize("page", ["spoergsmaal/", "brev/", "sammenligning/", "stikproeve/", "frameld", "svar/igen"])
def test_those_who_only_read_can_change_nothing(staff_client: SignedIn, wave: str, role: str, page: str) -> None:
    listed(wave, 20)
    client = staff_client(role, "0707" if role == "reader" else None)
    before = enrolments.enrolment("0707", wave)
    assert client.post(here(wave, page), {**questions(), "sender": "x", "everybody": "1"}).status_code == 404
    assert enrolments.enrolment("0707", wave) == before
    assert AuditEntry.objects.filter(who__contains=role).count() == 0


@pytest.mark.parametrize("page", ["spoergsmaal/", "brev/", "sammenligning/", "stikproeve/"])
def test_a_reader_is_shown_no_form(staff_client: SignedIn, wave: str, page: str) -> None:
    listed(wave, 20)
    assert 'method="post" novalidate' in words(staff_client("coordinator", "0707"), here(wave, page))
    assert 'method="post" novalidate' not in words(staff_client("reader", "0707"), here(wave, page))


def test_withdrawing_asks_first(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "forlader Den næste" in words(client, here(wave, "frameld"))
    assert Enrolment.objects.filter(wave__name=wave).exists()
    answer = client.post(here(wave, "frameld"), follow=True)
    assert answer.redirect_chain[-1][0] == "/kommune/0707/"
    assert not Enrolment.objects.filter(wave__name=wave).exists()


def test_nobody_is_offered_to_withdraw_when_it_is_too_late(staff_client: SignedIn, office: Any) -> None:
    client = staff_client("coordinator", "0707")
    assert "kan ikke længere melde sig fra" in words(client, here(office.wave, "frameld"))
    assert client.post(here(office.wave, "frameld")).status_code == 409
    assert Enrolment.objects.filter(pk=office.enrolments["0707"]).exists()


def test_local_questions_are_saved_and_shown_as_on_a_phone_in_each_language(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    answer = client.post(here(wave, "spoergsmaal/"), questions(), follow=True)
    page = unescape(answer.content.decode())
    assert "Spørgsmålene er gemt." in page
    assert page.count('class="phone"') == len(LANGUAGES)
    assert 'lang="ar" dir="rtl"' in page
    assert LocalQuestion.objects.get(enrolment__wave__name=wave).wording["ar"] == "Er der en plan? (ar)"


def test_what_was_typed_stays_when_something_is_wrong(staff_client: SignedIn, wave: str) -> None:
    form = questions({"short-2-en": "", "wording-2-da": 'Får du <b>"svar"</b>?'}, 2, scale="")
    answer = staff_client("coordinator", "0707").post(here(wave, "spoergsmaal/"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Får du &lt;b&gt;&quot;svar&quot;&lt;/b&gt;?" in page
    assert 'aria-invalid="true"' in page
    assert 'id="short-1-en-error"' in page  # blank questions before it are left out
    assert "Der er ikke valgt en svarskala." in unescape(page)
    assert not LocalQuestion.objects.filter(enrolment__wave__name=wave).exists()


def test_showing_saves_nothing(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    page = unescape(client.post(here(wave, "spoergsmaal/"), {**questions(), "show": "1"}).content.decode())
    assert "Det er ikke gemt endnu." in page
    assert "Er der en plan? (en)" in page
    assert not LocalQuestion.objects.filter(enrolment__wave__name=wave).exists()
    letter = {"sender": "Djursland", "reply_to": "", "show": "1"}
    assert "Djursland" in client.post(here(wave, "brev/"), letter).content.decode()
    assert enrolments.enrolment("0707", wave).sender == "Norddjurs Kommune"


def test_a_doubt_is_told_again_when_the_page_is_opened_again(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    hard = {"wording-1-da": "Beskæftigelsesindsatsens tværfaglighed understøtter kompetenceudviklingsaktiviteter."}
    client.post(here(wave, "spoergsmaal/"), questions(hard))
    assert 'Spørgsmålet "Plan (da)" er svært at læse på dansk' in words(client, here(wave, "spoergsmaal/"))


def test_questions_are_settled_when_the_wave_opens(staff_client: SignedIn, office: Any) -> None:
    client = staff_client("coordinator", "0707")
    assert "Spørgsmålene ligger fast." in words(client, here(office.wave, "spoergsmaal/"))
    answer = client.post(here(office.wave, "spoergsmaal/"), questions())
    assert answer.status_code == 422
    assert LocalQuestion.objects.filter(enrolment__wave__name=office.wave).count() == 2


def test_the_letter_is_shown_whole_in_every_language_with_the_own_paragraph(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    own = {f"paragraph-{language}": f"Vi læser alt. ({language})" for language in LANGUAGES}
    form = {"sender": "Norddjurs Kommune", "reply_to": "svar@norddjurs.example", **own}
    page = unescape(client.post(here(wave, "brev/"), form, follow=True).content.decode())
    assert "Brevet er gemt." in page
    for language in LANGUAGES:
        assert f"<p>Vi læser alt. ({language})</p>" in page
    assert "Kære Anna Eksempel" in page
    assert page.count('class="sms"') == len(LANGUAGES)
    assert "påmindelse" in words(client, here(wave, "brev/") + "?occasion=1").lower()


def test_a_link_in_the_letter_is_refused_and_the_words_kept(staff_client: SignedIn, wave: str) -> None:
    form = {"sender": "Norddjurs", "paragraph-da": "Se www.norddjurs.dk", "paragraph-en": "x", "paragraph-ar": "x"}
    answer = staff_client("coordinator", "0707").post(here(wave, "brev/"), form)
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "Der står et link eller en adresse." in page
    assert "Se www.norddjurs.dk</textarea>" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_on_paper_is_a_pdf_in_each_language(staff_client: SignedIn, wave: str, language: str) -> None:
    answer = staff_client("reader", "0707").get(here(wave, f"brev/{language}.pdf"))
    assert answer.content.startswith(b"%PDF")
    assert staff_client("reader", "0707").get(here(wave, "brev/xx.pdf")).status_code == 404


def test_a_comparison_is_told_beforehand_what_it_can_show(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "0,34" in words(client, here(wave, "sammenligning/"))  # 100 against 100 at 0.85
    listed(wave, 1000)
    page = words(client, here(wave, "sammenligning/"))
    assert "150" in page
    assert "0,28" in page  # 150 against 150: 30 % of 500 and 500
    assert "Ja" in page


def test_a_comparison_is_saved_removed_and_its_faults_are_told(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    names = {f"{part}-{lang}": f"{part} {lang}" for part in ("name", "one", "zero") for lang in LANGUAGES}
    refused = client.post(here(wave, "sammenligning/"), names)
    assert refused.status_code == 422
    assert 'value="one da"' in refused.content.decode()
    client.post(here(wave, "sammenligning/"), {**names, "column": "Hold", "randomised": "1"})
    found = enrolments.enrolment("0707", wave).comparison
    assert found is not None
    assert (found.column, found.groups[1]["en"], found.randomised) == ("Hold", "one en", True)
    assert 'value="1" aria-describedby="randomised-hint" checked' in words(client, here(wave, "sammenligning/"))
    listed(wave, 0)
    assert "ingen kolonne »Hold«" in words(client, here(wave))
    client.post(here(wave, "sammenligning/"), {"remove": "1"})
    assert enrolments.enrolment("0707", wave).comparison is None


def test_a_sample_is_proposed_drawn_and_kept_with_its_seed(staff_client: SignedIn, wave: str) -> None:
    client = staff_client("coordinator", "0707")
    assert "Populationslisten kommer først." in words(client, here(wave, "stikproeve/"))
    listed(wave, 400)
    page = words(client, here(wave, "stikproeve/") + "?width=0.2&rate=0.5&by=target_group")
    assert '<option value="0.2" selected>' in page
    assert 'value="139"' in page  # 69.4 answers for ± 0.2 at 0.85, half of those asked answering
    client.post(here(wave, "stikproeve/"), {"size": "100", "by": "target_group"})
    view = enrolments.enrolment("0707", wave)
    assert (view.sampled, view.sample_size, view.sample_by) == (100, 100, "target_group")
    assert str(view.sample_seed) in words(client, here(wave, "stikproeve/"))
    client.post(here(wave, "stikproeve/"), {"everybody": "1", "by": ""})
    assert enrolments.enrolment("0707", wave).sampled == 400


@pytest.mark.parametrize("size", ["", "0", "401", "-5", "ti", "²", "9" * 40])
def test_a_size_that_cannot_be_is_refused_and_kept(staff_client: SignedIn, wave: str, size: str) -> None:
    listed(wave, 400)
    answer = staff_client("coordinator", "0707").post(here(wave, "stikproeve/"), {"size": size, "by": ""})
    assert answer.status_code == 422
    assert f'value="{size}" aria-describedby="size-error"' in answer.content.decode()


def test_the_responses_name_groups_that_fall_behind_and_hide_small_ones(staff_client: SignedIn, office: Any) -> None:
    enrolment = Enrolment.objects.get(wave__name=office.wave, municipality="0707")
    rows = []
    for n in range(200):
        group = "sygedagpenge" if n < 60 else "jobparat"
        answered = office.now - timedelta(days=n % 5) if n % 20 < (1 if n < 60 else 9) else None
        rows.append(
            Person(
                enrolment=enrolment,
                pseudonym=f"x{n:021}",
                code_hash=b"x" + n.to_bytes(15, "big"),
                background={"target_group": group, "sex": "k", "age": "30-39"},
                started_at=answered,
                submitted_at=answered,
            )
        )
    Person.objects.bulk_create(rows)
    Message.objects.bulk_create(
        Message(
            person=person,
            enrolment=enrolment,
            occasion=0,
            channel="email",
            state="unsure" if k == 0 else "failed_for_good" if k == 1 else "delivered",
            due_at=office.now,
            begun_at=office.now,
            handed_over_at=office.now,
        )
        for k, person in enumerate(rows)
    )
    client = staff_client("coordinator", "0707")
    page = words(client, here(office.wave, "svar/"))
    assert "<strong>Sygedagpengemodtagere</strong>" in page
    assert "<strong>Jobparate</strong>" not in page
    assert "Små grupper tilsammen" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" role="img"' in page
    assert "1 besked er måske sendt, måske ikke" in page
    assert "1 besked kunne ikke afleveres" in page
    assert "Halter bagefter" in words(client, here(office.wave))
    assert "Send dem igen" not in words(staff_client("reader", "0707"), here(office.wave, "svar/"))
    client.post(here(office.wave, "svar/igen"))
    assert Message.objects.filter(state="queued").count() == 1


def test_no_page_holds_a_pseudonym_or_contact_data(staff_client: SignedIn, office: Any) -> None:
    client = staff_client("coordinator", "0707")
    for page in PAGES:
        found = words(client, here(office.wave, page))
        assert "p0707" not in found
        assert "Prøve Person" not in found
        assert "9999" not in found


def test_the_report_is_served_when_published_and_before_to_the_programme_alone(
    staff_client: SignedIn, office: Any, settings: Settings
) -> None:
    folder = Path(settings.REPORTS) / office.wave / "reports"
    folder.mkdir(parents=True)
    (folder / "0707.da.pdf").write_bytes(b"%PDF")
    (folder.parent / ".secret.pdf").write_bytes(b"%PDF")
    coordinator, programme = staff_client("coordinator", "0707"), staff_client("programme")
    file = here(office.wave, "rapport/reports/0707.da.pdf")
    assert coordinator.get(file).status_code == programme.get(file).status_code == 404
    Wave.objects.update(state="frozen")
    assert coordinator.get(file).status_code == 404
    assert b"".join(programme.get(file)) == b"%PDF"
    assert "0707.da.pdf" not in words(coordinator, here(office.wave, "rapport/"))
    Wave.objects.update(state="published")
    assert b"".join(coordinator.get(file)) == b"%PDF"
    assert "0707.da.pdf" in words(coordinator, here(office.wave, "rapport/"))
    for outside in (".secret.pdf", "../../keys.json", "reports/../../../keys.json", "reports"):
        assert coordinator.get(here(office.wave, f"rapport/{outside}")).status_code == 404


def test_comments_are_the_coordinators_once_frozen_and_fetching_them_is_logged(
    staff_client: SignedIn, office: Any
) -> None:
    person = Person.objects.get(pk=office.persons["0707"][0])
    Person.objects.filter(pk=person.pk).update(submitted_at=office.now)
    Comment.objects.create(person=person, at=office.now, words="=Tak for hjælpen")
    coordinator = staff_client("coordinator", "0707")
    address = here(office.wave, "rapport/kommentarer")
    assert coordinator.get(address).status_code == 404
    Wave.objects.update(state="frozen")
    assert staff_client("reader", "0707").get(address).status_code == 404
    assert staff_client("programme").get(address).status_code == 404
    assert "1 borger har skrevet en kommentar." in words(coordinator, here(office.wave, "rapport/"))
    assert "'=Tak for hjælpen" in coordinator.get(address).content.decode("utf-8-sig")
    assert AuditEntry.objects.filter(act="comments.read", municipality="0707").count() == 1
