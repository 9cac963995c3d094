"""Which pages are whose: what Wagtail's policy says, and however many there are."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from organisations.enums import Role
from organisations.page_policy import OwnedPagePolicy
from tests.factories.courses import make_course
from tests.factories.facts import writer
from tests.factories.organisations import UserFactory

ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")


@pytest.fixture
def tree(beekstad, valmont):
    make_course(valmont, code="theirs", bank_size=1)
    return make_course(beekstad, code="ours", bank_size=1)


def _same(user):
    ours, wagtails = OwnedPagePolicy(), PagePermissionPolicy()
    for actions in [{one} for one in ACTIONS] + [set(ACTIONS), {"change", "publish"}]:
        assert set(ours.instances_user_has_any_permission_for(user, actions)) == set(
            wagtails.instances_user_has_any_permission_for(user, actions)
        ), actions
    assert set(ours.explorable_instances(user)) == set(
        wagtails.explorable_instances(user)
    )
    return ours.explorable_instances(user)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER])
def test_it_says_of_every_role_what_wagtail_says(tree, beekstad, role, now):
    seen = _same(writer(beekstad, role, now=now))

    slugs = set(seen.values_list("slug", flat=True))
    assert "ours-one" in slugs
    assert not any(slug.startswith("theirs") for slug in slugs)


def test_it_says_of_everybody_else_what_wagtail_says(tree, db, django_user_model):
    assert not _same(UserFactory()).exists()
    assert not _same(UserFactory(is_active=False)).exists()
    boss = django_user_model.objects.create_superuser("boss@relay.example")
    assert _same(boss).count() == Page.objects.count()


def test_who_may_only_add_changes_what_is_their_own(tree):
    page = tree.pages["en"]
    person, group = UserFactory(), Group.objects.create(name="Adding")
    person.groups.add(group)
    GroupPagePermission.objects.create(group=group, page=page, permission_type="add")
    lesson = tree.lesson("ours-one")
    Page.objects.filter(pk=lesson.pk).update(owner=person)

    _same(person)
    mine = OwnedPagePolicy().instances_user_has_any_permission_for(person, {"change"})
    assert list(mine.values_list("pk", flat=True)) == [lesson.pk]


def more_pages(parent: Page, number: int) -> list[Page]:
    """Below `parent`, in one statement: saving them one by one takes two minutes."""
    first = parent.get_children().count() + 1
    pages = [
        Page(
            title=f"More {each}",
            draft_title=f"More {each}",
            slug=f"m-{each}",
            url_path=f"{parent.url_path}m-{each}/",
            path=Page._get_path(parent.path, parent.depth + 1, first + each),
            depth=parent.depth + 1,
            locale=parent.locale,
            content_type=ContentType.objects.get_for_model(Page),
        )
        for each in range(number)
    ]
    Page.objects.bulk_create(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=first - 1 + number)
    return list(parent.get_children())[-number:]


def test_the_explorer_opens_with_as_many_courses_as_there_are(
    client, tree, beekstad, now
):
    author = writer(beekstad, Role.AUTHOR, now=now)
    group = author.groups.filter(page_permissions__isnull=False).distinct().get()
    catalogue = tree.pages["en"].get_parent()
    pages = more_pages(catalogue, 300)
    kinds = set(group.page_permissions.values_list("permission_id", flat=True))
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission_id=kind)
        for page in pages
        for kind in kinds
    )
    client.force_login(author)

    assert isinstance(policy_registry.get_by_type(Page), OwnedPagePolicy)
    response = client.get(reverse("wagtailadmin_explore", args=[catalogue.pk]))
    assert response.status_code == 200
