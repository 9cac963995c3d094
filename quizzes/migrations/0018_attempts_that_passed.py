from django.db import migrations

# The kinds that gave points when this was written.
COUNTING = frozenset(
    [
        "single_choice",
        "multiple_choice",
        "true_false",
        "matching",
        "card_sort",
        "timeline",
        "ordering",
        "numeric",
        "short_text",
        "gaps",
        "mark_words",
        "hotspot",
        "open_answer",
    ]
)


def note_what_passed(apps, schema_editor):
    """What passed until now is what its grades say, as it always was."""
    attempts = apps.get_model("quizzes", "Attempt").objects
    for attempt in attempts.exclude(submitted_at=None).iterator(chunk_size=500):
        if _passed(apps, attempt):
            attempt.passed_at = attempt.submitted_at
            attempt.save(update_fields=["passed_at"])


def _passed(apps, attempt) -> bool:
    items = attempt.items.filter(version__kind__in=COUNTING)
    must = dict(items.values_list("pk", "version__must_pass"))
    grades = apps.get_model("quizzes", "GradeRecord").objects.filter(item__in=must)
    newest = dict(grades.order_by("pk").values_list("item", "correctness"))
    points = sum(float(value or 0) for value in newest.values())
    reached = round(points * 10000) * 100 >= attempt.pass_percent * len(must) * 10000
    return (
        bool(must) and reached and all(newest.get(pk) == 1 for pk in must if must[pk])
    )


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0017_regrades")]
    operations = [migrations.RunPython(note_what_passed, migrations.RunPython.noop)]
