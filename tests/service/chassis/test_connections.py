"""Connections to the broker that end, or say nothing: nobody hangs, nothing opens them again."""

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
