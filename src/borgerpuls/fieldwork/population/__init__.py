"""The population list: uploaded and staged, its columns mapped, its rows judged, accepted, sampled."""

from borgerpuls.fieldwork.models.uploads import Mapped, MappedColumn
from borgerpuls.fieldwork.population.acceptance import Accepted, accept, sweep
from borgerpuls.fieldwork.population.reading.findings import Finding, as_csv, counted
from borgerpuls.fieldwork.population.sample import choices, set_sample, strata, stratum_names
from borgerpuls.fieldwork.population.staging import MOST_BYTES, Staged, discard, findings_of, remap, stage, staged
from borgerpuls.fieldwork.population.state import ListView, list_of

__all__ = [
    "MOST_BYTES",
    "Accepted",
    "Finding",
    "ListView",
    "Mapped",
    "MappedColumn",
    "Staged",
    "accept",
    "as_csv",
    "choices",
    "counted",
    "discard",
    "findings_of",
    "list_of",
    "problems_csv",
    "remap",
    "set_sample",
    "stage",
    "staged",
    "strata",
    "stratum_names",
    "sweep",
]


def problems_csv(upload_id: int, language: str) -> bytes:
    """Everything wrong with a staged list, as a file that Danish Excel opens."""
    return as_csv(findings_of(upload_id), language)
