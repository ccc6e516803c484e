"""The process of a service: starting, health pages, stopping."""

import contextlib
import signal
import threading
import time

import pytest

from libs.contracts.faults import DeadlineExceeded, ServiceUnavailable
from tests.service.chassis.rpc.conftest import DOOMED
from tests.service.chassis.rpc.example.contract import COUNT, FAIL, HASH, MARK, SLEEP, WHOAMI


def test_it_says_which_settings_are_missing(start_example):
    service = start_example(wait=False, AMQP_URL=None, PASSPORT_PRIVATE_KEY_FILE=None)

    assert service.wait() == 2
    text = service.log.read_text()
    assert "Set AMQP_URL, PASSPORT_PRIVATE_KEY_FILE in the environment." in text
    assert "Traceback" not in text


def test_it_says_that_there_is_no_such_service(start_example):
    service = start_example("services.nothing", wait=False)

    assert service.wait() == 2
    assert "There is no module services.nothing." in service.log.read_text()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"AMQP_URL": "https://localhost/"}, "The value of AMQP_URL cannot be read."),
        (
            {"PASSPORT_PUBLIC_KEYS_FILE": "/nowhere"},
            "The file of PASSPORT_PUBLIC_KEYS_FILE cannot be read as keys.",
        ),
        (
            {"PASSPORT_PRIVATE_KEY_FILE": "/etc/hostname"},
            "The file of PASSPORT_PRIVATE_KEY_FILE cannot be read as keys.",
        ),
    ],
    ids=["address", "no keys", "not a key"],
)
def test_it_says_what_it_cannot_use(start_example, environment, sentence):
    service = start_example(wait=False, **environment)

    assert service.wait() == 2
    assert service.log.read_text() == f"{sentence}\n"


def test_it_says_that_its_port_is_taken(start_example):
    first = start_example()
    second = start_example(port=first.port, wait=False)

    assert second.wait() == 2
    assert f"METRICS_PORT {first.port} is in use." in second.log.read_text()
    assert first.is_running()


def test_it_ends_with_an_error_when_an_extension_dies(start_example):
    service = start_example(DOOMED, wait=False)

    assert service.wait() == 1


def test_its_pages_tell_that_it_lives_is_ready_and_what_it_counts(start_example, client, learner):
    service = start_example()
    client.call(WHOAMI, learner)

    assert service.page("/live") == (200, '{"live": true}')
    assert service.page("/ready")[0] == 200
    status, text = service.page("/metrics")
    assert status == 200
    assert 'tessera_rpc_seconds_count{method="example.whoami"} 1.0' in text
    assert "tessera_rpc_in_flight 0.0" in text
    assert "process_resident_memory_bytes" in text
    assert service.page("/secrets")[0] == 404


def test_live_is_silent_while_the_event_loop_is_blocked_and_answers_again_after(
    start_example, client, learner
):
    """So a probe tells a process that hangs from one that is only not ready."""
    service = start_example()
    blocking = threading.Thread(target=lambda: client.call(FAIL, learner, way="block"))
    blocking.start()
    time.sleep(0.5)
    blocked_for = time.monotonic()

    assert service.page("/live", within_s=1) == (0, "")

    assert blocking.is_alive()
    assert service.is_running()
    blocking.join()
    assert service.page("/live") == (200, '{"live": true}')
    assert service.page("/ready")[0] == 200
    assert time.monotonic() - blocked_for < 6
    assert client.call(WHOAMI, learner)["issuer"] == "gateway"


def test_it_stays_lean_when_idle(start_example):
    assert start_example().resident_mib() < 70


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_the_calls_under_way(start_example, client, learner, number):
    service = start_example()
    answers = []
    caller = threading.Thread(
        target=lambda: answers.append(client.call(SLEEP, learner, seconds=1.0))
    )
    caller.start()
    time.sleep(0.4)

    service.send(number)
    caller.join()

    assert answers == [{"slept": 1.0}]
    assert service.wait() == 0


def test_a_call_that_does_not_end_cannot_keep_the_process(start_example, client, learner):
    service = start_example(STOP_WITHIN_S="1")
    caller = threading.Thread(target=_call_quietly, args=(client, learner))
    caller.start()
    time.sleep(0.4)

    service.send(signal.SIGTERM)

    assert service.wait(4) == 1
    caller.join()


def _call_quietly(client, learner):
    with contextlib.suppress(DeadlineExceeded, ServiceUnavailable):
        client.call(SLEEP, learner, deadline_s=3, seconds=30)


def test_a_stopping_service_takes_no_new_calls(start_example, client, learner):
    service = start_example()
    caller = threading.Thread(target=lambda: client.call(SLEEP, learner, seconds=1.0))
    caller.start()
    time.sleep(0.4)
    service.send(signal.SIGTERM)
    time.sleep(0.3)

    with pytest.raises(ServiceUnavailable):
        client.call(WHOAMI, learner)

    caller.join()
    assert service.wait() == 0


def test_two_instances_share_the_work_and_one_may_leave(start_example, client, learner):
    leaving, staying = start_example(), start_example()
    failures = []

    def call_on():
        for _ in range(60):
            try:
                client.call(SLEEP, learner, seconds=0.02)
            except Exception as error:
                failures.append(error)

    callers = [threading.Thread(target=call_on) for _ in range(4)]
    for caller in callers:
        caller.start()
    time.sleep(0.3)
    leaving.send(signal.SIGTERM)
    for caller in callers:
        caller.join()

    assert leaving.wait() == 0
    assert failures == []
    assert staying.is_running()


@pytest.mark.parametrize(
    ("method", "fields"), [(HASH, {}), (COUNT, {"seconds": 1})], ids=["argon2", "plain Python"]
)
def test_heavy_work_does_not_hold_up_other_calls(start_example, client, learner, method, fields):
    start_example()
    client.call(WHOAMI, learner)
    heavy = threading.Thread(target=lambda: client.gather([(method, learner, fields)] * 4))
    waits = []

    heavy.start()
    while heavy.is_alive():
        started = time.monotonic()
        client.call(WHOAMI, learner)
        waits.append(time.monotonic() - started)

    assert len(waits) > 5
    assert sorted(waits)[len(waits) // 2] < 0.05
    assert max(waits) < 0.5


def test_work_nobody_waits_for_any_more_is_not_done_by_a_busy_service(
    start_example, client, learner, tmp_path
):
    start_example(RPC_WORKERS="1")
    marked = tmp_path / "marked"

    with pytest.raises(DeadlineExceeded):
        client.call(SLEEP, learner, deadline_s=0.1, seconds=1)
    with pytest.raises(DeadlineExceeded):
        client.call(MARK, learner, deadline_s=0.3, path=str(marked))
    time.sleep(1.2)

    assert not marked.exists()
    client.call(MARK, learner, path=str(marked))
    assert marked.read_text() == "x"


def test_a_call_whose_service_is_killed_runs_once_and_fails_at_its_deadline(
    start_example, client, learner, tmp_path
):
    """Row 19 of the fault matrix: the callee is killed in mid-call, and nobody takes its place
    before the deadline of two seconds."""
    marked, outcome = tmp_path / "marked", []
    killed = start_example()
    caller = _calling(client, learner, marked, outcome)

    killed.stop()
    caller.join()
    start_example()
    time.sleep(1)

    ((fault, seconds),) = outcome
    assert fault is DeadlineExceeded
    assert 1.9 < seconds < 2.5
    assert marked.read_text() == "x"  # the next callee does not begin what nobody waits for


def test_a_killed_call_is_not_run_a_second_time_by_another_instance(
    start_example, client, learner, tmp_path
):
    """Row 19: another callee gets the interrupted request, and refuses it as one that may have
    taken effect."""
    marked, outcome = tmp_path / "marked", []
    killed = start_example()
    caller = _calling(client, learner, marked, outcome, deadline_s=12)
    start_example()

    killed.stop()
    caller.join()

    ((fault, seconds),) = outcome
    assert fault in (DeadlineExceeded, ServiceUnavailable)
    assert seconds < 12.5
    assert marked.read_text() == "x"


def test_an_interrupted_call_with_an_idempotency_key_is_taken_up_by_another_instance(
    start_example, client, learner, tmp_path
):
    marked = tmp_path / "marked"
    killed = start_example()
    outcome = []
    caller = threading.Thread(
        target=lambda: outcome.append(
            client.call(
                MARK, learner, idempotency_key="k", deadline_s=15, path=str(marked), seconds=4
            )
        )
    )
    caller.start()
    _wait_for(marked)
    start_example()

    killed.stop()
    caller.join()

    assert outcome == [{}]
    assert marked.read_text() == "xx"  # the receipt of the key makes this one effect


def _calling(client, learner, path, outcome, deadline_s=2):
    """A thread in the middle of a long call; `outcome` gets (fault, seconds)."""

    def call():
        started = time.monotonic()
        try:
            client.call(MARK, learner, deadline_s=deadline_s, path=str(path), seconds=30)
        except (DeadlineExceeded, ServiceUnavailable) as fault:
            outcome.append((type(fault), time.monotonic() - started))

    caller = threading.Thread(target=call)
    caller.start()
    _wait_for(path)
    return caller


def _wait_for(path):
    until = time.monotonic() + 5
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert path.exists()
