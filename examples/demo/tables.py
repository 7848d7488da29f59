"""One invented wave as the two tables of a frozen wave: everybody invited, and the frame they stand for."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from answers import DONT_KNOW, NOT_RELEVANT, chosen, opinions, silences
from citizens import BY, TRAITS, Booleans, Citizens, Floats, Integers, answering, dispositions, frame, invite, weights
from places import COPENHAGEN, NORDDJURS, Place
from published import Published, meet, meet_share

from borgerpuls.questionnaire.model import Item, Questionnaire

Codes = npt.NDArray[np.str_]

WHOLE_PERSON = 0.22
"""What whole-person casework adds to opinions in Norddjurs."""

LOCAL = 0.7
"""Standard deviation of what a citizen thinks of a local question beside what he thinks of all."""


def invent(
    places: Sequence[Place], questionnaire: Questionnaire, published: Published, seed: int, rng: np.random.Generator
) -> tuple[pa.Table, pa.Table]:
    """The persons and the population of a wave, as ``write_wave`` takes them."""
    units = np.array([place.code for place in places])
    everybody = frame(places, rng)
    invited = invite(everybody, places, rng)
    answers = answering(invited, places, rng)
    disposition = dispositions(answers, rng)
    norddjurs = units[invited.unit] == NORDDJURS
    whole_person = norddjurs & (rng.random(len(invited)) < 0.5)
    codes = _answers(
        invited.take(answers),
        weights(everybody, invited.take(answers)),
        units,
        questionnaire,
        published,
        partial=disposition[answers] == "partial",
        lift=WHOLE_PERSON * whole_person[answers],
        seed=seed,
        rng=rng,
    )
    persons = {
        "person": [f"p{number:06d}" for number in rng.permutation(len(invited))],
        "unit": units[invited.unit],
        "disposition": disposition,
        "compare": pa.array(np.where(whole_person, "1", "0"), mask=~norddjurs),
        **{name: np.array(list(labels))[invited.traits[name]] for name, labels in TRAITS.items()},
        **{column: _of_everybody(given, answers) for column, given in codes.items()},
    }
    return pa.table(persons), _population(everybody, units)


def _answers(
    citizens: Citizens,
    weight: Floats,
    units: Codes,
    questionnaire: Questionnaire,
    published: Published,
    *,
    partial: Booleans,
    lift: Floats,
    seed: int,
    rng: np.random.Generator,
) -> dict[str, Integers]:
    """Column -> the code each answering citizen gave, 0 for nothing."""
    unit = units[citizens.unit]
    copenhagen = unit == COPENHAGEN
    themes = {theme.id: theme.items for theme in questionnaire.themes}
    thought = {
        theme: opinion + lift[:, None]
        for theme, opinion in opinions(citizens, units.tolist(), themes, seed, rng).items()
    }
    ends = np.cumsum([len(items) for items in themes.values()])
    pauses = silences(partial, ends[-1] + 3, rng)
    silent = dict(zip(themes, np.split(pauses, ends, axis=1), strict=False))
    met = meet(published, thought, silent, citizens=citizens, weight=weight, copenhagen=copenhagen)
    codes = {
        name: _codes(questionnaire.item(name), met[theme][:, number], silent[theme][:, number])
        for theme, items in themes.items()
        for number, name in enumerate(items)
    }
    for item in questionnaire.local_items:
        opinion = met["overall"].mean(axis=1) + rng.normal(0.1, LOCAL, len(citizens))
        quiet = pauses[:, ends[-1] + (item.local or 1) - 1]
        if item.unit == COPENHAGEN:
            opinion = meet_share(published.local, opinion, quiet, weight, copenhagen)
        given = np.where(unit == item.unit, _codes(item, opinion, quiet), 0)
        codes[item.column] = codes.get(item.column, 0) + given
    return codes


def _codes(item: Item, opinion: Floats, silent: Integers) -> Integers:
    """The codes of the scale that opinions lead to; why a question is not answered has a code of its own or none."""
    kinds = {category.kind: category.code for category in item.scale.categories}
    given = np.array([category.code for category in item.scale.answers])[chosen(opinion) - 1]
    reasons = [silent == 0, silent == DONT_KNOW, silent == NOT_RELEVANT]
    return np.select(reasons, [given, kinds["dont_know"], kinds["not_relevant"]], 0)


def _of_everybody(given: Integers, answers: Booleans) -> pa.Array:
    """The column of everybody invited: empty for those who are silent or have skipped the question."""
    column = np.zeros(len(answers), dtype=np.int8)
    column[answers] = given
    return pa.array(column, mask=column == 0)


def _population(everybody: Citizens, units: Codes) -> pa.Table:
    """How many of the frame live in each municipality, by sex and age."""
    sexes, ages = (np.array(list(TRAITS[name])) for name in ("sex", "age"))
    count = np.bincount(everybody.cell(*BY), minlength=len(units) * len(sexes) * len(ages))
    unit, sex, age = np.unravel_index(np.arange(len(count)), (len(units), len(sexes), len(ages)))
    return pa.table({"unit": units[unit], "sex": sexes[sex], "age": ages[age], "count": count})
