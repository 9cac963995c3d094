"""The name on a certificate: read before the first one, and shown to whoever checks as
its holder decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates.domain.drafts import draft_of
from certificates.domain.names import choose_name
from certificates.enums import NameShown
from certificates.forms.sharing import NameForm
from certificates.views.own import own_certificate, private
from organisations.domain.people import check_name


@login_required
@require_POST
def choose(request, uuid):
    """Show this much of my name from now on."""
    certificate = own_certificate(request, uuid)
    form = NameForm(request.POST)
    if form.is_valid():
        choice = NameShown(form.cleaned_data["choice"])
        choose_name(certificate, choice, actor=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose what is shown of your name."))
    return redirect("certificates:detail", certificate.uuid)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """The name as it will be printed on my first certificate: print it so, or change
    it. What waited for it is awarded at once."""
    draft = draft_of(request.user, language=get_language())
    if draft is None:
        return redirect("certificates:list")
    if request.method == "POST" and draft.printed_name:
        check_name(request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("certificates:list")
    return render(request, "certificates/check_name.html", {"draft": draft})
