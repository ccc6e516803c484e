"""The stock side: an unmodified nameko 2.14 service and its standalone proxies, one per thread."""

import os
import sys
import warnings

warnings.filterwarnings("ignore", category=DeprecationWarning)


def serve() -> None:
    import eventlet

    eventlet.monkey_patch()
    from nameko.rpc import rpc
    from nameko.runners import ServiceRunner

    class StockService:
        name = "bench_stock"

        @rpc
        def echo(self, record_id, form, level, narrative):
            return {"record_id": record_id, "form": form, "level": level, "narrative": narrative}

    runner = ServiceRunner({"AMQP_URI": os.environ["AMQP_URL"]})
    runner.add_service(StockService)
    runner.start()
    print("ready", flush=True)
    runner.wait()


def call() -> None:
    from nameko.standalone.rpc import ServiceRpcProxy

    from tests.bench.rpc_sides.work import FIELDS, check, in_threads, obey

    proxies: list = []

    def call_of(number):
        while len(proxies) <= number:
            config = {"AMQP_URI": os.environ["AMQP_URL"]}
            proxies.append(ServiceRpcProxy("bench_stock", config).start())
        proxy = proxies[number]
        return lambda: check(proxy.echo(**FIELDS))

    obey(in_threads(call_of))


if __name__ == "__main__":
    serve() if sys.argv[1] == "serve" else call()
