"""The gateway's own cache: bounded in number and in age."""

import threading

from gateway.clients import caches
from gateway.clients.caches import AgingCache


def test_what_was_kept_is_found():
    cache = AgingCache(10, 60)
    cache.put("a", 1)
    assert (cache.get("a"), cache.get("b")) == (1, None)


def test_what_is_too_old_is_forgotten(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(caches.time, "monotonic", lambda: now[0])
    cache = AgingCache(10, 30)
    cache.put("a", 1)
    now[0] = 129.9
    assert cache.get("a") == 1
    now[0] = 130.1
    assert cache.get("a") is None


def test_the_least_recently_used_goes_first():
    cache = AgingCache(2, 60)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_one_or_all_can_be_forgotten_at_once():
    cache = AgingCache(10, 60)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.drop("a")
    cache.drop("never there")
    assert (cache.get("a"), cache.get("b")) == (None, 2)
    cache.clear()
    assert cache.get("b") is None


def test_threads_do_not_let_it_grow():
    cache = AgingCache(50, 60)
    threads = [
        threading.Thread(target=lambda n=n: [cache.put((n, i), i) for i in range(500)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(cache.get((n, i)) is not None for n in range(8) for i in range(500)) == 50


def test_what_is_no_longer_wanted_is_dropped_and_the_rest_stays():
    cache = AgingCache(10, 60.0)
    cache.put("phone", {"person_id": "a"})
    cache.put("desk", {"person_id": "a"})
    cache.put("other", {"person_id": "b"})
    cache.drop_where(lambda me: me["person_id"] == "a")
    assert cache.get("phone") is None
    assert cache.get("desk") is None
    assert cache.get("other") == {"person_id": "b"}
