"""Pages of health: request in, template out."""
