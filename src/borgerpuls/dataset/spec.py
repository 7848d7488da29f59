"""``wave.toml``: the facts of one wave, written for a person to read and correct."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from borgerpuls.dataset.section import Section
from borgerpuls.dataset.wave import Unit, WaveSpec, Weighting
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_NO_TEXT = re.compile(r"[\s/=]")


def parse_spec(top: Section, questionnaire: Questionnaire) -> WaveSpec:
    """The wave that a ``wave.toml`` describes; faults are added to ``top.problems`` and the caller refuses."""
    languages = questionnaire.languages
    weighting = top.section("weighting")
    spec = WaveSpec(
        name=top.string("name"),
        title=top.words("title", languages),
        opened=top.day("opened"),
        closed=top.day("closed"),
        units=_units(top, languages),
        place=top.words("place", languages),
        place_code=top.string("place_code"),
        strata=top.strings("strata", ()),
        weighting=Weighting(
            method=weighting.choice("method", ("none", "poststratify", "given")),
            by=weighting.strings("by", ()),
            minimum=weighting.whole("minimum", 5),
        ),
        groups=top.strings("groups", ()),
        **_comparisons(top.section("compare"), languages),
        national=top.choice("national", ("citizens", "municipalities"), "citizens"),
        rules=top.string("rules", "default"),
        fpc=top.flag("fpc", False),
        hide_below=top.whole("hide_below", 5),
        relevant=top.number("relevant", 0.1),
        invented=top.words("invented", languages, None),
        previous=top.string("previous", None),
    )
    weighting.done()
    top.done()
    check_spec(spec, questionnaire, top)
    return spec


def check_spec(spec: WaveSpec, questionnaire: Questionnaire, top: Section) -> None:
    """What no single line can show: names that fit in an address, days in order, variables that exist."""
    if spec.name and not _NAME.fullmatch(spec.name):
        top.wrong(
            "name",
            Text(da=f'"{spec.name}" kan ikke stå i en adresse.', en=f'"{spec.name}" cannot stand in an address.'),
            Text(da='Skriv små bogstaver, tal og bindestreg: "2024-spring".', en='Write like "2024-spring".'),
        )
    if spec.closed < spec.opened:
        top.wrong(
            "closed",
            Text(da=f"{spec.closed} ligger før {spec.opened}.", en=f"{spec.closed} is before {spec.opened}."),
            Text(da="Byt om på opened og closed.", en="Swap opened and closed."),
        )
    _check_units(spec, top)
    backgrounds = {b.id for b in questionnaire.backgrounds}
    known = {"groups": backgrounds, "weighting.by": backgrounds | set(spec.strata)}
    for key, names in (("groups", spec.groups), ("weighting.by", spec.weighting.by)):
        for name in names:
            if name not in known[key]:
                _unknown(top, key, name, known[key])
    for key, number in (("hide_below", spec.hide_below), ("weighting.minimum", spec.weighting.minimum)):
        if number < 1:
            top.wrong(
                key,
                Text(da=f"{number} er mindre end 1.", en=f"{number} is less than 1."),
                Text(da="Skriv 1 eller mere.", en="Write 1 or more."),
            )


def _check_units(spec: WaveSpec, top: Section) -> None:
    for code, times in Counter((spec.place_code, *(u.code for u in spec.units))).items():
        if times > 1:
            top.wrong(
                "units",
                Text(da=f'koden "{code}" bruges {times} gange.', en=f'the code "{code}" is used {times} times.'),
                Text(da="Giv hver enhed og helheden sin egen kode.", en="Give every unit and the whole its own code."),
            )
        if not code or _NO_TEXT.search(code):
            top.wrong(
                "units",
                Text(da=f'koden "{code}" kan ikke stå i en adresse.', en=f'the code "{code}" cannot be in an address.'),
                Text(da="Skriv koden uden mellemrum, / og =.", en="Write the code without spaces, / and =."),
            )
    if not spec.units:
        top.wrong(
            "units",
            Text(da="målingen har ingen enheder.", en="the wave has no units."),
            Text(da='Skriv en linje for hver: 0101 = "København".', en='Write a line for each: 0101 = "Copenhagen".'),
        )
    for unit in spec.compare:
        if unit not in {u.code for u in spec.units}:
            _unknown(top, f"compare.{unit}", unit, {u.code for u in spec.units})


def write_spec(spec: WaveSpec) -> str:
    """``wave.toml`` of a wave; ``parse_spec`` gives the same wave back."""
    lines = [
        "# A wave of Borgerpuls: who was asked, when, and how the answers stand for everybody.",
        "",
        f"name = {_toml(spec.name)}",
        f"title = {_toml(spec.title)}",
        f"opened = {spec.opened}",
        f"closed = {spec.closed}",
        f"place = {_toml(spec.place)}",
        f"place_code = {_toml(spec.place_code)}",
        "",
        "# Background variables that figures are broken down by.",
        f"groups = {_toml(spec.groups)}",
        "# Columns that make a sampling stratum inside a unit.",
        f"strata = {_toml(spec.strata)}",
        '# The mean of the whole is over "citizens" (every person counts) or "municipalities" (every unit counts).',
        f"national = {_toml(spec.national)}",
        "# The rule set, the finite population correction, the fewest answers shown, the least relevant difference.",
        f"rules = {_toml(spec.rules)}",
        f"fpc = {_toml(spec.fpc)}",
        f"hide_below = {spec.hide_below}",
        f"relevant = {spec.relevant!r}",
    ]
    if spec.previous is not None:
        lines += ["# The wave that a change is measured from.", f"previous = {_toml(spec.previous)}"]
    if spec.invented is not None:
        lines += ["# Nobody gave these answers; every page says so.", f"invented = {_toml(spec.invented)}"]
    lines += [
        "",
        "[weighting]",
        '# "none", "poststratify" (to the counts in population.parquet) or "given" (column weight).',
        f"method = {_toml(spec.weighting.method)}",
        f"by = {_toml(spec.weighting.by)}",
        "# A cell with fewer answers joins its neighbour.",
        f"minimum = {spec.weighting.minimum}",
        "",
        "# Code of a unit = its name; codes are text and keep their zeros.",
        "[units]",
        *(f"{_key(unit.code)} = {_unit(unit)}" for unit in spec.units),
    ]
    for code, name in spec.compare.items():
        lines += ["", f"[compare.{_key(code)}]", f"name = {_toml(name)}"]
        if code in spec.compare_groups:
            zero, one = spec.compare_groups[code]
            lines += [f"0 = {_toml(zero)}", f"1 = {_toml(one)}"]
    return "\n".join(lines) + "\n"


def _units(top: Section, languages: Iterable[str]) -> tuple[Unit, ...]:
    units, table = [], top.section("units")
    for code in table:
        value = table.raw(code)
        if isinstance(value, dict) and "name" in value:
            unit = table.section(code)
            units.append(Unit(code, unit.words("name", languages), unit.string("group", None)))
            unit.done()
        else:
            units.append(Unit(code, table.words(code, languages)))
    return tuple(units)


def _comparisons(table: Section, languages: Iterable[str]) -> dict[str, Mapping[str, object]]:
    names: dict[str, Text] = {}
    groups: dict[str, tuple[Text, Text]] = {}
    for code in table:
        one = table.section(code)
        names[code] = one.words("name", languages)
        groups[code] = (one.words("0", languages), one.words("1", languages))
        one.done()
    return {"compare": names, "compare_groups": groups}


def _unknown(top: Section, key: str, name: str, known: Iterable[str]) -> None:
    listed = ", ".join(sorted(known)) or "—"
    top.wrong(
        key,
        Text(da=f'"{name}" findes ikke.', en=f'"{name}" does not exist.'),
        Text(da=f"Skriv en af {listed}.", en=f"Write one of {listed}."),
    )


def _unit(unit: Unit) -> str:
    if unit.group is None:
        return _toml(unit.name)
    return f"{{ name = {_toml(unit.name)}, group = {_toml(unit.group)} }}"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


def _toml(value: object) -> str:
    """A TOML value on one line; a Text with the same words in every language is one string."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Text():
            words = set(value.values())
            if len(words) == 1:
                return _toml(words.pop())
            return "{ " + ", ".join(f"{_key(k)} = {_toml(v)}" for k, v in value.items()) + " }"
        case tuple():
            return "[" + ", ".join(_toml(v) for v in value) + "]"
    return str(value)
