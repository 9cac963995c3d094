"""Digital badges: the holder's own downloads, and what checks them, for anyone."""

import functools
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates.domain.badges.credential import (
    badge_picture,
    badge_token,
    signed_badge,
)
from certificates.domain.badges.did import did_document
from certificates.domain.badges.keys import all_keys, proof_key, signing_key
from certificates.domain.badges.status import (
    Purpose,
    list_credential,
    list_token,
    list_version,
    set_bits,
)
from certificates.domain.badges.wallet import behind
from certificates.views.own import language_asked, own_certificate, private
from lms.ratelimit import rate_limited

CREDENTIAL = "application/vc"
TOKEN = "application/vc+jwt"  # noqa: S105 -- a kind of file
# For so long a copy of a status list or of the keys may be believed unasked.
FRESH = timedelta(minutes=5)
# More than all lists there are, so that whoever checks many badges can.
PER_MINUTE = 120

fresh = cache_control(public=True, max_age=int(FRESH.total_seconds()))


def _for_programs(view):
    """Open to programs of other sites, which hold no cookie of ours."""

    @functools.wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


def _limited(name: str):
    return rate_limited(
        name,
        limit=PER_MINUTE,
        per=timedelta(minutes=1),
        methods=("GET", "HEAD"),
    )


def _or_404(key):
    """The key; without one there is nothing of what it signs here."""
    if key is None:
        raise Http404
    return key


def _asked(request, uuid):
    """One of the person's own certificates, and the language asked for."""
    certificate = own_certificate(request, uuid)
    return certificate, language_asked(request, certificate)


def _file(content, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@private
@login_required
@require_safe
def badge_file(request, uuid):
    """The badge as a file that proves itself."""
    certificate, language = _asked(request, uuid)
    key = _or_404(proof_key())
    content = signed_badge(certificate, key, language=language, now=timezone.now())
    return _file(content, CREDENTIAL, f"{certificate.number}.json")


@private
@login_required
@require_safe
def badge_image(request, uuid):
    """The badge as a picture with that file inside it."""
    certificate, language = _asked(request, uuid)
    key = _or_404(proof_key())
    content = badge_picture(certificate, key, language=language, now=timezone.now())
    return _file(content, "image/png", f"{certificate.number}.png")


@private
@login_required
@require_safe
def badge_jwt(request, uuid):
    """The badge as a signed token."""
    certificate, language = _asked(request, uuid)
    content = badge_token(certificate, _or_404(signing_key()), language=language)
    return _file(content, TOKEN, f"{certificate.number}.jwt")


@cache_control(no_store=True)
@_for_programs
@_limited("certificates.badge_wallet")
@require_safe
def badge_wallet(request, token):
    """A badge for the wallet that was given its address: as a token if it asks so, or
    where no key signs anything else."""
    found = behind(token)
    if found is None:
        raise Http404
    certificate, language = found
    key = proof_key()
    if key is None or request.get_preferred_type([CREDENTIAL, TOKEN]) == TOKEN:
        content = badge_token(certificate, _or_404(signing_key()), language=language)
        response = HttpResponse(content, content_type=TOKEN)
    else:
        content = signed_badge(certificate, key, language=language, now=timezone.now())
        response = HttpResponse(content, content_type=CREDENTIAL)
    patch_vary_headers(response, ["Accept"])
    return response


@fresh
@_for_programs
@require_safe
def did_json(request):
    """Our keys, past and present, where did:web says they are."""
    keys = all_keys()
    if not keys:
        raise Http404
    return JsonResponse(did_document(keys), content_type="application/did+json")


# Outside of what lets copies be kept: nobody is told by a cache to wait.
@_limited("certificates.badge_status")
@fresh
@_for_programs
@require_safe
def badge_status(request, number, purpose):
    """One status list. Unchanged, it is neither signed nor sent again."""
    if purpose not in set(Purpose):
        raise Http404
    proves = proof_key()
    key = _or_404(proves or signing_key())
    purpose, now = Purpose(purpose), timezone.now()
    bits = set_bits(number, purpose, now=now)
    if bits is None:
        raise Http404
    version = list_version(number, purpose, bits, key, now=now)
    # A token of P-256 says the same in other bytes each time.
    etag = f'"{version}"' if proves else f'W/"{version}"'
    response = get_conditional_response(request, etag=etag)
    if response is None and proves:
        content = list_credential(number, purpose, bits, key, now=now)
        response = JsonResponse(content, content_type=CREDENTIAL)
    elif response is None:
        content = list_token(number, purpose, bits, key, now=now)
        response = HttpResponse(content, content_type=TOKEN)
    response["ETag"] = etag
    return response
