"""How gunicorn runs the gateway: `-c gateway/gunicorn_settings.py "gateway.app:create_app()"`.

One worker with threads: the RPC client keeps many calls under way over one connection, so a
replica scales by threads, and the platform by replicas.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

from gunicorn.glogging import Logger

from libs.chassis import logs, metrics

logs.configure("gateway", os.environ.get("LOG_LEVEL", "INFO"))


class JsonLogger(Logger):  # type: ignore[misc]
    """gunicorn's own lines, in the form of all others. Requests are told by the application."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        logs.adopt(self.error_log)


bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 1
threads = int(os.environ.get("GATEWAY_THREADS", "24"))
timeout = 60
graceful_timeout = 25
keepalive = 15
control_socket_disable = True
accesslog = None
errorlog = "-"
logger_class = JsonLogger
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None


PR_SET_PDEATHSIG = 1  # linux/prctl.h


def post_fork(arbiter: Any, _worker: Any) -> None:
    """End with the master, also when it is killed: an orphan would hold the ports for as long as
    browsers keep its connections open, and no new gateway could start."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != arbiter.pid:
        os._exit(1)  # the master was gone before we could ask


def post_worker_init(worker: Any) -> None:
    """Open the health pages, and listen, in the process that serves the loaded application."""
    from gateway.app import hear_revocations, serve_health

    application = worker.app.callable
    client = application.extensions["tessera_rpc"]
    serve_health(application.config["SETTINGS"], client.check)
    hear_revocations(application.config["SETTINGS"])
    metrics.BROKER_CONNECTED.labels("client").set_function(lambda: float(client.connected))
