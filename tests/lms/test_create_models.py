"""Tables of an app that come into being together, whatever refers to what."""

from types import SimpleNamespace

from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from lms.create_models import CreateModels

# Each refers to the other, so neither could be created before it.
OPERATION = CreateModels(
    [
        migrations.CreateModel(
            "Bridge",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("river", models.ForeignKey("water.River", models.PROTECT)),
            ],
        ),
        migrations.CreateModel(
            "River",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("first", models.ForeignKey("water.Bridge", models.PROTECT, null=True)),
            ],
        ),
    ]
)


class Editor:
    """Writes down what it is asked for."""

    connection = SimpleNamespace(alias=connection.alias)

    def __init__(self):
        self.asked = []

    def create_model(self, model):
        self.asked.append(("create", model.__name__))

    def delete_model(self, model):
        self.asked.append(("delete", model.__name__))


def states() -> tuple[ProjectState, ProjectState]:
    before = ProjectState()
    # As it is in the middle of a migration, when models have been asked for already.
    assert before.apps.get_models() == []
    after = before.clone()
    OPERATION.state_forwards("water", after)
    return before, after


def test_models_that_refer_to_one_another_come_in_one_step():
    before, after = states()
    editor = Editor()
    OPERATION.database_forwards("water", editor, before, after)
    assert editor.asked == [("create", "Bridge"), ("create", "River")]
    bridge = after.apps.get_model("water", "Bridge")
    river = after.apps.get_model("water", "River")
    assert bridge._meta.get_field("river").related_model is river
    assert river._meta.get_field("first").related_model is bridge


def test_they_go_again_in_the_other_order():
    before, after = states()
    editor = Editor()
    OPERATION.database_backwards("water", editor, after, before)
    assert editor.asked == [("delete", "River"), ("delete", "Bridge")]


def test_it_is_written_into_a_migration_as_it_is():
    name, args, kwargs = OPERATION.deconstruct()
    assert (name, kwargs) == ("CreateModels", {})
    assert [one.name for one in args[0]] == ["Bridge", "River"]
    assert OPERATION.describe() == "Create 2 models"
    assert OPERATION.migration_name_fragment == "models"
