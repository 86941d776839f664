"""Users, teams, visibility, and the customer accounts with their segments, contracts, goals and the facts version.

It does not know the people at a customer (`stakeholders`) nor how an account is judged (`health`).
"""
