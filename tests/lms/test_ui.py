import pytest
from django.template import Context, Template
from django.utils import translation

from lms.remembered import forget
from lms.templatetags import ui
from organisations.context_processors import Entry

FOOT = Template('{% fixed "lms/shell/footer.html" %}')
LANGUAGES = Template('{% fixed "lms/shell/language_buttons.html" %}')
NAV = Template('{% fixed "lms/shell/nav.html" entries=entries %}')
HOME = Entry("Home", "/home/", "sun", tab=True, current=False)


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The names of the templates that were rendered, in order."""
    forget()
    names = []

    def render(name, context=None):
        names.append(name)
        return really(name, context)

    really = ui.render_to_string
    monkeypatch.setattr(ui, "render_to_string", render)
    return names


def test_a_fixed_part_is_rendered_once_for_each_language(rendered):
    with translation.override("en"):
        english = FOOT.render(Context({}))
        assert FOOT.render(Context({"user": "somebody"})) == english
    with translation.override("nl"):
        dutch = FOOT.render(Context({}))
    with translation.override("en"):
        assert FOOT.render(Context({})) == english

    assert "Accessibility" in english
    assert "Toegankelijkheid" in dutch
    assert rendered == ["lms/shell/footer.html"] * 2


def test_a_fixed_part_is_rendered_once_for_each_value(rendered):
    def nav(*entries):
        return NAV.render(Context({"entries": entries}))

    here = HOME._replace(current=True)
    plain = nav(HOME)
    assert 'href="/home/"' in plain
    assert "aria-current" not in plain
    assert 'aria-current="page"' in nav(here)
    assert nav(HOME) == plain
    assert nav(HOME, here).count("/home/") == 2
    assert len(rendered) == 3


def test_a_fixed_part_is_not_remembered_while_templates_are_being_written(
    settings, rendered
):
    settings.DEBUG = True
    LANGUAGES.render(Context({}))
    LANGUAGES.render(Context({}))
    NAV.render(Context({"entries": (HOME,)}))
    assert len(rendered) == 3


def test_the_present_language_is_marked_in_the_fixed_menu():
    with translation.override("nl"):
        assert 'lang="nl" aria-current="true"' in LANGUAGES.render(Context({}))
    with translation.override("fr"):
        assert 'lang="fr" aria-current="true"' in LANGUAGES.render(Context({}))


def test_a_share_is_a_bar_as_long_as_it_and_none_of_nothing():
    assert 'width="667"' in ui.share_bar(8, 12)
    assert 'width="0"' in ui.share_bar(0, 0)
    # The number stands beside it.
    assert 'aria-hidden="true"' in ui.share_bar(8, 12)
