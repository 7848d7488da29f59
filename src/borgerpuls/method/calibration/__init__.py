"""Calibration of weights: post-stratification, raking and generalized regression."""
