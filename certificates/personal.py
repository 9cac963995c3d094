"""The personal data of this app: whose it is, on what ground it is kept, and what of it
its person gets."""

from django.utils.translation import gettext_noop

from certificates.domain.bulk.reading import exported as exported_runs
from certificates.domain.old.reading import exported_old_lines, exported_old_lists
from certificates.domain.queries import exported
from certificates.domain.recognition.reading import decided_by
from certificates.domain.recognition.reading import exported as exported_recognitions
from lms import personal_data

REGISTER = "keep:register of certificates, GDPR art. 6(1)(e)"
HOLDER = "certificate__holder"

# Model, the path to its person, what it is, and the fields of its export.
KEPT = (
    (
        "CertificateEvent",
        "by",
        gettext_noop("Certificates you suspended, restored, revoked or replaced."),
        ["certificate__number", "kind", "at", "reason_code"],
    ),
    (
        "BadgeIndex",
        HOLDER,
        gettext_noop("Where in the public status lists your digital badges are."),
        ["certificate__number", "list", "index"],
    ),
    (
        "EditionChange",
        "decided_by",
        gettext_noop("What you decided about certificates of earlier editions."),
        ["edition__course__code", "edition__number", "demand", "decided_at"],
    ),
    (
        "AwardRunRow",
        "user",
        gettext_noop("Lists by which you were awarded a certificate."),
        ["run__course__code", "run__given_by", "trained_on", "state"],
    ),
    (
        "CorrectionRequest",
        HOLDER,
        gettext_noop("Names on your certificates that you asked to have put right."),
        ["certificate__number", "asked_name", "asked_at", "state", "reason"],
    ),
    (
        "Appeal",
        "event__certificate__holder",
        gettext_noop("Your appeals against what happened to your certificates."),
        [
            "event__certificate__number",
            "event__kind",
            "statement",
            "made_at",
            "state",
            "closed_at",
            "answer",
        ],
    ),
    (
        "SignatoryChange",
        "made_by",
        gettext_noop("Changes of a signatory that you planned."),
        ["from_day", "made_at", "applied_at", "withdrawn_at"],
    ),
    (
        "RegisterChange",
        "made_by",
        gettext_noop("What you did to many certificates at once."),
        ["act", "reason_code", "made_at", "total"],
    ),
    (
        "RegisterChangeRow",
        HOLDER,
        gettext_noop("Which of your certificates were changed together with others."),
        ["certificate__number", "change__act", "outcome"],
    ),
    # With the certificate: without it somebody who chose "nothing" would show more.
    (
        "NameChoice",
        HOLDER,
        gettext_noop("What somebody who checks your certificates sees of your name."),
        ["certificate__number", "choice", "chosen_at"],
    ),
)
# The same, of what only served to show a certificate: it goes with the person.
DELETED = (
    (
        "ShareLink",
        HOLDER,
        gettext_noop("Links by which you show your certificates to others."),
        ["certificate__number", "label", "created_at", "last_day", "withdrawn_at"],
    ),
    (
        "ShownTo",
        HOLDER,
        gettext_noop("To which of your employers you show your certificates."),
        ["certificate__number", "organisation__name", "shown_at", "withdrawn_at"],
    ),
)
# Kept too, with exports of their own.
WITH_HISTORY = (
    (
        "OldLine",
        "user",
        gettext_noop("Completions from before Relay that your organisation brought."),
        exported_old_lines,
    ),
    (
        "OldList",
        "asked_by",
        gettext_noop("Lists of old completions that you brought."),
        exported_old_lists,
    ),
    (
        "Certificate",
        "holder",
        gettext_noop("Certificates you were awarded, with the words printed on them."),
        exported,
    ),
    (
        "AwardRun",
        "asked_by",
        gettext_noop(
            "Lists for bulk awards that you brought, confirmed or had people written to."
        ),
        exported_runs,
    ),
    (
        "Recognition",
        "user",
        gettext_noop(
            "Trainings elsewhere that you asked to have recognised, and what was decided."
        ),
        exported_recognitions,
    ),
    (
        "RecognitionDecision",
        "by",
        gettext_noop("What you decided on trainings of others."),
        decided_by,
    ),
)


def declare() -> None:
    """Declare all of it, once the models are there."""
    for rows, erasure in ((KEPT, REGISTER), (DELETED, "delete")):
        personal_data.register_tables(
            "certificates",
            (
                (model, person, erasure, what, names)
                for model, person, what, names in rows
            ),
        )
    for model, person, what, export in WITH_HISTORY:
        personal_data.register(
            f"certificates.{model}",
            person,
            erasure=REGISTER,
            describe=what,
            export=export,
        )
