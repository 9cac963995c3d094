"""Many tables of an app at once, in one step of a migration."""

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """All these models together: what they are is worked out once, not once for each.

    After each step Django builds every model anew that is related to those it changed.
    Here nearly all are, by way of the account, so a step for each table costs minutes
    where one for all of an app costs seconds. The order is free, and models may refer to
    one another: databases are told of the references when all tables are there.
    """

    category = OperationCategory.ADDITION

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def deconstruct(self):
        return self.__class__.__qualname__, [self.models], {}

    def state_forwards(self, app_label, state):
        # Not kept up to date from model to model; whoever asks for it has it made anew.
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for one in reversed(self.models):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.models)} models"

    @property
    def migration_name_fragment(self):
        return "models"
