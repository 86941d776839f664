"""What playbooks decide: when a play starts, which step comes next and when, when it is over. No database.

It does not hold who may do what, nor how a play is kept.
"""
