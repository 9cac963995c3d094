from media.models.documents import MediaDocument
from media.models.images import MediaImage, MediaRendition
from media.models.recordings import Recording, RecordingTranslation
from media.models.testimonies import Testimony, TestimonyConsent
from media.models.transcodings import Transcoding

__all__ = [
    "MediaDocument",
    "MediaImage",
    "MediaRendition",
    "Recording",
    "RecordingTranslation",
    "Testimony",
    "TestimonyConsent",
    "Transcoding",
]
