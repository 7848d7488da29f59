"""One wave from its plan to the report in a coordinator's hands, in a browser, by everybody who takes part."""

import re
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from journeys.people import Mailbox, Site, Visitor, until
from openpyxl import Workbook

PASSWORD = "en lang adgangskode"
WAVE = "2026-journey"
SURVEY = Path(__file__).resolve().parents[2] / "survey" / "2026.toml"
SHARED_UNTIL = "# ---------------------------------------------------------------- local items"
HEADINGS = ["Navn", "CPR-nr.", "E-mail", "Adresse", "Postnr.", "By", "Målgruppe", "Varighed", "Sprog"]
TARGETS = ("Jobparate", "Aktivitetsparate", "Sygedagpengemodtagere")
QUESTIONS = (
    ("De ansatte ser på hele mit liv.", "The staff look at my whole life.", "ينظر الموظفون إلى حياتي كلها."),
    ("Jeg får ét svar, når jeg spørger.", "I get one answer when I ask.", "أحصل على إجابة واحدة عندما أسأل."),
    ("Planen passer til min hverdag.", "The plan suits my everyday life.", "الخطة تناسب حياتي اليومية."),
)
SHORT = (
    ("Ser på hele livet", "Look at the whole life", "الحياة كلها"),
    ("Får ét svar", "Gets one answer", "إجابة واحدة"),
    ("Planen passer", "The plan suits", "الخطة تناسب"),
)
LANGUAGES = ("da", "en", "ar")
FORM = "#svar-form"
PHONE = {"width": 360, "height": 740}


def row(code: str, k: int, language: str = "Dansk") -> list[str]:
    born = date(1970, 1, 1) + timedelta(days=300 * k)
    return [
        f"Prøve Borger {k}", f"{born:%d%m%y}-{1000 + k:04d}", f"b{code}.{k}@example.org", f"Prøvevej {k + 1}", "9999",
        "Prøveby", TARGETS[k % 3], str(k % 30), language,
    ]  # fmt: skip


def danish_csv(rows: list[list[str]]) -> bytes:
    """As Danish Excel saves CSV: semicolons, Windows' letters."""
    return "\r\n".join(";".join(cells) for cells in [HEADINGS, *rows]).encode("cp1252")


def workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for cells in [HEADINGS, *rows]:
        book.active.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sign_up(who: Visitor, link: str, name: str) -> None:
    who.go(link)
    who.fill(name=name, password=PASSWORD)
    who.send("main form button")


def write_questionnaire(office: Visitor) -> None:
    words = SURVEY.read_text("utf-8")
    shared = words[: words.index(SHARED_UNTIL)].encode()
    office.go("/program/skemaer/")
    broken = shared.replace(b'scale = "degree"', b'scale = "degrees"', 1)
    office.page.set_input_files("#file", {"name": "2026.toml", "mimeType": "text/plain", "buffer": broken})
    office.send("main form button")
    office.expect("degrees")
    office.page.set_input_files("#file", {"name": "2026.toml", "mimeType": "text/plain", "buffer": shared})
    office.send("main form button")
    assert office.page.locator("iframe").count() == 7


def plan_wave(office: Visitor, day: date) -> None:
    office.send("main a.button-primary")
    office.fill(
        name=WAVE,
        title__da="Rejsen 2026",
        title__en="The journey 2026",
        title__ar="الرحلة 2026",
        asks__da="Kommunen spørger for at gøre hjælpen bedre.",
        asks__en="The municipality asks to make the help better.",
        asks__ar="تسأل البلدية لتحسين المساعدة.",
        opens_on=str(day),
        closes_on=str(day + timedelta(days=21)),
        contact_until=str(day + timedelta(days=90)),
        reminders="7",
    )
    for number, channel in enumerate(("email", "letter", "", ""), 1):
        office.page.select_option(f"[name='channels-{number}']", channel)
    office.page.check("[name=invented]", force=True)
    office.send("main form[method=post] button.button-primary")
    assert office.page.url.endswith(f"/program/{WAVE}/"), office.complaints()
    office.send("main form[action$='tilmelding'] button")


def invite_colleague(office: Visitor, email: str, code: str) -> None:
    office.go("/stab/kolleger/")
    office.fill(email=email)
    office.page.select_option("[name=place]", f"coordinator:{code}")
    office.send("main form.narrow button")


def enrol(coordinator: Visitor, code: str) -> None:
    coordinator.go(f"/kommune/{code}/")
    coordinator.send("main form[action$='tilmeld'] button")


def ask_three_questions(coordinator: Visitor, code: str) -> None:
    coordinator.go(f"/kommune/{code}/{WAVE}/spoergsmaal/")
    page = coordinator.page
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for number, (wording, short) in enumerate(zip(QUESTIONS, SHORT, strict=True), 1):
        page.select_option(f"[name='scale-{number}']", "agreement")
        for language, asked, called in zip(LANGUAGES, wording, short, strict=True):
            page.fill(f"[name='wording-{number}-{language}']", asked)
            page.fill(f"[name='short-{number}-{language}']", called)
    coordinator.send("main form button.button-primary")
    assert page.locator(".phones").inner_text().count(QUESTIONS[0][0]) == 1


def upload(coordinator: Visitor, code: str, name: str, content: bytes) -> None:
    """A list in, its columns as they are suggested."""
    coordinator.go(f"/kommune/{code}/{WAVE}/liste/")
    coordinator.page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    coordinator.send("main form[enctype] button")
    if coordinator.page.url.endswith("/kolonner"):
        coordinator.send("main form button.button-primary")
    assert re.search(r"/liste/[0-9]+/$", coordinator.page.url)


def begin(citizen: Visitor, link: str) -> None:
    citizen.go(link)
    citizen.send("#start button")


def tap_all(citizen: Visitor, code: int, *, by_finger: bool) -> None:
    """The same answer to every question of a page: where a finger meets it, or as the page is told of a tap."""
    assert citizen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    labels = citizen.page.locator(f"main fieldset.question input[value='{code}'] + label")
    assert labels.count() == citizen.page.locator("main fieldset.question").count()
    if by_finger:
        for label in labels.all():
            label.click()
    else:
        labels.evaluate_all("all => all.forEach(label => label.click())")


def answer_on(citizen: Visitor, code: int, pages: int = 99, *, by_finger: bool = False) -> None:
    """Answer so many pages from where one stands."""
    assert citizen.page.locator(FORM).count() == 1
    while pages and citizen.page.locator(FORM).count():
        tap_all(citizen, code, by_finger=by_finger)
        citizen.send(f"{FORM} button.button-primary")
        pages -= 1


def submit(citizen: Visitor) -> None:
    citizen.send("main button[form=send], main form#send button")
    assert citizen.page.url.endswith("/kvittering")


def a_week_passes(site: Site) -> None:
    """The wave and everything sent in it happened a week ago: the one thing that a test cannot wait for."""
    site.run(
        "shell", "--no-imports", "-c",
        "from datetime import timedelta as t; from django.db.models import F;"
        "from borgerpuls.fieldwork.models import Message, Wave;"
        "Message.objects.update(**{n: F(n) - t(days=8) for n in ('due_at', 'begun_at', 'handed_over_at')});"
        "Wave.objects.update(opens_on=F('opens_on') - t(days=8))",
    )  # fmt: skip


def test_a_wave_goes_from_its_plan_to_the_report_in_a_browser(  # noqa: PLR0915  one story, told from end to end
    site: Site, mailbox: Mailbox, people: Callable[..., Visitor], tmp_path: Path
) -> None:
    today = timezone.localdate()
    office = people()
    sign_up(office, site.run("colleague", "office@example.org"), "Programkontoret")
    write_questionnaire(office)
    plan_wave(office, today)

    coordinators = {"0101": people(), "0707": people()}
    for code, coordinator in coordinators.items():
        invite_colleague(office, f"{code}@example.org", code)
        until(lambda code=code: bool(mailbox.to(f"{code}@example.org")), "the colleague's invitation")
        sign_up(coordinator, mailbox.link(f"{code}@example.org"), f"Koordinator {code}")
        enrol(coordinator, code)
    ask_three_questions(coordinators["0707"], "0707")

    rows = [row("0707", k, "Arabisk" if k == 1 else "Dansk") for k in range(14)]
    planted = [[*rows[0]], *rows]
    planted[3] = [*rows[2][:1], "310299-1234", "ikke en adresse", *rows[2][3:]]
    upload(coordinators["0707"], "0707", "liste.csv", danish_csv(planted))
    for said in ("310299-****", "ikke en adresse"):
        coordinators["0707"].expect(said)
    upload(coordinators["0707"], "0707", "liste.csv", danish_csv(rows))
    coordinators["0707"].send("main form[action$='/brug'] button")
    upload(coordinators["0101"], "0101", "liste.xlsx", workbook([row("0101", k) for k in range(12)]))
    coordinators["0101"].send("main form[action$='/brug'] button")

    for code in coordinators:
        office.go(f"/program/{WAVE}/{code}/")
        office.send("main button[name=approve]")
    office.go(f"/program/{WAVE}/aabn/")
    office.send("main form button.button-primary")
    until(lambda: len({to for to, _ in mailbox.mails if to.startswith("b")}) == 26, "an invitation to each of 26")

    def to(k: int) -> str:
        return f"b0707.{k}@example.org"

    danish = people(**PHONE)
    begin(danish, mailbox.link(to(0)))
    answer_on(danish, 4, by_finger=True)
    submit(danish)
    danish.page.screenshot(path=tmp_path / "receipt.png", full_page=True)

    arab = people(**PHONE)
    begin(arab, mailbox.link(to(1)))
    assert arab.page.locator("html").get_attribute("dir") == "rtl"
    arab.expect("8")
    answer_on(arab, 5, by_finger=True)
    submit(arab)

    typist = people(**PHONE)
    typist.go("/k/")
    typist.fill(kode=mailbox.link(to(2)).rpartition("/")[2].lower())
    typist.send("main form button")
    typist.send("#start button")
    answer_on(typist, 2)
    submit(typist)

    first, second = people(**PHONE), people(**PHONE)
    begin(first, mailbox.link(to(3)))
    answer_on(first, 3, pages=3)
    second.go(mailbox.link(to(3)))
    assert second.page.url.endswith("/svar/da/4")
    answer_on(second, 3)
    submit(second)

    unwilling = people(**PHONE)
    unwilling.go(mailbox.link(to(4)))
    unwilling.send("footer a")
    unwilling.page.locator("#valg-nej + label").click()
    unwilling.send("#nej button")

    english = people(**PHONE)
    english.go(mailbox.link(to(5)))
    english.go("/svar/en/")
    english.send("#start button")
    answer_on(english, 4, by_finger=True)
    submit(english)

    coordinators["0707"].go(f"/kommune/0707/{WAVE}/")
    coordinators["0707"].expect("35,7 pct.")

    a_week_passes(site)
    office.go(f"/program/{WAVE}/")
    office.send("main form[action$='paamind'] button")
    reminded = 26 - 6
    until(lambda: len([1 for to, _ in mailbox.mails if to.startswith("b")]) == 26 + reminded, "20 reminders")
    assert [len(mailbox.to(to(k))) for k in range(9)] == [1, 1, 1, 1, 1, 1, 2, 2, 2]

    late = people(**PHONE)
    begin(late, mailbox.link(to(8)))
    answer_on(late, 4)
    submit(late)
    coordinators["0707"].go(f"/kommune/0707/{WAVE}/")
    coordinators["0707"].expect("42,9 pct.")

    office.go(f"/program/{WAVE}/luk/")
    office.send("main form button.button-primary")
    late.go("/svar/da/1")
    assert late.page.locator("input[type=radio]").count() == 0
    office.go(f"/program/{WAVE}/opgoer/")
    office.send("main button[name=freeze]")

    def made() -> bool:
        office.go(f"/program/{WAVE}/opgoer/")
        return bool(office.page.locator("main button[name=publish]").count())

    until(made, "the reports", every=1.0)
    office.send("main button[name=publish]")

    coordinators["0707"].go(f"/kommune/0707/{WAVE}/rapport/")
    link = coordinators["0707"].page.locator("main a[href$='.pdf']").first.get_attribute("href")
    report = tmp_path / "report.pdf"
    report.write_bytes(coordinators["0707"].page.request.get(f"{site.url}{link}").body())
    told = subprocess.run(["pdftotext", "-layout", report, "-"], check=True, capture_output=True, text=True).stdout
    words = " ".join(told.split())
    assert all(danish[0].rstrip(".") in words for danish in QUESTIONS)
    assert "pdigtede data" in told
    office.go(f"/program/{WAVE}/plan/")
    digest = office.page.locator("main code").first.inner_text()
    assert "før nogen havde svaret" in words  # the plan of analysis, fixed when the wave opened
    assert f"{digest[:16]}; planen selv ligger i datapakken. Intet er føjet til." in words

    stranger = coordinators["0101"]
    stranger.go(f"/kommune/0707/{WAVE}/rapport/")
    assert "404" in stranger.page.content()
    front = people()
    front.go("/")
    front.expect("Rejsen 2026")

    secrets = [mailbox.link(to(k)).rpartition("/")[2] for k in range(9)]
    assert not [secret for secret in (*secrets, rows[5][1], PASSWORD) if secret in site.said()]
