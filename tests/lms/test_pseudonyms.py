from lms.pseudonyms import names_of


def test_a_person_has_one_name_a_purpose_and_another_for_each_other():
    names = {
        names_of(user_id, purpose=purpose)[0]
        for user_id in (1, 11)
        for purpose in ("a", "1:a")
    }

    assert len(names) == 4
    assert names_of(1, purpose="a") == names_of(1, purpose="a")


def test_older_secrets_give_the_older_names_after_the_present_one(settings):
    (old,) = names_of(1, purpose="a")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]

    assert names_of(1, purpose="a")[1:] == [old]
    assert names_of(1, purpose="a")[0] != old
