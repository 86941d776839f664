"""Reads of health, each scoped by a viewer or given account ids by a judge."""
