"""Private instances of the servers Tessera stands on, one class each.

All of them listen on loopback, on ports found free at start, and keep everything in the directory
they are given. `start()` on a directory that was used before brings the same data back, also after
`kill -9`; `stop()` works from another process than the one that started it.
"""

from deploy.local.servers.base import Server, ServerError
from deploy.local.servers.mail_server import MailServer
from deploy.local.servers.object_store import ObjectStore
from deploy.local.servers.postgres import PostgresServer
from deploy.local.servers.rabbitmq import RabbitServer
from deploy.local.servers.virus_scanner import VirusScanner

__all__ = [
    "MailServer",
    "ObjectStore",
    "PostgresServer",
    "RabbitServer",
    "Server",
    "ServerError",
    "VirusScanner",
]
