"""Passports: who calls, signed by the issuer, for one service and at most 60 seconds.

A passport is a compact JWS with an Ed25519 signature (EdDSA; RFC 9864 names the algorithm
"Ed25519"). The header's `kid` is the issuer; the claims are `iss`, `aud`, `iat`, `exp` and the
fields of the principal.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from libs.chassis.principal import Principal, claims_of, principal_of
from libs.contracts.base import Method
from libs.contracts.faults import Forbidden, NotSignedIn

ALGORITHM = "Ed25519"
LIFETIME_S = 60
RENEW_BEFORE_S = 10
CLOCK_SKEW_S = 5
CACHE_SIZE = 10_000

Clock = Callable[[], float]


def new_keys(directory: str | Path, issuers: Iterable[str]) -> None:
    """Write `<issuer>.private.json` (mode 0600) for each issuer and `public.json` (a JWKS)."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    public: list[Any] = []
    for issuer in sorted(issuers):
        key = OKPKey.generate_key("Ed25519", {"kid": issuer, "use": "sig"}, private=True)
        _write(folder / f"{issuer}.private.json", key.as_dict(private=True), 0o600)
        public.append(key.as_dict(private=False))
    _write(folder / "public.json", {"keys": public}, 0o644)


def _write(path: Path, content: Any, mode: int) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file)


def read_private_key(path: str | Path) -> OKPKey:
    """The signing key of PASSPORT_PRIVATE_KEY_FILE. Raises OSError or ValueError."""
    return OKPKey.import_key(json.loads(Path(path).read_text(encoding="utf-8")))


def read_public_keys(path: str | Path) -> KeySet:
    """The keys of PASSPORT_PUBLIC_KEYS_FILE. Raises OSError or ValueError."""
    return KeySet.import_key_set(json.loads(Path(path).read_text(encoding="utf-8")))


class PassportOffice:
    """Issues passports, once per principal and service, renewed shortly before they expire."""

    def __init__(self, issuer: str, private_key: OKPKey, clock: Clock = time.time) -> None:
        self.issuer = issuer
        self._key = private_key
        self._clock = clock
        self._issued: dict[tuple[Principal, str], tuple[str, float]] = {}
        self._lock = threading.Lock()

    def passport(self, principal: Principal, service: str) -> str:
        """The token for one principal at one service."""
        now = self._clock()
        known = self._issued.get((principal, service))
        if known is not None and now < known[1]:
            return known[0]
        token = self._sign(principal, service, int(now))
        with self._lock:
            _make_room(self._issued, lambda entry: entry[1] <= now)
            self._issued[(principal, service)] = (token, now + LIFETIME_S - RENEW_BEFORE_S)
        return token

    def _sign(self, principal: Principal, service: str, now: int) -> str:
        claims = claims_of(principal)
        claims |= {"iss": self.issuer, "aud": service, "iat": now, "exp": now + LIFETIME_S}
        header = {"alg": ALGORITHM, "kid": self.issuer}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])


class PassportDesk:
    """Checks passports at the door of one service; a checked one is a look-up until it expires."""

    def __init__(self, service: str, public_keys: KeySet, clock: Clock = time.time) -> None:
        self.service = service
        self._keys = public_keys
        self._clock = clock
        self._checked: dict[str, tuple[Principal, float]] = {}

    def admit(self, token: object, method: Method) -> Principal:
        """The principal of a call. Raises NotSignedIn, or Forbidden if the method is not for it."""
        principal = self.check(token)
        if principal.issuer not in method.issuers:
            raise Forbidden(f"{method.address} does not accept calls signed by {principal.issuer}.")
        if principal.kind not in method.kinds:
            raise Forbidden(f"{method.address} is not for a principal of kind {principal.kind}.")
        return principal

    def check(self, token: object) -> Principal:
        """The principal of a valid passport. Raises NotSignedIn."""
        if not isinstance(token, str):
            raise NotSignedIn("The call carries no passport.")
        now = self._clock()
        known = self._checked.get(token)
        if known is None:
            known = self._verify(token, now)
        principal, expires = known
        if now >= expires:
            raise NotSignedIn("The passport has expired.")
        return principal

    def _verify(self, token: str, now: float) -> tuple[Principal, float]:
        try:
            decoded = jwt.decode(token, self._keys, algorithms=[ALGORITHM])
            claims = decoded.claims
            self._check_claims(decoded.header, claims, now)
            principal = principal_of(claims, claims["iss"])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NotSignedIn("The passport is not valid.") from error
        if principal.issuer != "gateway" and principal.kind != "service":
            raise NotSignedIn("Only the gateway can vouch for people and links.")
        _make_room(self._checked, lambda entry: entry[1] <= now)
        self._checked[token] = (principal, float(claims["exp"]))
        return self._checked[token]

    def _check_claims(self, header: dict[str, Any], claims: dict[str, Any], now: float) -> None:
        issued, expires = int(claims["iat"]), int(claims["exp"])
        if claims["iss"] != header.get("kid") or claims["aud"] != self.service:
            raise ValueError("issuer or audience do not match")
        if issued > now + CLOCK_SKEW_S or not 0 < expires - issued <= LIFETIME_S:
            raise ValueError("issued in the future, or valid for too long")


def _make_room(cache: dict[Any, Any], is_stale: Callable[[Any], bool]) -> None:
    """Keep a cache bounded: drop what is stale, and the oldest entry if that is not enough."""
    if len(cache) < CACHE_SIZE:
        return
    for key in [key for key, value in list(cache.items()) if is_stale(value)]:
        cache.pop(key, None)
    if len(cache) >= CACHE_SIZE:
        cache.pop(next(iter(cache)), None)
