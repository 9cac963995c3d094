"""Whoever coordinates a body above an employer reads figures of it, and no names:
nobody sees another one's staff, at any address."""

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from organisations.enums import Level, Role
from organisations.models import Membership, Organisation, User
from tests.project import access_world
from tests.project.addresses import addresses, path_of, question_of

# Whoever announces something signs it, and a body above announces there as well.
SIGNED = ("organisations:announcements", "organisations:withdraw_announcement")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield access_world.build()
        transaction.set_rollback(True)


@pytest.fixture
def governor(world, db) -> User:
    """Coordinates a province above municipality A."""
    province = Organisation.objects.create(
        name="Province",
        code="province",
        level=Level.PROVINCE,
        language_regime=world.a.organisation.language_regime,
    )
    province.path = f"/{province.pk}/"
    province.save()
    below = Organisation.objects.within(world.a.organisation)
    below.update(path=Concat(Value(province.path[:-1]), "path"))
    Organisation.objects.filter(pk=world.a.organisation.pk).update(parent=province)
    found = User.objects.create_user(
        "governor@province.example", printed_name="The Governor", language="en"
    )
    Membership.objects.create(
        user=found,
        organisation=province,
        role=Role.COORDINATOR,
        starts_on=timezone.localdate(),
    )
    return found


@pytest.mark.parametrize("whose", ["the employer's", "its own"])
def test_a_body_above_an_employer_reads_no_name_at_any_address(world, governor, whose):
    theirs = Organisation.objects.filter(parent__code="province")
    held = Membership.objects.filter(organisation__path__startswith=theirs.get().path)
    people = User.objects.filter(pk__in=held.values("user"))
    words = {word for one in people for word in (one.printed_name, one.email) if word}
    assert len(words) > 5
    client = Client(raise_request_exception=False)
    client.force_login(governor)
    told = []
    for address in addresses():
        is_public = address.route.startswith("verify/")
        if address.is_content_admin or is_public or address.name in SIGNED:
            continue
        place = transaction.savepoint()
        cookies = client.cookies.copy()
        path = path_of(address, world)
        if whose == "its own":
            path = path.replace(f"/{world.a.organisation.code}/", "/province/")
        response = client.get(path, query_params=question_of(address, world))
        body = b"".join(response) if response.streaming else response.content
        text = body.decode(errors="replace")
        read = sorted(word for word in words if word in text)
        if read:
            told.append(f"{address}: {', '.join(read)}")
        client.cookies = cookies
        transaction.savepoint_rollback(place)

    assert not told, "\n".join(told)
