"""Merging people and their stays: what is particular to them, and the rules of the tables of this app."""

from stakeholders.services.merging.persons import PERSONS
from stakeholders.services.merging.rules import RULES
from stakeholders.services.merging.splitting import SPLITS

__all__ = ["PERSONS", "RULES", "SPLITS"]
