"""The private calendar address of one's tasks, and the calendar that stands there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.services.tokens import digest_of
from accounts.views.settings_frame import SettingsPage
from csm.foundation.views import anyone
from playbooks.domain.task_calendar import calendar_of
from playbooks.models import TaskFeed
from playbooks.selectors.task_feeds import entries_of, feed_of_digest
from playbooks.services.task_feeds import make_feed, note_content, withdraw_feed


class TaskFeedPage(SettingsPage):
    """Whether there is an address, since when; making one shows it, this once."""

    actions = {"GET": anyone, "POST": anyone}
    item = "task_feed"
    template_name = "playbooks/task_feed.html"
    title = gettext_lazy("Tasks in your calendar")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("deed") == "withdraw":
            withdraw_feed(self.viewer)
            self.tell(_("The calendar address is withdrawn: nobody can read it any more."))
            return self.go(reverse("playbooks:task_feed"))
        path = reverse("playbooks:task_calendar", args=[make_feed(self.viewer)])
        response = self._show(address=request.build_absolute_uri(path))
        response["Cache-Control"] = "no-store"
        return response

    def _show(self, **more: str) -> HttpResponse:
        feed = TaskFeed.objects.visible_to(self.viewer).first()
        return self.page(title=self.title, feed=feed, **more)


class TaskCalendarView(View):
    """The tasks of whoever made the address, for a calendar program: no sign-in, the address is the secret."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        feed = feed_of_digest(digest_of(secret))
        if feed is None:
            raise Http404
        entries = entries_of(feed.user, lambda pk: request.build_absolute_uri(reverse("playbooks:task", args=[pk])))
        name = _("Tasks of %(name)s") % {"name": feed.user.name}
        content = calendar_of(entries, name, request.get_host().partition(":")[0])
        digest, changed_at = note_content(feed, content)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["ETag"] = quote_etag(digest)
        response["Last-Modified"] = http_date(changed_at.timestamp())
        response["Cache-Control"] = "private, no-cache"
        response["Content-Disposition"] = 'inline; filename="tasks.ics"'
        shown = get_conditional_response(request, response["ETag"], int(changed_at.timestamp()), response)
        return shown or response
