"""The public pages: open to anyone, signed in or not."""

from datetime import date, timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from library.domain.privacy import kept_data
from library.domain.queries import home_context
from lms.mail import REMEMBERED
from organisations.domain.invitations.many import (
    FORGOTTEN_AFTER,
)

# When somebody last compared the statement with what is tested; it says so itself.
STATEMENT_REVISED_ON = date(2026, 11, 21)


@require_GET
def home(request):
    """What this is, whether it is for me, and how I begin. Who is signed in goes on."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "library/home.html", home_context(get_language()))


@require_GET
def help_near_you(request):
    """Whom to call in danger, whom to ask with a worry, and what never to write down."""
    return render(request, "library/help.html")


@require_GET
def accessibility(request):
    """What was tested, and what is not known."""
    return render(
        request, "library/accessibility.html", {"revised_on": STATEMENT_REVISED_ON}
    )


@require_GET
def privacy(request):
    """What is kept, why, how long, and who sees what."""
    return render(
        request,
        "library/privacy.html",
        {
            "chapters": kept_data(),
            "mail_days": REMEMBERED.days,
            "invitation_days": FORGOTTEN_AFTER.days,
            "sign_in_days": timedelta(seconds=settings.SESSION_COOKIE_AGE).days,
        },
    )
