"""Where a tool lives: which base URLs are allowed, and why nothing came back from one."""

import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests
import urllib3

from connectors.errors import CertificateRefused, HostUnreachable, Permanent, SourceError, Transient


def check_base(base: str) -> None:
    """Allows https, and http on a loopback address.

    Raises:
        Permanent: The base URL is something else.
    """
    parts = urlsplit(base)
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise Permanent("base_url must be a host and a path, without credentials or query")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise Permanent("base_url must be https; http is for loopback addresses only")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_below(base: str, url: str) -> bool:
    """Whether a URL has the origin of a base URL and stays below its path."""
    ours, other = urlsplit(base), urlsplit(url)
    same = (ours.scheme, ours.netloc.lower()) == (other.scheme, other.netloc.lower())
    below = f"{other.path}/".startswith(f"{ours.path}/")
    return same and below and ".." not in other.path


def broken_off(host: str, label: str, error: Exception) -> SourceError:
    """What an exchange that ended without an answer means.

    Args:
        host: Host and port of the base URL.
        label: What messages call the request.
        error: What was raised. Its text is not used, as it holds the URL with its query.
    """
    if isinstance(error, requests.ConnectTimeout):
        return HostUnreachable(f"no connection to {host}: it does not answer")
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, urllib3.exceptions.NameResolutionError):
        return HostUnreachable(f"no connection to {host}: the name does not resolve")
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        why = getattr(reason.__cause__, "strerror", None) or "there is no way to it"
        return HostUnreachable(f"no connection to {host}: {why}")
    refused = reason.args[0] if isinstance(reason, urllib3.exceptions.SSLError) else None
    if isinstance(refused, ssl.SSLCertVerificationError):
        why = refused.verify_message.rstrip(".")
        return CertificateRefused(f"the certificate of {host} does not verify: {why}")
    return Transient(f"{label} broke off: {type(error).__name__}")
