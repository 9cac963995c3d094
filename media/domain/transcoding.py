"""Smaller files of a recording, made in the background.

They belong to the uploaded file, not to the recording: a draft may have another file
than what is published. Where the server has no ffmpeg the file is shown as uploaded.
"""

import json
import logging
import shutil
import subprocess
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from media.domain.files import extension_of
from media.enums import TranscodingState
from media.models import Transcoding

logger = logging.getLogger(__name__)

# A file that was begun this long ago is nobody's any more.
LOST_AFTER = timedelta(hours=1)
PATIENCE = 40 * 60
# What is read is a file: a list of addresses in it is not followed.
_INPUT = ("-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe")
_SMALL = (
    *("-map", "0:v:0", "-map", "0:a:0?", "-vf", r"scale=-2:min(480\,ih)"),
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-pix_fmt", "yuv420p"),
    *("-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart"),
)
_SOUND = (
    "-vn",
    "-map",
    "0:a:0",
    "-c:a",
    "aac",
    "-b:a",
    "64k",
    "-movflags",
    "+faststart",
)
_POSTER = (
    "-map",
    "0:v:0",
    "-frames:v",
    "1",
    "-vf",
    "scale=min(960\\,iw):-2",
    "-q:v",
    "5",
)


class _Unreadable(Exception):  # noqa: N818 -- a state of a file, not a fault
    """What is in the file is no recording."""


def ask_for(source: str) -> Transcoding:
    """Have the smaller files of an uploaded file made; again without effect."""
    found, created = Transcoding.objects.get_or_create(
        source=source, defaults={"bytes": default_storage.size(source)}
    )
    if created:
        _enqueue(found)
    return found


def _enqueue(transcoding: Transcoding) -> None:
    # Inside: the task imports this module when it runs.
    from media.tasks import make_smaller_files  # noqa: PLC0415

    make_smaller_files.enqueue(transcoding.pk)


def transcode(transcoding_id: int, *, now: datetime) -> None:
    """Measure a file and make its smaller ones. A second call for what is done, or for
    what somebody is at, changes nothing."""
    with transaction.atomic():
        row = Transcoding.objects.select_for_update().filter(pk=transcoding_id).first()
        if row is None or not _is_free(row, now):
            return
        row.state, row.began_at = TranscodingState.RUNNING, now
        row.save()
    if not _has_tools():
        _finish(row, TranscodingState.ORIGINAL_ONLY)
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            _make(row, Path(folder))
    except _Unreadable:
        _finish(row, TranscodingState.UNREADABLE)
    except (subprocess.SubprocessError, OSError) as failure:
        logger.warning("%s: no smaller files: %s", row.source, failure)
        _finish(row, TranscodingState.FAILED)
    else:
        _finish(row, TranscodingState.DONE)


def sweep(now: datetime) -> int:
    """Ask again for what was lost, and for what can be made since there are tools;
    returns how many."""
    states = [TranscodingState.WAITING, TranscodingState.RUNNING]
    if _has_tools():
        states.append(TranscodingState.ORIGINAL_ONLY)
    lost = [
        row
        for row in Transcoding.objects.filter(
            state__in=states, changed_at__lt=now - LOST_AFTER
        )
        if default_storage.exists(row.source)
    ]
    for row in lost:
        Transcoding.objects.filter(pk=row.pk).update(
            state=TranscodingState.WAITING, changed_at=now
        )
        _enqueue(row)
    return len(lost)


def measured(file) -> int:
    """The length in seconds of an uploaded or stored file, before anything is made of
    it; 0 where the server has no tools, and for what is no recording. The file is left
    as it was."""
    if not file or not _has_tools():
        return 0
    was_closed = file.closed
    file.open("rb")
    try:
        with tempfile.TemporaryDirectory() as folder:
            original = Path(folder) / f"original.{extension_of(file.name)}"
            with original.open("wb") as copy:
                shutil.copyfileobj(file, copy)
            seconds, _streams = _measure(original)
    except (_Unreadable, subprocess.SubprocessError):
        return 0
    finally:
        file.seek(0)
        if was_closed:
            file.close()
    return max(1, round(seconds))


def _is_free(row: Transcoding, now: datetime) -> bool:
    if row.state == TranscodingState.RUNNING:
        return row.began_at is None or row.began_at < now - LOST_AFTER
    return row.state in {TranscodingState.WAITING, TranscodingState.ORIGINAL_ONLY}


def _has_tools() -> bool:
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def _finish(row: Transcoding, state: str) -> None:
    row.state = state
    row.save()


def _make(row: Transcoding, folder: Path) -> None:
    original = folder / f"original.{extension_of(row.source)}"
    with default_storage.open(row.source) as source, original.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    seconds, streams = _measure(original)
    row.seconds = max(1, round(seconds))
    if "video" in streams:
        _store(row, "small", _run(original, folder / "small.mp4", *_SMALL))
        poster = folder / "poster.jpg"
        _store(
            row,
            "poster",
            _run(original, poster, "-ss", f"{seconds / 10:.2f}", *_POSTER),
        )
        if "audio" in streams:
            _store(row, "sound", _run(original, folder / "sound.m4a", *_SOUND))


def _measure(original: Path) -> tuple[float, set[str]]:
    """(length in seconds, kinds of streams). Raises _Unreadable."""
    told = subprocess.run(  # noqa: S603 -- our own words; the path is ours too
        [
            *("ffprobe", "-v", "error", "-protocol_whitelist", "file,pipe"),
            *("-show_entries", "format=duration:stream=codec_type", "-of", "json"),
            str(original),
        ],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    try:
        data = json.loads(told.stdout)
        seconds = float(data["format"]["duration"])
    except (ValueError, KeyError) as broken:
        raise _Unreadable from broken
    streams = {stream["codec_type"] for stream in data.get("streams", ())}
    if told.returncode or not streams & {"audio", "video"}:
        raise _Unreadable
    return seconds, streams


def _run(original: Path, made: Path, *how: str) -> Path:
    # A place to begin at stands before the file it is about.
    seek, rest = (how[:2], how[2:]) if how[0] == "-ss" else ((), how)
    subprocess.run(  # noqa: S603 -- as above
        ["ffmpeg", *_INPUT, "-y", *seek, "-i", str(original), *rest, str(made)],  # noqa: S607
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return made


def _store(row: Transcoding, name: str, made: Path) -> None:
    with made.open("rb") as file:
        getattr(row, name).save(made.name, File(file), save=False)
