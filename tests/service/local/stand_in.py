"""A checkout with stand-ins for the services and the gateway: they are ready, and do nothing.

The runner is tested with these so that its tests say something about the runner alone.
"""

from pathlib import Path

from deploy.local.environment import SERVICES

CHECKOUT = Path(__file__).resolve().parents[3]

SERVICE = """
class StandIn:
    name = "{name}"
"""
READY = """
import os
from libs.chassis.health import HealthServer
HealthServer("127.0.0.1", int(os.environ["METRICS_PORT"])).start()
"""
APP = """
import os
from flask import Flask

def create_app():
    app = Flask("stand-in")
    app.get("/")(lambda: os.environ["PUBLIC_ORIGIN"])
    return app
"""
GUNICORN = """
import os
bind = "127.0.0.1:" + os.environ["PORT"]

def post_worker_init(worker):
    from libs.chassis.health import HealthServer
    HealthServer("127.0.0.1", int(os.environ["METRICS_PORT"])).start()
"""
LIVE = READY + "import signal; signal.sigwait([signal.SIGTERM])\n"


def make_checkout(folder: Path) -> Path:
    """Fill `folder`; gives it back."""
    for shared in ("libs", "deploy"):
        (folder / shared).symlink_to(CHECKOUT / shared)
    for name in SERVICES:
        write(folder / "services" / name / "service.py", SERVICE.format(name=name))
    write(folder / "gateway" / "app.py", APP)
    write(folder / "gateway" / "gunicorn_settings.py", GUNICORN)
    write(folder / "gateway" / "live.py", LIVE)
    return folder


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
