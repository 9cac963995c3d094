"""Who wrote what waits for publication: whoever changed a word of it, not who saved it."""

import re

# What a revision keeps of its thing's whereabouts: nobody wrote it.
BOOKKEEPING = frozenset({
    "depth", "draft_title", "expire_at", "expired", "first_published_at", "go_live_at",
    "has_unpublished_changes", "last_published_at", "latest_revision",
    "latest_revision_created_at", "live", "live_revision", "locked", "locked_at",
    "locked_by", "numchild", "path", "pk", "url_path", "wagtail_admin_comments",
})  # fmt: skip
# The editor gives every paragraph such a mark when it first opens a text.
MARK = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')


def writers_of(thing) -> list[int]:
    """Ids of the people who changed a thing since it was last published, the last one
    last.

    Saving without a change makes nobody a writer: the editor saves what a reviewer
    approves in it. What a program wrote has no writer.
    """
    live = thing.live_revision if thing.live else None
    since = thing.revisions.order_by("created_at", "pk")
    if live is not None:
        since = since.filter(created_at__gt=live.created_at)
    before = _words(live.content if live else _published(thing))
    writers = []
    for revision in since.iterator(chunk_size=50):
        words = _words(revision.content)
        if words != before and revision.user_id:
            writers.append(revision.user_id)
        before = words
    return writers


def _published(thing) -> dict:
    """What readers see of a thing that went live without a revision."""
    if not thing.live:
        return {}
    return type(thing)._base_manager.get(pk=thing.pk).serializable_data()


def _words(content: dict) -> dict:
    return {
        name: MARK.sub("", value) if isinstance(value, str) else value
        for name, value in content.items()
        if name not in BOOKKEEPING
    }
