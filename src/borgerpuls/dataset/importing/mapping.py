"""The mapping file: what somebody's file is called, which wave it makes, and a rule for every column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from borgerpuls.dataset.analysis_plan import AnalysisPlan, read_plan
from borgerpuls.dataset.columns import cell_columns, further_columns, item_columns
from borgerpuls.dataset.importing.readers.csv_file import DELIMITERS
from borgerpuls.dataset.importing.readers.source import FORMATS, DataFile
from borgerpuls.dataset.importing.rule import Rule, read_rule
from borgerpuls.dataset.spec import parse_spec
from borgerpuls.dataset.wave import DISPOSITIONS, Unit, WaveSpec
from borgerpuls.messages import _
from borgerpuls.problems import Problems, Refused
from borgerpuls.questionnaire.model import Code, Questionnaire
from borgerpuls.questionnaire.read import read
from borgerpuls.questionnaire.toml.reader import Table, open_toml, quoted, suggestion
from borgerpuls.questionnaire.units import read_units
from borgerpuls.text import Text

DISPOSITION_CODES = tuple(Code(d, Text(en=d.replace("_", " "))) for d in DISPOSITIONS)
"""Our words for a disposition, and as people write them."""


@dataclass(frozen=True)
class ImportMapping:
    """A mapping file, read: the wave it makes and a Rule for every column that is brought in.

    ``disposition`` is a Rule, or ``answered`` (complete when any item is answered, else no_answer), or ``all``.
    ``cluster_nested``: clusters are numbered anew in each unit and stratum; ``cluster_alone``: without one, a person is
    a cluster of one.
    ``copies_are_weights``: rows repeated one after the other are one person, whose weight is how often they stand.
    ``frame`` are the rules of a file of totals, keyed by column of ``population``; empty without one. ``register`` is
    true when the units come from a register, which may know more units than take part. ``plan`` is the plan of
    analysis that was fixed beforehand.
    """

    source: DataFile
    questionnaire: Questionnaire
    spec: WaveSpec
    register: bool
    unit: Rule
    person: Rule | None
    disposition: Rule | Literal["answered", "all"]
    weight: Rule | None
    copies_are_weights: bool
    compare: Rule | None
    cluster: Rule | None
    cluster_nested: bool
    cluster_alone: bool
    backgrounds: Mapping[str, Rule]
    items: Mapping[str, Rule]
    frame_file: DataFile | None
    frame: Mapping[str, Rule]
    plan: AnalysisPlan | None = None


def read_mapping(path: Path, data: Path | None = None) -> ImportMapping:
    """The mapping file at ``path``; the files it names lie beside it. Raises ``Refused`` with every fault's line.

    ``data`` is the file of answers, or the folder it lies in, where that is not beside the mapping.
    """
    problems = Problems()
    top = problems.required(open_toml(path, problems))
    name = top.string("questionnaire")
    problems.refuse()
    mapping = _assemble(top, path.parent, data, read(path.parent / name), problems)
    problems.refuse()
    return mapping


def code_lists(spec: WaveSpec, questionnaire: Questionnaire) -> Mapping[str, tuple[Code, ...]]:
    """What may stand in each coded column of persons: units, backgrounds on the day the wave opened, answers."""
    lists = {"unit": tuple(Code(u.code, u.name) for u in spec.units)}
    for background in questionnaire.backgrounds:
        now = background.at(spec.opened)
        lists[background.id] = now.codes if now else ()
    for name, items in item_columns(questionnaire).items():
        categories = dict.fromkeys(c for item in items for c in item.scale.categories)
        lists[name] = tuple(Code(str(c.code), c.label) for c in categories)
    return lists


def _assemble(
    top: Table, folder: Path, data: Path | None, questionnaire: Questionnaire, problems: Problems
) -> ImportMapping:
    wave = problems.required(top.table("wave", required=True))
    register, regions = _registered(top, wave, folder, questionnaire.languages)
    problems.refuse()
    spec = parse_spec(wave, questionnaire, register)
    spec = replace(spec, regions={**regions, **spec.regions})
    problems.refuse()
    lists = code_lists(spec, questionnaire)
    # A stratum may be a column of its own, whose values are its codes.
    variables = {name: lists.get(name) for name in (*(b.id for b in questionnaire.backgrounds), *spec.strata)}
    frame_file, frame = _frame(top, folder, spec, questionnaire, lists)
    cluster, nested, alone = _cluster(top, wave, spec)
    mapping = ImportMapping(
        source=_source(top, folder, data),
        questionnaire=questionnaire,
        spec=spec,
        register=register is not None,
        unit=read_rule(top, "unit", lists["unit"], numbers=True) or _lacks(top, "unit"),
        person=read_rule(top, "person", None),
        disposition=_disposition(top),
        weight=read_rule(top, "weight", None),
        copies_are_weights=top.choice("copies", ("persons", "weight"), "persons") == "weight",
        compare=read_rule(top, "compare", [Code("0", Text()), Code("1", Text())]),
        cluster=cluster,
        cluster_nested=nested,
        cluster_alone=alone,
        backgrounds=_rules(top, "background", variables),
        items=_rules(top, "items", {name: lists[name] for name in item_columns(questionnaire)}),
        frame_file=frame_file,
        frame=frame,
        plan=_plan(top, folder, problems),
    )
    for name in cell_columns(spec):
        if name not in mapping.backgrounds and name in variables:
            _lacks(top, f"background.{name}")
    if mapping.copies_are_weights and (spec.weighting.method != "given" or mapping.weight is not None):
        top.wrong(
            "copies",
            _("Copies can be weights only where the wave has given weights and no other column has them."),
            _('Write method = "given" under [wave.weighting], and no [weight].'),
        )
    if spec.weighting.method == "given" and mapping.weight is None and not mapping.copies_are_weights:
        _lacks(top, "weight")
    if spec.compare and mapping.compare is None:
        _lacks(top, "compare")
    top.close()
    return mapping


def _cluster(top: Table, wave: Table, spec: WaveSpec) -> tuple[Rule | None, bool, bool]:
    """``[cluster]``: the column that says in which cluster a person was drawn; ``nested`` where numbers begin again,
    ``alone`` where a person without one was drawn alone."""
    table = top.table("cluster")
    if table is None:
        return (_lacks(top, "cluster") if spec.clusters else None), False, False
    if not spec.clusters:
        wave.wrong(
            None,
            _("[cluster] has a column, but the wave does not say that persons were drawn in clusters."),
            _("Write clusters = true under [wave], or take [cluster] out."),
        )
    nested, alone = table.flag("nested"), table.flag("alone")
    rule = Rule(
        table.string("column").strip(),
        table.where("column"),
        missing=frozenset(v.strip() for v in table.strings("missing")),
    )
    table.close()
    return rule, nested, alone


def _plan(top: Table, folder: Path, problems: Problems) -> AnalysisPlan | None:
    """The plan of analysis that the mapping names (written by ``borgerpuls plan``)."""
    if not (name := top.string("plan", required=False)):
        return None
    try:
        return read_plan((folder / name).read_bytes(), name)
    except OSError:
        top.wrong(
            "plan", _("There is no file {name}.", name=name), _("Make it with `borgerpuls plan`, or take plan out.")
        )
    except Refused as refused:
        problems.found += refused.problems
    return None


def _source(top: Table, folder: Path, data: Path | None) -> DataFile:
    table = top.table("source", required=True)
    if table is None:
        return DataFile(folder)
    choices = {"format": FORMATS, "delimiter": DELIMITERS, "decimal": (",", ".")}
    options: dict[str, str | None] = {
        k: table.choice(k, known, known[0]) if table.string(k, required=False) else None for k, known in choices.items()
    }
    options |= {k: table.string(k, required=False) or None for k in ("encoding", "sheet")}
    name = table.string("file")
    table.close()
    if data and not data.exists():
        top.wrong(
            None,
            _("--data {data} is no file and no folder.", data=data),
            _("Give the file itself, or the folder that {name} lies in.", name=quoted(name)),
        )
    return DataFile(data if data and not data.is_dir() else (data or folder) / name, **options)


def _registered(
    top: Table, wave: Table, folder: Path, languages: Sequence[str]
) -> tuple[tuple[Unit, ...] | None, dict[str, Text]]:
    """``units = "municipalities.toml"``: the units of a register on the day the wave opened, and their group names."""
    day = wave.day("opened")
    if "units" not in top or day is None:
        return None, {}
    register = read_units(folder / top.string("units"))
    units = []
    for unit in register.units_at(day):
        if missing := [language for language in languages if language not in unit.name]:
            top.wrong(
                "units",
                _("{unit} has no name in {missing}.", unit=quoted(unit.code), missing=missing[0]),
                _("Add the language to the register."),
            )
            return None, {}
        group = register.group_at(unit, day)
        units.append(Unit(unit.code, Text({k: unit.name[k] for k in languages}), group.id if group else None))
    held = {unit.group for unit in units}
    named = (g for g in register.groups if g.id in held and all(language in g.name for language in languages))
    return tuple(units), {g.id: Text({k: g.name[k] for k in languages}) for g in named}


def _disposition(top: Table) -> Rule | Literal["answered", "all"]:
    table = top.table("disposition")
    if table is None:
        return "answered"
    if "rule" not in table:
        return read_rule(top, "disposition", DISPOSITION_CODES) or "answered"
    rule = cast(Literal["answered", "all"], table.choice("rule", ("answered", "all"), "answered"))
    table.close()
    return rule


def _frame(
    top: Table, folder: Path, spec: WaveSpec, questionnaire: Questionnaire, lists: Mapping[str, tuple[Code, ...]]
) -> tuple[DataFile | None, Mapping[str, Rule]]:
    """``[frame]``: a file of totals; its columns have our names, or are mapped in ``[frame.columns]``, which may name
    further background variables than the weights use."""
    table = top.table("frame")
    if table is None:
        return None, {}
    file = DataFile(folder / table.string("file"))
    columns = table.table("columns")
    rules = {}
    further = further_columns(spec, questionnaire, tuple(columns)) if columns is not None else ()
    for name in ("unit", *cell_columns(spec), *further, "count"):
        rule = read_rule(columns, name, lists.get(name), numbers=name != "count") if columns is not None else None
        rules[name] = rule or Rule(name, table.where(), lists.get(name))
    if columns is not None:
        columns.close()
    table.close()
    return file, rules


def _rules(top: Table, key: str, lists: Mapping[str, tuple[Code, ...] | None]) -> Mapping[str, Rule]:
    """``[background]`` or ``[items]``: a rule for each; what ``missing`` at the top says holds for every item."""
    missing = [v.strip() for v in top.strings("missing")] if key == "items" else []
    table = top.table(key, required=key == "items")
    if table is None:
        return {}
    rules = {}
    for name in table:
        if name not in lists:
            table.wrong(
                name,
                _("{name} is not in the questionnaire.", name=quoted(name)),
                suggestion(name, list(lists)),
            )
        elif rule := read_rule(table, name, lists[name], missing=missing, numbers=key == "background"):
            rules[name] = rule
    return rules


def _lacks(top: Table, key: str) -> Rule:
    top.wrong(
        None,
        _("[{key}] is missing.", key=key),
        _('Write [{key}] and column = "…".', key=key),
    )
    return Rule("", Text())
