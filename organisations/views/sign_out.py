from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, leaving nothing behind on a computer that others use."""
    if request.method == "POST":
        logout(request)
        response = redirect("organisations:sign_out")
        clear_traces(response)
        return response
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.user.is_authenticated:
        return render(request, "organisations/sign_out.html")
    response = render(request, "organisations/signed_out.html")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def clear_traces(response: HttpResponse) -> None:
    """Have the browser forget pages, stored answers and the language of the last person."""
    response["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
