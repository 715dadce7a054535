"""Fitting the model to an organisation's own usage data, and forecasting with what fits."""
