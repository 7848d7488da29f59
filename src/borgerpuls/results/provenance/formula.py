"""The formula of each kind of figure and where it comes from, as a reader who checks it wants them."""

from dataclasses import dataclass

from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.messages import _
from borgerpuls.results.figures.figure import Figure
from borgerpuls.text import Text


@dataclass(frozen=True)
class Formula:
    """What the figure is in words, its ``lines`` of algebra, and the ``sources`` they are taken from."""

    what: Text
    lines: tuple[str, ...]
    sources: tuple[str, ...]


_MEAN = "θ̂ = Σ w·y / Σ w"
_VARIANCE = "V = Σ_h (1 − f_h)·n_h/(n_h − 1)·[Σ u² − (Σ u)²/n_h],  u = w·(z − z̄_p),  z = d·(y − θ̂)/Σ w"
_PLAIN = "V = Σ_h (1 − f_h)·n_h/(n_h − 1)·[Σ u² − (Σ u)²/n_h],  u = w·z,  z = d·(y − θ̂)/Σ w"
_VARIANCES = {
    "poststratify": _VARIANCE,
    "rake": _PLAIN.replace("u = w·z,", "u = w·(z − fit by margins, unweighted means swept ten times),"),
    "greg": _PLAIN.replace("u = w·z,", "u = w·(z − x'B), B by least squares with the weights before,"),
}
"""Weighting -> the variance after it; what it takes residuals from."""
_WITHOUT = "f_h = 0: no finite population correction"
_WITH = "f_h = n_h/N_h in the interval of θ̂ (these very persons); f_h = 0 in Δ (the work)"
_T = "θ̂ ± t(df)·√V,  df = persons − strata"
_SHARE = "Beta quantiles at n* = θ̂(1 − θ̂)/V·(t(n − 1)/t(df))²"
_DIFFERENCE = {
    "part": "Δ = θ̂_m − θ̂,  V of z_m − z: the part is in the whole, so their covariance counts;  df of the part",
    "units": "Δ = θ̂_m − Σ θ̂_k/H,  V = (1 − 1/H)²·v_m + Σ_{k≠m} v_k/H²,  df of the part",
    "rest": "Δ = θ̂_m − θ̂_rest,  V = v_m + v_rest,  df of the part",
    "groups": "Δ = θ̂_1 − θ̂_0,  V of z_1 − z_0",
}
_LUMLEY = "Lumley (2010), Complex Surveys, sec. 2.2-2.3"
_BINDER = "Binder (1983), On the variances of asymptotically normal estimators"
_CALIBRATION = "Deville & Särndal (1992), Calibration estimators, eq. 3.4"
_RAKING = "Deming & Stephan (1940), On a least squares adjustment; Lumley (2010), sec. 7.3"
_KORN_GRAUBARD = "Korn & Graubard (1998), Confidence intervals for proportions with small expected number"
_AAPOR = "AAPOR (2023), Standard Definitions, RR2"
_TAM = "Tam (1984), On covariances from overlapping samples; Qualité & Tillé (2008)"
_SATTERTHWAITE = "Satterthwaite (1946), An approximate distribution of estimates of variance components"
_KISH = "Kish (1965), Survey Sampling, sec. 11.7"


_RATES = {
    "rr1": "RR1 = complete/(K + U)",
    "rr2": "RR2 = (complete + partial)/(K + U)",
    "rr3": "RR3 = complete/(K + e·U)",
    "rr4": "RR4 = (complete + partial)/(K + e·U)",
    "rr5": "RR5 = complete/K",
    "rr6": "RR6 = (complete + partial)/K",
}


def formula(figure: Figure, kind: str, spec: WaveSpec) -> Formula:
    """The formula of a figure, by its statistic, its place and what it stands beside."""
    if kind == "response":
        return _response(figure)
    method = spec.weighting.method if spec.weighting.by else "none"
    variance = _VARIANCES.get(method, _PLAIN)
    sources = [_LUMLEY, _BINDER, *([_CALIBRATION] if method in _VARIANCES else [])]
    sources += [_RAKING] if method == "rake" else []
    if figure.statistic == "change":
        what = _("Change in a weighted mean")
        lines = ["Δ = θ̂_now − θ̂_then,  V = v_now + v_then,  df = V²/(v_now²/df_now + v_then²/df_then)"]
        if spec.same_persons and not figure.group_by and method not in ("rake", "greg"):
            lines = ["Δ = θ̂_now − θ̂_then,  V = v_now + v_then − 2·C,  C = Σ_h m_h/(m_h − 1)·Σ u_now·u_then (centred)"]
            sources.append(_TAM)
        return Formula(what, (*lines, _MEAN, variance, _WITHOUT), (*sources, _SATTERTHWAITE))
    mean_over_units = figure.place == f"{spec.place_code}.units"
    lines = ["θ̂ = Σ_m θ̂_m/H,  V = Σ_m v_m/H²", "θ̂_m = Σ w·y / Σ w"] if mean_over_units else [_MEAN]
    share = figure.statistic != "mean"
    what = _("Weighted share") if share else _("Weighted mean")
    sources += [_KORN_GRAUBARD] if share else []
    lines += [variance, _WITH if spec.fpc else _WITHOUT, _SHARE if share else _T]
    if figure.difference is not None:
        beside = {spec.place_code: "part", f"{spec.place_code}.units": "units", "rest": "rest"}
        lines.append(_DIFFERENCE[beside.get(figure.compared_with, "groups")])
    return Formula(what, tuple(lines), tuple(sources))


def _response(figure: Figure) -> Formula:
    if figure.measure == "kish":
        what = _("What unequal weights cost")
        return Formula(what, ("1 + cv² = n·Σ w²/(Σ w)²",), (_KISH,))
    if figure.measure in _RATES:
        what = _("Response rate by AAPOR")
        base = "K = answered, refused, broken off, silent;  U = never reached;  e = K/(K + ineligible)"
        return Formula(what, (_RATES[figure.measure], base), (_AAPOR,))
    if figure.measure == "rate":
        what = _("Response rate: everyone who was asked is counted")
        return Formula(what, ("RR2 = (complete + partial) / (all eligible invited)",), (_AAPOR,))
    what = _("Number of persons who answered")
    return Formula(what, ("complete + partial",), (_AAPOR,))
