class WalkedInPreviewMixin:
    """A preview in which dialogues and trees are walked as a learner walks them: its
    address holds the way, so that what is shown is always what the form says now."""

    def make_preview_request(
        self, original_request=None, preview_mode=None, extra_request_attrs=None
    ):
        # The request that a preview is rendered with has an address of its own.
        attrs = dict(extra_request_attrs or {})
        if original_request is not None:
            attrs["preview_query"] = original_request.GET.copy()
        return super().make_preview_request(original_request, preview_mode, attrs)
