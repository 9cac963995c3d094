import pytest
from wagtail_localize.models import Translation, TranslationSource

from courses.domain.languages.recording import record_published
from courses.enums import TranslationState as State
from courses.enums import TranslationStep as Step
from courses.models import Fact, TranslationAct
from lms.errors import DomainError
from tests.factories.courses import locale
from tests.factories.reviewing import reviewed

pytestmark = pytest.mark.django_db


def steps(row):
    return list(
        TranslationAct.objects.filter(
            key=row.translation_key, language=row.locale.language_code
        ).values_list("step", flat=True)
    )


def published(row, **changes):
    for name, value in changes.items():
        setattr(row, name, value)
    reviewed(row).save_revision().publish()


def test_publishing_a_source_and_a_translation_is_written_down_by_itself(small):
    lesson = small.lesson("small-one")
    dutch = small.lesson("small-one", "nl")
    published(lesson, title="New")
    published(dutch, title="Nieuw")
    assert steps(lesson) == [Step.CHANGED]
    assert steps(dutch) == [Step.APPROVED, Step.TRANSLATED]


def test_a_fact_is_written_down_too_and_only_when_its_words_change(small, alice, now):
    fact = Fact.objects.get(locale__language_code="en")
    published(fact)
    published(fact)
    assert steps(fact) == [Step.CHANGED]
    assert record_published(fact, actor=alice, now=now) is None


def test_who_published_it_and_when_is_kept(small, alice, now):
    act = record_published(small.lesson("small-one"), actor=alice, now=now)
    assert (act.by, act.at, act.source_hash) == (alice, now, act.content_hash)


def test_an_approved_translation_is_out_of_date_since_its_source_changed(
    small, dutch, now
):
    published(small.lesson("small-one"), title="New")
    cell = dutch(small)["New"]
    changed = TranslationAct.objects.get(step=Step.CHANGED)
    assert (cell.state, cell.standing.since) == (State.OUT_OF_DATE, changed.at)


def test_a_translation_by_hand_is_made_of_the_source_as_it_is(small, dutch):
    published(small.lesson("small-one"), title="New")
    published(small.lesson("small-one", "nl"), title="Nieuw")
    assert dutch(small)["New"].state == State.TRANSLATED


def test_a_translation_in_the_editor_is_made_of_what_was_submitted(small, dutch):
    lesson = small.lesson("small-one")
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    Translation.objects.create(source=source, target_locale=locale("nl"))
    published(small.lesson("small-one"), title="New")
    published(small.lesson("small-one", "nl"), title="Nieuw")
    assert dutch(small)["New"].state == State.OUT_OF_DATE
    source.update_from_db()
    published(small.lesson("small-one", "nl"), title="Nieuwer")
    assert dutch(small)["New"].state == State.TRANSLATED


def test_a_translation_whose_source_is_gone_stands_for_itself(small):
    lesson, dutch = small.lesson("small-one"), small.lesson("small-one", "nl")
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    Translation.objects.create(source=source, target_locale=locale("nl"))
    type(lesson).objects.filter(pk=lesson.pk).update(
        translation_key="5e6f0f5e-9d4c-4b0e-9b6d-0d6f3a4d1c11"
    )
    published(dutch, title="Alleen")
    assert steps(dutch)[-1] == Step.CHANGED


def test_an_act_is_never_changed_or_deleted(small, now):
    act = record_published(small.lesson("small-one"), actor=None, now=now)
    with pytest.raises(DomainError):
        act.save()
    with pytest.raises(DomainError):
        act.delete()
