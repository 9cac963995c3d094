"""What authors call the kinds of block of a lesson."""

from courses.blocks import LessonStreamBlock


def label_of(block_type: str) -> str:
    """The label in the editor; the type itself where an old edition holds a block that
    authors can no longer choose, and "" for none."""
    block = LessonStreamBlock.base_blocks.get(block_type)
    return str(block.label) if block else block_type
