"""Showing a certificate by a link: the holder's side, and that of whoever has it."""

import functools
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates.domain.designs.texts import texts_of
from certificates.domain.links import qr_svg, verify_url
from certificates.domain.names import harmless
from certificates.domain.sealing.keeping import pdf_of
from certificates.domain.shares import (
    link_with_token,
    links_of,
    make_link,
    withdraw_link,
)
from certificates.domain.state import state_on
from certificates.enums import SharedFor
from certificates.forms.sharing import ShareForm
from certificates.models import day_of
from certificates.views.cards import holder_card
from certificates.views.openly import honest
from certificates.views.own import language_asked, own_certificate, private
from lms.errors import DomainError
from lms.pdf import GlyphMissing


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, uuid):
    """My links to a certificate, and a form for one more. The new one is in the answer
    to the form and in no other."""
    certificate = own_certificate(request, uuid)
    now = timezone.now()
    form, address = ShareForm(request.POST or None), ""
    if form.is_valid():
        try:
            _link, address = make_link(
                certificate,
                label=form.cleaned_data["label"],
                lasts=SharedFor(form.cleaned_data["lasts"]),
                actor=request.user,
                now=now,
            )
            form = ShareForm()
        except DomainError as problem:
            form.add_error(None, problem.message)
    open_ones, past = links_of(certificate, day=day_of(now))
    return render(
        request,
        "certificates/share.html",
        {
            "card": holder_card(certificate, get_language()),
            "form": form,
            "address": address,
            "links": open_ones,
            "past": past,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def withdraw(request, uuid, link):
    """Let one of my links open nothing any more."""
    certificate = own_certificate(request, uuid)
    found = get_object_or_404(certificate.share_links, pk=link)
    withdraw_link(found, actor=request.user, now=timezone.now())
    messages.success(request, _("The link is withdrawn. It opens nothing any more."))
    return redirect("certificates:share", certificate.uuid)


def _by_link(view):
    """`view(request, certificate, token)` of what an open link shows, with its state."""

    @honest("certificates.shared")
    @require_safe
    @functools.wraps(view)
    def answered(request, token):
        link, today = link_with_token(token), day_of(timezone.now())
        if link is None:
            raise Http404
        link.certificate.state = state_on(link.certificate, today)
        if link.opens_on(today) and link.certificate.state is not None:
            response = view(request, link.certificate, token)
        else:
            response = render(
                request, "certificates/shared_gone.html", status=HTTPStatus.GONE
            )
        # The address is a key, as that of an invitation: no other site may learn it.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answered


@_by_link
def shared(request, certificate, token):
    """The certificate with its holder's full name, for whoever has the link."""
    return _page(request, certificate, token)


@_by_link
def shared_pdf(request, certificate, token):
    """The same on paper, in the language it was earned in or `?lang=`."""
    language = language_asked(request, certificate)
    try:
        content, _is_sealed = pdf_of(certificate, language=language, now=timezone.now())
    except GlyphMissing as problem:
        return _page(request, certificate, token, problem=problem.message)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{certificate.number}.pdf"'},
    )


@_by_link
def shared_qr(request, certificate, token):
    """The QR code of its check, as a picture for that page."""
    return HttpResponse(qr_svg(certificate), content_type="image/svg+xml")


def _page(request, certificate, token: str, *, problem: str = ""):
    card = holder_card(certificate, get_language())
    card["holder"] = harmless(card["holder"])
    # In the texts of a design the name may stand as well.
    certificate.words = {**certificate.words, "printed_name": card["holder"]}
    return render(
        request,
        "certificates/shared.html",
        {
            "card": card,
            "design": texts_of(certificate, get_language()),
            "verify_url": verify_url(certificate),
            "pdf_url": reverse("certificates:shared_pdf", args=[token]),
            "qr_url": reverse("certificates:shared_qr", args=[token]),
            "problem": problem,
        },
        status=HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
    )
