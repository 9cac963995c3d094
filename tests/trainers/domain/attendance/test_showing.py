"""What stands on the wall leads to checking in, with the code of that moment."""

import re
import subprocess
from shutil import which
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from tests.factories.attendance import blocks, during, make_day, mark
from trainers.domain.attendance import codes
from trainers.domain.attendance.showing import numbers_of, shown_at, typed_at
from trainers.enums import Presence

pytestmark = pytest.mark.django_db


def painted(svg: str) -> Image.Image:
    """The picture of an SVG that is a path of strokes one unit high."""
    side = int(re.search(r"viewBox='0 0 (\d+) ", svg)[1])
    picture = Image.new("1", (side, side), 1)
    x = y = 0
    for command, given in re.findall(r"([Mmh])([-\d. ]+)", strokes_of(svg)):
        numbers = [float(one) for one in given.split()]
        if command == "h":
            for at in range(int(numbers[0])):
                picture.putpixel((int(x) + at, int(y)), 0)
            x += numbers[0]
        else:
            is_here = command == "m"
            x, y = (x * is_here + numbers[0], y * is_here + numbers[1])
    return picture.resize((side * 8, side * 8))


def strokes_of(svg: str) -> str:
    return next(one for one in re.findall(r" d='([^']+)'", svg) if ".5h" in one)


@pytest.fixture
def block(world, now):
    return blocks(make_day(world, world.bob, world.alice, now=now))[0]


def test_the_picture_reads_as_the_address_with_the_code_of_now(block, now, tmp_path):
    if which("zbarimg") is None:
        pytest.skip("zbarimg is not installed")
    moment = during(now)
    picture = tmp_path / "qr.png"
    painted(unquote(shown_at(block, moment).qr)).save(picture)
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, check=True
    )
    path = reverse(
        "trainers:check_in_by_code", args=[block.uuid, codes.token_at(block, moment)]
    )
    assert read.stdout.decode().strip() == f"{settings.RELAY_BASE_URL}{path}"


def test_digits_stand_in_two_groups_with_the_address_to_type_them_at(block, now):
    moment = during(now)
    code = codes.code_at(block, moment)
    assert shown_at(block, moment).typed == f"{code[:3]} {code[3:]}"
    assert typed_at() == f"{settings.RELAY_BASE_URL.split('//')[1]}/here/"


def test_who_is_absent_is_on_the_list_and_not_there(world, block, now):
    assert numbers_of(block) == (0, 2)
    moment = during(now)
    mark(block.session, world.bob, by=world.lieve, now=moment, block=block)
    mark(
        block.session,
        world.alice,
        Presence.AWAY,
        by=world.lieve,
        now=moment,
        block=block,
    )
    assert numbers_of(block) == (1, 2)
