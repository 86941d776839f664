"""The library of plays, their runs and tasks, stories, advocacy, opportunities and engagement rules.

It acts on what the lower apps judged; it owns no measure and no fact about people.
"""
