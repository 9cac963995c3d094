import pytest

from courses.models import Term
from courses.seeding import SeedError, write_terms

GOOD = """
[[term]]
key = "hotbed"
forms = ["hotbed"]
reason = "It accuses."
suggestion = "what happened"
"""


def files(folder, **changed):
    for code in ("en", "nl", "fr", "de"):
        (folder / f"{code}.toml").write_text(changed.get(code, GOOD), "utf-8")
    return folder


@pytest.mark.django_db
def test_terms_come_from_a_file_per_language(tmp_path):
    assert write_terms(files(tmp_path)) == 4
    term = Term.objects.get(language="de")
    assert (term.key, term.all_forms, str(term)) == ("hotbed", ["hotbed"], "hotbed")


@pytest.mark.django_db
def test_all_problems_are_said_and_nothing_is_written(tmp_path):
    with pytest.raises(SeedError) as broken:
        write_terms(
            files(tmp_path, nl=GOOD.replace('"hotbed"]', '"a.b", "c*d"]') + GOOD)
        )

    assert [problem.where for problem in broken.value.problems] == [
        "term[hotbed].key",
        "term[hotbed].forms",
        "term[hotbed].forms",
    ]
    assert not Term.objects.exists()
