"""The small floor every app stands on: dated facts, versions, pages of results, problem details, clock, registry.

It imports no app and knows no customer; what it cannot say without one belongs into an app.
"""
