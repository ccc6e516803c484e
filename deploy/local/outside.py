"""Servers of somebody else that the environment names: each is tried before anything is made."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import SplitResult, urlsplit

import amqp
import psycopg2
import urllib3
from minio import Minio
from minio.error import MinioException

from deploy.local.problem import Problem
from libs.chassis.amqp.connection import BROKEN, connect

BUCKET = "tessera"
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
WITHIN_S = 5
MAY_MAKE = (
    "SELECT rolsuper OR (rolcreaterole AND rolcreatedb) FROM pg_roles WHERE rolname = current_user"
)


def try_all(named: Mapping[str, str]) -> None:
    """Use each server once. Raises Problem, which names the variable and says what is wrong."""
    tries: dict[str, Callable[[Mapping[str, str]], None]] = {
        "AMQP_URL": _try_broker,
        "DATABASE_URL": _try_database,
        "S3_ENDPOINT": _try_bucket,
        "SMTP_URL": _try_mail,
        "CLAMD_ADDRESS": _try_scanner,
    }
    for name, use in tries.items():
        if named.get(name):
            with plainly(name):
                use(named)


@contextmanager
def plainly(name: str) -> Iterator[None]:
    """What a client raises, as a Problem that names the variable."""
    try:
        yield
    except amqp.AccessRefused as error:
        raise Problem(f"{name}: the server refuses this log-in, or what it asks for.") from error
    except amqp.NotAllowed as error:
        raise Problem(f"{name}: there is no such virtual host, or it is closed.") from error
    except amqp.AMQPError as error:
        raise Problem(f"{name}: the broker refuses: {error}") from error
    except MinioException as error:
        reason = getattr(error, "code", None) or error
        raise Problem(f"{name}: the S3 server refuses: {reason}.") from error
    except urllib3.exceptions.HTTPError as error:
        raise Problem(f"{name}: no S3 server answers there.") from error
    except psycopg2.Error as error:
        raise Problem(f"{name}: {str(error).strip()}") from error
    except ValueError as error:
        raise Problem(f"{name}: this is no address that can be used ({error}).") from error
    except BROKEN as error:
        raise Problem(f"{name}: no server answers there ({error}).") from error


def make_bucket(named: Mapping[str, str]) -> None:
    """Make the bucket unless it is there. Raises Problem."""
    with plainly("S3_ENDPOINT"):
        client, bucket = _store(named)
        if not client.bucket_exists(bucket_name=bucket):
            client.make_bucket(bucket_name=bucket)


def _try_broker(named: Mapping[str, str]) -> None:
    _wants("AMQP_URL", named, "amqp")
    connect(named["AMQP_URL"], name="check").close()


def _try_database(named: Mapping[str, str]) -> None:
    _wants("DATABASE_URL", named, "postgresql")
    connection = psycopg2.connect(named["DATABASE_URL"], connect_timeout=WITHIN_S)
    try:
        cursor = connection.cursor()
        cursor.execute(MAY_MAKE)
        if cursor.fetchone() != (True,):
            raise Problem(
                "DATABASE_URL: this role may not make databases and roles. "
                "Give it CREATEDB and CREATEROLE, or name another."
            )
    finally:
        connection.close()


def _try_bucket(named: Mapping[str, str]) -> None:
    lacking = [key for key in ("S3_ACCESS_KEY", "S3_SECRET_KEY") if not named.get(key)]
    if lacking:
        raise Problem(f"S3_ENDPOINT is set, so set {' and '.join(lacking)} too.")
    _wants("S3_ENDPOINT", named, "http", "https")
    client, bucket = _store(named)
    client.bucket_exists(bucket_name=bucket)


def _try_mail(named: Mapping[str, str]) -> None:
    parts = _wants("SMTP_URL", named, *MAIL_PORTS)
    _connect(parts.hostname or "", parts.port or MAIL_PORTS[parts.scheme])


def _try_scanner(named: Mapping[str, str]) -> None:
    if named["CLAMD_ADDRESS"].startswith("/"):
        return  # A socket in the file system, which may well appear later.
    host, _, port = named["CLAMD_ADDRESS"].rpartition(":")
    if not host or not port.isdigit():
        raise Problem("CLAMD_ADDRESS: this must be host:port.")
    _connect(host, int(port))


def _wants(name: str, named: Mapping[str, str], *schemes: str) -> SplitResult:
    parts = urlsplit(named[name])
    if parts.scheme not in schemes or not parts.hostname:
        raise Problem(
            f"{name}: this must begin with {' or '.join(f'{one}://' for one in schemes)}."
        )
    return parts


def _connect(host: str, port: int) -> None:
    socket.create_connection((host, port), timeout=WITHIN_S).close()


def _store(named: Mapping[str, str]) -> tuple[Minio, str]:
    parts = urlsplit(named["S3_ENDPOINT"])
    client = Minio(
        endpoint=parts.netloc,
        access_key=named["S3_ACCESS_KEY"],
        secret_key=named["S3_SECRET_KEY"],
        secure=parts.scheme == "https",
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=WITHIN_S, read=WITHIN_S), retries=urllib3.Retry(1)
        ),
    )
    return client, named.get("S3_BUCKET") or BUCKET
