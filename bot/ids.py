"""Unguessable identifiers."""

import hashlib
import secrets
import uuid


def new_id() -> str:
    """A random id of 32 hexadecimal characters, for rows and conversations."""
    return uuid.uuid4().hex


def new_token() -> str:
    """A secret of 256 bits that a browser keeps; only its digest is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token. A plain hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
