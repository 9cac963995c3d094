"""The holder's own certificates."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certificates.domain.appeals.reading import case_of
from certificates.domain.badges.credential import is_offered
from certificates.domain.badges.keys import proof_key
from certificates.domain.badges.wallet import wallet_url
from certificates.domain.designs.texts import texts_of
from certificates.domain.drafts import draft_of
from certificates.domain.editions.asking import asked_for, asked_of_holder
from certificates.domain.links import qr_svg, verify_url
from certificates.domain.names import name_choice_of
from certificates.domain.queries import certificates_of
from certificates.domain.sealing.keeping import pdf_of, sealed_in, seals_wait
from certificates.domain.words import languages_of
from certificates.forms.sharing import NameForm
from certificates.models import day_of
from certificates.views.cards import holder_card
from certificates.views.correction import correction_shown
from certificates.views.own import language_asked, own_certificate, private
from certificates.views.showing import showing_of
from lms.pdf import GlyphMissing


@login_required
@require_safe
def certificate_list(request):
    """What I have earned, and until when it counts."""
    mine = certificates_of(request.user, day=day_of(timezone.now()))
    cards = [holder_card(one, get_language()) for one in mine]
    language, now = get_language(), timezone.now()
    return render(
        request,
        "certificates/list.html",
        {
            "cards": cards,
            "draft": draft_of(request.user, language=language),
            "asks": asked_of_holder(request.user, now=now, language=language),
        },
    )


@login_required
@require_safe
def certificate_detail(request, uuid):
    """The certificate as a page, which says the same as the PDF."""
    certificate = own_certificate(request, uuid)
    sealed = sealed_in(certificate, languages_of(certificate)[0])
    return render(
        request,
        "certificates/detail.html",
        {
            "card": holder_card(certificate, get_language()),
            "design": texts_of(certificate, get_language()),
            "events": certificate.events.all(),
            "asks": asked_for(certificate, now=timezone.now(), language=get_language()),
            "verify_url": verify_url(certificate),
            "sealed": sealed,
            "seal_waits": sealed is None and seals_wait(now=timezone.now()),
            "badge": _badge(certificate),
            "employers": showing_of(request.user, certificate, timezone.now()),
            "name_form": NameForm(initial={"choice": name_choice_of(certificate)}),
            "correction": correction_shown(certificate),
            "appeal": case_of(certificate, now=timezone.now()),
            "documents": [
                {
                    "code": code,
                    "name": settings.RELAY_LANGUAGE_NAMES.get(code, code),
                    "is_earned_in": code == certificate.language,
                }
                for code in languages_of(certificate)
            ],
        },
    )


def _badge(certificate) -> dict | None:
    """What the page needs to offer the badge; None where there is none to offer."""
    if not is_offered(certificate):
        return None
    languages = languages_of(certificate)
    reader = get_language()
    language = reader if reader in languages else languages[0]
    return {
        "language": language,
        "is_token_alone": proof_key() is None,
        "wallet_url": wallet_url(certificate, language=language),
    }


@private
@login_required
@require_safe
def certificate_qr(request, uuid):
    """The QR code of the certificate, as a picture for its page."""
    certificate = own_certificate(request, uuid)
    return HttpResponse(qr_svg(certificate), content_type="image/svg+xml")


@private
@login_required
@require_safe
def certificate_pdf(request, uuid):
    """The certificate on paper, in the language it was earned in or `?lang=`."""
    certificate = own_certificate(request, uuid)
    language = language_asked(request, certificate)
    try:
        content, _is_sealed = pdf_of(certificate, language=language, now=timezone.now())
    except GlyphMissing as problem:
        messages.error(request, problem.message)
        return redirect("certificates:detail", certificate.uuid)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{certificate.number}.pdf"'},
    )
