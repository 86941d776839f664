"""The best introduction as a sentence: whom to ask to introduce whom, and what it would change."""

from typing import Final

from stakeholders.domain.headline_words import Part, PartKind
from stakeholders.domain.introductions import Introduction
from stakeholders.domain.sky import Sky


def introduction_step(sky: Sky, best: Introduction) -> Part:
    """Say an introduction as the next step.

    Parameters
    ----------
    sky : Sky
        The map the introduction was judged on.
    best : Introduction
        The first of `introductions`.

    Returns
    -------
    Part
        For a relationship: who of ours is to meet whom, and through whom where somebody can introduce them. For a
        connection: which two to bring together. `before` and `after` are the chance in [0, 1] that we stay connected;
        where they read the same, the kind is one that tells of the threads instead, or of nothing.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.headline_words import part_in_words
    >>> from stakeholders.domain.introductions import IntroductionKind
    >>> from stakeholders.domain.sky import Ours, Star
    >>> from stakeholders.domain.warm_path import WarmPath
    >>> sky = Sky(1, date(2026, 3, 1), (Star(3, 0, 3, "Marta"), Star(4, 1, 4, "Ines")), (Ours(7, "Jonas", True),))
    >>> path = WarmPath((7,), (3, 4))
    >>> best = Introduction(IntroductionKind.RELATIONSHIP, 7, None, 4, 1, 1, 0.8, 0.11, 0.003, path, 2, 0, 2)
    >>> where, change = part_in_words(introduction_step(sky, best)).split("; ")
    >>> where
    'Best next step: ask Marta to introduce Jonas to Ines'
    >>> change
    'the chance we stay connected for a year goes from 80 % to 91 %.'
    """
    stars = {star.id: star.name for star in sky.stars}
    users = {user.id: user.name for user in sky.ours}
    params: dict[str, str | int | float] = {
        "name": stars[best.to_id],
        "before": best.survival,
        "after": best.survival_after,
    }
    if best.threads_gain:
        params |= {"threads": best.threads, "threads_then": best.threads + best.threads_gain}
    if best.from_id is not None:
        brought = Part(PartKind.BRING_TOGETHER, {**params, "other": stars[best.from_id]}, (best.from_id, best.to_id))
        return _by_what_changes(best, brought)
    params["user"] = "" if best.user_id is None else users[best.user_id]
    through = _through(best, stars, users)
    if through is None:
        return _by_what_changes(best, Part(PartKind.INTRODUCE, params, best.path.star_ids))
    return _by_what_changes(best, Part(PartKind.INTRODUCE_THROUGH, {**params, "through": through}, best.path.star_ids))


# The same step where the chance would read the same before and after: with the threads, and without any figure.
OTHERWISE: Final = {
    PartKind.INTRODUCE_THROUGH: (PartKind.INTRODUCE_THROUGH_THREADS, PartKind.INTRODUCE_THROUGH_PLAIN),
    PartKind.INTRODUCE: (PartKind.INTRODUCE_THREADS, PartKind.INTRODUCE_PLAIN),
    PartKind.BRING_TOGETHER: (PartKind.BRING_TOGETHER_THREADS, PartKind.BRING_TOGETHER_PLAIN),
}


def _by_what_changes(best: Introduction, part: Part) -> Part:
    if round(100 * best.survival) != round(100 * best.survival_after):
        return part
    by_threads, plain = OTHERWISE[part.kind]
    return part._replace(kind=by_threads if best.threads_gain else plain)


def _through(best: Introduction, stars: dict[int, str], users: dict[int, str]) -> str | None:
    """The last on the warm path before the target: a stakeholder, else a colleague, else nobody."""
    before = best.path.star_ids[:-1]
    if before:
        return stars[before[-1]]
    colleagues = best.path.user_ids[1:]
    return users[colleagues[-1]] if colleagues else None
