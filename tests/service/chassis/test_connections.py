"""Connections to the broker that end, or say nothing: nobody hangs, nothing opens them again."""

import subprocess
import sys
import time
import warnings

import pytest

from libs.chassis.amqp.connection import BROKEN, connect, drain_until


def test_a_late_heartbeat_does_not_open_a_closed_connection_again(rabbitmq_url):
    connection = connect(rabbitmq_url, name="test")
    connection.collect()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BROKEN):
            connection.send_heartbeat()
    assert connection._transport is None


def test_heartbeats_do_not_begin_a_time_out_anew(rabbitmq_url):
    """The broker sends one every second here, and never what is waited for."""
    connection = connect(rabbitmq_url, name="test", heartbeat_s=2)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        drain_until(connection, lambda: False, 2.5)
    assert 2.4 < time.monotonic() - began < 3.5
    connection.close()


WAITERS = """
import sys
import eventlet
eventlet.monkey_patch()
from libs.chassis.amqp.connection import BROKEN, abandon, connect

def until_broken(what):
    try:
        while True:
            what()
    except BROKEN:
        return True

connection = connect(sys.argv[1], name="test", heartbeat_s=0)
silent, full = eventlet.green.socket.socketpair()
reader = eventlet.spawn(until_broken, connection.drain_events)
eventlet.sleep(0.2)
abandon(connection)
with eventlet.Timeout(5):
    assert reader.wait()

# A broker that takes nothing more: the writer waits until the socket's room is free.
connection._transport.sock = full
writer = eventlet.spawn(until_broken, lambda: full.sendall(b"x" * 1_000_000))
eventlet.sleep(0.2)
abandon(connection)
with eventlet.Timeout(5):
    assert writer.wait()
"""


def test_who_waits_on_an_abandoned_connection_wakes_up_at_once(rabbitmq_url):
    """In a process of its own, for the services run on eventlet and the tests do not."""
    subprocess.run([sys.executable, "-c", WAITERS, rabbitmq_url], check=True, timeout=30)
