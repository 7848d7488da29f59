"""An invented programme in mid-field: ``make demo`` runs it in the folder that ``BORGERPULS_HOME`` names.

Seven municipalities, lists of invented persons, invitations and a reminder as mails in a folder, answers from four in
ten. Everything goes through the ordinary doors of ``fieldwork``, day by day; only the days are made up. Prints the
links to begin with. Nobody in it exists.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO

import numpy as np

from borgerpuls.commands.site import prepare

prepare()  # Django must be ready before the tables are read

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.utils import timezone  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import Progress  # noqa: E402

from borgerpuls.fieldwork import population  # noqa: E402
from borgerpuls.fieldwork.channels.registry import transports  # noqa: E402
from borgerpuls.fieldwork.enrolment import decisions  # noqa: E402
from borgerpuls.fieldwork.enrolment.municipality_text import Comparison  # noqa: E402
from borgerpuls.fieldwork.invitations import (  # noqa: E402
    dispatch,
    outbox,
)
from borgerpuls.fieldwork.models import Membership, Person  # noqa: E402
from borgerpuls.fieldwork.population import approval  # noqa: E402
from borgerpuls.fieldwork.programme import waves  # noqa: E402
from borgerpuls.fieldwork.programme.wave_plan import Plan  # noqa: E402
from borgerpuls.fieldwork.responses import answers  # noqa: E402
from borgerpuls.fieldwork.responses.access_codes import code_of, link_of  # noqa: E402
from borgerpuls.fieldwork.survey import questionnaires, registers  # noqa: E402
from borgerpuls.fieldwork.survey.local_items import Question  # noqa: E402
from borgerpuls.text import Text  # noqa: E402

SEED = 2026
WAVE = "2026-autumn"
PASSWORD = "opdigtet adgang"
OFFICE, COORDINATOR = "kontor@example.org", "norddjurs@example.org"
IN_FIELD, LEFT = 11, 17
"""Days since the wave opened, and until it closes."""
PLACES = {"0101": 170, "0147": 80, "0461": 110, "0707": 190, "0751": 140, "0851": 110}
"""Municipality -> invented persons in its list, all of them asked."""
LATE = "0787"
"""Enrolled, and its list not yet in."""
NORDDJURS = "0707"
AT_ONCE, AFTER_REMINDER, BROKE_OFF, DECLINED = 0.27, 0.15, 0.04, 0.02
"""Shares of those invited."""
FIRST = ("Anna", "Peter", "Fatima", "Lars", "Mette", "Ali", "Sofie", "Jens", "Maria", "Omar", "Karen", "Thomas", "Ida")
LAST = ("Nielsen", "Jensen", "Hansen", "Ahmed", "Pedersen", "Andersen", "Christensen", "Larsen", "Hassan", "Sørensen")
SHARED_UNTIL = "# ---------------------------------------------------------------- local items"
ASKS = Text(
    da="Din kommune spørger sammen med andre kommuner for at gøre hjælpen til borgerne bedre. Det er frivilligt at "
       "svare. Kommunen bruger oplysningerne som myndighed (databeskyttelsesforordningens artikel 6, stk. 1, litra e).",
    en="Your municipality asks together with others to make the help for citizens better. Answering is voluntary. The "
       "municipality uses the data as a public authority (GDPR, Article 6(1)(e)).",
    ar="تسأل بلديتك مع بلديات أخرى لتحسين المساعدة المقدمة للمواطنين. الإجابة طوعية. "
       "تستخدم البلدية البيانات بصفتها سلطة عامة (اللائحة العامة لحماية البيانات، المادة 6 فقرة 1 هـ).",
)  # fmt: skip
OWN = {
    NORDDJURS: (
        Question(
            "agreement",
            Text(da="De ansatte ser på hele mit liv, når de hjælper mig.",
                 en="The staff look at my whole life when they help me.",
                 ar="ينظر الموظفون إلى حياتي كلها عندما يساعدونني."),
            Text(da="Ser på hele livet", en="Look at the whole life", ar="النظر إلى الحياة كلها"),
        ),
        Question(
            "agreement",
            Text(da="Der er én plan for al den hjælp, jeg får.",
                 en="There is one plan for all the help I get.",
                 ar="توجد خطة واحدة لكل المساعدة التي أتلقاها."),
            Text(da="Én plan for al hjælp", en="One plan for all help", ar="خطة واحدة لكل المساعدة"),
        ),
    ),
    "0101": (
        Question(
            "agreement",
            Text(da="Mine egne ønsker tæller med, når vi lægger en plan.",
                 en="My own wishes count when we make a plan.",
                 ar="رغباتي الخاصة مهمة عندما نضع خطة."),
            Text(da="Egne ønsker tæller med", en="Own wishes count", ar="رغباتي مهمة"),
        ),
    ),
}  # fmt: skip
WHOLE_PERSON = Comparison(
    Text(da="Helhedsorienteret indsats", en="Whole-person casework", ar="دعم شامل"),
    (
        Text(da="Sædvanlig indsats", en="Usual casework", ar="الدعم المعتاد"),
        Text(da="Helhedsorienteret indsats", en="Whole-person casework", ar="دعم شامل"),
    ),
    "Helhed",
)


@dataclass
class Programme:
    """The days of one wave, played one after the other."""

    now: datetime
    rng: np.random.Generator
    enrolments: dict[str, int] = field(default_factory=dict)

    @property
    def opened(self) -> datetime:
        return self.now - timedelta(days=IN_FIELD)

    def prepare(self) -> None:
        """Six weeks of the programme office: the wave announced, municipalities enrolled, lists in and approved."""
        registers.lay_municipalities()
        self._staff()
        before = self.opened - timedelta(days=30)
        words = (settings.SURVEY / "2026.toml").read_text("utf-8")
        shared = questionnaires.add(words[: words.index(SHARED_UNTIL)], OFFICE, before)
        day = timezone.localdate(self.now)
        waves.create(
            Plan(
                name=WAVE,
                title=Text(da="Efteråret 2026", en="Autumn 2026", ar="خريف 2026"),
                opens_on=day - timedelta(days=IN_FIELD),
                closes_on=day + timedelta(days=LEFT),
                questionnaire=shared.fingerprint,
                channels=("email", "letter"),
                reminders=(7, 14),
                groups=("target_group", "age", "sex", "duration"),
                weighting_by=("sex", "age"),
                case_mix=("age", "sex"),
                asks=ASKS,
                contact_until=day + timedelta(days=90),
                invented=True,
            ),
            OFFICE,
            before,
        )
        waves.announce(WAVE, OFFICE, before)
        for code in (*PLACES, LATE):
            self.enrolments[code] = decisions.enrol(code, WAVE, OFFICE, before)
            decisions.set_local_questions(self.enrolments[code], OWN.get(code, ()), OFFICE, before)
        decisions.set_comparison(self.enrolments[NORDDJURS], WHOLE_PERSON, COORDINATOR, before)

    def take_in(self, code: str) -> None:
        """One municipality's list, as its Excel writes it."""
        when = self.opened - timedelta(days=5)
        staged = population.stage(self.enrolments[code], OFFICE, "population.csv", self._list(code, PLACES[code]), when)
        if staged.errors:
            raise SystemExit("\n".join(found.problem(staged.file_name).say("en") for found in staged.findings))
        population.accept(staged.id, OFFICE, when)
        approval.approve(WAVE, code, OFFICE, when)

    def open(self) -> None:
        waves.open_field_period(WAVE, OFFICE, self.opened, without=[LATE])
        for code in PLACES:
            outbox.invite(self.enrolments[code], OFFICE, self.opened)

    def post(self, when: datetime) -> int:
        """Hand over everything that is due; how many messages."""
        handed = 0
        while leased := dispatch.lease("demo", when, 500, transports()):
            for message in leased:
                dispatch.hand_over(message, "demo", transports()[message.channel], when)
            handed += len(leased)
            when += timedelta(minutes=10)
        return handed

    def answer(self, persons: Sequence[str], since: datetime, days: float) -> None:
        """Each of these persons answers some time in the days after ``since``."""
        for pseudonym in persons:
            when = since + timedelta(days=float(self.rng.beta(1.1, 3)) * days)
            self._respond(pseudonym, min(when, self.now - timedelta(minutes=5)), float(self.rng.uniform()))

    def _respond(self, pseudonym: str, when: datetime, luck: float) -> None:
        who = answers.find(code_of(pseudonym))
        if who is None or who.finished:
            return
        answers.start(who, who.language, when)
        if luck < DECLINED:
            return answers.decline(who, who.language, "demo", when)
        pages = [step for step in who.route if step.items]
        for step in pages[: len(pages) // 2] if luck < DECLINED + BROKE_OFF else pages:
            when += timedelta(seconds=40)
            given = {item.column: str(self._choice(who.unit)) for item in step.items if self.rng.uniform() < 0.96}
            who = answers.save(who, step.number, given, who.language, f"demo{step.number}", when)
        if luck >= DECLINED + BROKE_OFF:
            answers.submit(who, who.language, "demo", when + timedelta(seconds=30))
        return None

    def _choice(self, unit: str) -> int:
        if self.rng.uniform() < 0.03:
            return int(self.rng.choice([8, 9]))
        middle = 3.3 + 0.12 * (int(unit) % 5)
        return int(np.clip(np.rint(self.rng.normal(middle, 1.05)), 1, 5))

    def _list(self, code: str, persons: int) -> bytes:
        """A population list as Danish Excel saves it: semicolons and Windows' letters."""
        asked = questionnaires.read(waves.wave(WAVE).plan.questionnaire)
        day = timezone.localdate(self.opened)
        codes = {b.id: listed.codes for b in asked.backgrounds if (listed := b.at(day))}
        out = StringIO()
        rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
        rows.writerow(["Navn", "CPR-nr.", "E-mail", "Adresse", "Postnr.", "By", "Målgruppe", "Varighed", "Sprog",
                       *(["Helhed"] if code == NORDDJURS else [])])  # fmt: skip
        for k in range(persons):
            name = f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
            target = codes["target_group"][int(self.rng.integers(9))].label["da"]
            months = int(self.rng.integers(0, 40))
            rows.writerow([
                name,
                self._cpr(k),
                f"borger{code}.{k}@example.org" if k % 12 else "",
                f"Prøvevej {k + 1}", "9999", "Prøveby", target, months,
                "Arabisk" if k % 15 == 3 else "Dansk",
                *([k % 2] if code == NORDDJURS else []),
            ])  # fmt: skip
        return out.getvalue().encode("cp1252")

    def _cpr(self, k: int) -> str:
        """A number that nobody has: the day is real, the serial is of the form that was never given out twice."""
        born = date(1962, 1, 1) + timedelta(days=int(self.rng.integers(0, 14_600)))
        return f"{born:%d%m%y}-{1000 + k:04d}"

    def _staff(self) -> None:
        for email, role, code in ((OFFICE, "programme", None), (COORDINATOR, "coordinator", NORDDJURS)):
            user = get_user_model().objects.create_user(email, email, PASSWORD)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            Membership.objects.create(user=user, role=role, municipality_id=code)


def play(now: datetime, seed: int = SEED) -> str:
    """Everything that has happened until now; a citizen's link that still waits for answers."""
    programme = Programme(now, np.random.default_rng(seed))
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("A programme in mid-field", total=len(PLACES) + 4)
        programme.prepare()
        for code in PLACES:
            programme.take_in(code)
            progress.advance(task)
        programme.open()
        programme.post(programme.opened + timedelta(hours=1))
        progress.advance(task)
        persons = list(Person.objects.order_by("pk").values_list("pseudonym", flat=True))
        drawn = programme.rng.permutation(len(persons))
        early, late = int(AT_ONCE * len(persons)), int((AT_ONCE + AFTER_REMINDER) * len(persons))
        programme.answer([persons[i] for i in drawn[:early]], programme.opened + timedelta(hours=2), 7)
        progress.advance(task)
        reminded = programme.opened + timedelta(days=7, hours=2)
        outbox.remind(WAVE, reminded)
        programme.post(reminded)
        progress.advance(task)
        programme.answer([persons[i] for i in drawn[early:late]], reminded, IN_FIELD - 7)
        progress.advance(task)
        waiting = Person.objects.filter(enrolment_id=programme.enrolments[NORDDJURS], started_at=None, language="da")
        return link_of(waiting.values_list("pseudonym", flat=True)[0])


if __name__ == "__main__":
    citizen = play(timezone.now())
    site = settings.SITE_URL
    print(f"""
An invented programme in mid-field, on this machine only:
  the programme office         {site}/program/   {OFFICE}
  a coordinator in Norddjurs   {site}/kommune/{NORDDJURS}/{WAVE}/   {COORDINATOR}
  a citizen in Norddjurs       {citizen}
The password of both is: {PASSWORD}""")
