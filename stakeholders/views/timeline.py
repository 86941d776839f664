"""The timeline tab of an account."""

from django.http import HttpRequest, HttpResponse

from accounts.views.frame import AccountPage


class TimelinePage(AccountPage):
    """What happened, newest first."""

    template_name = "stakeholders/timeline_list.html"
    tab = "timeline"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return self.page()
