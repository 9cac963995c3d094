"""Sending all invitations that nobody answered once more."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.digits import whole_number
from lms.errors import DomainError
from organisations.domain.invitations.again import (
    UNANSWERED,
    Again,
    again_of,
    send_all_again,
)
from organisations.views.frame import own_organisation

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_again(request: HttpRequest, code: str) -> HttpResponse:
    """Which invitations go out again, and the button. The address says of which state."""
    organisation = own_organisation(request, code)
    now = timezone.now()
    state = request.GET.get("state", "")
    asked = {
        "state": state if state in UNANSWERED else "",
        "actor": request.user,
        "now": now,
    }
    problem = ""
    if request.method == "POST":
        expected = whole_number(request.POST.get("confirm", ""), digits=5) or 0
        try:
            sent = send_all_again(organisation, expected=expected, **asked)
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, _sent(sent))
            return redirect("organisations:invitations", code=code)
    again = again_of(organisation, **asked)
    page = Paginator(again.going, PER_PAGE).get_page(request.GET.get("page"))
    for invitation in page.object_list:
        invitation.state = invitation.state_at(now)
        invitation.about = invitation.email if invitation.printed_name else ""
    return render(
        request,
        "organisations/send_again.html",
        {
            "organisation": organisation,
            "again": again,
            "again_words": _words(again),
            "page": page,
            "problem": problem,
            "state_tabs": [
                {"label": label, "url": f"?state={value}", "current": value == current}
                for current in (asked["state"],)
                for value, label in [
                    ("", _("All that wait for an answer")),
                    *((one.value, one.label) for one in UNANSWERED),
                ]
            ],
        },
        status=422 if problem else 200,
    )


def _sent(sent: int) -> str:
    return ngettext(
        "%(count)s invitation is on its way again, with a new link.",
        "%(count)s invitations are on their way again, each with a new link.",
        sent,
    ) % {"count": sent}


def _words(again: Again) -> list[str]:
    names = settings.RELAY_LANGUAGE_NAMES
    said = [
        ngettext(
            "%(count)s mail goes out: %(languages)s. The link sent before stops working.",
            "%(count)s mails go out: %(languages)s. The links sent before stop working.",
            len(again.going),
        )
        % {
            "count": len(again.going),
            "languages": ", ".join(
                f"{names.get(one, one)} {count}"
                for one, count in again.languages.items()
            ),
        }
    ]
    if not again.going:
        said = [_("No mail goes out.")]
    for count, words in (
        (
            again.recent,
            ngettext(
                "%(count)s was sent within a day and is not sent again before.",
                "%(count)s were sent within a day and are not sent again before.",
                again.recent,
            ),
        ),
        (
            again.undeliverable,
            ngettext(
                "%(count)s address takes no mail. Ask for another one and invite that.",
                "%(count)s addresses take no mail. Ask for others and invite those.",
                again.undeliverable,
            ),
        ),
        (
            again.later,
            ngettext(
                "%(count)s is left for the next time: press once more afterwards.",
                "%(count)s are left for the next time: press once more afterwards.",
                again.later,
            ),
        ),
    ):
        if count:
            said.append(words % {"count": count})
    return said
