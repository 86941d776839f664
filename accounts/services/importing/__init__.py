"""Importing files: check what they would do, do it chunk by chunk, take it back.

What a kind of row means is decided by its `Kind`, registered by the app that owns the rows; the run, its chunks and its
stages are the same for all of them.
"""
