import gc
import warnings

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from organisations.domain.groups import collection_of
from organisations.domain.memberships import start_membership
from organisations.enums import Role
from tests.factories.media import RIGHTS, make_recording
from tests.factories.organisations import UserFactory


@pytest.fixture(autouse=True)
def _files_left_open():
    """Wagtail leaves the file a picture was made from to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture
def author(beekstad):
    return person(beekstad, Role.AUTHOR)


@pytest.fixture
def stranger_author(valmont):
    return person(valmont, Role.AUTHOR)


@pytest.fixture
def reviewer(beekstad):
    return person(beekstad, Role.REVIEWER)


def person(organisation, role):
    user = UserFactory(email=f"{role}@{organisation.code}.example")
    start_membership(user, organisation, role=role, now=timezone.now())
    return user


@pytest.fixture
def image(author, beekstad):
    return get_image_model().objects.create(
        title="A square",
        file=get_test_image_file(),
        collection=collection_of(beekstad),
        no_danger_cue=True,
        uploaded_by_user=author,
        **RIGHTS,
    )


@pytest.fixture
def document(author, beekstad):
    return get_document_model().objects.create(
        title="A leaflet",
        file=ContentFile(b"leaflet", name="leaflet.txt"),
        collection=collection_of(beekstad),
        uploaded_by_user=author,
        **RIGHTS,
    )


@pytest.fixture
def recording(beekstad):
    return make_recording(beekstad)
