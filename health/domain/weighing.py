"""Weights for a scorecard proposed from past renewals, with how well such weights told what they had not seen.

A logistic regression with weights that are not negative (each measure is already turned so that more is better), pulled
towards zero. Its skill is measured on folds that it was not fitted to; the weights shown are fitted to all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from health.domain.backtest import Case
from health.domain.measures import MEASURES
from health.domain.rules import FULL, points_of
from health.domain.skill import Skill, skill

FOLDS: Final = 5
PULL: Final = 0.01  # how strongly weights are pulled towards zero, per case
STEPS: Final = 400
LEAST_KNOWN: Final = 0.5  # a measure known of fewer cases than this share has nothing to be fitted to

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Weights by measure that sum to 1, and the skill of weights fitted alike on cases they had not seen."""

    weights: dict[str, float]
    skill: Skill


def propose(cases: Sequence[Case], keys: Sequence[str]) -> Proposal | None:
    """Weights for some measures from what happened.

    Parameters
    ----------
    cases : sequence of Case
        Past renewals at one horizon.
    keys : sequence of str
        The measures of the scorecard; those known of less than half of the cases are left out, and metrics of an
        installation's own, which have no rule by themselves.

    Returns
    -------
    Proposal or None
        None without a verdict (under ten churned, or none renewed), or where no measure is known often enough, or none
        speaks for renewal. Cases are dealt to folds by account, so that one customer is never on both sides.
    """
    outcomes = [one.is_renewed for one in cases]
    if not skill([0.0] * len(cases), outcomes).has_verdict:
        return None
    known = [key for key in keys if key in MEASURES and _known(cases, key) >= LEAST_KNOWN * len(cases)]
    if not known:
        return None
    points, happened = _matrix(cases, known), np.array(outcomes, dtype=np.float64)
    weights = _fitted(points, happened)[0]
    total = float(weights.sum())
    if total <= 0:
        return None
    return Proposal(
        {key: float(weight) / total for key, weight in zip(known, weights, strict=True)},
        skill(_foretold(cases, points, happened), outcomes),
    )


def _known(cases: Sequence[Case], key: str) -> int:
    return sum(one.raws.get(key) is not None for one in cases)


def _matrix(cases: Sequence[Case], keys: Sequence[str]) -> Matrix:
    """Points in [-0.5, 0.5] a case and measure; unknown ones stand at the mean of the known."""
    columns = []
    for key in keys:
        rule = MEASURES[key].rule
        points = [points_of(rule, one.raws.get(key)) for one in cases]
        known = [each for each in points if each is not None]
        mean = sum(known) / len(known)
        columns.append([(mean if each is None else each) / FULL - 0.5 for each in points])
    return np.array(columns, dtype=np.float64).T


def _fitted(points: Matrix, happened: Matrix) -> tuple[Matrix, float]:
    """Weights (none negative) and constant by projected gradient steps."""
    count, width = points.shape
    weights, constant = np.zeros(width), 0.0
    # The greatest curvature of the mean logistic loss is a quarter of the mean squared length of a row.
    step = 1.0 / (0.25 * (1.0 + float((points**2).sum(axis=1).mean())) + PULL)
    for _step in range(STEPS):
        wrong = 1.0 / (1.0 + np.exp(-(points @ weights + constant))) - happened
        weights = np.maximum(weights - step * (points.T @ wrong / count + PULL * weights), 0.0)
        constant -= step * float(wrong.mean())
    return weights, constant


def _foretold(cases: Sequence[Case], points: Matrix, happened: Matrix) -> list[float]:
    """What weights fitted to the other folds say of each case."""
    accounts = sorted({one.account_id for one in cases})
    fold_of = {account_id: place % FOLDS for place, account_id in enumerate(accounts)}
    folds = np.array([fold_of[one.account_id] for one in cases])
    said = np.zeros(len(cases))
    for fold in range(FOLDS):
        out = folds == fold
        if out.any():
            weights, constant = _fitted(points[~out], happened[~out])
            said[out] = points[out] @ weights + constant
    return [float(each) for each in said]
