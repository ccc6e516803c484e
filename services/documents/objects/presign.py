"""Presigned part uploads whose exact size is signed (AWS Signature Version 4, query form).

The SDK signs the host only, so a part's link would take any number of bytes.
Source: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"
SIGNED_HEADERS = "content-length;host"


def presigned_put(
    *,
    origin: str,
    path: str,
    query: Mapping[str, str],
    size: int,
    access_key: str,
    secret_key: str,
    region: str,
    now: dt.datetime,
    lives: dt.timedelta,
) -> str:
    """The address for a PUT of exactly `size` bytes to `path` (`/bucket/key`) until then."""
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    scope = f"{day}/{region}/s3/aws4_request"
    canonical_query = _canonical_query(
        {
            **query,
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-Credential": f"{access_key}/{scope}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(int(lives.total_seconds())),
            "X-Amz-SignedHeaders": SIGNED_HEADERS,
        }
    )
    headers = f"content-length:{size}\nhost:{urlsplit(origin).netloc}\n"
    request = "\n".join(
        ["PUT", quote(path), canonical_query, headers, SIGNED_HEADERS, "UNSIGNED-PAYLOAD"]
    )
    to_sign = "\n".join([ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    signature = _hmac(_signing_key(secret_key, day, region), to_sign).hex()
    return f"{origin}{quote(path)}?{canonical_query}&X-Amz-Signature={signature}"


def _canonical_query(query: Mapping[str, str]) -> str:
    return "&".join(f"{quote(key, safe='')}={quote(query[key], safe='')}" for key in sorted(query))


def _signing_key(secret_key: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
