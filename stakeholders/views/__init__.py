"""Pages: request in, template out."""
