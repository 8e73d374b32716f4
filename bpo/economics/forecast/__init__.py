"""Forecasts out of facts: a history of days, methods that read it, their measured past error, and the forecast with its band."""
