"""Only the network of a visitor is kept, never the machine."""

import pytest

from libs.chassis.network import coarse


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("2001:db8::5:6", "2001:db8::/48"),
        ("2001:db8::", "2001:db8::/48"),
        ("::1", "::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
    ],
)
def test_an_address_becomes_its_network(address, network):
    assert coarse(address) == network


@pytest.mark.parametrize("network", ["192.0.2.0/24", "2001:db8:1::/48", "::/48"])
def test_a_network_stays_what_it_is(network):
    assert coarse(network) == network


@pytest.mark.parametrize("text", ["", None, "unknown", "192.0.2", "1:2:3", "a/b", "unix:"])
def test_what_is_no_address_leaves_nothing(text):
    assert coarse(text) == ""
