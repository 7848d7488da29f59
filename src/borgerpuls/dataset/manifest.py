"""``manifest.json``: the wave folder as a Frictionless data package, with a digest of every file."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from borgerpuls.dataset import analysis_plan
from borgerpuls.dataset.columns import item_columns, persons_schema
from borgerpuls.dataset.wave import DISPOSITIONS, WaveSpec
from borgerpuls.problems import Problem
from borgerpuls.questionnaire.model import Questionnaire
from borgerpuls.text import Text

NAME = "manifest.json"
FILES = ("wave.toml", "questionnaire.toml", "persons.parquet", "population.parquet")
PLAN = analysis_plan.NAME
"""Not among ``FILES``: a wave of an earlier version has none."""


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_manifest(folder: Path, spec: WaveSpec, questionnaire: Questionnaire, warnings: Sequence[Problem] = ()) -> str:
    """The manifest of the files that lie in ``folder``; labels are in the questionnaire's first language.

    ``warnings`` of the import are kept in every language the program offers; there is no such key without any.
    """
    language = questionnaire.languages[0]
    fields = {
        "persons.parquet": _fields(persons_schema(spec, questionnaire), spec, questionnaire),
        "population.parquet": _fields(pq.read_schema(folder / "population.parquet"), spec, questionnaire),
    }
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": spec.name,
        "title": spec.title[language],
        "resources": [
            _resource(folder / name, fields.get(name)) for name in (*FILES, PLAN) if (folder / name).exists()
        ],
        "borgerpuls": {"version": version("borgerpuls"), "questionnaire": questionnaire.fingerprint},
    }
    if warnings:
        package["borgerpuls"]["warnings"] = [
            {"where": dict(w.where), "what": dict(w.what), "remedy": dict(w.remedy)} for w in warnings
        ]
    package["borgerpuls"]["manifest"] = seal(package)
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def read_warnings(package: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What the import warned of, as the manifest keeps it."""
    return tuple(
        Problem(Text(w["where"]), Text(w["what"]), Text(w["remedy"]), "warning")
        for w in package["borgerpuls"].get("warnings", ())
    )


def seal(package: Mapping[str, Any]) -> str:
    """SHA-256 of what the manifest itself says, so that a change in it shows too."""
    own = {k: v for k, v in package["borgerpuls"].items() if k != "manifest"}
    content = json.dumps({**package, "borgerpuls": own}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _resource(path: Path, fields: list[dict[str, Any]] | None) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": path.stem,
        "path": path.name,
        "format": path.suffix[1:],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
    }
    if fields is None:
        return {**resource, "mediatype": f"application/{path.suffix[1:]}", "encoding": "utf-8"}
    rows = pq.read_metadata(path).num_rows
    schema = {"fields": fields, **({"primaryKey": ["person"]} if path.stem == "persons" else {})}
    return {**resource, "mediatype": "application/vnd.apache.parquet", "rows": rows, "type": "table", "schema": schema}


def _fields(schema: pa.Schema, spec: WaveSpec, questionnaire: Questionnaire) -> list[dict[str, Any]]:
    language = questionnaire.languages[0]
    titles = {b.id: b.label[language] for b in questionnaire.backgrounds}
    categories: dict[str, list[Any]] = {"disposition": list(DISPOSITIONS)}
    categories["unit"] = [{"value": u.code, "label": u.name[language]} for u in spec.units]
    for background in questionnaire.backgrounds:
        codes = background.at(spec.opened)
        categories[background.id] = [{"value": c.id, "label": c.label[language]} for c in codes.codes] if codes else []
    for name, items in item_columns(questionnaire).items():
        if items[0].local is None:
            titles[name] = items[0].wording[language]
            scale = items[0].scale.categories
            categories[name] = [{"value": c.code, "label": c.label[language]} for c in scale]
    fields = []
    for field in schema:
        one: dict[str, Any] = {"name": field.name, "type": "integer" if pa.types.is_integer(field.type) else "string"}
        if field.name in titles:
            one["title"] = titles[field.name]
        if categories.get(field.name):
            one["categories"] = categories[field.name]
        if not field.nullable:
            one["constraints"] = {"required": True}
        fields.append(one)
    return fields
