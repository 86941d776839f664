"""Titles as people write them, each with what an experienced reader would conclude from it, and how well the rules do.

`labelled.csv` is never changed to please a rule. `?` is not judged; `none` or `no`: nothing may be assumed; `a/b`:
either is right. Three parts: *seen* and *held out* were written down from general knowledge of how companies name jobs,
before any rule existed, and parted by the SHA-256 of language and title; rules were written looking at the *seen* ones
only. Since whoever wrote those rules had written both, a third part was *found* in public lists of occupations and in
public files that mention people's titles, written by others, and labelled before the rules were tried on it.
"""
