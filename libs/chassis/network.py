"""The network that somebody came from: enough to notice something odd, too little to follow."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Interface, ip_interface, ip_network

PREFIX_4 = 24
PREFIX_6 = 48


def coarse(address: str | None) -> str:
    """`192.0.2.0/24` or `2001:db8:1::/48` of an address or of such a network; '' for neither.

    An IPv4 address within IPv6 (`::ffff:192.0.2.7`) counts as the IPv4 address it is.
    """
    try:
        # A zone (`fe80::1%eth0`) names an interface of the machine that saw the address.
        found = ip_interface((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Interface):
        inner = IPv6Address(found.ip).ipv4_mapped
        if inner is None:
            return str(ip_network((found.ip, PREFIX_6), strict=False))
        found = ip_interface(inner)
    return str(ip_network((found.ip, PREFIX_4), strict=False))
