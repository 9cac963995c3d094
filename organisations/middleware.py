"""The language of a request, and pages that no shared computer keeps."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from organisations.sessions import LANGUAGE_KEY


class PreferredLanguageMiddleware:
    """Cookie first, then the language of the signed-in person, then the browser's.

    Stands before the authentication, and asks the database nothing: the person's
    language is put into the session at sign-in. The session is only looked at
    when the browser sent one. Signed-in pages are not to be stored anywhere.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self._language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        if self._shows_person(request) and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    def _language(self, request) -> str:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if wanted not in dict(settings.LANGUAGES) and self._has_session(request):
            wanted = request.session.get(LANGUAGE_KEY)
        if wanted in dict(settings.LANGUAGES):
            return wanted
        # The cookie is looked at above, so only Accept-Language and the default remain.
        return translation.get_language_from_request(request)

    @staticmethod
    def _has_session(request) -> bool:
        return settings.SESSION_COOKIE_NAME in request.COOKIES

    @staticmethod
    def _shows_person(request) -> bool:
        # A response that never looked at the session holds nothing of anybody.
        session = request.session
        return session.accessed and SESSION_KEY in session
