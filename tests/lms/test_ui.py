from django.template import Context, Template
from django.utils import translation

from lms.templatetags import ui

FOOT = Template('{% fixed "lms/shell/footer.html" %}')
LANGUAGES = Template('{% fixed "lms/shell/language_buttons.html" %}')


def test_a_fixed_part_is_rendered_once_for_each_language(monkeypatch):
    monkeypatch.setattr(ui, "_fixed", {})
    rendered = []
    render = ui.render_to_string
    monkeypatch.setattr(
        ui, "render_to_string", lambda name: rendered.append(name) or render(name)
    )

    for language in ("en", "nl", "en", "nl"):
        with translation.override(language):
            shown = FOOT.render(Context())
            assert ("Certificaat controleren" in shown) == (language == "nl")
    assert len(rendered) == 2


def test_a_fixed_part_follows_its_file_while_one_works_on_it(settings, monkeypatch):
    monkeypatch.setattr(ui, "_fixed", {})
    settings.DEBUG = True
    FOOT.render(Context())
    assert ui._fixed == {}


def test_the_buttons_name_each_language_in_itself_and_mark_the_present_one():
    with translation.override("fr"):
        shown = LANGUAGES.render(Context())
    for name in ("English", "Nederlands", "Français", "Deutsch"):
        assert f">{name}</button>" in shown
    assert shown.count("aria-current") == 1
    assert 'value="fr" lang="fr" aria-current="true"' in shown
