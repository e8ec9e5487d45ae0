"""Typed errors of a pull. Messages name source, stream, scope, cause; no person, no secret."""

from datetime import datetime


class SourceError(Exception):
    """A pull that cannot go on.

    Attributes:
        code: Stable word for logs, coverage and tests, such as ``AUTH_EXPIRED``.
        action: What the operator can do about it, in one clause.
        ends_source: Whether it holds for the whole tool: no other read of it can succeed.
    """

    code = "SOURCE_ERROR"
    action = "see docs/operations.md"
    ends_source = False

    def __init__(self, cause: str, *, action: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        if action is not None:
            self.action = action

    def __str__(self) -> str:
        return f"{self.code}: {self.cause}; {self.action}"


class Transient(SourceError):
    """The tool did not answer properly after every retry; the next pull resumes."""

    code = "TRANSIENT"
    action = "run the pull again, it resumes where it stopped"


class HostUnreachable(Transient):
    """No connection to the tool: it refuses, its name does not resolve, or there is no route."""

    code = "HOST_UNREACHABLE"
    action = "check base_url, the network and the tool, then pull again; it resumes"
    ends_source = True


class RateLimited(SourceError):
    """The tool asks for a longer wait than this run may spend.

    Attributes:
        until: When the tool accepts requests again, UTC.
    """

    code = "RATE_LIMITED"

    def __init__(self, cause: str, until: datetime) -> None:
        super().__init__(cause, action=f"pull again after {until:%Y-%m-%d %H:%M} UTC, it resumes")
        self.until = until


class AuthExpired(SourceError):
    """The credential is refused, whatever it is used for."""

    code = "AUTH_EXPIRED"
    ends_source = True
    action = "renew the credential in the configured environment variable"


class ScopeRevoked(SourceError):
    """The credential works but may not read this scope; nothing is deleted because of it."""

    code = "SCOPE_REVOKED"
    action = "check the name and grant the scopes that `unsung check` lists"


class CursorInvalid(SourceError):
    """The stored position no longer exists in the tool; the scope is read again in full."""

    code = "CURSOR_INVALID"
    action = "run the pull again, it starts this scope from the beginning"


class CursorStuck(Transient):
    """Paging does not advance: the tool repeats a page or a token."""

    code = "CURSOR_STUCK"


class BadPayload(SourceError):
    """The answer is not what the tool's documentation promises."""

    code = "BAD_PAYLOAD"
    action = "run the pull again; if it stays, report the connector's stream and this line"


class Permanent(SourceError):
    """Trying again cannot help before somebody changes something."""

    code = "PERMANENT"
    action = "correct the configuration"


class CertificateRefused(Permanent):
    """The tool's certificate does not verify; nothing was sent."""

    code = "CERTIFICATE_REFUSED"
    action = "check base_url, this machine's clock, and the certificate's names, dates and issuer"
    ends_source = True


class NotFound(ScopeRevoked):
    """404: it does not exist, or the credential may not see it."""


class Gone(Permanent):
    """410: it was here and is not any more, or the feature is switched off."""

    code = "GONE"


class Unprocessable(Permanent):
    """422: the tool refuses the parameters, such as a page too far back."""

    code = "UNPROCESSABLE"


class RedirectRefused(Permanent):
    """The tool points to another origin; nothing was sent there."""

    code = "REDIRECT_REFUSED"
    action = "correct base_url"


class ClockSkew(Permanent):
    """This machine's clock and the tool's are too far apart to say what is covered."""

    code = "CLOCK_SKEW"
    ends_source = True
    action = "set this machine's clock"


class BodyTooLarge(BadPayload):
    """The answer is larger, decoded, than any documented answer can be."""

    code = "BODY_TOO_LARGE"
