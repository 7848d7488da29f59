"""The population list, step by step: upload, columns, problems, accept. Others than coordinators see numbers only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from borgerpuls.fieldwork import population
from borgerpuls.fieldwork.enrolment import enrolments
from borgerpuls.fieldwork.enrolment.enrolments import EnrolmentView
from borgerpuls.fieldwork.population import Mapped, MappedColumn, Staged
from borgerpuls.fieldwork.population.messages import no_file, too_large
from borgerpuls.fieldwork.population.reading.variables import FROM_CPR, MISSING, Variable
from borgerpuls.fieldwork.staff.roles import Staff
from borgerpuls.problems import Problem, Refused
from borgerpuls.web.municipality.population.upload import InMemory
from borgerpuls.web.staff.access import municipality_page
from borgerpuls.web.staff.templatetags.borgerpuls import reader

SHOWN = 100


@dataclass(frozen=True)
class Value:
    """What the file says, and the code chosen for it."""

    name: str
    said: str
    code: str


@dataclass(frozen=True)
class Choice:
    """The column chosen for a variable, and its values that nobody has told the meaning of."""

    name: str
    variable: Variable
    column: str
    values: tuple[Value, ...]

    @property
    def codes(self) -> list[tuple[str, str]]:
        return [(code.id, code.label[reader()]) for code in self.variable.codes]


@csrf_exempt  # the page reads the file itself, see _upload
@municipality_page()
def upload(request: HttpRequest, staff: Staff, code: str, wave: str) -> HttpResponse:
    """The list as it stands, in numbers; and for coordinators the form for a new one."""
    if request.method == "POST" and not staff.may_write(code):
        raise Http404
    handler = InMemory(population.MOST_BYTES)
    request.upload_handlers = [handler]
    return _upload(request, staff, code, wave, handler)


@csrf_protect
def _upload(request: HttpRequest, staff: Staff, code: str, wave: str, handler: InMemory) -> HttpResponse:
    found: tuple[Problem, ...] = ()
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if handler.too_large:
                raise Refused([too_large(handler.file_name or "", population.MOST_BYTES // 2**20)])
            if file is None:
                raise Refused([no_file()])
            held = population.list_of(code, wave)
            staged = population.stage(held.enrolment_id, staff.email, file.name or "", file.read(), timezone.now())
        except Refused as refused:
            found = refused.problems
        else:
            return redirect("municipality:population_columns", code, wave, staged.id)
    context = {
        "view": enrolments.enrolment(code, wave),
        "held": population.list_of(code, wave),
        "may_write": staff.may_write(code),
        "problems": found,
        "most": population.MOST_BYTES // 2**20,
    }
    return render(request, "municipality/population.html", context, status=422 if found else 200)


@municipality_page(write=True)
def columns(request: HttpRequest, staff: Staff, code: str, wave: str, upload: int) -> HttpResponse:
    """Which column holds what, and what its values mean."""
    view, staged = enrolments.enrolment(code, wave), _staged(code, wave, upload)
    if staged is None:
        return _gone(request, code, wave)
    if request.method == "POST":
        before = {name: one["column"] for name, one in staged.mapping.items()}
        staged = population.remap(upload, _mapping(staged, request.POST), staff.email, timezone.now())
        moved = [name for name, values in staged.values.items() if values and _column(staged, name) != before.get(name)]
        if not moved:
            return redirect("municipality:population_check", code, wave, upload)
        messages.info(request, _("Now say what the values of the columns mean."))
        return redirect("municipality:population_columns", code, wave, upload)
    contact = [c for c in _choices(staged) if c.variable.sort != "codes"]
    coded = [c for c in _choices(staged) if c.variable.sort == "codes"]
    context = {
        "view": view,
        "staged": staged,
        "contact": contact,
        "coded": coded,
        "from_cpr": FROM_CPR,
        "missing": MISSING,
    }
    return render(request, "municipality/population_columns.html", context)


@require_safe
@municipality_page(write=True)
def check(request: HttpRequest, staff: Staff, code: str, wave: str, upload: int) -> HttpResponse:
    """Everything that is wrong, and the buttons that accept the list or throw it away."""
    view, staged = enrolments.enrolment(code, wave), _staged(code, wave, upload)
    if staged is None:
        return _gone(request, code, wave)
    return render(request, "municipality/population_check.html", _checked(view, staged))


@require_safe
@municipality_page(write=True)
def problems(request: HttpRequest, staff: Staff, code: str, wave: str, upload: int) -> HttpResponse:
    """All of them as a file for Excel."""
    if _staged(code, wave, upload) is None:
        return _gone(request, code, wave)
    content = population.problems_csv(upload, reader())
    name = _("problems")
    disposition = {"Content-Disposition": f'attachment; filename="{name}-{code}-{wave}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


@require_POST
@municipality_page(write=True)
def accept(request: HttpRequest, staff: Staff, code: str, wave: str, upload: int) -> HttpResponse:
    view, staged = enrolments.enrolment(code, wave), _staged(code, wave, upload)
    if staged is None:
        return _gone(request, code, wave)
    without = request.POST.get("without_bad") == str(staged.bad)  # as many as the page told
    try:
        accepted = population.accept(upload, staff.email, timezone.now(), without_bad=without)
    except Refused as refused:
        context = {**_checked(view, staged), "refused": [p for p in refused.problems if p.severity == "error"][:SHOWN]}
        return render(request, "municipality/population_check.html", context, status=409)
    done = _("The list is accepted: %(persons)d citizens.") % {"persons": accepted.persons}
    if accepted.left_out:
        done += " " + _("%(rows)d rows with errors were left out.") % {"rows": accepted.left_out}
    messages.success(request, done)
    return redirect("municipality:population", code, wave)


@require_POST
@municipality_page(write=True)
def discard(request: HttpRequest, staff: Staff, code: str, wave: str, upload: int) -> HttpResponse:
    if _staged(code, wave, upload) is not None:
        population.discard(upload, staff.email, timezone.now())
        messages.success(request, _("The file is thrown away. Nothing of it is kept."))
    return redirect("municipality:population", code, wave)


def _staged(code: str, wave: str, upload: int) -> Staged | None:
    """The list being worked on, if it is this one."""
    held = population.list_of(code, wave)
    if held.staged != upload:
        return None
    try:
        return population.staged(upload)
    except Refused:
        return None


def _gone(request: HttpRequest, code: str, wave: str) -> HttpResponse:
    messages.info(request, _("The file is no longer being worked on: it was used, replaced or thrown away."))
    return redirect("municipality:population", code, wave)


def _column(staged: Staged, variable: str) -> str:
    mapped = staged.mapping.get(variable)
    return mapped["column"] if mapped else ""


def _choices(staged: Staged) -> list[Choice]:
    found = []
    for n, variable in enumerate(staged.variables):
        mapped = staged.mapping.get(variable.id)
        codes = mapped.get("codes", {}) if mapped else {}
        values = tuple(
            Value(f"code-{n}-{k}", said, codes.get(said, ""))
            for k, said in enumerate(staged.values.get(variable.id, ()))
        )
        found.append(Choice(f"column-{n}", variable, _column(staged, variable.id), values))
    return found


def _mapping(staged: Staged, typed: Mapping[str, str]) -> Mapped:
    """The form as a mapping; codes count where they were chosen for the column that is still the one."""
    mapping: Mapped = {}
    for choice in _choices(staged):
        column = typed.get(choice.name, "")
        one: MappedColumn = {"column": column}
        if column == choice.column and choice.variable.sort == "codes":
            known = {MISSING, *(code.id for code in choice.variable.codes)}
            chosen = {value.said: typed.get(value.name, "") for value in choice.values}
            one["codes"] = {said: code for said, code in chosen.items() if code in known}
        mapping[choice.variable.id] = one
    return mapping


def _checked(view: EnrolmentView, staged: Staged) -> dict[str, Any]:
    first = sorted(staged.findings, key=lambda finding: (not finding.blocks, finding.severity))[:SHOWN]
    kinds = [
        (n, column, next(f for f in staged.findings if (f.kind, f.column) == (kind, column)))
        for kind, column, n in population.counted(staged.findings)
    ]
    return {
        "view": view,
        "staged": staged,
        "good": staged.rows - staged.bad,
        "kinds": [(n, column, f.severity, f.problem("")) for n, column, f in kinds],
        "shown": [(f, f.problem("")) for f in first],
        "more": len(staged.findings) - len(first),
        "untold": sum(f.kind == "unknown_code" for f in staged.findings),
    }
