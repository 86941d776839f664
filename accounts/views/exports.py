"""Our records as files that can be imported again."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from accounts.services.exporting import export_lines, exportable_kinds
from accounts.services.importing.kinds import kind_of
from accounts.views.settings_frame import SettingsPage
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone

MARK = "\ufeff"


class ExportListPage(SettingsPage):
    """What can be written, one file for each kind."""

    actions = {"GET": anyone}
    template_name = "accounts/export_list.html"
    item = "export"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(kinds=exportable_kinds())


class ExportFileView(PageView):
    """What the viewer sees of one kind; spreadsheets know by the mark that it is UTF-8."""

    actions = {"GET": anyone}

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        found = kind_of(kind)
        if found is None or found.export is None:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{kind}-{today().isoformat()}.csv"'}
        text = (line.encode() for lines in ([MARK], export_lines(found, self.viewer)) for line in lines)
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
