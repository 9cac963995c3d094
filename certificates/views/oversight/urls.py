"""The addresses of the register in the content admin, and whose they are."""

from django.urls import path

from certificates.domain.appeals.reading import appeals_for
from certificates.domain.oversight.asking import overseen_by
from certificates.domain.oversight.bulk import changes_of
from certificates.domain.oversight.corrections import corrections_for
from certificates.domain.oversight.signatories import signatory_changes_of
from certificates.views.oversight import (
    appeals,
    changes,
    corrections,
    counting,
    entry,
    exporting,
    listing,
    signatories,
)

NAMESPACE = "certificates_register"
urlpatterns = [
    path("", listing.index, name="index"),
    path("names/", corrections.queue, name="corrections"),
    path("names/<uuid:correction>/", corrections.decide, name="correction"),
    path("appeals/", appeals.queue, name="appeals"),
    path("appeals/<uuid:appeal>/", appeals.answer, name="appeal"),
    path("signatories/", signatories.signatories, name="signatories"),
    path(
        "signatories/<uuid:change>/withdraw/",
        signatories.withdraw,
        name="withdraw_signatory",
    ),
    path("counts/", counting.count, name="counts"),
    path("export/<slug:form>/", exporting.export, name="export"),
    path("changes/", changes.look, name="look"),
    path("changes/<uuid:change>/", changes.change, name="change"),
    path("changes/<uuid:change>/progress/", changes.progress, name="progress"),
    path("<uuid:uuid>/", entry.entry, name="entry"),
    path("<uuid:uuid>/name/", entry.name, name="name"),
]


def own_certificate(user, uuid) -> bool:
    return overseen_by(user).filter(uuid=uuid).exists()


def own_correction(user, correction) -> bool:
    return corrections_for(user).filter(uuid=correction).exists()


def own_appeal(user, appeal) -> bool:
    return appeals_for(user).filter(uuid=appeal).exists()


def own_change(user, change) -> bool:
    return changes_of(user).filter(uuid=change).exists()


def own_signatory(user, change) -> bool:
    return signatory_changes_of(user).filter(uuid=change).exists()


def any_form(user, form) -> bool:
    """The view knows the forms there are."""
    return True


def open_register(content_admin) -> None:
    """Open the door of the content admin for these addresses; the views themselves
    answer 404 to whoever oversees nothing."""
    for name in ("index", "counts", "corrections", "appeals", "look", "signatories"):
        content_admin.register_address(f"{NAMESPACE}:{name}")
    for name in ("entry", "name"):
        content_admin.register_address(f"{NAMESPACE}:{name}", uuid=own_certificate)
    content_admin.register_address(f"{NAMESPACE}:export", form=any_form)
    content_admin.register_address(
        f"{NAMESPACE}:withdraw_signatory", change=own_signatory
    )
    for name in ("change", "progress"):
        content_admin.register_address(f"{NAMESPACE}:{name}", change=own_change)
    content_admin.register_address(f"{NAMESPACE}:correction", correction=own_correction)
    content_admin.register_address(f"{NAMESPACE}:appeal", appeal=own_appeal)
