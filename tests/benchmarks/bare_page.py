"""The addresses of the product and, beside them, a bare view: the floor of a page is the same bytes out of memory."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from csm.urls import handler400, handler403, handler404, handler500
from csm.urls import urlpatterns as whole
from tests.benchmarks.server import PAGE_PATH, page_file

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@cache
def _page() -> bytes:
    return page_file().read_bytes()


def bare_page(request: HttpRequest) -> HttpResponse:
    """Answer what was put down before the server started to be asked, through the middleware of every page."""
    return HttpResponse(_page())


urlpatterns = [path(PAGE_PATH.removeprefix("/"), bare_page), *whole]
