from __future__ import annotations

import pytest

from crawler.browser.addresses import allowed, parse

PUBLIC = ["1.1.1.1", "8.8.8.8", "151.101.1.1", "2606:4700::1111", "2a00:1450::1"]
CARRIES_PUBLIC = ["::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]
LOOPBACK = ["127.0.0.1", "127.255.0.7", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::127.0.0.1"]
PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192"),
    *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1"),
    *("2001:db8::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "100::1", "3fff::1", "5f00::1"),
    *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "::10.0.0.1"),
    *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:a9fe:a9fe::1", "2002:c0a8:101::1"),
]


@pytest.mark.parametrize("address", [*PUBLIC, *CARRIES_PUBLIC])
def test_the_public_internet_is_allowed(address: str) -> None:
    assert allowed(parse(address), allow_loopback=False)


@pytest.mark.parametrize("address", LOOPBACK)
def test_this_machine_is_allowed_only_when_asked(address: str) -> None:
    assert not allowed(parse(address), allow_loopback=False)
    assert allowed(parse(address), allow_loopback=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_never_allowed(address: str) -> None:
    assert not allowed(parse(address), allow_loopback=False)
    assert not allowed(parse(address), allow_loopback=True)
