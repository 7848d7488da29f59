"""R functions that scripts of figures call: the answers behind a number, and its interval."""

FUNCTIONS = {
    "unit_means": """
# The mean of the units' means, or one unit's mean minus it: each unit counts alike. One linearised variable.
unit_means <- function(design, inside, one = NULL) {
  part <- eval(bquote(subset(design, .(inside))))
  theta <- coef(svyby(~y, ~unit, part, svymean))
  size <- coef(svyby(~as.numeric(answered), ~unit, part, svytotal))
  share <- setNames(rep(1 / length(theta), length(theta)), names(theta))
  if (!is.null(one)) share <- (names(theta) == one) - share
  design <- eval(bquote(update(design, z = ifelse(.(inside), share[unit] * (y - theta[unit]) / size[unit], 0))))
  structure(c(z = sum(share * theta)), var = vcov(svytotal(~z, design)), class = "svystat")
}
""",
    "basis": """
# The answers behind a mean: how many, their degrees of freedom, how many of equal weight they are worth, the variance
# of one, and what the standard error is multiplied by because only so many of the place's persons answered.
basis <- function(design, place, members) {
  of <- with(design$variables, rep_len(eval(place), length(y)))
  here <- of & with(design$variables, answered & eval(members))
  v <- design$variables
  w <- weights(design)[here]
  y <- v$y[here]
  n <- sum(here)
  cells <- sum(v$leverage[of])
  own <- sum(v$leverage[here])
  left <- max(n - (own + 1 - own / cells), n / 3)
  persons <- sum(of)
  list(n = n, df = n - length(unique(v$stratum[here])), effective = sum(w)^2 / sum(w^2),
    spread = max(sum(w * y^2) / sum(w) - (sum(w * y) / sum(w))^2, 0),
    widening = sqrt(max(n / left * max(persons - length(unique(v$stratum[of])), 1) / persons, 1)))
}
""",
    "claimed": """
# A mean with its interval: that of the beta distribution after one answer more, spread evenly over the categories.
# scale: lowest and highest value, mean and variance of an answer that is equally likely to be any category.
claimed <- function(value, se, b, scale, share, counted = 1) {
  value <- as.numeric(value)
  se <- as.numeric(se)
  width <- scale[2] - scale[1]
  if (b$spread > 1e-9 * width^2 && se <= 1e-9 * width)
    return(c(b, list(value = value, se = se, low = value, high = value)))
  n <- if (b$spread > 1e-9 * width^2) b$spread / (b$widening * se)^2 + 1 else b$effective
  if (share) n <- n * (qt(0.975, max(b$n - 1, 1)) / qt(0.975, b$df))^2
  n <- min(n, b$n / counted)
  m <- (n * value + scale[3]) / (n + 1)
  v <- ((n * (b$spread + value^2) + scale[4] + scale[3]^2) / (n + 1) - m^2) / (n + 2)
  if (!share) v <- v * (qt(0.975, 2 * b$df) / qnorm(0.975))^2
  p <- (m - scale[1]) / width
  total <- max(p * (1 - p) * width^2 / v - 1, 1e-3)
  ends <- scale[1] + width * qbeta(c(0.025, 0.975), total * p, total * (1 - p))
  c(b, list(value = value, se = se, low = min(ends[1], value), high = max(ends[2], value)))
}
""",
    "rest_claimed": """
# The mean of all other places: where they gave 30 times as many answers as the place, Student's t, cut at the scale.
rest_claimed <- function(value, se, b, scale, share, own) {
  if (b$n < 30 * own) return(claimed(value, se, b, scale, share))
  half <- qt(0.975, b$df) * b$widening * as.numeric(se)
  ends <- pmin(pmax(as.numeric(value) + c(-1, 1) * half, scale[1]), scale[2])
  c(b, list(value = as.numeric(value), se = as.numeric(se), low = ends[1], high = ends[2]))
}
""",
    "korn_graubard": """
korn_graubard <- function(p, se, n, df) {
  n_star <- if (p > 0 && p < 1) p * (1 - p) / se^2 else n
  n_star <- n_star * (qt(0.975, n - 1) / qt(0.975, df))^2
  c(if (p > 0) qbeta(0.025, n_star * p, n_star * (1 - p) + 1) else 0,
    if (p < 1) qbeta(0.975, n_star * p + 1, n_star * (1 - p)) else 1)
}
""",
    "rare_share": """
rare_share <- function(p, se, n, df) {
  n_star <- if (p > 0 && p < 1 && se > 0) min(n, p * (1 - p) / se^2) else n
  n_star <- min(n, n_star * (qt(0.975, n - 1) / qt(0.975, df))^2)
  c(if (p > 0) qbeta(0.025, n_star * p, n_star * (1 - p) + 1) else 0,
    if (p < 1) qbeta(0.975, n_star * p + 1, n_star * (1 - p)) else 1)
}
""",
    "by_unit": """
# The mean of every unit in which anybody of the group answered, with the answers behind it.
by_unit <- function(design, members) {
  of <- sort(unique(with(design$variables, unit[answered & eval(members)])))
  sapply(of, simplify = FALSE, function(one) {
    found <- svymean(~y, eval(bquote(subset(design, answered & .(members) & unit == .(one)))))
    c(list(value = as.numeric(coef(found)), se = as.numeric(SE(found))),
      basis(design, bquote(unit == .(one)), members))
  })
}
over_units <- function(each) {
  of <- function(name) sapply(each, `[[`, name)
  h <- length(each)
  v <- of("se")^2
  own <- of("widening")^2 * v
  d <- pmax(of("df"), 0)
  pooled <- if (sum(d) > 0) sum(d * of("effective") * own) / sum(d) else 0
  claimed <- (d * own + 4 * pooled / of("effective")) / (d + 4)  # few answers tell little of their spread
  list(n = sum(of("n")), df = sum(of("df")), effective = h^2 / sum(1 / of("effective")),
    spread = mean(of("spread") + (of("value") - mean(of("value")))^2),
    widening = if (sum(v) > 0) sqrt(max(sum(claimed) / sum(v), 1)) else 1)
}
# The mean of all units but one: Student's t, cut at the ends of the scale.
other_units <- function(each, one, scale) {
  each <- each[names(each) != one]
  of <- function(name) sapply(each, `[[`, name)
  value <- mean(of("value"))
  se <- sqrt(sum((of("se") * of("widening"))^2)) / length(each)
  half <- qt(0.975, sum(of("df"))) * se
  list(value = value, se = se, low = max(value - half, scale[1]), high = min(value + half, scale[2]))
}
""",
    "recovered": """
# A difference of two means with the interval that theirs give it (Zou & Donner 2008; Newcombe 1998, method 10).
recovered <- function(gap, first, second, df, covariance = 0, times = 1) {
  gap <- as.numeric(gap)
  r <- if (first$se * second$se > 0) max(-1, min(1, covariance / (first$se * second$se))) else 0
  arm <- function(a, b) times * sqrt(max(a^2 - 2 * r * a * b + b^2, 0))
  low <- gap - arm(first$value - first$low, second$high - second$value)
  high <- gap + arm(first$high - first$value, second$value - second$low)
  to_zero <- if (gap > 0) gap - low else high - gap
  list(low = low, high = high, p = 2 * pt(-abs(gap) / to_zero * qt(0.975, df), df))
}
""",
}
"""Name -> R code; a script holds those that it names."""
CLUSTER_BASIS = """
# The answers behind a mean of persons who were drawn in clusters: how many, degrees of freedom of their clusters, how
# many of equal weight they are worth, the variance of one, and what the standard error is multiplied by because only
# so many of the place's clusters answered. leverage: how much of itself the person's cluster fits.
basis <- function(design, place, members) {
  v <- design$variables
  of <- with(v, rep_len(eval(place), length(y)))
  here <- of & with(v, answered & eval(members))
  w <- weights(design)[here]
  y <- v$y[here]
  one_each <- function(inside) which(inside)[!duplicated(v$cluster[inside])]
  answering <- one_each(here)
  drawn <- one_each(of)
  a <- length(answering)
  own <- sum(v$leverage[answering])
  left <- max(a - (own + 1 - own / sum(v$leverage[drawn])), a / 3)
  counted <- max(length(drawn) - length(unique(v$stratum[of])), 1) / length(drawn)
  list(n = sum(here), df = a - length(unique(v$stratum[here])), effective = sum(w)^2 / sum(w^2),
    spread = max(sum(w * y^2) / sum(w) - (sum(w * y) / sum(w))^2, 0),
    widening = sqrt(max(a / left * counted, 1)), psus = a)
}
"""
"""What stands for ``basis`` in the script of a wave whose persons were drawn in clusters."""
NEEDS = {"by_unit": ("basis",), "rest_claimed": ("claimed",)}
"""Functions that call others."""


def functions_in(body: str, clusters: bool = False) -> str:
    """The R functions that a script calls, in order; with ``clusters`` those for persons drawn in clusters."""
    called = {name for name in FUNCTIONS if f"{name}(" in body or (name == "by_unit" and "over_units(" in body)}
    called |= {needed for name in called for needed in NEEDS.get(name, ())}
    known = dict(FUNCTIONS)
    if clusters:
        known["basis"] = CLUSTER_BASIS
        known["claimed"] = known["claimed"].replace("2 * b$df", "(1 + b$psus / b$n) * b$df")
        known["by_unit"] = known["by_unit"].replace(
            'df = sum(of("df")),', 'df = sum(of("df")), psus = sum(of("psus")),'
        )
    return "".join(code for name, code in known.items() if name in called)
