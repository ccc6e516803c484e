"""A short run of the RPC bench: its keys, and its ratios with room for a busy machine."""

from tests.bench import rpc


def test_ours_is_faster_than_stock_nameko_and_not_far_from_raw_amqp(rabbitmq_url, monkeypatch):
    monkeypatch.setenv("BENCH_AMQP_URL", rabbitmq_url)

    figures = rpc.figures_of(rpc.measure(rounds=5, seconds=0.4, concurrencies=(32,)))

    assert set(figures) == {
        f"{side}_{name}_c32"
        for side in ("ours", "stock", "raw")
        for name in ("per_second", "p50_ms", "p99_ms", "cpu_ms")
    } | {"calls_over_stock_c32", "cpu_over_raw_c32"}
    assert all(value > 0 for value in figures.values())
    assert figures["calls_over_stock_c32"] >= 2.0
    assert figures["cpu_over_raw_c32"] <= 2.75
