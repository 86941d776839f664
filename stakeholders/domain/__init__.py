"""The sky as plain data and everything concluded from it.

Owns the mathematics of design.md. Knows nothing of databases, requests or Django: callers bring a
`Sky` and get frozen conclusions with the evidence they rest on.
"""
