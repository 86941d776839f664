"""Titles as people write them, each with what an experienced reader would conclude from it, and how well the rules do.

`labelled.csv` was written from general knowledge of how companies name jobs, before any rule existed, and is never
changed to please one. `?` is not judged; `none`: nothing may be assumed; `a/b`: either is right. `part` was drawn by the
SHA-256 of language and title (two in five are *held out*): rules are written looking at the *seen* ones only.
"""
