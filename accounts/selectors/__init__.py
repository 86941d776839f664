"""Reads, always scoped by a viewer."""
