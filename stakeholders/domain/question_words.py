"""Questions about the map in words: what is asked, why, and what the answer would change."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from stakeholders.domain.extraction import gettext_noop
from stakeholders.domain.headline_words import names_in_words, odds_in_words
from stakeholders.domain.questions import MapQuestion, QuestionKind, Reason
from stakeholders.domain.sky import Sky, Star


class Asked(NamedTuple):
    """One question in words, neutral as to gender."""

    question: str
    why: str
    change: str


ASKED: Final[dict[str, str]] = {
    QuestionKind.WHO_DECIDES: gettext_noop("Who decides here?"),
    QuestionKind.WHO_FOLLOWS: gettext_noop("Who is %(role)s since %(gone)s left?"),
    QuestionKind.ROLE: gettext_noop("Is %(name)s really %(role)s?"),
    QuestionKind.STILL_THERE: gettext_noop("Is %(name)s still there?"),
    "still_there_as": gettext_noop("Is %(name)s still there, as %(title)s?"),
    QuestionKind.AXES: gettext_noop("What do you think of %(name)s: %(axes)s?"),
    QuestionKind.LEVEL: gettext_noop("At what level is %(name)s?"),
    QuestionKind.MISSING_ROLE: gettext_noop("Who is %(role)s here?"),
}
DOUBTS: Final[dict[str, str]] = {
    QuestionKind.WHO_DECIDES: gettext_noop("Nobody on this map holds a role that decides."),
    QuestionKind.WHO_FOLLOWS: gettext_noop("Nobody has taken over."),
    QuestionKind.ROLE: gettext_noop("It was assumed; nobody has said so."),
    QuestionKind.STILL_THERE: gettext_noop("Nobody has ever confirmed it."),
    "still_there_since": gettext_noop(
        "Last confirmed %(days)s days ago; about %(odds)s people have left or changed by then."
    ),
    QuestionKind.AXES: gettext_noop("Not known yet."),
    QuestionKind.LEVEL: gettext_noop("Not known yet."),
    "assumed": gettext_noop("Assumed from the title; nobody has said so."),
    QuestionKind.MISSING_ROLE: gettext_noop("Nobody is known to hold it."),
}
STAKES: Final[dict[Reason, str]] = {
    Reason.NOBODY_DECIDES: "",
    Reason.KEY_PERSON: gettext_noop("Every route to the decision passes through them."),
    Reason.ON_ROUTE: gettext_noop("They lie on a route to the decision."),
    Reason.ONLY_HOLDER: gettext_noop("They alone hold a role that this segment needs."),
    Reason.HOLDER: gettext_noop("They hold a role that this segment needs."),
    Reason.REQUIRED_ROLE: gettext_noop("This segment needs the role."),
}
CHANGES: Final[dict[str, str]] = {
    QuestionKind.WHO_DECIDES: gettext_noop("Threads and the chance we stay connected become known."),
    QuestionKind.WHO_FOLLOWS: gettext_noop("The role is filled again."),
    "nobody_decides": gettext_noop("Until then no route leads to a decision."),
    QuestionKind.ROLE: gettext_noop("If not, one role fewer is mapped."),
    QuestionKind.STILL_THERE: gettext_noop("If they left, the chance we stay connected is lower than shown."),
    "role_open": gettext_noop("If they left, the role is open."),
    "role_threads": gettext_noop("If not, threads go from %(threads)s to %(after)s."),
    "still_there_threads": gettext_noop("If they left, threads go from %(threads)s to %(after)s."),
    QuestionKind.AXES: gettext_noop("It decides their persona and how much they weigh in freshness."),
    QuestionKind.LEVEL: gettext_noop(
        "How likely people leave depends on it, and so does the chance we stay connected."
    ),
    QuestionKind.MISSING_ROLE: gettext_noop("One more of the roles this segment needs is mapped."),
}
AXIS_NAMES: Final[dict[str, str]] = {
    "influence": gettext_noop("influence"),
    "authority": gettext_noop("authority"),
    "importance": gettext_noop("importance of the product to their job"),
    "sentiment": gettext_noop("sentiment"),
}


def question_in_words(
    asked: MapQuestion,
    sky: Sky,
    threads: int | None,
    role_names: Mapping[str, str],
    translate: Callable[[str], str] = str,
) -> Asked:
    """A question, why it is asked and what the answer would change.

    Parameters
    ----------
    asked : MapQuestion
        From `questions`.
    sky : Sky
        The map it was asked of.
    threads : int or None
        Its threads as they stand.
    role_names : mapping of str to str
        Names of roles by key; a key without one is said as it is.
    translate : callable, optional
        Turns a template of this module into the reader's language; by default it stays English.

    Examples
    --------
    >>> from datetime import date
    >>> sky = Sky(1, date(2026, 3, 1), (Star(3, 0, 3, "Ana", title="CIO"),), ())
    >>> asked = MapQuestion(QuestionKind.STILL_THERE, Reason.KEY_PERSON, 3, 0.2, 0.2, 1.0, age_days=458, threads_if=0)
    >>> said = question_in_words(asked, sky, 1, {})
    >>> said.question, said.change
    ('Is Ana still there, as CIO?', 'If they left, threads go from 1 to 0.')
    >>> said.why[:78]
    'Last confirmed 458 days ago; about 1 in 5 people have left or changed by then.'
    """
    stars = {star.id: star for star in sky.stars}
    star = stars.get(asked.star_id or 0)
    shown = _shown(asked, star, stars, threads, role_names, translate)
    reasons = (DOUBTS[_doubt(asked, star)], STAKES[asked.reason])
    why = " ".join(translate(text) % shown for text in reasons if text)
    return Asked(
        translate(ASKED[_question(asked, star)]) % shown, why, translate(CHANGES[_change(asked, threads)]) % shown
    )


def _question(asked: MapQuestion, star: Star | None) -> str:
    has_title = asked.kind is QuestionKind.STILL_THERE and star is not None and star.title
    return "still_there_as" if has_title else asked.kind


def _doubt(asked: MapQuestion, star: Star | None) -> str:
    if asked.kind is QuestionKind.STILL_THERE and asked.age_days is not None:
        return "still_there_since"
    if asked.kind in {QuestionKind.AXES, QuestionKind.LEVEL} and asked.doubt < 1:
        return "assumed"
    return asked.kind


def _change(asked: MapQuestion, threads: int | None) -> str:
    if asked.threads_if is not None and threads is not None and asked.threads_if < threads:
        return f"{asked.kind.value}_threads"
    if asked.kind is QuestionKind.STILL_THERE and asked.reason in {Reason.ONLY_HOLDER, Reason.HOLDER}:
        return "role_open"
    if asked.kind is QuestionKind.WHO_FOLLOWS and asked.reason is Reason.NOBODY_DECIDES:
        return "nobody_decides"
    return asked.kind


def _shown(
    asked: MapQuestion,
    star: Star | None,
    stars: Mapping[int, Star],
    threads: int | None,
    role_names: Mapping[str, str],
    translate: Callable[[str], str],
) -> dict[str, str]:
    gone = stars.get(asked.gone_id or 0)
    return {
        "name": star.name if star else "",
        "title": star.title if star else "",
        "gone": gone.name if gone else "",
        "role": role_names.get(asked.role, asked.role),
        "axes": names_in_words(tuple(translate(AXIS_NAMES[axis]) for axis in asked.axes), translate),
        "days": str(asked.age_days),
        "odds": odds_in_words(asked.doubt),
        "threads": str(threads),
        "after": str(asked.threads_if),
    }
