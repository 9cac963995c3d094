"""Two people who translate the same sentence: what one of them wrote is never lost
without their having seen it."""

import pytest
from wagtail_localize.models import StringTranslation, TranslationSource

from courses.domain.languages.sentences import (
    Overtaken,
    Place,
    mark_of,
    write_sentence,
)
from tests.factories.courses import locale
from tests.factories.organisations import UserFactory

EMPTY = mark_of("")


@pytest.fixture
def place(small):
    source, _created = TranslationSource.update_or_create_from_instance(
        small.lesson("small-one")
    )
    segment = source.stringsegment_set.get(context__path="title")
    return Place(segment.string_id, segment.context_id, locale("nl").pk)


@pytest.fixture
def ann(db):
    return UserFactory()


@pytest.fixture
def ben(db):
    return UserFactory()


def held() -> list[str]:
    return list(StringTranslation.objects.values_list("data", flat=True))


def test_the_first_writes_where_nothing_stands(place, ann):
    row = write_sentence(place, "Les een", seen=EMPTY, by=ann)

    assert (row.data, row.last_translated_by) == ("Les een", ann)
    assert held() == ["Les een"]


def test_the_second_is_refused_with_what_stands_there_and_nothing_is_lost(
    place, ann, ben
):
    write_sentence(place, "Les een", seen=EMPTY, by=ann)

    with pytest.raises(Overtaken) as refused:
        write_sentence(place, "Eerste les", seen=EMPTY, by=ben)

    assert refused.value.held.data == "Les een"
    assert refused.value.held.last_translated_by == ann
    assert held() == ["Les een"]


def test_who_has_seen_it_may_put_another_in_its_place(place, ann, ben):
    write_sentence(place, "Les een", seen=EMPTY, by=ann)

    write_sentence(place, "Eerste les", seen=mark_of("Les een"), by=ben)

    assert held() == ["Eerste les"]
    with pytest.raises(Overtaken):
        write_sentence(place, "Les 1", seen=mark_of("Les een"), by=ann)


def test_the_same_words_twice_are_no_conflict(place, ann, ben):
    write_sentence(place, "Les een", seen=EMPTY, by=ann)

    write_sentence(place, "Les een", seen=EMPTY, by=ben)

    assert held() == ["Les een"]


@pytest.mark.parametrize("seen", [EMPTY, None, "junk"])
def test_nobody_takes_away_what_they_have_not_seen(place, ann, ben, seen):
    write_sentence(place, "Les een", seen=EMPTY, by=ann)

    with pytest.raises(Overtaken):
        write_sentence(place, "", seen=seen, by=ben)

    assert held() == ["Les een"]
    assert write_sentence(place, "", seen=mark_of("Les een"), by=ben) is None
    assert held() == []


def test_taking_away_nothing_changes_nothing(place, ann):
    assert write_sentence(place, "", seen=None, by=ann) is None


def test_where_the_other_took_theirs_away_nothing_is_overwritten(place, ann, ben):
    write_sentence(place, "Les een", seen=EMPTY, by=ann)
    write_sentence(place, "", seen=mark_of("Les een"), by=ann)

    write_sentence(place, "Eerste les", seen=mark_of("Les een"), by=ben)

    assert held() == ["Eerste les"]


def test_a_mistake_is_mended_by_the_same_words(place, ann):
    """Such as after a link was brought in order in the source."""
    row = write_sentence(place, "Les een", seen=EMPTY, by=ann)
    StringTranslation.objects.filter(pk=row.pk).update(has_error=True)

    write_sentence(place, "Les een", seen=None, by=ann)

    assert not StringTranslation.objects.get().has_error


def test_of_two_who_found_nothing_at_once_the_second_is_refused(
    place, ann, ben, monkeypatch
):
    write_sentence(place, "Les een", seen=EMPTY, by=ann)
    rows = Place.rows
    looks = [StringTranslation.objects.none()]
    monkeypatch.setattr(
        Place, "rows", lambda self: looks.pop() if looks else rows(self)
    )

    with pytest.raises(Overtaken) as refused:
        write_sentence(place, "Eerste les", seen=EMPTY, by=ben)

    assert refused.value.held.data == "Les een"
    assert held() == ["Les een"]
