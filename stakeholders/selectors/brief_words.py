"""The words of a brief that are not the domain's own: why to ask about whom, and the introduction to ask for."""

from django.utils.translation import gettext as _

from stakeholders.domain.introductions import Introduction, IntroductionKind
from stakeholders.domain.not_met import WhyAsk
from stakeholders.selectors.reading import Reading
from stakeholders.selectors.wording import percent


def why_ask() -> dict[WhyAsk, str]:
    """Why somebody we do not know matters."""
    return {
        WhyAsk.DECIDES: _("decides"),
        WhyAsk.ON_ROUTE: _("stands between us and those who decide"),
        WhyAsk.REQUIRED_ROLE: _("has a role this account needs"),
    }


def introduction_words(best: Introduction, reading: Reading) -> str:
    """Whom to ask to introduce whom, or whom to bring together, and what it would change."""
    *through, met = best.path.star_ids
    shown = {
        "through": reading.stars[through[-1]].name,
        "name": reading.stars[met].name,
        "user": reading.users.get(best.user_id or 0, ""),
        "before": percent(best.survival),
        "after": percent(best.survival_after),
    }
    if best.kind is IntroductionKind.CONNECTION:
        words = _("Bring %(through)s and %(name)s together.")
    else:
        words = _("Ask %(through)s to introduce %(user)s to %(name)s.")
    gain = _("The chance we stay connected for a year goes from %(before)s to %(after)s.")
    return f"{words % shown} {gain % shown}"
