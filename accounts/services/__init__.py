"""Writes: one transaction each; validate, change, record the act, announce."""
