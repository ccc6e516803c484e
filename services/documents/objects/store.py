"""The object store: quarantine under `uploads/<id>`, kept bytes under `<institution>/<sha256>`.

Plain S3 only. Every failure to reach it comes out as StorageUnavailable.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import urllib3
from minio import Minio
from minio.commonconfig import CopySource
from minio.datatypes import Part
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from libs.contracts.documents import StorageUnavailable
from services.documents.domain.names import content_disposition
from services.documents.domain.parts import LINK_LIVES, part_sizes
from services.documents.objects.presign import presigned_put
from services.documents.settings import DocumentsSettings

CHUNK = 256 * 1024
QUARANTINE = "uploads/"
MISSING = {"NoSuchKey", "NoSuchUpload", "NoSuchBucket", "NotFound"}
BROKEN_PARTS = {"InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML"}

T = TypeVar("T")


class Missing(Exception):
    """The store has no such object or upload."""


class PartsRejected(Exception):
    """The store does not have the parts the uploader named."""


def quarantine_key(upload_id: UUID) -> str:
    return f"{QUARANTINE}{upload_id}"


def kept_key(institution_id: UUID, sha256: str) -> str:
    return f"{institution_id}/{sha256}"


class ObjectStore:
    """One client for our own calls, one that signs links for the public file origin."""

    def __init__(self, settings: DocumentsSettings) -> None:
        self._settings = settings
        self._bucket = settings.s3_bucket
        self._client = self._connect(settings.s3_endpoint)
        self._public = self._connect(settings.file_origin)

    def _connect(self, origin: str) -> Minio:
        address = urlsplit(origin)
        return Minio(
            endpoint=address.netloc,
            access_key=self._settings.s3_access_key,
            secret_key=self._settings.s3_secret_key,
            secure=address.scheme == "https",
            region=self._settings.s3_region,  # fixed, so that signing asks nobody
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=2, read=15),
                retries=urllib3.Retry(total=1, backoff_factor=0.1, status_forcelist=[]),
                maxsize=10,
            ),
        )

    # -- quarantine ------------------------------------------------------------------------

    def begin(self, upload_id: UUID, media_type: str) -> str:
        """Open a multipart upload; the store's name for it. Makes the bucket if need be."""
        key, headers = quarantine_key(upload_id), {"Content-Type": media_type}
        try:
            return self._create(key, headers)
        except Missing:
            with _speaking():
                self._client.make_bucket(bucket_name=self._bucket)
            return self._create(key, headers)

    def _create(self, key: str, headers: dict[str, Any]) -> str:
        # The SDK has no public name for the calls of a multipart upload by browser.
        with _speaking():
            return str(self._client._create_multipart_upload(self._bucket, key, headers))

    def part_links(
        self,
        upload_id: UUID,
        store_upload: str,
        size: int,
        now: dt.datetime,
        lives: dt.timedelta,
        *,
        inside: bool = False,
    ) -> list[dict[str, Any]]:
        """[{number, url}]: where each part is put, for exactly its bytes: by a browser on the file
        origin, `inside` by a service that reaches the store where we do."""
        origin = self._settings.s3_endpoint if inside else self._settings.file_origin
        return [
            {
                "number": number,
                "url": presigned_put(
                    origin=origin,
                    path=f"/{self._bucket}/{quarantine_key(upload_id)}",
                    query={"partNumber": str(number), "uploadId": store_upload},
                    size=part,
                    access_key=self._settings.s3_access_key,
                    secret_key=self._settings.s3_secret_key,
                    region=self._settings.s3_region,
                    now=now,
                    lives=lives,
                ),
            }
            for number, part in enumerate(part_sizes(size), start=1)
        ]

    def complete(self, upload_id: UUID, store_upload: str, parts: Sequence[dict[str, Any]]) -> None:
        """Join the parts; nothing to do when that was done before.

        Raises PartsRejected, or Missing when neither the upload nor its object is there.
        """
        named = sorted(
            (Part(part["number"], part["etag"].strip('"')) for part in parts),
            key=lambda part: part.part_number,
        )
        key = quarantine_key(upload_id)
        try:
            with _speaking():
                self._client._complete_multipart_upload(self._bucket, key, store_upload, named)
        except Missing:
            if not self._was_completed(key):
                self._refuse_if_open(key, store_upload)
                raise

    def _was_completed(self, key: str) -> bool:
        try:
            return self.size(key) > 0
        except Missing:
            return False

    def _refuse_if_open(self, key: str, store_upload: str) -> None:
        """Some stores answer "no such key" when it is a part they do not have."""
        with _speaking():
            self._client._list_parts(self._bucket, key, store_upload)
        raise PartsRejected("NoSuchPart")

    def abandon(self, upload_id: UUID, store_upload: str | None) -> None:
        """Remove whatever is in quarantine for an upload."""
        key = quarantine_key(upload_id)
        if store_upload is not None:
            self._quietly(
                lambda: self._client._abort_multipart_upload(self._bucket, key, store_upload)
            )
        self.remove(key)

    def left_in_quarantine(self, before: dt.datetime) -> list[UUID]:
        """Uploads whose bytes lie in quarantine since before that instant."""
        try:
            with _speaking():
                listed = list(
                    self._client.list_objects(
                        bucket_name=self._bucket, prefix=QUARANTINE, recursive=True
                    )
                )
        except Missing:
            return []  # nobody uploaded anything yet, so there is no bucket
        return [
            UUID(str(entry.object_name).removeprefix(QUARANTINE))
            for entry in listed
            if entry.last_modified and entry.last_modified < before
        ]

    # -- objects ---------------------------------------------------------------------------

    def size(self, key: str) -> int:
        """Bytes of an object, asked from the store. Raises Missing."""
        with _speaking():
            found = self._client.stat_object(bucket_name=self._bucket, object_name=key)
        return int(found.size or 0)

    def fetch(self, key: str, into: BinaryIO) -> str:
        """Copy an object to a local file; the SHA-256 of what came. Raises Missing."""
        digest = hashlib.sha256()
        with _speaking():
            answer = self._client.get_object(bucket_name=self._bucket, object_name=key)
            try:
                for chunk in answer.stream(CHUNK):
                    digest.update(chunk)
                    into.write(chunk)
            finally:
                answer.close()
                answer.release_conn()
        into.flush()
        return digest.hexdigest()

    def has(self, key: str, size: int) -> bool:
        try:
            return self.size(key) == size
        except Missing:
            return False

    def copy(self, source: str, target: str) -> None:
        """Copy within the store. Raises Missing."""
        with _speaking():
            self._client.copy_object(
                bucket_name=self._bucket,
                object_name=target,
                source=CopySource(bucket_name=self._bucket, object_name=source),
            )

    def put(self, target: str, content: BinaryIO, size: int, media_type: str) -> None:
        with _speaking():
            self._client.put_object(
                bucket_name=self._bucket,
                object_name=target,
                data=content,
                length=size,
                content_type=media_type,
            )

    def remove(self, key: str) -> None:
        """Remove an object; a missing one is fine."""
        self._quietly(lambda: self._client.remove_object(bucket_name=self._bucket, object_name=key))

    def link(self, key: str, *, name: str, media_type: str, now: dt.datetime) -> str:
        """A download link on the file origin, always as an attachment under the file's name."""
        return str(
            self._public.presigned_get_object(
                bucket_name=self._bucket,
                object_name=key,
                expires=LINK_LIVES,
                response_headers={
                    "response-content-disposition": content_disposition(name),
                    "response-content-type": media_type,
                    "response-cache-control": "private, no-store",
                },
                request_date=now,
            )
        )

    def _quietly(self, act: Callable[[], object]) -> None:
        try:
            with _speaking():
                act()
        except Missing:
            return


@contextmanager
def _speaking() -> Iterator[None]:
    """Name the store's refusals in our own words."""
    try:
        yield
    except S3Error as error:
        if error.code in MISSING:
            raise Missing(error.code) from error
        if error.code in BROKEN_PARTS:
            raise PartsRejected(error.code) from error
        raise StorageUnavailable(f"The object store answered {error.code}.") from error
    except (MinioException, HTTPError, OSError) as error:
        raise StorageUnavailable() from error
