"""English sentences for differences between two maps; the edge may pass a translation of the same templates."""

from collections.abc import Callable
from datetime import date
from typing import Final

from stakeholders.domain.changes import Change, ChangeKind, Value
from stakeholders.domain.extraction import gettext_noop

TEMPLATES: Final[dict[ChangeKind, str]] = {
    ChangeKind.JOINED: gettext_noop("%(name)s joined."),
    ChangeKind.LEFT: gettext_noop("%(name)s left on %(left_on)s; no successor is named."),
    ChangeKind.TITLE_CHANGED: gettext_noop("%(name)s: title changed from %(before)s to %(after)s."),
    ChangeKind.DEPARTMENT_CHANGED: gettext_noop("%(name)s: department changed from %(before)s to %(after)s."),
    ChangeKind.PROMOTED: gettext_noop("%(name)s was promoted from %(before)s to %(after)s."),
    ChangeKind.LEVEL_CHANGED: gettext_noop("%(name)s: level changed from %(before)s to %(after)s."),
    ChangeKind.ROLE_TAKEN: gettext_noop("%(name)s took the role of %(role)s."),
    ChangeKind.ROLE_ENDED: gettext_noop("%(name)s no longer has the role of %(role)s."),
    ChangeKind.ROLE_ORPHANED: gettext_noop("The role of %(role)s that %(name)s held is orphaned."),
    ChangeKind.ROLE_FILLED: gettext_noop("%(other)s took over the role of %(role)s from %(name)s."),
    ChangeKind.ASSESSMENT_CHANGED: gettext_noop("%(name)s: %(axis)s changed from %(before)s to %(after)s."),
    ChangeKind.CONNECTION_FORMED: gettext_noop("New connection: %(name)s and %(other)s (%(connection)s)."),
    ChangeKind.CONNECTION_ENDED: gettext_noop("Connection ended: %(name)s and %(other)s (%(connection)s)."),
    ChangeKind.RELATIONSHIP_LIVE: gettext_noop("The relationship of %(user)s with %(name)s came alive."),
    ChangeKind.RELATIONSHIP_FADED: gettext_noop("The relationship of %(user)s with %(name)s is no longer live."),
    ChangeKind.RELATIONSHIP_ENDED: gettext_noop("%(user)s is no longer active: the relationship with %(name)s ended."),
    ChangeKind.THREADS_CHANGED: gettext_noop("Threads went from %(before)s to %(after)s."),
    ChangeKind.SURVIVAL_CHANGED: gettext_noop(
        "The chance we stay connected for a year went from %(before)s to %(after)s."
    ),
    ChangeKind.COVERAGE_CHANGED: gettext_noop(
        "Roles engaged went from %(before)s to %(after)s of %(required)s required."
    ),
}
# Used instead where the parameter is known.
FULLER: Final[dict[ChangeKind, tuple[str, str]]] = {
    ChangeKind.JOINED: ("title", gettext_noop("%(name)s joined as %(title)s.")),
    ChangeKind.LEFT: ("other", gettext_noop("%(name)s left on %(left_on)s; %(other)s is the successor.")),
}
DIRECTED: Final[dict[tuple[ChangeKind, str], str]] = {
    (ChangeKind.CONNECTION_FORMED, "reports_to"): gettext_noop("%(name)s now reports to %(other)s."),
    (ChangeKind.CONNECTION_ENDED, "reports_to"): gettext_noop("%(name)s no longer reports to %(other)s."),
    (ChangeKind.CONNECTION_FORMED, "influences"): gettext_noop("%(name)s now influences %(other)s."),
    (ChangeKind.CONNECTION_ENDED, "influences"): gettext_noop("%(name)s no longer influences %(other)s."),
}
LEVEL_WORDS: Final[dict[str, str]] = {"vp": gettext_noop("VP"), "individual": gettext_noop("individual contributor")}
KEYS: Final = frozenset({"role", "axis", "connection"})
NOT_KNOWN: Final = gettext_noop("not known")


def sentence(
    change: Change, translate: Callable[[str], str] = str, show: Callable[[Change, str], str] | None = None
) -> str:
    """One difference in words.

    Parameters
    ----------
    change : Change
        From `compare`.
    translate : callable, optional
        Turns a template of this module into the reader's language; by default it stays English.
    show : callable, optional
        Writes one parameter, given the change and its name; by default `show_value`. The edge passes one that knows
        the names of roles and the reader's dates and numbers.

    Returns
    -------
    str
        A full sentence, worded without regard to gender.

    Examples
    --------
    >>> left = Change(ChangeKind.LEFT, {"name": "Ana", "left_on": date(2026, 2, 1), "other": None})
    >>> sentence(left)
    'Ana left on 2026-02-01; no successor is named.'
    >>> sentence(left._replace(params={**left.params, "other": "Bob"}))
    'Ana left on 2026-02-01; Bob is the successor.'
    >>> sentence(Change(ChangeKind.SURVIVAL_CHANGED, {"before": 0.8, "after": None}))
    'The chance we stay connected for a year went from 80 % to not known.'
    """
    shown = {name: (show or show_value)(change, name) for name in change.params}
    return translate(template_of(change)) % shown


def template_of(change: Change) -> str:
    """The template that fits what is known of a difference.

    >>> template_of(Change(ChangeKind.CONNECTION_FORMED, {"connection": "reports_to"}))
    '%(name)s now reports to %(other)s.'
    """
    directed = DIRECTED.get((change.kind, str(change.params.get("connection"))))
    if directed is not None:
        return directed
    param, fuller = FULLER.get(change.kind, ("", ""))
    return fuller if change.params.get(param) else TEMPLATES[change.kind]


def show_value(change: Change, name: str) -> str:
    """One parameter of a difference in plain English.

    >>> show_value(Change(ChangeKind.ROLE_TAKEN, {"role": "decision_maker"}), "role")
    'decision maker'
    """
    value: Value = change.params[name]
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, float):
        return f"{100 * value:.0f} %"
    if isinstance(value, date):
        return value.isoformat()
    is_key = name in KEYS or (change.kind in {ChangeKind.PROMOTED, ChangeKind.LEVEL_CHANGED} and name != "name")
    return LEVEL_WORDS.get(str(value), str(value).replace("_", " ")) if is_key else str(value)
