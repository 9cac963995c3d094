"""A key that seals and never leaves its store: a smart card or a module (HSM) that
speaks PKCS#11.

RELAY_SEAL_PKCS11_MODULE names the maker's library, RELAY_SEAL_PKCS11_TOKEN and
RELAY_SEAL_PKCS11_KEY what the token and the private key in it are called, and
RELAY_SEAL_PKCS11_PIN opens it. The certificates stay in RELAY_SEAL_FILE.
"""

import asyncio
import contextlib
import logging
import threading
from dataclasses import dataclass, field
from hashlib import sha256

import pkcs11
from asn1crypto import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, find_token, open_pkcs11_session

from certificates.domain.sealing.reasons import OTHER, PIN, STORE, unavailable

logger = logging.getLogger(__name__)

# What a store answers to a PIN that it does not take.
WRONG_PIN = (
    pkcs11.PinIncorrect,
    pkcs11.PinInvalid,
    pkcs11.PinLenRange,
    pkcs11.PinLocked,
    pkcs11.PinExpired,
)
LAST_TRY = pkcs11.TokenFlag.USER_PIN_FINAL_TRY | pkcs11.TokenFlag.USER_PIN_LOCKED
# What a certificate calls the two kinds of key that seal, and what a store calls them.
KINDS = {"ec": pkcs11.KeyType.EC, "rsa": pkcs11.KeyType.RSA}
# What is signed once to see that the key and its certificate belong together.
TRIAL = b"Relay: does this key belong to its certificate?"


@dataclass
class _Opened:
    """A session, what it was opened with, and the certificates whose key it has shown
    to hold."""

    where: tuple
    session: pkcs11.Session
    shown: set = field(default_factory=set)


class _Process:
    """What this process knows of its store: the session that is open, and where a PIN
    was refused. A store locks itself after a few wrong ones, so none is tried twice."""

    opened: _Opened | None = None
    refused: set = set()


_lock = threading.RLock()


class StoreSigner(PKCS11Signer):
    """Seals with the key in the store. Raises SealUnavailable where that fails."""

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        try:
            return await super().async_sign_raw(data, digest_algorithm, dry_run)
        except pkcs11.PKCS11Error as problem:
            raise _silent(problem) from problem


def store_signer(certificates: list[x509.Certificate]) -> StoreSigner:
    """What seals with the key in the store, whose certificate is the first.

    A session stays open, and is opened anew after the store was away. Raises
    SealUnavailable.
    """
    with _lock:
        try:
            return _signer(certificates)
        except pkcs11.PKCS11Error:
            # It was away meanwhile, or this process was split off from another.
            _forget()
        try:
            return _signer(certificates)
        except pkcs11.PKCS11Error as problem:
            _forget()
            raise _silent(problem) from problem


def _signer(certificates: list[x509.Certificate]) -> StoreSigner:
    opened, own = _open(), certificates[0]
    signer = StoreSigner(
        opened.session,
        signing_cert=own,
        ca_chain=certificates[1:],
        key_label=settings.RELAY_SEAL_PKCS11_KEY,
        # Few stores hash by themselves for EC.
        use_raw_mechanism=own.public_key.algorithm == "ec",
    )
    # Asked each time: a store that is away now is not found out only when sealing.
    signer._load_objects()
    about = (settings.RELAY_SEAL_PKCS11_KEY, own.sha256)
    if about not in opened.shown:
        _belongs(signer, own)
        opened.shown.add(about)
    return signer


def _open() -> _Opened:
    where = (
        settings.RELAY_SEAL_PKCS11_MODULE,
        settings.RELAY_SEAL_PKCS11_TOKEN,
        sha256(settings.RELAY_SEAL_PKCS11_PIN.encode()).hexdigest(),
    )
    if where in _Process.refused:
        raise unavailable(PIN)
    if _Process.opened and _Process.opened.where != where:
        _forget()
    if _Process.opened is None:
        module, token, _digest = where
        criteria = TokenCriteria(label=token)
        _keep_last_try(module, criteria)
        try:
            session = open_pkcs11_session(
                module,
                token_criteria=criteria,
                user_pin=settings.RELAY_SEAL_PKCS11_PIN or None,
            )
        except WRONG_PIN as problem:
            _Process.refused.add(where)
            raise unavailable(PIN) from problem
        _Process.opened = _Opened(where, session)
    return _Process.opened


def _keep_last_try(module: str, criteria: TokenCriteria) -> None:
    """Raises SealUnavailable where one more wrong PIN would lock the store, or did: each
    process tries once, and processes come and go."""
    token = find_token(pkcs11.lib(module).get_slots(), token_criteria=criteria)
    if token is not None and token.flags & LAST_TRY:
        raise unavailable(PIN)


def _belongs(signer: StoreSigner, own: x509.Certificate) -> None:
    """Raises SealUnavailable where the key in the store is another's."""
    kind = own.public_key.algorithm
    if signer._key_handle.key_type is not KINDS.get(kind):
        raise unavailable(OTHER)
    how = (
        (ec.ECDSA(hashes.SHA256()),)
        if kind == "ec"
        else (padding.PKCS1v15(), hashes.SHA256())
    )
    try:
        signature = asyncio.run(
            PKCS11Signer.async_sign_raw(signer, TRIAL, digest_algorithm="sha256")
        )
        load_der_public_key(own.public_key.dump()).verify(signature, TRIAL, *how)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError) as problem:
        raise unavailable(OTHER) from problem


def _forget() -> None:
    """Close what is open, and let the maker's library begin anew."""
    opened, _Process.opened = _Process.opened, None
    with contextlib.suppress(pkcs11.PKCS11Error):
        if opened:
            opened.session.close()
    with contextlib.suppress(pkcs11.PKCS11Error):
        pkcs11.lib(settings.RELAY_SEAL_PKCS11_MODULE).reinitialize()


def _silent(problem: pkcs11.PKCS11Error):
    logger.error("The key store of the seal: %r", problem)
    return unavailable(STORE)
