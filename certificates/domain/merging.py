"""What becomes of the register when two accounts are one person's.

The printed words stay as they were, names included: a certificate only changes hands.
"""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.utils import timezone

from certificates.domain.recognition.asking import withdraw
from certificates.domain.recognition.deciding import wait_for_two
from certificates.enums import CertificateState, RecognitionState
from certificates.models import Certificate, Recognition, RecognitionDecision
from certificates.models.recognitions import OPEN
from lms import audit
from lms.merging import Merge, move


def reattribute(merge: Merge) -> int:
    """The kept account's person holds the certificates of both; each change of hands is
    in the audit log of its issuer. The caller holds the locks (lms.merging.lock_rows)."""
    theirs = list(Certificate.objects.filter(holder=merge.merged).order_by("pk"))
    Certificate.objects.filter(pk__in=[one.pk for one in theirs]).update(
        holder=merge.kept
    )
    hands = {"from": merge.merged.pk, "to": merge.kept.pk}
    by_issuer = defaultdict(dict)
    for certificate in theirs:
        by_issuer[certificate.issuer_id][certificate] = hands
    for issuer, subjects in by_issuer.items():
        audit.record_all(
            "certificates.holder_changed",
            actor=merge.actor,
            subjects=subjects,
            now=merge.now,
            organisation=issuer,
        )
    return len(theirs)


def move_recognitions(merge: Merge) -> int:
    """Claims go over with what was decided. Of two open ones for the same course and
    sector the kept account's is decided, and the other one withdrawn. Where the first yes
    was one's own under the other account it counts no more: two others have to decide."""
    theirs = Recognition.objects.filter(user=merge.merged)
    for claim in theirs.filter(state__in=OPEN).order_by("pk"):
        twins = Recognition.objects.filter(
            user=merge.kept,
            course=claim.course_id,
            sector=claim.sector_id,
            state__in=OPEN,
        )
        if twins.exists():
            withdraw(claim, actor=merge.actor, now=merge.now)
    moved = move(theirs, user=merge.kept)
    by_others = RecognitionDecision.objects.filter(recognition=OuterRef("pk")).exclude(
        by__in=(merge.kept, merge.merged)
    )
    judged_themselves = Recognition.objects.filter(
        ~Exists(by_others), user=merge.kept, state=RecognitionState.CONFIRMED_ONCE
    )
    for claim in judged_themselves.order_by("pk"):
        wait_for_two(claim, actor=merge.actor, now=merge.now)
    return moved


def certificates_in_words(user) -> list[str]:
    """One line for each certificate, the newest first: number and how it stands."""
    rows = Certificate.objects.filter(holder=user).with_state(timezone.localdate())
    return [_in_words(one) for one in rows]


def _in_words(certificate: Certificate) -> str:
    if not certificate.state:
        return certificate.number
    return f"{certificate.number} ({CertificateState(certificate.state).label})"
