"""Forms of health: parse and clean input."""
