from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from lms.leaving import waiting_on


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, leaving nothing behind on a computer that others use, but work that was
    not sent yet."""
    if request.method == "POST":
        logout(request)
        response = redirect("organisations:sign_out")
        clear_traces(request, response)
        return response
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.user.is_authenticated:
        return render(request, "organisations/sign_out.html")
    keepers = waiting_on(request)
    response = render(request, "organisations/signed_out.html", {"keepers": keepers})
    _clear_storage(request, response)
    return response


def clear_traces(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser forget pages, stored answers and the language of the last person."""
    _clear_storage(request, response)
    response.delete_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def _clear_storage(request: HttpRequest, response: HttpResponse) -> None:
    """All of it, unless work waits that was not sent: then the page after signing out
    clears what is left, by itself."""
    waits = bool(waiting_on(request))
    response["Clear-Site-Data"] = '"cache"' if waits else '"cache", "storage"'
