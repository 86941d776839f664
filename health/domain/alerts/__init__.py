"""What is found wrong with an account, and the life of what was found: conditions, alerts, their rank and words.

Owns the table of kinds and every decision about alerts. Keeps nothing, sends nothing: `health.services.alerting` does.
"""
