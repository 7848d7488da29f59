"""The R script that makes a figure again with the ``survey`` package, from the persons and nothing else."""

from collections.abc import Mapping
from dataclasses import replace

from borgerpuls.method.comparison.rank_sets import DRAWS
from borgerpuls.method.measurement.scores import required_answers
from borgerpuls.questionnaire.model import Item, Questionnaire
from borgerpuls.results.declaration.statistic import Statistic
from borgerpuls.results.estimation.wave_estimates import SEED, WaveEstimates
from borgerpuls.results.figures.figure import Figure
from borgerpuls.results.provenance.r_estimates import functions_in
from borgerpuls.results.registry import statistic_of


def script(figure: Figure, kind: str, now: WaveEstimates, before: WaveEstimates | None) -> str:
    """R code that reads ``persons-WAVE.csv`` (and ``totals-WAVE.csv``) and prints a line for each number.

    ``before`` is the earlier wave of a change. Lines read ``estimate 3.32077...``; what does not apply is left out.
    """
    statistic = statistic_of(figure, kind)
    if not statistic.reproduced:
        return _none(figure, statistic, now)
    if kind == "response":
        body = _response(figure, now)
    elif before is None:
        body = _design(figure, kind, now, "design", now.spec.fpc) + _level(figure, now)
    else:
        both = _design(figure, kind, now, "design") + _design(figure, kind, before, "earlier")
        body = both + (_SHARED if now.spec.same_persons else "") + _change(figure, now, before)
    return "\n".join([_START.format(figure.address) + functions_in(body, now.spec.clusters), body])


def columns(figure: Figure, kind: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The item columns that a theme or item is made from."""
    if kind == "theme":
        return tuple(questionnaire.item(item).column for item in questionnaire.theme(figure.measure).items)
    return (questionnaire.item(figure.measure).column,)


def _none(figure: Figure, statistic: Statistic, now: WaveEstimates) -> str:
    """What stands in place of a script for a comparison: R makes the means and standard errors that it is made of."""
    formula = statistic.formula_of(figure, now.spec)
    lines = [f"{figure.address}: {formula.what['en']}.", *formula.lines, *formula.sources]
    if statistic.drawn:
        lines.append(f"Drawn {DRAWS} times from seed {SEED}. R draws other numbers: no script gives it to the digit.")
    else:
        lines.append("No script of its own: trace the means that it compares, which R makes again.")
    return "".join(f"# {line}\n" for line in lines)


_START = """# {}: made again with R's survey package.
suppressPackageStartupMessages(library(survey))

say <- function(...) {{
  numbers <- list(...)
  for (name in names(numbers)) cat(name, sprintf("%.17g", as.numeric(numbers[[name]])), "\\n")
}}
"""


def _design(figure: Figure, kind: str, estimates: WaveEstimates, name: str, corrected: bool = False) -> str:
    return "\n".join(
        [
            *_read(estimates),
            *_score(figure, kind, estimates.wave.questionnaire),
            "persons$answered <- !is.na(persons$y)",
            "persons$y[!persons$answered] <- 0",
            *_weighted(estimates, name, corrected),
            "",
            "",
        ]
    )


def _read(estimates: WaveEstimates) -> list[str]:
    return [
        f"# {estimates.spec.name}: everybody who answered stays in the design, also those outside the group",
        f'persons <- read.csv("persons-{estimates.spec.name}.csv", na.strings = character(0),',
        '  colClasses = c(unit = "character", stratum = "character", cell = "character", group = "character"))',
    ]


def _weighted(estimates: WaveEstimates, name: str, corrected: bool = False) -> list[str]:
    fpc = " fpc = ~frame," if corrected else ""
    lines = [_LONELY] if estimates.borrowed else []
    ids = "~cluster" if estimates.spec.clusters else "~1"
    lines.append(f"{name} <- svydesign(ids = {ids}, strata = ~stratum, weights = ~weight,{fpc} data = persons)")
    if estimates.weighting.margins:
        lines += _margins(estimates, name)
    elif estimates.weighting.poststratum is not None:
        lines += [
            f'totals <- read.csv("totals-{estimates.spec.name}.csv", colClasses = c("character", "numeric"))',
            f"{name} <- postStratify({name}, ~cell, totals)",
        ]
    return lines


def _margins(estimates: WaveEstimates, name: str) -> list[str]:
    """R lines that rake or calibrate to margins."""
    numbers = range(1, len(estimates.weighting.margins) + 1)
    lines = [f'totals <- read.csv("totals-{estimates.spec.name}.csv")']
    bounds = estimates.weighting.bounds
    if estimates.weighting.method == "rake" and bounds is None:
        formulas = ", ".join(f"~margin_{n}" for n in numbers)
        tables = ", ".join(
            f'setNames(subset(totals, margin == {n})[c("cell", "Freq")], c("margin_{n}", "Freq"))' for n in numbers
        )
        control = "control = list(maxit = 1000, epsilon = 1e-10)"
        return [*lines, f"{name} <- rake({name}, list({formulas}), list({tables}), {control})"]
    if bounds is not None:
        lines.append("# bounds of the weights: survey needs the package MASS for them")
    columns = ", ".join(f"outer(margin_{n}, subset(totals, margin == {n})$cell, `==`)" for n in numbers)
    return [
        *lines,
        f"x <- with({name}$variables, cbind({columns})) + 0",
        "kept <- with(qr(x), sort(pivot[seq_len(rank)]))  # margins of a unit add up to the same",
        f"{name}$variables$x <- x[, kept]",
        f"known <- setNames(totals$Freq[kept], colnames(model.matrix(~0 + x, {name}$variables)))",
        f"{name} <- calibrate({name}, ~0 + x, known, {_distance(estimates)})",
    ]


def _distance(estimates: WaveEstimates) -> str:
    """R's names of the distance and of the bounds of g."""
    kind = "raking" if estimates.weighting.method == "rake" else "linear"
    bounds = estimates.weighting.bounds
    held = "" if bounds is None else f", bounds = c({bounds[0]!r}, {bounds[1]!r})"
    return f'calfun = "{kind}"{held}, maxit = 200, epsilon = 1e-12'


_LONELY = """# A unit with one answer has no spread of its own: Borgerpuls lends it its neighbour's, R counts it as
# certain: standard errors of the whole are a little smaller here.
options(survey.lonely.psu = "certainty")"""


def _score(figure: Figure, kind: str, questionnaire: Questionnaire) -> list[str]:
    """R lines that make ``persons$y``, NA where the person gave no answer that counts."""
    if kind != "theme":
        item = questionnaire.item(figure.measure)
        return [f"persons$y <- unname({_looked_up(item, category_values(item, figure.statistic))})"]
    theme = questionnaire.theme(figure.measure)
    items = [questionnaire.item(item) for item in theme.items]
    scores = [f"  {item.column} = {_looked_up(item, category_values(item, figure.statistic))}" for item in items]
    return [
        "scores <- cbind(",
        ",\n".join(scores) + ")",
        f"enough <- rowSums(!is.na(scores)) >= {required_answers(len(items), theme.answered)}",
        "persons$y <- ifelse(enough, rowMeans(scores, na.rm = TRUE), NA)",
    ]


def category_values(item: Item, statistic: str) -> Mapping[int, int]:
    """What each code of an item counts in a statistic; codes that are left out are no answer to it."""
    categories = item.scale.categories
    if statistic == "top2":
        return {c.code: int(c.favourable) for c in categories if c.value is not None}
    if statistic.startswith("share="):
        wanted = statistic.removeprefix("share=")
        counting = next(c for c in categories if str(c.code) == wanted).value is not None
        return {c.code: int(str(c.code) == wanted) for c in categories if c.value is not None or not counting}
    return {c.code: c.value for c in categories if c.value is not None}


def _looked_up(item: Item, values: Mapping[int, int]) -> str:
    pairs = ", ".join(f'"{code}" = {value}' for code, value in values.items())
    return f"c({pairs})[as.character(persons${item.column})]"


def _inside(place: str, group: str) -> str:
    """The R condition for a place (the whole has none) and a group."""
    conditions = [f'unit == "{place}"'] if place else []
    conditions += [f'group == "{group}"'] if group else []
    return " & ".join(conditions) or "TRUE"


def _level(figure: Figure, estimates: WaveEstimates) -> str:
    """One wave's mean or share, and its difference from the place it stands beside."""
    unit = figure.place if figure.place in estimates.weighting.units else ""
    here = _inside(unit, figure.group)
    share = figure.statistic != "mean"
    lines = _claimed(estimates, figure, unit)
    lines.append("say(estimate = found$value, se = found$se, df = found$df, n = found$n)")
    if share and estimates.spec.share_interval != "jeffreys":
        interval = {"beta": "korn_graubard", "rare": "rare_share"}[estimates.spec.share_interval]
        lines.append(f"ends <- {interval}(found$value, found$se * found$widening, found$n, found$df)")
        lines.append("found[c('low', 'high')] <- ends")
    lines.append("say(low = found$low, high = found$high)")
    if figure.difference is None:
        return "\n".join([*lines, ""])
    if estimates.spec.fpc:
        lines += ["# differences are about the work, not about these persons: no finite population correction"]
        lines += [*_weighted(estimates, "design"), *_claimed(estimates, figure, unit, counted=False)]
    return "\n".join([*lines, *_beside(estimates, figure, unit, here), *_GAP, ""])


def _beside(estimates: WaveEstimates, figure: Figure, unit: str, here: str) -> list[str]:
    """R lines that make ``gap``, a unit beside another place, and ``ends``, its interval."""
    whole, group = estimates.spec.place_code, _inside("", figure.group)
    if figure.compared_with == f"{whole}.units":
        return [
            f'gap <- unit_means(design, quote(answered & {group}), "{unit}")',
            f"each <- by_unit(design, quote({group}))",
            f'second <- other_units(each, "{unit}", scale)',
            "ends <- recovered(coef(gap), found, second, found$df, times = 1 - 1 / length(each))",
        ]
    rest = f'unit != "{unit}"'
    beside = {whole: group, "rest": f"{group} & {rest}"}.get(figure.compared_with) or _inside(unit, "0")
    lines = [
        f"design <- update(design, a = as.numeric(answered & {here}), b = as.numeric(answered & {beside}))",
        "sums <- svytotal(~I(a * y) + a + I(b * y) + b, design)",
        "gap <- svycontrast(sums, quote(`I(a * y)` / a - `I(b * y)` / b))",
    ]
    if figure.compared_with == "compare=0":
        return [
            *lines,
            *_interval("second", f'quote(unit == "{unit}")', 'quote(group == "0")', figure),
            "df <- found$df + second$df",
            "covariance <- (found$se^2 + second$se^2 - as.numeric(SE(gap))^2) / 2",
            "ends <- recovered(coef(gap), found, second, df, covariance)",
        ]
    times = "1 - sum(weights(design) * design$variables$a) / sum(weights(design) * design$variables$b)"
    times = times if figure.compared_with == whole else "1"
    return [
        *lines,
        *_interval("second", f"quote({rest})", f"quote({group})", figure, rest=True),
        f"ends <- recovered(coef(gap), found, second, found$df, times = {times})",
    ]


def _claimed(estimates: WaveEstimates, figure: Figure, unit: str, counted: bool = True, units: str = "") -> list[str]:
    """R lines that make ``found``: the mean of a place, the answers behind it and its interval.

    ``counted``: with what the finite population correction leaves of the variance, where the wave asks for it.
    ``units`` is a further R condition on the units of the whole.
    """
    whole = estimates.spec.place_code
    lines = [_scale(estimates, figure)]
    if figure.place == f"{whole}.units":
        group = f"quote({_inside('', figure.group)}{units})"
        lines += [*_mean("design", "mean_of", figure, whole, unit, units), f"b <- over_units(by_unit(design, {group}))"]
    else:
        group = f"quote({_inside('', figure.group)}{units})"
        place = f'quote(unit == "{unit}")' if unit else f"quote({'TRUE' if not units else units.removeprefix(' & ')})"
        lines += [*_mean("design", "mean_of", figure, whole, unit, units), f"b <- basis(design, {place}, {group})"]
    if not (counted and estimates.spec.fpc):
        return [*lines, f"found <- claimed(coef(mean_of), SE(mean_of), b, scale, {_is_share(figure)})"]
    return [
        *lines,
        "corrected <- design",
        *_weighted(estimates, "design"),
        *_mean("design", "plain", figure, whole, unit, units),
        *([f"b <- over_units(by_unit(design, {group}))"] if figure.place == f"{whole}.units" else []),
        "counted <- (as.numeric(SE(mean_of)) / as.numeric(SE(plain)))^2",
        f"found <- claimed(coef(mean_of), SE(mean_of), b, scale, {_is_share(figure)}, counted)",
        "design <- corrected",
    ]


def _interval(name: str, place: str, group: str, figure: Figure, rest: bool = False) -> list[str]:
    """R lines that make the mean of the group in a place, with its interval; ``rest``: of all other places."""
    inside = f"{place.removeprefix('quote(')[:-1]} & {group.removeprefix('quote(')[:-1]}"
    given = f"coef(other), SE(other), basis(design, {place}, {group}), scale, {_is_share(figure)}"
    return [
        f"other <- svymean(~y, subset(design, answered & {inside}))",
        f"{name} <- rest_claimed({given}, found$n)" if rest else f"{name} <- claimed({given})",
    ]


def _is_share(figure: Figure) -> str:
    return "FALSE" if figure.statistic in ("mean", "change") else "TRUE"


def _scale(estimates: WaveEstimates, figure: Figure) -> str:
    """The R line with the scale of a figure's measure."""
    found = estimates.scale_of(figure.measure, _is_share(figure) == "TRUE")
    parts = (found.lowest, found.highest, found.middle, found.spread)
    return f"scale <- c({', '.join(repr(float(part)) for part in parts)})"


_GAP = (
    "say(difference = coef(gap), difference_se = SE(gap), difference_low = ends$low, difference_high = ends$high,",
    "  p = ends$p)",
)


def _mean(design: str, name: str, figure: Figure, whole: str, unit: str, units: str = "") -> list[str]:
    """R lines that make ``name``, with ``coef`` and ``SE``: the mean of a place, or of the units' means.

    ``units`` is a further R condition on the units of the whole.
    """
    here = _inside(unit, figure.group) + units
    if figure.place != f"{whole}.units":
        return [f"{name} <- svymean(~y, subset({design}, answered & {here}))"]
    return [f"{name} <- unit_means({design}, quote(answered & {here}))"]


def _change(figure: Figure, now: WaveEstimates, before: WaveEstimates) -> str:
    """Two waves as two independent samples; the whole is that of the units which answered in both."""
    here = figure.place if figure.place in now.weighting.units else ""
    lines: list[str] = [] if here else [_BOTH.format(group=_inside("", figure.group))]
    units = "" if here else " & unit %in% both"
    for design, name, estimates in (("earlier", "then", before), ("design", "now", now)):
        unit = figure.place if figure.place in estimates.weighting.units else ""
        place = figure.place if unit else estimates.spec.place_code + figure.place.removeprefix(now.spec.place_code)
        if design == "earlier":
            lines += ["later <- design", "design <- earlier"]
        lines += _claimed(estimates, replace(figure, place=place), unit, counted=False, units=units)
        lines.append(f"{name} <- found")
        if design == "earlier":
            lines.append("design <- later")
    return "\n".join(
        [
            *lines,
            "change <- now$value - then$value",
            "v <- c(now$se, then$se)^2",
            "se <- sqrt(sum(v))",
            "df <- sum(v)^2 / sum(v^2 / pmax(c(now$df, then$df), 1))",
            "ends <- recovered(change, now, then, df)",
            "say(estimate = change, se = se, df = df, low = ends$low, high = ends$high, n = now$n)",
            "say(difference = change, difference_se = se, difference_low = ends$low, difference_high = ends$high,",
            "  p = ends$p)",
            "",
        ]
    )


_SHARED = """# Persons in both waves make the change surer. R takes the waves as independent here: its se is larger.
"""
_BOTH = """answering <- function(design) with(design$variables, unique(unit[answered & {group}]))
both <- intersect(answering(design), answering(earlier))"""


def _response(figure: Figure, estimates: WaveEstimates) -> str:
    """Counts of those who were asked; what unequal weights cost comes from the design's weights."""
    wave = estimates.spec.name
    unit = figure.place if figure.place in estimates.weighting.units else ""
    here = _inside(unit, figure.group)
    if figure.measure == "kish":
        return "\n".join(
            [
                *_read(estimates),
                *_weighted(estimates, "design"),
                f"w <- weights(subset(design, {here}))",
                "w <- w[w > 0]",
                "say(estimate = length(w) * sum(w^2) / sum(w)^2, n = length(w))",
                "",
            ]
        )
    if figure.measure in _RATES:
        return _OUTCOMES.format(wave=wave, here=here, rate=_RATES[figure.measure])
    measured = "answered / length(eligible)" if figure.measure == "rate" else "answered"
    base = "length(eligible)" if figure.measure == "rate" else "answered"
    return f"""text <- c(unit = "character", group = "character", disposition = "character")
invited <- read.csv("invited-{wave}.csv", na.strings = character(0), colClasses = text)
eligible <- with(subset(invited, {here}), disposition[disposition != "ineligible"])
answered <- sum(eligible %in% c("complete", "partial"))
say(estimate = {measured}, n = {base})
"""


_RATES = {
    "rr1": "I / (K + U)",
    "rr2": "(I + P) / (K + U)",
    "rr3": "I / (K + e * U)",
    "rr4": "(I + P) / (K + e * U)",
    "rr5": "I / K",
    "rr6": "(I + P) / K",
}
_OUTCOMES = """text <- c(unit = "character", group = "character", disposition = "character")
invited <- read.csv("invited-{wave}.csv", na.strings = character(0), colClasses = text)
count <- function(...) sum(with(subset(invited, {here}), disposition) %in% c(...))
I <- count("complete")
P <- count("partial")
K <- I + P + count("breakoff", "refused", "no_answer")
U <- count("not_reached")
e <- K / (K + count("ineligible"))
say(estimate = {rate}, n = K + U)
"""
