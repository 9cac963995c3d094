from media.models.documents import MediaDocument
from media.models.images import MediaImage, MediaRendition
from media.models.recordings import Recording

__all__ = ["MediaDocument", "MediaImage", "MediaRendition", "Recording"]
