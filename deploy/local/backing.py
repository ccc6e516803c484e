"""The servers underneath: our own private ones, or those the environment names."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from deploy.local import outside
from deploy.local.broker_users import permissions
from deploy.local.environment import ISSUERS, Storage
from deploy.local.named import Named
from deploy.local.servers import (
    MailServer,
    ObjectStore,
    PostgresServer,
    RabbitServer,
    Server,
    VirusScanner,
)

T = TypeVar("T")
OUR_OWN = "private"


def together(jobs: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """Run all jobs at the same time; when any fails, wait for the rest and raise the first."""
    with ThreadPoolExecutor(max(1, len(jobs))) as pool:
        running = {name: pool.submit(job) for name, job in jobs.items()}
    return {name: job.result() for name, job in running.items()}


class Backing:
    """The five servers of one run; those named in the environment are used and left alone."""

    def __init__(self, run: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.named = Named(run, environment)
        folder = run / "servers"
        users = {issuer: permissions(issuer) for issuer in ISSUERS}
        self.rabbitmq = RabbitServer(folder / "rabbitmq", users)
        self.postgres = PostgresServer(folder / "postgres")
        self.objects = ObjectStore(folder / "object-store")
        self.mail = MailServer(folder / "mail")
        self.scanner = VirusScanner(folder / "virus-scanner")
        for server in self.all:
            server.log = run / "logs" / f"{server.name}.log"

    @property
    def _outside(self) -> Mapping[str, str]:
        return self.named.used

    @property
    def all(self) -> list[Server]:
        """All servers that could be ours."""
        return [self.rabbitmq, self.postgres, self.objects, self.mail, self.scanner]

    @property
    def ours(self) -> list[Server]:
        """Those that the environment does not name, nor named when the run was started."""
        variables = {
            "rabbitmq": "AMQP_URL",
            "postgres": "DATABASE_URL",
            "object-store": "S3_ENDPOINT",
            "mail": "SMTP_URL",
            "virus-scanner": "CLAMD_ADDRESS",
        }
        used = self._outside
        return [server for server in self.all if not used.get(variables[server.name])]

    def check(self) -> None:
        """Use each server once that the environment names now. Raises Problem."""
        outside.try_all(self.named.wished)

    def stop(self) -> None:
        """Stop every server of ours that runs, and forget those of others."""
        together({server.name: server.stop for server in self.all})
        self.named.forget()

    def declare_topology(self) -> None:
        """Make every exchange and queue before a service starts, so no event is ever unheard."""
        from libs.chassis import declare_topology

        with outside.plainly("AMQP_URL" if self._outside.get("AMQP_URL") else "rabbitmq"):
            declare_topology.declare(self.amqp_admin())

    def amqp_admin(self) -> str:
        """The broker's address as somebody who may declare and look at everything."""
        return self._outside.get("AMQP_URL") or self.rabbitmq.url

    def amqp(self) -> dict[str, str]:
        """The broker's address per issuer: a user each on our own broker."""
        outside = self._outside.get("AMQP_URL")
        return {issuer: outside or self.rabbitmq.url_of(issuer) for issuer in ISSUERS}

    def database_place(self) -> str:
        """host:port of the database server, or OUR_OWN."""
        address = self._outside.get("DATABASE_URL")
        return urlsplit(address).netloc.rpartition("@")[2] if address else OUR_OWN

    def database_admin(self) -> str:
        """Address of a role that may make databases and roles."""
        return self._outside.get("DATABASE_URL") or self.postgres.url

    def storage(self) -> Storage:
        """The S3 server, with the bucket in place."""
        bucket = self._outside.get("S3_BUCKET") or outside.BUCKET
        endpoint = self._outside.get("S3_ENDPOINT")
        if not endpoint:
            self.objects.make_bucket(bucket)
            store = self.objects
            return Storage(store.url, store.access_key, store.secret_key, bucket, store.url)
        keys = self._outside["S3_ACCESS_KEY"], self._outside["S3_SECRET_KEY"]
        outside.make_bucket(self._outside)
        return Storage(endpoint, *keys, bucket, self._outside.get("FILE_ORIGIN") or endpoint)

    def smtp(self) -> str:
        """Where mail is handed in."""
        return self._outside.get("SMTP_URL") or self.mail.url

    def inbox(self) -> str | None:
        """The page that shows mail; None when another mail server is used."""
        return None if self._outside.get("SMTP_URL") else self.mail.inbox_url

    def clamd(self) -> str:
        """host:port of the virus scanner."""
        return self._outside.get("CLAMD_ADDRESS") or self.scanner.url
