"""Tasks of others about one row, which may be deleted before a worker comes: then there
is nothing left to do, and another attempt would not find it either."""

from django.apps import apps
from django_tasks_db.models import DBTaskResult

# Their arguments are the app, the name of the model, and the primary key.
ABOUT_A_ROW = {
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.images.tasks.set_image_focal_point_task",
    "wagtail.tasks.update_reference_index_task",
}


def is_about_nothing(task: DBTaskResult) -> bool:
    """Whether a task is about a row that is not there any more."""
    if task.task_path not in ABOUT_A_ROW:
        return False
    app_label, model_name, pk = task.args_kwargs["args"]
    model = apps.get_model(app_label, model_name)
    return not model._base_manager.filter(pk=pk).exists()
