"""Everybody or a sample, drawn by strata and drawn again the same."""

from datetime import datetime

import pytest

from borgerpuls.fieldwork import population
from borgerpuls.fieldwork.models import AuditEntry, Enrolment, Person
from borgerpuls.fieldwork.population import approval
from borgerpuls.problems import Refused

pytestmark = pytest.mark.django_db(databases=["default", "contacts"])

WHO = "karen@example.org"


def accept(enrolment: Enrolment, now: datetime, many: int = 100, *, strata: bool = False) -> None:
    head = "CPR;Navn" + (";Lag" if strata else "")
    rows = [f"{n % 28 + 1:02d}{n % 12 + 1:02d}{50 + n % 49}{n:04d};P{n}" + f";L{n % 4}" * strata for n in range(many)]
    staged = population.stage(enrolment.pk, WHO, "liste.csv", "\n".join([head, *rows]).encode(), now)
    population.accept(staged.id, WHO, now)


def sampled(enrolment: Enrolment) -> list[bool]:
    return list(Person.objects.filter(enrolment=enrolment).order_by("pk").values_list("sampled", flat=True))


def test_a_sample_is_drawn_by_strata_and_everybody_stays_in_the_frame(enrolment: Enrolment, now: datetime) -> None:
    accept(enrolment, now)
    assert population.strata(enrolment.pk, "sex") == {"k": 50, "m": 50}
    assert population.set_sample(enrolment.pk, 20, "sex", 7, WHO, now) == 20
    assert Person.objects.count() == 100
    for sex in "km":
        assert Person.objects.filter(sampled=True, stratum=sex, background__sex=sex).count() == 10
    enrolment.refresh_from_db()
    assert (enrolment.sample_size, enrolment.sample_by, enrolment.sample_seed) == (20, "sex", 7)
    details = AuditEntry.objects.get(act="population.sample").details
    assert details == {"persons": 100, "sampled": 20, "by": "sex", "seed": 7}


def test_the_same_seed_draws_the_same_and_a_new_list_is_drawn_by_the_same_choice(
    enrolment: Enrolment, now: datetime
) -> None:
    accept(enrolment, now)
    population.set_sample(enrolment.pk, 20, "sex", 7, WHO, now)
    first = sampled(enrolment)
    population.set_sample(enrolment.pk, 20, "sex", 8, WHO, now)
    assert sampled(enrolment) != first
    population.set_sample(enrolment.pk, 20, "sex", 7, WHO, now)
    assert sampled(enrolment) == first
    accept(enrolment, now)
    assert sampled(enrolment) == first


def test_everybody_can_be_asked_again(enrolment: Enrolment, now: datetime) -> None:
    accept(enrolment, now)
    population.set_sample(enrolment.pk, 20, "", 7, WHO, now)
    assert population.set_sample(enrolment.pk, None, "", 7, WHO, now) == 100
    enrolment.refresh_from_db()
    assert (enrolment.sample_size, enrolment.sample_seed) == (None, None)
    assert all(sampled(enrolment))


def test_strata_that_the_list_brought_are_kept_and_are_what_it_is_drawn_by(enrolment: Enrolment, now: datetime) -> None:
    accept(enrolment, now, strata=True)
    assert population.choices(enrolment.pk) == ()
    assert population.strata(enrolment.pk, "sex") == {"L0": 25, "L1": 25, "L2": 25, "L3": 25}
    population.set_sample(enrolment.pk, 20, "sex", 7, WHO, now)
    for stratum in ("L0", "L1", "L2", "L3"):
        assert Person.objects.filter(sampled=True, stratum=stratum).count() == 5


def test_a_sample_can_be_stratified_by_each_background_variable(enrolment: Enrolment, now: datetime) -> None:
    accept(enrolment, now)
    assert [name for name, _ in population.choices(enrolment.pk)] == ["sex", "age", "duration", "target_group"]
    assert population.stratum_names(enrolment.pk, "sex")["k"]["da"] == "Kvinde"
    assert population.stratum_names(enrolment.pk, "") == {}


@pytest.mark.parametrize("size", [0, 101, -1])
def test_a_size_that_cannot_be_is_refused(size: int, enrolment: Enrolment, now: datetime) -> None:
    accept(enrolment, now)
    with pytest.raises(Refused, match="from 1 to 100"):
        population.set_sample(enrolment.pk, size, "", 7, WHO, now)
    assert all(sampled(enrolment))


def test_a_sample_needs_a_list_and_is_settled_with_it(enrolment: Enrolment, now: datetime) -> None:
    with pytest.raises(Refused, match="accept the list first"):
        population.set_sample(enrolment.pk, 10, "", 7, WHO, now)
    accept(enrolment, now)
    approval.approve("autumn-2026", "0707", WHO, now)
    with pytest.raises(Refused, match="settled"):
        population.set_sample(enrolment.pk, 10, "", 7, WHO, now)
