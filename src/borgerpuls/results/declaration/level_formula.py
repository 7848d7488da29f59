"""The formulas of means, shares and changes, which depend on the wave's weighting and on what stands beside them."""

from borgerpuls.dataset.wave import WaveSpec
from borgerpuls.results.figures.figure import Figure

_MEAN = "θ̂ = Σ w·y / Σ w"
_VARIANCE = "V = Σ_h (1 − f_h)·n_h/(n_h − 1)·[Σ u² − (Σ u)²/n_h],  u = w·(z − z̄_p),  z = d·(y − θ̂)/Σ w"
_PLAIN = "V = Σ_h (1 − f_h)·n_h/(n_h − 1)·[Σ u² − (Σ u)²/n_h],  u = w·z,  z = d·(y − θ̂)/Σ w"
_VARIANCES = {
    "poststratify": _VARIANCE,
    "rake": _PLAIN.replace("u = w·z,", "u = w·(z − fit by margins, unweighted means swept ten times),"),
    "greg": _PLAIN.replace("u = w·z,", "u = w·(z − x'B), B by least squares with the weights before,"),
}
"""Weighting -> the variance after it; what it takes residuals from."""
_CLUSTERED = (
    "n_h clusters in stratum h,  u summed over the persons of a cluster;  a, n and H of c and df count clusters"
)
_WITHOUT = "f_h = 0: no finite population correction"
_WITH = "f_h = n_h/N_h in the interval of θ̂ (these very persons); f_h = 0 in Δ (the work)"
_CLAIM = "df = answers − strata that answered,  c = √(a/(a − lost)·(n − H)/n) for a answers of n persons"
_MEAN_ENDS = (
    "beta distribution on the scale after one more answer, spread evenly over it, beside n* = min(n, s²/(c²·V) + 1); "
    "its √variance times t(2·df)/z"
)
_CLUSTERED_MEAN_ENDS = _MEAN_ENDS.replace("t(2·df)", "t((1 + a/n)·df)")
_SHARE = {
    "jeffreys": "Beta(n*·θ̂ + ½, n*·(1 − θ̂) + ½) quantiles, n* = min(n, (θ̂(1 − θ̂)/(c²·V) + 1)·(t(n − 1)/t(df))²)",
    "beta": "Beta quantiles at n* = θ̂(1 − θ̂)/(c²·V)·(t(n − 1)/t(df))²",
    "rare": "Beta quantiles at n* = min(n, min(n, θ̂(1 − θ̂)/(c²·V))·(t(n − 1)/t(df))²)",
}
_DIFFERENCE = {
    "part": "Δ = θ̂_m − θ̂,  V of z_m − z: the part is in the whole, so their covariance counts;  df of the part",
    "units": "Δ = θ̂_m − Σ θ̂_k/H,  V = (1 − 1/H)²·v_m + Σ_{k≠m} v_k/H²,  df of the part",
    "rest": "Δ = θ̂_m − θ̂_rest,  V = v_m + v_rest,  df of the part",
    "groups": "Δ = θ̂_1 − θ̂_0,  V of z_1 − z_0,  df of both",
}
_RECOVERED = (
    "ends from those of both parts: Δ − √((θ₁ − l₁)² + (u₂ − θ₂)²) to Δ + √((u₁ − θ₁)² + (θ₂ − l₂)²), "
    "their correlation counted"
)
_LUMLEY = "Lumley (2010), Complex Surveys, sec. 2.2-2.3"
_BINDER = "Binder (1983), On the variances of asymptotically normal estimators"
_CLUSTERS = "Cochran (1977), Sampling Techniques, ch. 9A; Bell & McCaffrey (2002), Survey Methodology 28"
_CALIBRATION = "Deville & Särndal (1992), Calibration estimators, eq. 3.4"
_RAKING = "Deming & Stephan (1940), On a least squares adjustment; Lumley (2010), sec. 7.3"
_KORN_GRAUBARD = "Korn & Graubard (1998), Confidence intervals for proportions with small expected number"
_PARKER = "Parker et al. (2017), Data presentation standards for proportions, Vital Health Stat 2(175)"
_PERKS = "Perks (1947), Some observations on inverse probability; Brown, Cai & DasGupta (2001)"
_BROWN = "Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion (Jeffreys)"
_ZOU = "Zou & Donner (2008), Construction of confidence limits about effect measures; Newcombe (1998)"
_TAM = "Tam (1984), On covariances from overlapping samples; Qualité & Tillé (2008)"
_SATTERTHWAITE = "Satterthwaite (1946), An approximate distribution of estimates of variance components"


def _weighted(spec: WaveSpec) -> tuple[str, tuple[str, ...]]:
    """The variance of a wave's weighted estimates, and its sources."""
    method = spec.weighting.method if spec.weighting.by else "none"
    sources = (_LUMLEY, _BINDER, *((_CLUSTERS,) if spec.clusters else ()))
    sources = (*sources, *((_CALIBRATION,) if method in _VARIANCES else ()))
    return _VARIANCES.get(method, _PLAIN), (*sources, *((_RAKING,) if method == "rake" else ()))


def _clusters(spec: WaveSpec) -> tuple[str, ...]:
    return (_CLUSTERED,) if spec.clusters else ()


def _mean_ends(spec: WaveSpec) -> str:
    return _CLUSTERED_MEAN_ENDS if spec.clusters else _MEAN_ENDS


def _joined(figure: Figure, spec: WaveSpec) -> bool:
    """Are the persons of both waves joined in a change?"""
    calibrated_by_margins = bool(spec.weighting.by) and spec.weighting.method in ("rake", "greg")
    return spec.same_persons and not figure.group_by and not calibrated_by_margins


def change_lines(figure: Figure, spec: WaveSpec) -> tuple[str, ...]:
    """A change: two independent samples, or with the covariance of the persons in both."""
    line = "Δ = θ̂_now − θ̂_then,  V = v_now + v_then,  df = V²/(v_now²/df_now + v_then²/df_then)"
    if _joined(figure, spec):
        line = "Δ = θ̂_now − θ̂_then,  V = v_now + v_then − 2·C,  C = Σ_h m_h/(m_h − 1)·Σ u_now·u_then (centred)"
    return line, _MEAN, _weighted(spec)[0], *_clusters(spec), _WITHOUT, _CLAIM, _mean_ends(spec), _RECOVERED


def change_sources(figure: Figure, spec: WaveSpec) -> tuple[str, ...]:
    """Where the formula of a change comes from."""
    return (*_weighted(spec)[1], *((_TAM,) if _joined(figure, spec) else ()), _SATTERTHWAITE, _PERKS, _ZOU)


def mean_lines(figure: Figure, spec: WaveSpec) -> tuple[str, ...]:
    """A weighted mean with its interval, and its difference from what stands beside it."""
    return _level_lines(figure, spec, _mean_ends(spec))


def share_lines(figure: Figure, spec: WaveSpec) -> tuple[str, ...]:
    """A weighted share with its interval, and its difference from what stands beside it."""
    return _level_lines(figure, spec, _SHARE[spec.share_interval])


def mean_sources(figure: Figure, spec: WaveSpec) -> tuple[str, ...]:
    """Where the formula of a weighted mean comes from."""
    return (*_weighted(spec)[1], _PERKS, *_beside(figure))


def share_sources(figure: Figure, spec: WaveSpec) -> tuple[str, ...]:
    """Where the formula of a weighted share comes from."""
    own = {"jeffreys": (_BROWN, _KORN_GRAUBARD), "beta": (_KORN_GRAUBARD,), "rare": (_KORN_GRAUBARD, _PARKER)}
    return (*_weighted(spec)[1], *own[spec.share_interval], *_beside(figure))


def _beside(figure: Figure) -> tuple[str, ...]:
    """The source of a difference's interval."""
    return () if figure.difference is None else (_ZOU,)


def _level_lines(figure: Figure, spec: WaveSpec, interval: str) -> tuple[str, ...]:
    whole = spec.place_code
    over_units = figure.place == f"{whole}.units"
    value = ("θ̂ = Σ_m θ̂_m/H,  V = Σ_m v_m/H²", "θ̂_m = Σ w·y / Σ w") if over_units else (_MEAN,)
    lines = (*value, _weighted(spec)[0], *_clusters(spec), _WITH if spec.fpc else _WITHOUT, _CLAIM, interval)
    if figure.difference is None:
        return lines
    other = {whole: "part", f"{whole}.units": "units", "rest": "rest"}.get(figure.compared_with, "groups")
    return (*lines, _DIFFERENCE[other], _RECOVERED)
