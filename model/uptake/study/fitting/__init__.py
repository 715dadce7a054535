"""Fitting assumptions to what was observed: approximate Bayesian computation, run by pyABC."""
