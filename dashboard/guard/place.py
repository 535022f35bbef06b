"""Where the pages are served: host, port, other names, the path in front, and proxies that speak for visitors."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ROOT = re.compile(r"(/[A-Za-z0-9_-]+)*")
NAME = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


@dataclass(frozen=True)
class Place:
    """Where and under which names.

    Attributes:
        host, port: where the server listens.
        names: other names, with or without a port, under which visitors may ask for it.
        root: the path in front of every address, without a slash at its end; mostly empty.
        proxies: addresses or networks of proxies; what others say on behalf of a visitor is not heard.

    Raises:
        ValueError: when one of them is none; says which.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    root: str = ""
    proxies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.names:
            if not NAME.fullmatch(name) or not has_port_if_any(name):
                raise ValueError(f"--allow-host {name}: must be a name or address, such as omtafel.example.org")
        if not ROOT.fullmatch(self.root):
            raise ValueError(f"--root-path {self.root}: must be a path without a slash at its end, such as /omtafel")
        for proxy in self.proxies:
            try:
                ipaddress.ip_network(proxy)
            except ValueError:
                raise ValueError(f"--proxy {proxy}: must be the address of a proxy, such as 127.0.0.1") from None

    def is_at(self, name: str, port: int, usual: int) -> bool:
        """Whether a host and port were told to be this server's.

        Args:
            name: of the host.
            port: of the host.
            usual: the port of a name that was told without one. A page may come from that one alone, for on another
                port of the same host may be anybody's pages; a request may name any.
        """
        told = [urlsplit(f"//{one}") for one in self.names]
        known = {(self.host.lower(), self.port), *((one.hostname, one.port or usual) for one in told)}
        return (name, port) in known


def has_port_if_any(name: str) -> bool:
    """Whether what stands behind the colon of a name, if anything, is a port."""
    try:
        return urlsplit(f"//{name}").port != 0
    except ValueError:
        return False
