"""``wave.toml``: the facts of one wave, written for a person to read and correct."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, cast, get_args

import tomlkit

from borgerpuls.dataset.wave import OPTIONAL_STATISTICS, ShareInterval, Unit, WaveSpec, Weighting, WeightingMethod
from borgerpuls.messages import _
from borgerpuls.method.comparison.rule_sets import RULES
from borgerpuls.problems import Problems
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.questionnaire.toml.reader import CODE, Source, Table, quoted, suggestion
from borgerpuls.questionnaire.toml.syntax import parsed
from borgerpuls.text import Text

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_METHODS = get_args(WeightingMethod)
_MEANS = ("citizens", "municipalities")
_MARGINS = {
    "rake": "rake: to the counts of each variable by itself, in every unit, by raking.",
    "greg": "greg: to the counts of each variable by itself, in every unit, by generalised regression.",
}
"""What is said in ``wave.toml`` of the choices that are off by default."""


def read_spec(file: str, text: str, questionnaire: Questionnaire, problems: Problems) -> WaveSpec | None:
    """The wave that the text of a ``wave.toml`` describes; every fault is added to ``problems`` with its line."""
    values = parsed(file, text, problems)
    if values is None:
        return None
    return parse_spec(Table(values, (), Source(text, ((file, 1),)), problems), questionnaire)


def parse_spec(top: Table, questionnaire: Questionnaire, units: tuple[Unit, ...] | None = None) -> WaveSpec:
    """The wave that a table describes; ``units`` are those of another file, where the table names none."""
    languages = questionnaire.languages
    strata, groups = top.strings("strata"), top.strings("groups")
    backgrounds = [b.id for b in questionnaire.backgrounds]
    _check_known(top, "groups", groups, backgrounds)
    if units is None:
        units = _units(top, languages)
    place_code = top.named("place_code", CODE)
    _check_units(top, place_code, units)
    compare, compare_groups, randomised = _comparisons(top, [u.code for u in units], languages)
    case_mix, weighting = top.strings("case_mix"), _weighting(top, [*backgrounds, *strata])
    _check_known(top, "case_mix", case_mix, [*groups, *weighting.by])
    statistics = top.strings("statistics")
    _check_known(top, "statistics", statistics, OPTIONAL_STATISTICS)
    rules = top.choice("rules", tuple(RULES), "default")
    relevant = top.number("relevant")
    regions = top.table("regions")
    spec = WaveSpec(
        name=top.named("name", _NAME),
        title=top.name("title", languages),
        opened=top.day("opened", required=True) or date.min,
        closed=top.day("closed", required=True) or date.max,
        units=units,
        place=top.name("place", languages),
        place_code=place_code,
        strata=strata,
        weighting=weighting,
        groups=groups,
        compare=compare,
        compare_groups=compare_groups,
        randomised=randomised,
        national=cast(Literal["citizens", "municipalities"], top.choice("national", _MEANS, "citizens")),
        rules=rules,
        fpc=top.flag("fpc"),
        hide_below=max(_at_least_one(top, "hide_below", 5), RULES[rules].answered),
        dominance=_share(top, "dominance", WaveSpec.dominance),
        relevant=0.1 if relevant is None else relevant,
        invented=top.name("invented", languages) if "invented" in top else None,
        previous=top.string("previous", required=False) or None,
        case_mix=case_mix,
        statistics=statistics,
        share_interval=cast(
            ShareInterval, top.choice("share_interval", get_args(ShareInterval), WaveSpec.share_interval)
        ),
        same_persons=top.flag("same_persons"),
        clusters=top.flag("clusters"),
        note=top.name("note", languages) if "note" in top else None,
        regions={group: regions.name(group, languages) for group in regions} if regions else {},
    )
    top.close()
    if spec.closed < spec.opened:
        top.wrong(
            "closed",
            _("{closed} is before {opened}.", closed=spec.closed, opened=spec.opened),
            _("Swap opened and closed."),
        )
    if spec.fpc and weighting.method == "given":
        top.wrong(
            "fpc",
            _("Weights that came along do not say how many there are to ask, which the correction must know."),
            _("Write fpc = false."),
        )
    if spec.clusters:
        _check_clusters(top, spec)
    return spec


def _check_clusters(top: Table, spec: WaveSpec) -> None:
    """What takes persons as drawn one by one has no place in a wave whose persons were drawn in clusters."""
    if spec.fpc:
        top.wrong(
            "fpc",
            _("The population counts persons, and the correction would have to know how many clusters there are."),
            _("Write fpc = false."),
        )
    if spec.same_persons:
        top.wrong(
            "same_persons",
            _("Persons are joined across waves one by one, as if they had not been drawn in clusters."),
            _("Write same_persons = false: the waves are then taken as independent, which is the safe side."),
        )
    if spec.compare:
        top.wrong(
            "compare",
            _("A local comparison takes persons as drawn one by one, and these were drawn in clusters."),
            _("Take [compare] out, and make its groups a background variable: groups know the clusters."),
        )
    if spec.case_mix:
        top.wrong(
            "case_mix",
            _("Adjusting for case mix takes persons as drawn one by one, and these were drawn in clusters."),
            _("Take case_mix out, or weight by these variables."),
        )


def write_spec(spec: WaveSpec) -> str:
    """``wave.toml`` of a wave; ``parse_spec`` gives the same wave back."""
    lines = [
        "# A wave of Borgerpuls: who was asked, when, and how the answers stand for everybody.",
        "",
        f"name = {toml_value(spec.name)}",
        f"title = {toml_value(spec.title)}",
        f"opened = {spec.opened}",
        f"closed = {spec.closed}",
        f"place = {toml_value(spec.place)}",
        f"place_code = {toml_value(spec.place_code)}",
        "",
        "# Background variables that figures are broken down by.",
        f"groups = {toml_value(spec.groups)}",
        "# Those of them that a unit does not control: its means are also shown adjusted for these.",
        f"case_mix = {toml_value(spec.case_mix)}",
        *_optional(spec),
        "# Columns that make a sampling stratum inside a unit.",
        f"strata = {toml_value(spec.strata)}",
        '# The mean of the whole is over "citizens" (every person counts) or "municipalities" (every unit counts).',
        f"national = {toml_value(spec.national)}",
        "# The rule set, the finite population correction, the fewest answers shown, the least relevant difference.",
        f"rules = {toml_value(spec.rules)}",
        f"fpc = {toml_value(spec.fpc)}",
        f"hide_below = {spec.hide_below}",
        f"relevant = {spec.relevant!r}",
    ]
    if spec.previous is not None:
        lines += ["# The wave that a change is measured from.", f"previous = {toml_value(spec.previous)}"]
        lines += [
            "# Is a pseudonym in both waves the same person? Only then do shared persons make a change surer.",
            f"same_persons = {toml_value(spec.same_persons)}",
        ]
    if spec.note is not None:
        lines += ["# What the intervals leave out; printed with the method.", f"note = {toml_value(spec.note)}"]
    if spec.invented is not None:
        lines += ["# Nobody gave these answers; every page says so.", f"invented = {toml_value(spec.invented)}"]
    lines += [
        "",
        *weighting_table(spec.weighting),
        "",
        "# Code of a unit = its name; codes are text and keep their zeros.",
        "[units]",
        *(f"{toml_key(unit.code)} = {_unit(unit)}" for unit in spec.units),
    ]
    if spec.regions:
        lines += ["", "# Group of units = its name.", "[regions]"]
        lines += [f"{toml_key(group)} = {toml_value(name)}" for group, name in spec.regions.items()]
    for code, name in spec.compare.items():
        lines += ["", f"[compare.{toml_key(code)}]", f"name = {toml_value(name)}"]
        if code in spec.compare_groups:
            zero, one = spec.compare_groups[code]
            lines += [f"0 = {toml_value(zero)}", f"1 = {toml_value(one)}"]
        if code in spec.randomised:
            lines += ["# Were persons drawn into the groups by lot?", "randomised = true"]
    return "\n".join(lines) + "\n"


def weighting_table(weighting: Weighting) -> list[str]:
    """The lines of the table ``[weighting]``, with what a person must know of them."""
    lines = [
        "[weighting]",
        '# "none", "poststratify" (to the counts in population.parquet) or "given" (column weight).',
    ]
    if weighting.method in _MARGINS:
        lines.append(f"# {_MARGINS[weighting.method]}")
    lines += [
        f"method = {toml_value(weighting.method)}",
        f"by = {toml_value(weighting.by)}",
        "# A cell with fewer answers joins its neighbour; below about 20 intervals come out too short.",
        f"minimum = {weighting.minimum}",
    ]
    if weighting.bounds:
        lower, upper = weighting.bounds
        lines += [
            "# Every new weight lies between so many times the one before.",
            f"lower = {lower!r}",
            f"upper = {upper!r}",
        ]
    return lines


def _optional(spec: WaveSpec) -> list[str]:
    """The lines of choices that are off by default, where the wave has made them."""
    lines = []
    if spec.dominance != WaveSpec.dominance:
        lines += [
            "# A figure is hidden where one person carries more than this share of the weight.",
            f"dominance = {spec.dominance!r}",
        ]
    if spec.statistics:
        lines += ["# Statistics that are made besides the usual ones.", f"statistics = {toml_value(spec.statistics)}"]
    if spec.clusters:
        lines += ["# Persons were drawn in clusters: the column cluster says in which.", "clusters = true"]
    if spec.share_interval != WaveSpec.share_interval:
        lines += [
            '# Intervals of shares: "jeffreys" is right on average; "beta" and "rare" are never too short.',
            f"share_interval = {toml_value(spec.share_interval)}",
        ]
    return lines


def _weighting(top: Table, variables: Sequence[str]) -> Weighting:
    table = top.table("weighting", required=True)
    if table is None:
        return Weighting("none")
    method = cast(WeightingMethod, table.choice("method", _METHODS, "none"))
    weighting = Weighting(
        method, table.strings("by"), _at_least_one(table, "minimum", Weighting.minimum), _bounds(table, method)
    )
    _check_known(table, "by", weighting.by, variables)
    if method in _MARGINS and not weighting.by:
        table.wrong(
            "method",
            _("{method} needs variables whose counts it calibrates to.", method=quoted(method)),
            _('Name them in [weighting], as in by = ["age", "sex"], or write method = "poststratify".'),
        )
    table.close()
    return weighting


def _bounds(table: Table, method: WeightingMethod) -> tuple[float, float] | None:
    lower, upper = table.number("lower"), table.number("upper")
    if lower is None and upper is None:
        return None
    if lower is None or upper is None or not 0 < lower < 1 < upper:
        table.wrong(
            "lower" if lower is not None else "upper",
            _("Bounds of weights lie on either side of 1."),
            _(
                "Write both, as in lower = 0.3 and upper = 3.0: no weight is then less than 0.3 or more than "
                "3 times the one before."
            ),
        )
        return None
    if method not in _MARGINS:
        table.wrong(
            "lower",
            _("Only raking and GREG have bounds."),
            _('Write method = "rake", or take the bounds out.'),
        )
        return None
    return lower, upper


def _units(top: Table, languages: Sequence[str]) -> tuple[Unit, ...]:
    table = top.table("units", required=True)
    if table is None:
        return ()
    units = []
    for code in table:
        one = table.table(code) if table.holds(code, dict) else None
        if one is None or "name" not in one:
            units.append(Unit(code, table.name(code, languages)))
        else:
            units.append(Unit(code, one.name("name", languages), one.string("group", required=False) or None))
            one.close()
    return tuple(units)


def _check_units(top: Table, place_code: str, units: Sequence[Unit]) -> None:
    if not units and "units" in top:
        top.wrong(
            "units",
            _("The wave has no units."),
            _('Write a line for each: 0101 = "Copenhagen".'),
        )
    for code, times in Counter((place_code, *(u.code for u in units))).items():
        if times > 1:
            top.wrong(
                "units",
                _("The code {code} is used {times} times.", code=quoted(code), times=times),
                _("Give every unit and the whole its own code."),
            )
        if code != place_code and not CODE.fullmatch(code):
            top.wrong(
                "units",
                _("The code {code} cannot stand in an address.", code=quoted(code)),
                _("Use letters a-z, digits, - and _."),
            )


def _comparisons(
    top: Table, units: Sequence[str], languages: Sequence[str]
) -> tuple[Mapping[str, Text], Mapping[str, tuple[Text, Text]], tuple[str, ...]]:
    names: dict[str, Text] = {}
    drawn: list[str] = []
    groups: dict[str, tuple[Text, Text]] = {}
    table = top.table("compare")
    if table is None:
        return {}, {}, ()
    for code in table:
        _check_known(table, code, [code], units)
        one = table.table(code, required=True)
        if one is not None:
            names[code] = one.name("name", languages)
            groups[code] = (one.name("0", languages), one.name("1", languages))
            drawn += [code] if one.flag("randomised") else []
            one.close()
    return names, groups, tuple(drawn)


def _at_least_one(table: Table, key: str, default: int) -> int:
    value = table.integer(key)
    if value is None:
        return default
    if value < 1:
        table.wrong(
            key,
            _("{value} is less than 1.", value=value),
            _("Write 1 or more."),
        )
    return value


def _share(table: Table, key: str, default: float) -> float:
    value = table.number(key)
    if value is None:
        return default
    if not 0 < value <= 1:
        table.wrong(key, _("{value} is no share.", value=value), _("Write a number above 0 and at most 1, as in 0.5."))
        return default
    return value


def _check_known(table: Table, key: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            table.wrong(
                key,
                _("{name} does not exist.", name=quoted(name)),
                suggestion(name, known),
            )


def _unit(unit: Unit) -> str:
    if unit.group is None:
        return toml_value(unit.name)
    return f"{{ name = {toml_value(unit.name)}, group = {toml_value(unit.group)} }}"


def toml_key(key: str) -> str:
    """A key, bare where TOML lets it be."""
    return tomlkit.key(key).as_string()


def toml_value(value: str | bool | tuple[str, ...] | Text) -> str:
    """A value on one line; a Text with the same words in every language is one string."""
    if not isinstance(value, Text):
        return tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string()
    words = set(value.values())
    if len(words) == 1:
        return toml_value(words.pop())
    return "{ " + ", ".join(f"{toml_key(k)} = {toml_value(v)}" for k, v in value.items()) + " }"
