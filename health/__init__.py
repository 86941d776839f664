"""Measures, scorecards, scores, alerts and risks, and the pages that show a portfolio by them.

It reads the skies that `stakeholders` concludes and never loads facts about people itself.
"""
