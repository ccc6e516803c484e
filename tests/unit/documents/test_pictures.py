"""Pictures made to take all memory: refused in words, and nothing but their check ends."""

import pytest
from PIL import Image

from libs.chassis.offload import run_process
from services.documents.objects.inspection import MAX_PIXELS, inspect


@pytest.fixture
def one_colour(tmp_path):
    """A picture of so many pixels is a file of some kilobytes."""

    def make(width, height):
        path = tmp_path / "in.png"
        Image.new("RGB", (width, height)).save(path)
        return str(path), "in.png", str(tmp_path / "out.png")

    return make


def test_a_picture_of_more_pixels_than_a_telephone_takes_is_too_large(one_colour):
    picture = one_colour(7_500, MAX_PIXELS // 7_500 + 1)
    assert run_process(inspect, *picture)["reason"] == "too_large"


def test_a_picture_that_needs_more_memory_than_its_check_may_take_is_too_large(one_colour):
    picture = one_colour(6_000, 4_000)
    assert run_process(inspect, *picture)["reason"] is None
    assert run_process(inspect, *picture, memory_mib=110)["reason"] == "too_large"


def test_a_picture_lying_on_its_side_is_set_upright_without_its_maker(tmp_path):
    marks = Image.Exif()
    marks[0x0112], marks[0x010F] = 6, "Maker of the camera"
    Image.new("RGB", (40, 30)).save(tmp_path / "in.jpg", exif=marks)
    inspect(str(tmp_path / "in.jpg"), "in.jpg", str(tmp_path / "out.jpg"))
    drawn = Image.open(tmp_path / "out.jpg")
    assert drawn.size == (30, 40)
    assert not drawn.getexif()
    assert b"Maker" not in (tmp_path / "out.jpg").read_bytes()
