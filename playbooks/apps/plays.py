"""What lower pages show of plays, and what is done about them from anywhere."""

from django.utils.translation import gettext_lazy as _

from csm.foundation.demo_parts import demo_parts
from csm.foundation.merging import merge_rules
from csm.foundation.registry import Action, Tab, Trace, account_tabs, actions, traces
from playbooks.selectors.known_plays import plays_of_alerts
from playbooks.services.demo import PLAYS
from playbooks.services.merging import RULES


def register() -> None:
    """Show the plays of an account and those that an alert set going, and offer to start one."""
    merge_rules.add(*RULES)
    demo_parts.add(PLAYS)
    traces.add(Trace("play_of_alert", "alert", plays_of_alerts))
    account_tabs.add(Tab("plays", _("Plays"), "playbooks:account_plays", position=42))
    actions.add(
        Action(
            "play_start",
            _("Start a play"),
            "playbooks:play_start",
            target="account",
            words=_("playbook run"),
            writes=True,
            is_dialog=True,
            position=58,
        ),
        Action(
            "account_plays",
            _("Plays of an account"),
            "playbooks:account_plays",
            target="account",
            words=_("playbook tasks steps"),
            position=59,
        ),
    )
