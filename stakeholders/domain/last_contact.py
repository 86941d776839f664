"""When any of ours last really spoke with each star."""

from stakeholders.domain.sky import Sky, Touch


def last_two_way_by_star(sky: Sky) -> dict[int, Touch]:
    """The latest two-way touchpoint of each star, with whomever of ours, whether still with us or not.

    Parameters
    ----------
    sky : Sky
        The map; its touchpoints are ordered oldest first.

    Returns
    -------
    dict of int to Touch
        Stakeholder id to touchpoint; stars who never took part in a two-way one are absent.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import TouchKind
    >>> touches = (
    ...     Touch(1, date(2026, 1, 1), TouchKind.CALL, True, (7,), (3, 4)),
    ...     Touch(2, date(2026, 2, 1), TouchKind.EMAIL, False, (7,), (3,)),
    ... )
    >>> last = last_two_way_by_star(Sky(1, date(2026, 3, 1), (), (), touches=touches))
    >>> last[3].id, last[4].id
    (1, 1)
    """
    return {star_id: touch for touch in sky.touches if touch.is_two_way for star_id in touch.stars}
