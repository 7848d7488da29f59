"""The data package of a place: its figures as CSV, described so that anyone can read them without us."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from io import BytesIO, StringIO

from borgerpuls.dataset.analysis_plan import NAME as PLAN
from borgerpuls.messages import _
from borgerpuls.reports.formats.fields import FIELDS
from borgerpuls.reports.formats.format import About, Edition, Format
from borgerpuls.results.figures.export import write_csv
from borgerpuls.results.figures.figure import Figure

README = _(
    "# {name}: figures of {title}\n\n{warning}`figures.csv` has a row a figure: estimate, standard error, "
    "95% confidence interval and number of answers,\nand where something is compared, the difference with "
    "its own interval. The file is UTF-8, with comma between fields\nand a point in decimals. "
    "`datapackage.json` describes it by the Frictionless standard.\n`plan.json` is the plan of analysis: what was "
    "going to be told, and by which rules.\n\nA figure that is not shown has the "
    "reason in the column `hidden`. Shares are between 0 and 1.\n\n| column | content |\n| --- | --- "
    "|\n{columns}\n"
)


def package(about: About, figures: Sequence[Figure]) -> bytes:
    """A zip with ``figures.csv``, ``datapackage.json``, the plan of analysis and a README a language; same figures,
    same bytes."""
    rows = StringIO()
    write_csv(figures, rows)
    csv = rows.getvalue().encode()
    files = {"figures.csv": csv, "datapackage.json": _descriptor(about, csv)}
    if about.plan:
        files[PLAN] = about.plan.to_bytes()
    for language in about.languages:
        columns = "\n".join(f"| `{field.name}` | {field.description[language]} |" for field in FIELDS)
        words = README[language].format(
            name=about.name[language],
            title=about.title[language],
            warning=f"**{about.warning[language]}**\n\n" if about.warning[language] else "",
            columns=columns,
        )
        files[f"README.{language}.md"] = words.encode()
    to = BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=4)  # half the time of 6, and a tenth larger
    return to.getvalue()


def _descriptor(about: About, csv: bytes) -> bytes:
    words = [f"{about.name[language]}: {about.title[language]}" for language in about.languages]
    described = {
        "profile": "tabular-data-package",
        "name": "figures",
        "title": " / ".join(words),
        "description": " / ".join(about.warning[language] for language in about.languages if about.warning[language]),
        "created": f"{about.dated.isoformat()}T12:00:00Z",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "figures",
                "path": "figures.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(csv),
                "hash": f"sha256:{hashlib.sha256(csv).hexdigest()}",
                "schema": {
                    "fields": [
                        {
                            "name": field.name,
                            "type": field.type,
                            "description": " / ".join(field.description[language] for language in about.languages),
                        }
                        for field in FIELDS
                    ],
                    "missingValues": [""],
                    "primaryKey": "address",
                },
            }
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _render(edition: Edition) -> bytes:
    return package(edition.about, edition.figures)


FORMAT = Format(
    suffix="zip",
    media_type="application/zip",
    render=_render,
    name=_("Data"),
    link=_("Data"),
    title=_("The figures as data"),
    purpose=_("CSV with descriptions, for those who compute."),
    order=4,
    translated=False,
)
