"""Writes of health, one transaction each."""
