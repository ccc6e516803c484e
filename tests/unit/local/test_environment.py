"""The environment each process of a local run gets."""

from pathlib import Path

from deploy.local.environment import Addresses, Storage, environment_of

PORTS = {"gateway": 8123, "live": 8124, "gateway_metrics": 8125, "live_metrics": 8126}


def cookie_suffix(name: str, run: Path) -> str:
    addresses = Addresses(
        amqp={"gateway": "amqp://nowhere"},
        databases={},
        storage=Storage("", "", "", "", ""),
        smtp="",
        inbox=None,
        clamd="",
        ports=PORTS,
        keys=run / "keys",
    )
    return environment_of(name, addresses, run, run.parent)["COOKIE_SUFFIX"]


def test_cookies_of_a_checkout_keep_their_names_and_are_no_other_checkouts(tmp_path: Path):
    one, other = tmp_path / "one" / ".run", tmp_path / "other" / ".run"
    first = cookie_suffix("gateway", one)
    assert first == cookie_suffix("gateway", one) == cookie_suffix("live", one)
    assert len(first) > 8
    assert cookie_suffix("gateway", other) not in ("", first)
