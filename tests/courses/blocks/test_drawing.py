"""The tool beside a hotspot's rows: what its scripts are told, and who has it."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from django.utils import translation
from wagtail.admin.telepath import JSContext
from wagtail.images.models import SourceImageIOError

from courses.blocks import HotspotBlock, HotspotBlockAdapter, LessonStreamBlock
from courses.blocks.drawing import TROUBLES, WORDS
from courses.exercises.hotspot.areas import Rule
from organisations.domain.groups import collection_of
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.media import RIGHTS, make_image


def packed(block):
    return JSContext().pack(block)


def constructors(found) -> list[str]:
    """The names of all that a form is made of."""
    if isinstance(found, list):
        return [name for one in found for name in constructors(one)]
    if not isinstance(found, dict):
        return []
    here = [found["_type"]] if "_type" in found else []
    return here + [name for one in found.values() for name in constructors(one)]


def test_a_hotspot_has_the_tool_and_no_other_block_has():
    for name, block in LessonStreamBlock().child_blocks.items():
        expected = 1 if name == "hotspot" else 0
        found = constructors(packed(block))
        assert found.count("relay.blocks.Hotspot") == expected, name


def test_every_script_and_style_of_the_tool_is_there():
    media = JSContext()
    media.pack(HotspotBlock())
    ours = [
        path
        for path in (*media.media._js, *media.media._css["all"])
        if "courses/admin/areas/" in str(path)
    ]
    assert len(ours) == 10
    assert all(Path(find(str(path))).is_file() for path in ours)
    assert str(ours[0]).endswith("shapes.js")


def test_what_the_tool_says_is_in_the_language_of_the_editor():
    def said(language):
        with translation.override(language):
            _name, _children, meta = HotspotBlockAdapter().js_args(HotspotBlock())
        return meta["areas"]

    english, dutch = said("en"), said("nl")

    assert english["words"]["draw_rect"] == "Draw a rectangle"
    assert english["picture"] == reverse("hotspot_picture", args=[0])
    assert set(english["troubles"]) == {rule.value for rule in Rule} | {"missing"}
    same = {
        key
        for key in WORDS
        if english["words"][key] == dutch["words"][key] and key != "named"
    }
    assert same == set()
    assert all(english["troubles"][key] != dutch["troubles"][key] for key in TROUBLES)


@pytest.mark.django_db
def test_the_picture_is_that_of_learners_for_who_may_choose_it(
    client, alice, beekstad, now, monkeypatch
):
    image = make_image(**RIGHTS)
    address = reverse("hotspot_picture", args=[image.pk])
    client.force_login(alice)
    assert client.get(address).status_code == 404

    client.force_login(writer(beekstad, Role.AUTHOR, now=now))
    image.collection = collection_of(beekstad)
    image.save()
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == image.get_rendition("max-1200x1200|format-webp").url
    assert client.post(address).status_code == 405

    def broken(*_arguments, **_named):
        raise SourceImageIOError

    monkeypatch.setattr("media.models.MediaImage.get_rendition", broken)
    assert client.get(address).status_code == 404
