"""Which addresses a page may reach: those of the public internet, and nothing of ours."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# Public by the registries, yet a cloud's inside: Azure's platform service.
INSIDE_CLOUDS = frozenset({IPv4Address("168.63.129.16")})

PRIVATE_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this host on this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers; Alibaba's metadata
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
PUBLIC_6 = IPv6Network("2000::/3")
PRIVATE_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "3fff::/20",
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")
COMPATIBLE = IPv6Network("::/96")


def allowed(address: IPv4Address | IPv6Address, *, allow_loopback: bool) -> bool:
    """Whether a page may connect to `address`.

    An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is judged by what it carries.
    With `allow_loopback`, this machine's own addresses are allowed too, but no other private ones.
    """
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return allowed(carried, allow_loopback=allow_loopback)
        if address.is_loopback:
            return allow_loopback
        return address in PUBLIC_6 and not any(address in block for block in PRIVATE_6)
    if address.is_loopback:
        return allow_loopback
    return address not in INSIDE_CLOUDS and not any(address in block for block in PRIVATE_4)


def parse(text: str) -> IPv4Address | IPv6Address:
    """An address as `getaddrinfo` gives it: perhaps with a zone, as in `fe80::1%eth0`."""
    return ip_address(text.partition("%")[0])


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    value = int(address)
    if address in SIX_TO_FOUR:
        return IPv4Address((value >> 80) & 0xFFFFFFFF)
    # ::1 and :: are not an IPv4 address in disguise.
    if address in NAT64 or (address in COMPATIBLE and value > 1):
        return IPv4Address(value & 0xFFFFFFFF)
    return None
