from django.template import Context, Template

from lms.icons import MARK, frozen_icons, thaw_icons


def rendered() -> str:
    return Template('{% icon "check" %}').render(Context())


def test_an_icon_is_taken_from_the_sprite_of_today():
    assert 'href="/static/lms/icons/icons.svg#check"' in rendered()


def test_frozen_text_holds_no_address_and_is_thawed_into_the_same_picture():
    with frozen_icons():
        frozen = rendered()
    assert "/static/" not in frozen
    assert MARK in frozen
    assert thaw_icons(frozen) == rendered()


def test_freezing_ends_with_its_block_even_after_an_error():
    try:
        with frozen_icons():
            raise ValueError
    except ValueError:
        pass
    assert MARK not in rendered()
