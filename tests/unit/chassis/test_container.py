"""The container: bulkheads between kinds of work, and workers that cannot end the process."""

import sys

import eventlet
import pytest
from nameko.extensions import Entrypoint

from libs.chassis.container import EVENT_POOL, RPC_POOL, Container


class Once(Entrypoint):
    def __init__(self, pool, **kwargs):
        self.pool = pool
        super().__init__(**kwargs)


once = Once.decorator


class Busy:
    name = "busy"

    @once(EVENT_POOL)
    def hear(self, done):
        done.wait()

    @once(RPC_POOL)
    def serve(self):
        return "served"

    @once(RPC_POOL)
    def leave(self):
        sys.exit(3)


@pytest.fixture
def container():
    container = Container(Busy, {"POOL_SIZES": {RPC_POOL: 2, EVENT_POOL: 2}})
    yield container
    container.kill()


@pytest.fixture
def run(container):
    entrypoints = {entrypoint.method_name: entrypoint for entrypoint in container.entrypoints}

    def spawn(name, *args):
        outcome = eventlet.event.Event()

        def finish(_context, result, exc_info):
            outcome.send(result if exc_info is None else exc_info[1])
            return result, exc_info

        container.spawn_worker(entrypoints[name], args, {}, {}, finish)
        return outcome

    return spawn


def test_events_that_wait_do_not_keep_calls_from_being_served(container, run):
    done = eventlet.event.Event()
    hearing = [run("hear", done), run("hear", done)]
    eventlet.sleep(0)
    assert container.pools.running(EVENT_POOL) == 2

    with eventlet.Timeout(2):
        assert run("serve").wait() == "served"

    done.send(None)
    for heard in hearing:
        heard.wait()


def test_a_full_pool_holds_up_nobody_who_starts_a_worker(container, run):
    done = eventlet.event.Event()

    with eventlet.Timeout(2):
        hearing = [run("hear", done) for _ in range(5)]
        eventlet.sleep(0)

    assert container.pools.running(EVENT_POOL) == 2
    done.send(None)
    with eventlet.Timeout(2):
        for heard in hearing:
            heard.wait()


def test_a_container_that_stops_waits_for_all_its_workers(container, run):
    done = eventlet.event.Event()
    hearing = [run("hear", done) for _ in range(5)]
    eventlet.spawn_after(0.2, done.send, None)

    with eventlet.Timeout(2):
        container.pools.waitall()

    assert all(heard.ready() for heard in hearing)


def test_a_worker_that_exits_reports_it_and_the_container_goes_on(container, run):
    with eventlet.Timeout(2):
        assert isinstance(run("leave").wait(), SystemExit)
        assert run("serve").wait() == "served"
    assert not container._being_killed


def test_the_pools_are_empty_when_all_work_is_done(container, run):
    with eventlet.Timeout(2):
        for _ in range(10):
            run("serve").wait()
        container.pools.waitall()

    assert container.pools.running(RPC_POOL) == 0
