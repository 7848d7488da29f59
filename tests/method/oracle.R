# The numbers of R's survey package for the made sample in argument 1, as rows case,stat,value on stdout.
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
data <- read.csv(commandArgs(TRUE)[1])
for (g in c("a", "b", "c")) {
  data[[g]] <- as.numeric(data$group == g)
  data[[paste0("x", g)]] <- data$x * data[[g]]
}
data$cell <- factor(data$cell)
data$band <- factor(data$band)
cells <- data.frame(cell = factor(0:5), Freq = c(900, 1100, 800, 1300, 700, 1200))
crossed <- data.frame(expand.grid(cell = factor(0:5), band = factor(0:1)), Freq = 300 + 50 * (0:11))

designs <- list(
  strata = svydesign(~1, strata = ~stratum, weights = ~w, data = data),
  strata_fpc = svydesign(~1, strata = ~stratum, weights = ~w, fpc = ~frame, data = data),
  clusters = svydesign(~psu, strata = ~stratum, weights = ~w, data = data, nest = TRUE),
  clusters_fpc = svydesign(~psu, strata = ~stratum, weights = ~w, fpc = ~psus, data = data, nest = TRUE),
  stages = svydesign(~psu + id, strata = ~stratum, fpc = ~psus + persons, data = data, nest = TRUE),
  pairs = svydesign(~psu + ssu, strata = ~stratum, weights = ~w, fpc = ~psus + ssus, data = data, nest = TRUE)
)
designs$strata_post <- postStratify(designs$strata, ~cell, cells)
designs$strata_fpc_crossed <- postStratify(designs$strata_fpc, ~cell + band, crossed)
designs$clusters_post <- postStratify(designs$clusters_fpc, ~cell, cells)
designs$stages_post <- postStratify(designs$stages, ~cell, cells)

say <- function(case, stat, values) {
  for (i in seq_along(values)) cat(case, ",", stat, i - 1, ",", format(values[i], digits = 17), "\n", sep = "")
}
both <- function(case, stat, made) {
  say(case, stat, as.vector(coef(made)))
  say(case, paste0(stat, "_se"), as.vector(SE(made)))
}
for (case in names(designs)) {
  design <- designs[[case]]
  part <- subset(design, group == "b")
  say(case, "df", c(degf(design), degf(part)))
  both(case, "mean", svymean(~y, design, na.rm = TRUE))
  both(case, "total", svytotal(~y, design, na.rm = TRUE))
  both(case, "part_mean", svymean(~y, part, na.rm = TRUE))
  both(case, "part_total", svytotal(~y, part, na.rm = TRUE))
  both(case, "ratio", svyratio(~x, ~z, part))
  both(case, "distribution", svymean(~factor(x), design))
  say(case, "deff", as.vector(deff(svymean(~x, design, deff = TRUE))))
  say(case, "deff_replace", as.vector(deff(svymean(~x, design, deff = "replace"))))
  say(case, "deff_total", as.vector(deff(svytotal(~x, design, deff = TRUE))))
  say(case, "deff_part", as.vector(deff(svymean(~x, part, deff = TRUE))))
  groups <- svyratio(~xa + xb + xc, ~a + b + c, design, covmat = TRUE)  # svyby cannot after calibration
  own <- c(1, 5, 9)
  cov <- vcov(groups)[own, own]
  weight <- c(1, -0.5, -0.5)
  say(case, "cov", as.vector(cov))
  say(case, "contrast", sum(weight * as.vector(groups$ratio)[own]))
  say(case, "contrast_se", sqrt(as.vector(weight %*% cov %*% weight)))
  both(case, "composite", svycontrast(svymean(~x + z + top, design), rep(1 / 3, 3)))
  for (kind in c("logit", "likelihood", "asin", "beta", "mean"))
    say(case, paste0("share_", kind, "_"), as.vector(confint(svyciprop(~top, design, method = kind))))
}
for (kind in c("logit", "likelihood", "asin", "beta", "mean"))
  say("strata", paste0("part_share_", kind, "_"),
      as.vector(confint(svyciprop(~top, subset(designs$strata, group == "b"), method = kind, level = 0.9))))
