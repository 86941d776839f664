"""Believable exports of a CRM, made up: the book of customers behind them, and how each system writes it down.

They hold what raw exports hold, dirt included, and nothing that CRMs do not know (no assessments).
"""
