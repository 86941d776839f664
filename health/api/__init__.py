"""The REST API of health."""
