"""Writing down, signing and taking steps: acts on one accreditation."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.errors import DomainError
from organisations.models import User
from trainers.domain import applying, evidence, owning
from trainers.domain.delivery.offering import Offered, offered_to
from trainers.domain.periods import accredited_on
from trainers.enums import Act, EvidenceKind, State, Verdict
from trainers.forms.evidence import EvidenceForm, begun_by
from trainers.models import (
    Accreditation,
    AssessorAppointment,
    DeliveredGroup,
    StepEvidence,
)
from trainers.views.frame import accreditation_for, private, refused, tried

# Steps that are taken by a button alone.
STEPS = {
    Act.ADMIT: owning.admit,
    Act.BEGIN: owning.begin_training,
    Act.PASS: owning.pass_training,
    Act.ACCREDIT: owning.accredit,
    Act.RENEW: owning.renew,
    Act.RE_ENTER: owning.let_re_enter,
}
WITHOUT_COMMENT = (Act.BEGIN,)
# What a candidate names a lead for, who signs it.
LED = (EvidenceKind.CO_SESSION, EvidenceKind.LED_SESSION)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, uuid, kind):
    """Write something down: the candidate about themselves, others of the candidate,
    signed by that."""
    found = accreditation_for(request, uuid)
    is_own = found.person_id == request.user.pk
    table = evidence.OWN_KINDS if is_own else evidence.OTHERS_KINDS
    # An employer reads states alone, and writes nothing down here.
    sees = Accreditation.objects.open_to(request.user).filter(pk=found.pk)
    if kind not in table or not sees.exists():
        raise Http404
    kind = EvidenceKind(kind)
    leads = None
    if is_own and kind in LED:
        leads = accredited_on(
            found.programme, timezone.localdate(), language=found.language
        ).exclude(pk=request.user.pk)
    offered = _offered(request, found, kind) if is_own and kind in LED else None
    form = EvidenceForm(
        request.POST or None,
        kind=kind,
        accreditation=found,
        leads=leads,
        initial=begun_by(offered) if offered else None,
    )
    confirmation = ""
    if form.is_bound and form.is_valid():
        act = evidence.write_own if is_own else evidence.write_and_sign
        try:
            act(found, form.written, actor=request.user, now=timezone.now())
        except DomainError as problem:
            text = form.cleaned_data["note"].replace("\r\n", "\n").strip()
            confirmation = refused(form, problem, text)
        else:
            return redirect("trainers:accreditation", found.uuid)
    return render(
        request,
        "trainers/write.html",
        {
            "accreditation": found,
            "kind": kind,
            "form": form,
            "is_own": is_own,
            "confirmation": confirmation,
            "offered": offered,
        },
        status=422 if form.errors else 200,
    )


def _offered(request, found, kind) -> Offered | None:
    """What the group that the address names (`group`) is worth here; None without one."""
    rows = DeliveredGroup.objects.given_by(request.user).select_related(
        "programme", "municipality"
    )
    try:
        group = rows.filter(uuid=request.GET.get("group") or None).first()
    except ValidationError:
        return None
    offered = offered_to(request.user, group) if group else None
    if offered is None or (offered.accreditation, offered.kind) != (found, kind):
        return None
    return offered


@private
@login_required
@require_POST
def sign(request, uuid, key):
    """Sign a piece of evidence, or say why not."""
    found = accreditation_for(request, uuid)
    one = get_object_or_404(
        StepEvidence.objects.select_related("accreditation"),
        accreditation=found,
        uuid=key,
    )
    return tried(
        request,
        found,
        lambda: evidence.sign(
            one,
            verdict=_verdict(request),
            comment=request.POST.get("comment", ""),
            actor=request.user,
            now=timezone.now(),
        ),
    )


@private
@login_required
@require_POST
def coordinator(request, uuid):
    """The coordinator's word on an application or a renewal."""
    found = accreditation_for(request, uuid)
    act = (
        owning.sign_renewal
        if found.state == State.RENEWAL_DUE
        else applying.sign_application
    )
    return tried(
        request,
        found,
        lambda: act(
            found,
            verdict=_verdict(request),
            comment=request.POST.get("comment", ""),
            actor=request.user,
            now=timezone.now(),
        ),
    )


@private
@login_required
@require_POST
def step(request, uuid, act):
    """Take the next step, by a lead trainer or a programme owner."""
    found = accreditation_for(request, uuid)
    if act not in STEPS:
        raise Http404
    more = {}
    if act not in WITHOUT_COMMENT:
        more["comment"] = request.POST.get("comment", "")
    return tried(
        request,
        found,
        lambda: STEPS[Act(act)](found, actor=request.user, now=timezone.now(), **more),
        _("The step is taken."),
    )


@private
@login_required
@require_POST
def name(request, uuid, part):
    """Name the lead trainer or the assessor."""
    found = accreditation_for(request, uuid)
    act = {"lead": owning.name_lead, "assessor": owning.name_assessor}.get(part)
    if act is None:
        raise Http404
    person = get_object_or_404(
        candidates_for(found, part), uuid=request.POST.get("person") or None
    )
    return tried(
        request,
        found,
        lambda: act(found, person, actor=request.user, now=timezone.now()),
    )


def candidates_for(accreditation, part: str):
    """Who can be named in a part; whether they may is for the domain to say."""
    today = timezone.localdate()
    if part == "lead":
        people = accredited_on(
            accreditation.programme, today, language=accreditation.language
        )
    else:
        appointed = AssessorAppointment.objects.on(today).filter(
            programme=accreditation.programme, language=accreditation.language
        )
        people = User.objects.filter(pk__in=appointed.values("person")).order_by(
            "printed_name", "pk"
        )
    return people.exclude(pk=accreditation.person_id)


def _verdict(request) -> Verdict:
    return Verdict.YES if "yes" in request.POST else Verdict.NO
