"""Load, list the logins of, or remove the demo portfolio."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services.merging.doubles import find_doubles
from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.services.demo.loading import DemoIsLoadedError, load_demo
from stakeholders.services.demo.removing import remove_demo
from stakeholders.services.demo.staffing import demo_logins

DEFAULT_ACCOUNTS = 60
SHOW_PROGRESS_FROM = 500


class Command(BaseCommand):
    """The demo portfolio: made-up customers with their people and eighteen months of contact."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", type=int, default=DEFAULT_ACCOUNTS, help="how many accounts (default 60)")
        parser.add_argument("--seed", type=int, default=1, help="another seed draws another portfolio")
        parser.add_argument("--as-of", type=date.fromisoformat, help="the date it is seen on (default today)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are accounts already")
        parser.add_argument("--remove", action="store_true", help="remove the demo portfolio and nothing else")
        parser.add_argument("--logins", action="store_true", help="only list who can sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self._list_logins()
        elif options["remove"]:
            self._say(_("Removed %(count)s accounts.") % {"count": remove_demo()})
        elif not (options["if_empty"] and Account.objects.exists()):
            self._load(Order(options["accounts"], options["seed"], options["as_of"] or today()))

    def _load(self, order: Order) -> None:
        if order.accounts < 1:
            raise CommandError(_("Ask for one account at least."))
        if order.as_of > today():
            raise CommandError(_("The portfolio cannot be seen from a day to come."))
        try:
            count = load_demo(order, self._report)
        except DemoIsLoadedError as error:
            raise CommandError(str(error)) from error
        find_doubles()
        self._say(_("Loaded %(count)s accounts. Who can sign in: manage.py demo --logins") % {"count": count})

    def _list_logins(self) -> None:
        for login in demo_logins():
            self._say(f"  {login.email:<32}{login.password:<20}{login.name}, {login.what}")

    def _report(self, done: int, total: int) -> None:
        if total >= SHOW_PROGRESS_FROM:
            self._say(_("%(done)s of %(total)s accounts written") % {"done": done, "total": total})

    def _say(self, line: str) -> None:
        self.stdout.write(line)
