"""Work off the event loop."""

import math
import time

import pytest

from libs.chassis.offload import ProcessFailed, offload, run_process


def test_work_in_a_thread_returns_its_result_and_its_error():
    assert offload(math.gcd, 12, 18) == 6
    with pytest.raises(ZeroDivisionError):
        offload(divmod, 1, 0)


def test_work_in_a_process_returns_its_result():
    assert run_process(math.factorial, 20) == math.factorial(20)


def test_work_that_fails_in_its_process_says_so():
    with pytest.raises(ProcessFailed, match="divmod"):
        run_process(divmod, 1, 0)


def test_work_that_takes_too_long_in_its_process_is_ended():
    with pytest.raises(TimeoutError):
        run_process(time.sleep, 30, timeout_s=0.3)


def test_work_that_asks_for_too_much_memory_fails_alone():
    with pytest.raises(ProcessFailed):
        run_process(bytearray, 300_000_000, memory_mib=200)
