"""What lists of this app can be narrowed by, on pages and in the API."""
