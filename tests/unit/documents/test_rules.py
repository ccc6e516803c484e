"""Rules of documents that need no store."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.documents.domain import archives, kinds, names, parts
from services.documents.objects.presign import presigned_put
from services.documents.objects.scanner import ScannerUnavailable, _verdict


def test_a_presigned_link_matches_the_published_example_key():
    """The signing key of AWS' documentation: 20150830, us-east-1, iam."""
    from services.documents.objects import presign

    key = b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    for part in ("20150830", "us-east-1", "iam", "aws4_request"):
        key = presign._hmac(key, part)
    assert key.hex() == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"


def test_a_part_link_signs_its_size():
    def url(size):
        return presigned_put(
            origin="https://files.example.org",
            path="/files/uploads/1",
            query={"partNumber": "1", "uploadId": "a+b/="},
            size=size,
            access_key="key",
            secret_key="secret",
            region="us-east-1",
            now=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
            lives=dt.timedelta(hours=1),
        )

    assert "X-Amz-SignedHeaders=content-length%3Bhost" in url(5)
    assert "uploadId=a%2Bb%2F%3D" in url(5)
    assert url(5).split("Signature=")[1] != url(6).split("Signature=")[1]


@given(st.integers(1, 500 * 1024 * 1024))
def test_parts_make_up_the_whole_and_all_but_the_last_are_full(size):
    sizes = parts.part_sizes(size)
    assert sum(sizes) == size and min(sizes) > 0
    assert all(part == parts.PART_BYTES for part in sizes[:-1])


@given(st.text())
def test_a_cleaned_name_is_safe_and_cleaning_twice_changes_nothing(text):
    name = names.clean_name(text)
    assert not set(name) & set('/\\:"<>|?*\n\r\0\u202e')
    assert len(name) <= 200
    assert names.clean_name(name) == name


@given(st.text(min_size=1))
def test_a_content_disposition_is_one_line_of_ascii(text):
    value = names.content_disposition(names.clean_name(text) or "x")
    assert value.isascii() and value.startswith("attachment; ")
    assert not set(value) & set("\r\n")


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ((), "a.txt"),
        (("A.TXT",), "a (2).txt"),
        (("a.txt", "a (2).txt"), "a (3).txt"),
    ],
)
def test_a_second_file_of_one_name_gets_a_number(taken, free):
    assert names.free_name("a.txt", taken) == free


def test_a_long_name_keeps_its_extension():
    assert names.shorten("x" * 300 + ".pdf").endswith("x.pdf")
    assert len(names.shorten("x" * 300 + ".pdf")) == 200


def test_the_right_to_left_trick_is_undone():
    assert names.clean_name("invoice\u202efdp.exe") == "invoicefdp.exe"


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.docm", "a", ".pdf", "a.pdf.js"])
def test_kinds_that_can_carry_programs_are_not_taken(name):
    assert kinds.kind_of(name) is None


def test_every_extension_is_refused_with_the_bytes_of_a_program():
    for kind in kinds.KINDS.values():
        assert kinds.refuse_content(kind, "application/x-msdownload") == "mismatch"


def test_a_big_but_honest_archive_passes_and_a_bomb_does_not():
    zip_kind = kinds.KINDS["zip"]
    honest = [archives.Member("film.mp4", 400_000_000, 399_000_000)]
    bomb = [archives.Member("a.txt", 400_000_000, 400_000)]
    many = [archives.Member(f"{n}.txt", 1, 1) for n in range(archives.MAX_MEMBERS + 1)]
    locked = [archives.Member("a.txt", 1, 1, encrypted=True)]
    assert archives.refuse_archive(zip_kind, honest) is None
    for wrong in (bomb, many, locked):
        assert archives.refuse_archive(zip_kind, wrong) == "archive"


def test_an_open_document_says_what_it_is():
    odt, members = kinds.KINDS["odt"], [archives.Member("mimetype", 10, 10)]
    assert archives.refuse_archive(odt, members, odt.media_type) is None
    assert archives.refuse_archive(odt, members, kinds.KINDS["ods"].media_type) == "mismatch"


def test_only_a_clear_word_of_the_scanner_counts():
    assert _verdict(b"stream: Eicar FOUND\0") is True
    assert _verdict(b"stream: OK\0") is False
    for unclear in (b"", b"INSTREAM size limit exceeded. ERROR\0"):
        with pytest.raises(ScannerUnavailable):
            _verdict(unclear)


def test_pauses_grow_and_loss_is_admitted_after_a_day():
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    pauses = [parts.next_try(tries, now) - now for tries in range(10)]
    assert pauses == sorted(pauses) and pauses[-1] == dt.timedelta(minutes=15)
    assert not parts.is_lost(now, now + dt.timedelta(hours=23))
    assert parts.is_lost(now, now + dt.timedelta(hours=24))
