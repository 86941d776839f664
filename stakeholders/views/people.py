"""The people tab of an account."""

from django.http import HttpRequest, HttpResponse

from accounts.views.frame import AccountPage


class PeoplePage(AccountPage):
    """Everybody at the account."""

    template_name = "stakeholders/people_list.html"
    tab = "people"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return self.page()
