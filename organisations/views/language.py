from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language as django_set_language

from organisations.sessions import remember_language


def set_language(request: HttpRequest) -> HttpResponse:
    """Django's switch, which writes a cookie; a signed-in session learns it as well."""
    response = django_set_language(request)
    language = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated:
        remember_language(request, language)
    return response


def speak(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Go on in the language a person has just chosen for themselves.

    An older choice in the cookie, perhaps of somebody else at this computer, goes.
    """
    remember_language(request, language)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
