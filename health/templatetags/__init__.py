"""Words of health for templates."""
