"""The formulas of comparisons: units beside each other, changes taken apart, who answered, what goes together."""

from borgerpuls.messages import _
from borgerpuls.results.provenance.formula import Formula
from borgerpuls.text import Text

DRAWN = ("anom", "stands-out", "rank")
"""Statistics that rest on draws: the wave's ``seed`` and ``draws`` make them again."""

_MULTIPLE = "Benjamini & Hochberg (1995), Controlling the false discovery rate"
_ANOM = "Pallmann & Hothorn (2016), Analysis of means: a generalized approach using R"
_REML = "Raudenbush (2009), Analyzing effect sizes: random-effects models, eq. 16.35"
_FUNNEL = "Spiegelhalter (2005), Funnel plots for comparing institutional performance"
_SHRINK = "Efron & Morris (1975), Data analysis using Stein's estimator"
_RANKS = "Mogstad, Romano, Shaikh & Wilhelm (2024), Inference for ranks, sec. 3"
_CAHPS = "AHRQ (2020), CAHPS Analysis Program 5.0"
_KITAGAWA = "Kitagawa (1955), Components of a difference between two rates"
_SCHOUTEN = "Schouten, Cobben & Bethlehem (2009), Indicators for the representativeness of survey response"
_SHLOMO = "Shlomo, Skinner & Schouten (2012), Estimation of an indicator of the representativeness of survey response"
_AAPOR = "AAPOR (2023), Standard Definitions"
_GROEMPING = "Groemping (2006), Relative importance for linear regression in R"
_JOHNSON = "Johnson (2000), A heuristic method for estimating the relative weight of predictor variables"
_KOTT = "Kott (2001), The delete-a-group jackknife"
_LIN = "Lin (2013), Agnostic notes on regression adjustments to experimental data"
_OVERLAP = "Li, Morgan & Zaslavsky (2018), Balancing covariates via propensity score weighting"
_CUSUM = "Page (1954), Continuous inspection schemes"
_EWMA = "Lucas & Saccucci (1990), Exponentially weighted moving average control schemes"
_BROWN = "Brown, Durbin & Evans (1975), Techniques for testing the constancy of regression relationships over time"


def _f(what: Text, lines: tuple[str, ...], *sources: str) -> Formula:
    return Formula(what, lines, sources)


_SIMULTANEOUS = (
    "Δ_m = θ̂_m − θ̂,  t_m = Δ_m/√V(Δ_m)",
    "p_m = P(max_k |T_k| ≥ |t_m|),  T multivariate t with the correlation of all Δ",
    "Δ_m ± c·√V(Δ_m),  P(max_k |T_k| ≤ c) = 0.95",
)
_TAU = ("τ² by restricted maximum likelihood from θ̂_m and v_m",)

FORMULAS = {
    "anom": _f(_("Difference from the whole, judged among all places"), _SIMULTANEOUS, _ANOM),
    "stands-out": _f(
        _("What stands out among the themes of a place"),
        (*_SIMULTANEOUS, "p adjusted over the place's themes: min_{j≥i} p_(j)·J/j"),
        _ANOM,
        _MULTIPLE,
    ),
    "unusual": _f(
        _("Unusual among places"),
        ("z_m = (θ̂_m − μ̂)/√(v_m + τ²),  μ̂ = Σ θ̂_k/(v_k + τ²) / Σ 1/(v_k + τ²)", *_TAU),
        _FUNNEL,
        _REML,
    ),
    "shrunken": _f(
        _("Estimate that borrows strength from the others"),
        ("μ̂ + r_m·(θ̂_m − μ̂),  r_m = τ²/(τ² + v_m)", *_TAU),
        _SHRINK,
        _REML,
    ),
    "reliability": _f(_("How well the place can be told from others"), ("r_m = τ²/(τ² + v_m)", *_TAU), _REML),
    "compared": _f(_("Number of places compared"), ("places whose mean is shown",)),
    "tau": _f(
        _("Standard deviation between places"), ("√τ²", *_TAU, "p of Q = Σ (θ̂_m − μ̂)²/v_m, chi-squared on H − 1"), _REML
    ),
    "answers-needed": _f(
        _("Answers needed to tell places apart"), ("n = 0.7/0.3 · s²/τ²,  s² = Σ n_m·(n_m·v_m)/Σ n_m", *_TAU), _REML
    ),
    "rank": _f(
        _("Place among places, 1 is best"),
        (
            "low = 1 + number significantly better, high = H − number significantly worse",
            "all pairs at once, max-t, stepwise, 95 %",
        ),
        _RANKS,
    ),
    "case-mix-before": _f(_("Mean of answers before adjusting"), ("ȳ_m",), _CAHPS),
    "case-mix": _f(
        _("Mean with the same mix of persons everywhere"),
        ("a_m = ȳ_m − (x̄_m − x̄)'β̂,  β̂ from inside units,  V = Σ e²/n_m²",),
        _CAHPS,
    ),
    "case-mix-effect": _f(_("What adjusting did"), ("a_m − ȳ_m",), _CAHPS),
    "change-stands-out": _f(
        _("Change, judged among all of the wave"),
        ("Δ = θ̂_now − θ̂_then", "p adjusted over all units and themes: min_{j≥i} p_(j)·J/j"),
        _MULTIPLE,
    ),
    "mix": _f(
        _("Part of the change: other persons"),
        ("Σ_g (p_now − p_then)·(m_now + m_then)/2,  V by linearisation",),
        _KITAGAWA,
    ),
    "performance": _f(
        _("Part of the change: other answers"),
        ("Σ_g (p_now + p_then)/2·(m_now − m_then),  V by linearisation",),
        _KITAGAWA,
    ),
    "ewma": _f(
        _("Moving average of departures from before"),
        (
            "z_t = (θ̂_t − θ̄_<t)/√(v_t + V(θ̄_<t)),  E_t = 0.2·z_t + 0.8·E_(t−1)",
            "limits ± 2.962·√(0.2/1.8): one false alarm in 500 waves",
        ),
        _EWMA,
        _BROWN,
    ),
    "cusum": _f(
        _("Summed departures from before"),
        (
            "z_t = (θ̂_t − θ̄_<t)/√(v_t + V(θ̄_<t)),  C⁺_t = max(0, C⁺_(t−1) + z_t − 0.5),  C⁻ the same downwards",
            "limits ± 5: one false alarm in 465 waves",
        ),
        _CUSUM,
        _BROWN,
    ),
    "r-indicator": _f(
        _("How alike groups responded, 1 is wholly alike"),
        ("R = 1 − 2·√(S²(ρ̂) − bias),  ρ̂ logistic in the group variables",),
        _SCHOUTEN,
        _SHLOMO,
    ),
    "partial": _f(
        _("What a background has to do with responding"),
        ("√(Σ_g N_g/N·(ρ̄_g − ρ̄)²),  a group: ±√(N_g/N)·|ρ̄_g − ρ̄|",),
        _SHLOMO,
    ),
    "partial-conditional": _f(_("The same among persons otherwise alike"), ("√(Σ (ρ̂_i − ρ̄_alike)²/N)",), _SHLOMO),
    "largest-bias": _f(_("How far off the mean can be"), ("S(ρ̂)/ρ̄·S(y)",), _SCHOUTEN),
    "share": _f(_("Share that belongs to the group"), ("e = known eligible/(known eligible + ineligible)",), _AAPOR),
    "lmg": _f(
        _("Share of what the themes explain"),
        (
            "R² gained by the theme, averaged over all orders of entry, over R²",
            "se: delete-a-group jackknife, 20 groups of cells",
        ),
        _GROEMPING,
        _KOTT,
    ),
    "johnson": _f(_("Relative weight"), ("R² shared out by way of the closest uncorrelated themes",), _JOHNSON),
    "r2": _f(_("How much the themes explain together"), ("R²",), _GROEMPING),
    "alpha": _f(
        _("Reliability of the theme (Cronbach)"),
        ("α = K/(K − 1)·(1 − Σ s_kk/Σ s_kl)",),
        "Cronbach (1951)",
        "Duhachek & Iacobucci (2004)",
    ),
    "omega": _f(
        _("Reliability of the theme (McDonald)"),
        ("ω = (Σ λ_k)²/Σ s_kl,  λ of one factor",),
        "McDonald (1999), Test theory",
    ),
    "item-rest": _f(_("The item with the rest of its theme"), ("r(y_k, Σ_{l≠k} y_l)",), "Revelle, psych::alpha"),
    "detectable": _f(
        _("The smallest difference that can be seen here"),
        ("power(δ) = 0.8 by the noncentral t on n₁ + n₀ − 2,  n effective after weighting",),
        "Cohen (1988), Statistical power analysis, ch. 2",
    ),
    "overlap": _f(
        _("Difference between groups made alike"),
        ("w = 1 − e(x) in group 1, e(x) in group 0;  Δ = Σwy/Σw − Σwy/Σw,  sandwich V",),
        _OVERLAP,
    ),
    "randomised": _f(
        _("Difference between groups drawn by lot"),
        ("y = a + Δ·g + b'(x − x̄) + c'(x − x̄)·g by least squares,  V: HC2",),
        _LIN,
    ),
}
"""Statistic -> its formula."""
