"""What becomes of a form that somebody sends after their session has ended."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.urls import reverse


def sign_in_first(page: str, *names: str):
    """Let signed-in people through; send others to sign in and then to `page`.

    For views that only take a POST: it cannot be repeated after signing in, so the way
    back leads to the page that holds the form. `names` are the view's arguments that
    the page's address needs. A script that asks for a fragment gets a bare 401.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.headers.get("X-Relay-Fragment"):
                return HttpResponse(status=401)
            return redirect_to_login(reverse(page, args=[kwargs[n] for n in names]))

        return wrapped

    return decorate
