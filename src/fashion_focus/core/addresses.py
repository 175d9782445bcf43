"""Which network addresses lie outside this machine and its network."""

import ipaddress

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


def is_public(address: str) -> bool:
    """Whether an IP address lies outside; addresses that stand for another one are taken for that."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    meant = _embedded(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if isinstance(ip, ipaddress.IPv6Address) and (ip in _LOCAL_NAT64 or (ip.teredo is not None)):
        return False
    return (meant or ip).is_global and not (meant or ip).is_multicast


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to (RFC 4291 2.5.5, RFC 3056, RFC 6052)."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if int(ip) >> 32 == 0:
        return ipaddress.IPv4Address(int(ip))
    return ip.ipv4_mapped or ip.sixtofour
