"""The addresses of the content admin that are open, and what has to be checked there."""

from wagtail.models import Page

from lms.content_admin.objects import (
    Check,
    document_to_choose,
    image_to_choose,
    own_document,
    own_image,
    own_page,
    own_revision,
    own_task_state,
    own_translation,
    own_translation_source,
    own_upload,
    own_workflow_state,
)

# Without an object in the address.
OPEN = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_dismissibles",
    "wagtailadmin_block_preview",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:aging_pages_results",
    "wagtail_localize:javascript_catalog",
    "wagtailimages:index",
    "wagtailimages:index_results",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:create",
    "wagtaildocs:index",
    "wagtaildocs:index_results",
    "wagtaildocs:add",
    "wagtaildocs:add_multiple",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:create",
}
# Screens that Wagtail has of its own and Relay has elsewhere.
SIGN_IN = {
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailcore_login",
}
LISTS = {"index", "index_results", "list", "list_results", "add", "preview_on_add"}
CHOOSERS = {"choose", "choose_results"}
# The rest of a snippet's addresses names one object as `pk`; these would let a person
# see or make more than that.
SHUT = {"create", "workflow_preview"}
ANY_PAGE = "wagtailcore.page"
VERBS = {
    "edit": ("change",),
    "preview_on_edit": ("change",),
    "delete": ("delete",),
    "unpublish": ("publish",),
    "revisions_revert": ("change",),
    "revisions_unschedule": ("publish",),
}

PAGE_ARGUMENTS: dict[str, Check] = {
    "page_id": own_page,
    "parent_page_id": own_page,
    "page_to_move_id": own_page,
    "destination_id": own_page,
    "pk": own_page,
    "revision_id": own_revision,
    "revision_id_a": own_revision,
    "revision_id_b": own_revision,
    "task_state_id": own_task_state,
    "workflow_state_id": own_workflow_state,
}
# View name, or a namespace with "*" -> argument -> check. An argument that is in
# neither this table nor `HARMLESS` shuts the address.
OBJECTS: dict[str, dict[str, Check]] = {
    "wagtailadmin_explore": PAGE_ARGUMENTS,
    "wagtailadmin_explore_results": PAGE_ARGUMENTS,
    "wagtailadmin_choose_page_child": PAGE_ARGUMENTS,
    "wagtailadmin_api:pages:listing": {},
    "wagtailadmin_api:pages:detail": PAGE_ARGUMENTS,
    "wagtailimages:*": {"image_id": own_image, "uploaded_file_id": own_upload},
    "wagtailimages_chooser:*": {"pk": image_to_choose, "image_id": image_to_choose},
    "wagtaildocs:*": {
        "document_id": own_document,
        "doc_id": own_document,
        "uploaded_file_id": own_upload,
    },
    "wagtaildocs_chooser:*": {"pk": document_to_choose},
    **{
        f"wagtailadmin_pages:{name}": PAGE_ARGUMENTS
        for name in (
            "add",
            "preview_on_add",
            "usage",
            "edit",
            "preview_on_edit",
            "view_draft",
            "add_subpage",
            "delete",
            "unpublish",
            "convert_alias",
            "move",
            "move_confirm",
            "set_page_position",
            "copy",
            "workflow_action",
            "collect_workflow_action_data",
            "confirm_workflow_cancellation",
            "lock",
            "unlock",
            "revisions_index",
            "revisions_view",
            "revisions_revert",
            "revisions_unschedule",
            "revisions_compare",
            "workflow_history",
            "workflow_history_detail",
            "history",
            "history_results",
        )
    },
    **{
        f"wagtail_localize:{name}": {
            "translation_id": own_translation,
            "translation_source_id": own_translation_source,
            "page_id": own_page,
        }
        for name in (
            "submit_page_translation",
            "update_translations",
            "edit_string_translation",
            "download_pofile",
            "upload_pofile",
            "machine_translate",
            "preview_translation",
            "stop_translation",
        )
    },
}
# Words that select a screen or a form, not an object.
HARMLESS = {
    "content_type_app_name",
    "content_type_model_name",
    "action_name",
    "mode",
    "filter_spec",
    "string_segment_id",
}
MODELS: dict[str, type] = {}
MANY = {
    "wagtailadmin_choose_page_chosen_multiple": Page,
    "wagtailimages_chooser:chosen_multiple": "image",
    "wagtaildocs_chooser:chosen_multiple": "document",
}


def register_address(view_name: str, **checks: Check) -> None:
    """Open an address of an app: every argument has to have its check."""
    OBJECTS[view_name] = checks


def register_model(namespace: str, model: type) -> None:
    """Open the screens of a ModelViewSet, as far as the model's policy goes."""
    MODELS[namespace] = model
