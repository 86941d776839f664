"""People at customers, their positions, roles, connections and touchpoints, and the sky concluded from them.

It does not score accounts or raise alerts (`health`), nor does it propose work (`playbooks`).
"""
