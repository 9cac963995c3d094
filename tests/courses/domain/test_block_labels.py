from courses.domain.block_labels import label_of


def test_a_block_has_the_label_of_the_editor_and_an_old_one_its_type():
    assert label_of("lead") == "Opening"
    assert label_of("no-longer-there") == "no-longer-there"
    assert label_of("") == ""
