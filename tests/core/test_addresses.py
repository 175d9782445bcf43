"""What lies outside this machine and its network, and what only looks so."""

import pytest

from fashion_focus.core.addresses import is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "fe80::1%eth0", "::ffff:10.0.0.1", "2002:7f00:1::"]
)
def test_an_address_that_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(address)
