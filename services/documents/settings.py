"""Settings of documents, read once at start. The chassis reads its own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from libs.chassis.settings import env


def _origin(text: str) -> str:
    """A scheme and host, without a path: presigned links are signed for exactly that host."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, kw_only=True)
class DocumentsSettings:
    """`file_origin` is what browsers reach; `s3_endpoint` what this service reaches."""

    s3_endpoint: str = env("S3_ENDPOINT", parse=_origin)
    s3_access_key: str = env("S3_ACCESS_KEY")
    s3_secret_key: str = env("S3_SECRET_KEY")
    s3_bucket: str = env("S3_BUCKET")
    s3_region: str = env("S3_REGION", default="us-east-1")
    file_origin: str = env("FILE_ORIGIN", parse=_origin)
    clamd_address: str = env("CLAMD_ADDRESS")
