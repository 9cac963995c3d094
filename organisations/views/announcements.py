from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from lms.keys import key_of
from lms.texts import in_a_sentence
from organisations.domain.announcements.making import (
    Draft,
    announce,
    checked,
    refuse_to_announce,
    withdraw,
)
from organisations.domain.announcements.reading import announcements_of, readers_of
from organisations.enums import AnnouncementState
from organisations.forms import AnnouncementForm
from organisations.models import Announcement, Organisation
from organisations.rules import can_announce, is_administrator

PER_PAGE = 50
STANDING = (AnnouncementState.SHOWN, AnnouncementState.COMING)
# The field that a refusal is about, by its code.
FIELDS = {
    **dict.fromkeys(("empty", "language", "long", "people"), "texts"),
    **dict.fromkeys(("order", "lasting"), "ends_on"),
    "past": "starts_on",
    "link": "link",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announcements(request: HttpRequest, code: str) -> HttpResponse:
    """What an organisation tells its people, and a form to tell them more."""
    return _board(request, _organisation(request, code))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announcements_to_all(request: HttpRequest) -> HttpResponse:
    """The same for administrators, to everybody on Relay."""
    _refuse_all_but_administrators(request)
    return _board(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_announcement(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Look at one again, and withdraw it."""
    return _withdraw(request, _organisation(request, code), uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_announcement_to_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for one to everybody on Relay."""
    _refuse_all_but_administrators(request)
    return _withdraw(request, None, uuid)


def _board(request: HttpRequest, organisation: Organisation | None) -> HttpResponse:
    today = timezone.localdate()
    form = AnnouncementForm(
        request.POST if request.method == "POST" else None,
        initial={"starts_on": today, **_words_again(request, organisation)},
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            refuse_to_announce(request.user, organisation)
            draft = checked(form.draft, today=today)
            # Published is what was looked at, and nothing else.
            if request.POST.get("publish") == draft.confirmation:
                return _publish(request, draft, organisation)
            preview = _preview(draft, organisation)
        except DomainError as error:
            form.add_error(FIELDS.get(error.code), error.message)
    board = announcements_of(organisation, today=today)
    return render(
        request,
        "organisations/announcements.html",
        {
            "organisation": organisation,
            "form": form,
            "may_announce": can_announce(request.user, organisation),
            "preview": preview,
            "board": board,
            "page": Paginator(board.past, PER_PAGE).get_page(request.GET.get("page")),
        },
        status=422 if form.errors else 200,
    )


def _publish(
    request: HttpRequest, draft: Draft, organisation: Organisation | None
) -> HttpResponse:
    now = timezone.now()
    made = announce(
        draft,
        organisation=organisation,
        confirmation=draft.confirmation,
        actor=request.user,
        now=now,
    )
    if made.state_on(timezone.localdate(now)) == AnnouncementState.COMING:
        day = date_format(made.starts_on, "DATE_FORMAT")
        told = _("It is published, and shows from %(day)s.") % {"day": day}
    else:
        told = _("It is published, and shows within a minute.")
    messages.success(request, told)
    return redirect(_board_url(organisation))


def _preview(draft: Draft, organisation: Organisation | None) -> dict:
    return {
        "one": Announcement(
            organisation=organisation,
            texts=draft.texts,
            link=draft.link,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
        ),
        "languages": [(code, in_a_sentence(code)) for code in dict(settings.LANGUAGES)],
        "readers": readers_of(organisation, day=draft.starts_on),
        "seen": draft.seen,
        "confirmation": draft.confirmation,
    }


def _withdraw(
    request: HttpRequest, organisation: Organisation | None, uuid: UUID
) -> HttpResponse:
    made = get_object_or_404(
        Announcement.objects.visible_to(request.user).select_related("organisation"),
        organisation=organisation,
        uuid=uuid,
    )
    if request.method == "POST":
        try:
            withdraw(made, actor=request.user, now=timezone.now())
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("It is withdrawn. Within a minute nobody sees it any more.")
            )
        return redirect(_board_url(organisation))
    if made.state_on(timezone.localdate()) not in STANDING:
        # From an old page, or the way back of a browser: the list says where it stands.
        return redirect(_board_url(organisation))
    return render(
        request,
        "organisations/announcement_withdraw.html",
        {
            "organisation": organisation,
            "one": made,
            "board_url": _board_url(organisation),
        },
    )


def _words_again(request: HttpRequest, organisation: Organisation | None) -> dict:
    """The words of an earlier announcement that somebody asks to write anew."""
    uuid = key_of(request.GET.get("again", ""))
    if uuid is None:
        return {}
    made = (
        Announcement.objects.visible_to(request.user)
        .filter(organisation=organisation, uuid=uuid)
        .first()
    )
    return {"texts": made.texts, "link": made.link} if made is not None else {}


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(
        Organisation.objects.coordinated_by(request.user), code=code
    )


def _refuse_all_but_administrators(request: HttpRequest) -> None:
    if not is_administrator(request.user):
        raise Http404


def _board_url(organisation: Organisation | None) -> str:
    if organisation is None:
        return reverse("organisations:announcements_to_all")
    return reverse("organisations:announcements", args=[organisation.code])
