from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from interop.domain.directory.overview import overview_of
from interop.domain.scim.addresses import base_address
from interop.domain.tokens import make_token, tokens_of, withdraw_token
from interop.enums import TokenState
from interop.forms import TokenForm
from interop.models import AccessToken
from interop.rules import can_give_access
from lms.errors import DomainError
from organisations.models import Organisation

PER_PAGE = 30
# The field that a refusal is about, by its code.
FIELDS = {"no_scope": "scopes", "no_sector": "sector", "too_long": "last_day"}
CHIPS = {
    TokenState.ACTIVE: ("ok", "check"),
    TokenState.EXPIRED: ("neutral", "clock"),
    TokenState.WITHDRAWN: ("neutral", "ban"),
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, code: str) -> HttpResponse:
    """Which programs an organisation lets in, and a form to let another one in. The key
    of a new one is in the answer, and nowhere else."""
    organisation = _organisation(request, code)
    form = TokenForm(request.POST or None)
    made, key = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            made, key = make_token(
                organisation,
                **form.cleaned_data,
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(FIELDS.get(error.code), error.message)
        else:
            form = TokenForm()
    return _page(request, organisation, form, made=made, key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Look at one once more, and withdraw it."""
    organisation = _organisation(request, code)
    token = get_object_or_404(tokens_of(organisation), uuid=uuid)
    if token.state_at(timezone.now()) != TokenState.ACTIVE:
        # From an old page: the list says where it stands.
        return redirect("interop:tokens", code=code)
    if request.method == "POST":
        withdraw_token(token, actor=request.user, now=timezone.now())
        messages.success(request, _("It is withdrawn: its key opens nothing any more."))
        return redirect("interop:tokens", code=code)
    return render(
        request,
        "interop/withdraw_token.html",
        {"organisation": organisation, "token": token},
    )


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: TokenForm,
    *,
    made: AccessToken | None,
    key: str,
) -> HttpResponse:
    now = timezone.now()
    page = Paginator(tokens_of(organisation), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for one in page.object_list:
        one.state = one.state_at(now)
        one.chip = CHIPS[one.state]
    return render(
        request,
        "interop/tokens.html",
        {
            "organisation": organisation,
            "form": form,
            "made": made,
            "key": key,
            "page": page,
            "overview": overview_of(organisation),
            "scim_address": base_address(),
            "api_address": f"{settings.RELAY_BASE_URL}{reverse('interop:api_docs')}",
        },
        status=422 if form.errors else 200,
    )


def _organisation(request: HttpRequest, code: str) -> Organisation:
    organisation = get_object_or_404(
        Organisation.objects.coordinated_by(request.user), code=code
    )
    if not can_give_access(request.user, organisation):
        raise Http404
    return organisation
