"""What an analyst does with ``borgerpuls.method`` beside the reports: an invented survey, from weights to small areas.

    python examples/analysis/analysis.py

Nobody gave these answers: they are drawn by chance from a fixed seed. ``docs/method/library.md`` names every function.
"""

import numpy as np

from borgerpuls import method

PLACES = 6


def main() -> None:
    random = np.random.default_rng(2024)
    place = np.repeat(np.arange(PLACES), 80)
    age, sex = random.integers(0, 3, place.size), random.integers(0, 2, place.size)
    opinion = random.normal(0.3 * (age == 2) + 0.2 * (place == 5), 1.0)
    answer = np.clip(np.round(3.4 + opinion), 1, 5)
    helped = np.clip(np.round(3.2 + 0.7 * opinion + random.normal(0, 0.6, place.size)), 1, 5)
    treated = np.clip(np.round(3.6 + 0.6 * opinion + random.normal(0, 0.7, place.size)), 1, 5)

    # Weights: 1,200 persons in each place, raked to age and sex in every place.
    plain = method.Design.from_columns(stratum=place, weight=np.full(place.size, 15.0))
    frame_place = np.repeat(np.arange(PLACES), 6)
    frame_age, frame_sex = np.tile(np.repeat(np.arange(3), 2), PLACES), np.tile(np.arange(2), 3 * PLACES)
    frame = np.tile([150, 250, 200, 200, 250, 150], PLACES)
    margins = [
        method.margin([place, age], [frame_place, frame_age], frame),
        method.margin([place, sex], [frame_place, frame_sex], frame),
    ]
    raked = method.rake(plain, margins)
    design = raked.design
    print(f"Kish's effect of the weights: {raked.kish:.3f}")

    # A mean, checked by the jackknife in which the raking is made anew; a median; a distribution.
    mean = method.mean(design, answer)
    jackknifed = method.replicate(
        method.jackknife(plain),
        lambda d: method.mean(d, answer).value,
        lambda d: method.rake(d, margins).design,
    )
    print(f"mean {mean.value[0]:.3f}, se linearised {mean.se[0]:.4f}, jackknife {jackknifed.se[0]:.4f}")
    median = method.quantile(design, answer, 0.5, kind="beta")
    print(f"median {median.value:.0f} ({median.low:.0f} to {median.high:.0f})")
    shares = method.category_shares(method.distribution(design, answer, range(1, 6)))
    print(
        "shares "
        + " ".join(f"{v:.3f} ({a:.3f} to {b:.3f})" for v, a, b in zip(shares.value, *shares.interval(), strict=True))
    )
    rare = method.rare_proportion(shares.value, shares.se, shares.n, shares.df, kish=raked.kish)
    print("may be printed: " + " ".join(str(shown) for shown in rare.shown))

    # Relations: ratio, association, regression.
    ratio = method.ratio(design, helped, treated)
    print(f"ratio of the two answers {ratio.value[0]:.3f} (se {ratio.se[0]:.4f})")
    print(f"age and answer: p = {method.association(design, age, answer).p:.4f} (Rao-Scott)")
    line = method.regress(design, answer, np.column_stack([np.ones(place.size), age == 2, sex]))
    print("regression " + " ".join(f"{b:.3f} (se {se:.3f})" for b, se in zip(line.value, line.se, strict=True)))

    # Small areas: each place shrunken towards what its share of the oldest leads one to expect, and the funnel.
    places = method.mean(design, answer, place[:, None] == np.arange(PLACES))
    oldest = np.bincount(place, age == 2, PLACES) / 80
    small = method.fay_herriot(places.value, places.se**2, oldest)
    print("small areas " + " ".join(f"{v:.3f} (se {se:.3f})" for v, se in zip(small.value, small.se, strict=True)))
    funnel = method.funnel_limits(places.value, places.se**2, tau2=0.0)
    print("outside the funnel: " + " ".join(str(outside) for outside in funnel.outside))

    # Measurement: do the three items measure one thing, and is it the same for both sexes?
    items = np.column_stack([answer, helped, treated])
    print(f"alpha {method.reliability(np.cov(items, rowvar=False), len(items)).alpha:.3f}")
    groups = [method.Moments.from_answers(items[sex == s]) for s in (0, 1)]
    fit = method.factor_model(groups, [0, 0, 0], "metric")
    print(f"equal loadings: chi2 {fit.chi2:.2f} on {fit.df}, p = {fit.p:.3f}")
    table = np.array([[np.sum((answer == a) & (helped == b)) for b in range(1, 6)] for a in range(1, 6)])
    print(f"polychoric correlation {method.polychoric_correlation(table).rho:.3f}")


if __name__ == "__main__":
    main()
