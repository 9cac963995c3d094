"""What follows when a recording is saved."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from media.domain.transcoding import ask_for
from media.models import Recording


@receiver(post_save, sender=Recording, dispatch_uid="media.smaller_files")
def smaller_files(sender, instance, raw=False, **kwargs):
    """Also for what was loaded from files or by a program."""
    if not raw and instance.file and instance.file.storage.exists(instance.file.name):
        ask_for(instance.file.name)
