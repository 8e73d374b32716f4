"""Personal values in the lake: keyed hashes, masks, and what tells them from values in the clear.

A hash is ``#`` and 32 hexadecimal digits: the first half of HMAC-SHA-256 under the key of the workspace. Equal customers have equal hashes, so
whatever counts customers goes on to count; without the key nobody can try numbers out.
"""

import hmac
import os
import re
import secrets
import unicodedata
from typing import Literal

import polars as pl

from bpo.core.errors import Where, fail
from bpo.core.words import Words

How = Literal["hash", "last_4", "drop", "keep"]
"""What the lake keeps of a personal value: its hash, its last four characters, nothing, or the value."""
Kind = Literal["hashed", "masked", "clear"]
CUSTOMER = "customer"
HASHED, MASKED = "#", "*"
DIGEST_BYTES, FINGERPRINT_BYTES = 16, 8
HASH_LETTERS = len(HASHED) + 2 * DIGEST_BYTES
KEY_LETTERS_MIN = 32
VARIABLE = "BPO_KEY"
SHORT = 4
UNSAID = "***"
"""Stands for a personal value in a text that people read."""

NO_KEY = Words(
    "personal-no-key",
    en="'{given}' is kept as a hash, and there is no key to hash with: work in a workspace, set BPO_KEY, or write personal: keep here",
    zh="'{given}' 以散列值保存，但没有密钥：请在工作区内操作、设置 BPO_KEY，或在此写 personal: keep",
)
SHORT_KEY = Words(
    "personal-key-short",
    en="the key has {count} characters; it needs at least {least}, such as: openssl rand -hex 32",
    zh="密钥只有 {count} 个字符，至少需要 {least} 个；例如：openssl rand -hex 32",
)

_PLAIN = r"^(?:\+[0-9]+|0?[1-9][0-9]*|0)$"
_SPACED = re.compile(r"[0-9][0-9 ]*")
_INTERNATIONAL = re.compile(r"(?:\+|00)[0-9 ().\-/]+")
_LIKE_A_NUMBER = re.compile(r"\+?(?<![0-9.])[0-9]{7,}(?![0-9])|\+?(?<![0-9])[0-9]{2,4}(?:[ -][0-9]{3,4}){2}(?![0-9])")
_UNBROKEN = re.compile(r"[^\s,;\"'<>]+")
"""What may be an address: with an @ inside. Looked for as a whole, so that a line of megabytes is gone through once."""
_LONG = re.compile(r"\+?(?<![0-9])[0-9]{9,13}(?![0-9])")


class Key:
    """The secret of a workspace. It hashes, and is neither shown nor written anywhere."""

    def __init__(self, secret: str) -> None:
        assert len(secret) >= KEY_LETTERS_MIN, "a short key was refused before"
        self._secret = secret

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def fingerprint(self) -> str:
        """Tells two keys apart and gives neither away."""
        return hmac.digest(self._secret.encode(), b"\0fingerprint", "sha256").hex()[: 2 * FINGERPRINT_BYTES]

    def hashed(self, values: pl.Series) -> pl.Series:
        """Each value as its hash, by :func:`normal`; what is hashed already stays, and nothing stays nothing."""
        import polars_hash

        code = polars_hash.col("normal").chash.hmac_sha256(key=self._secret).str.head(2 * DIGEST_BYTES)
        both = pl.DataFrame({"given": values, "normal": normal_of(values)})
        made = pl.when(_is_hash(pl.col("given"))).then("given").otherwise(HASHED + code)
        return both.select(made.alias(values.name)).to_series()


def read_key(text: str, where: Where) -> Key:
    """A key as it is written.

    Raises:
        BpoError: if it is too short to be one.
    """
    secret = text.strip()
    if len(secret) < KEY_LETTERS_MIN:
        raise fail(SHORT_KEY, where, count=len(secret), least=KEY_LETTERS_MIN)
    return Key(secret)


def key_of_environment() -> Key | None:
    """Raises: BpoError: if BPO_KEY is too short."""
    said = os.environ.get(VARIABLE)
    return None if said is None else read_key(said, Where(VARIABLE))


def new_secret() -> str:
    return secrets.token_hex(KEY_LETTERS_MIN)


def new_token() -> str:
    """Like a hash, of nobody."""
    return HASHED + secrets.token_hex(DIGEST_BYTES)


def is_hash(text: str) -> bool:
    return text.startswith(HASHED) and len(text) == HASH_LETTERS


def _is_hash(text: pl.Expr) -> pl.Expr:
    return text.str.starts_with(HASHED) & (text.str.len_chars() == HASH_LETTERS)


def normal(text: str) -> str:
    """A customer's number as it is hashed, so that ways of writing one number are one customer.

    Full-width signs are plain ones and outer space is cut. Of a value of digits and spaces the spaces go. Of a number that begins with
    ``+`` or ``00`` also brackets, points, strokes and dashes go, and ``00`` is ``+``. Nothing else is safe: whether ``138…`` is
    ``+86138…``, or ``12-345`` is ``1-2345``, nobody can tell without knowing the country or the system.
    """
    if text.isascii() and text.isdigit() and not text.startswith("00"):
        return text
    bare = unicodedata.normalize("NFKC", text).strip()
    if _INTERNATIONAL.fullmatch(bare):
        digits = re.sub("[^0-9]", "", bare)
        return "+" + (digits if bare.startswith("+") else digits.removeprefix("00"))
    return bare.replace(" ", "") if _SPACED.fullmatch(bare) else bare


def normal_of(values: pl.Series) -> pl.Series:
    """The same of a column. Numbers without other signs, which are nearly all, are normal as they are."""
    others = values.filter(~values.str.contains(_PLAIN)).unique()
    if not len(others):
        return values
    return values.replace_strict(others, [normal(text) for text in others], default=values, return_dtype=pl.String)


def masked(text: pl.Expr) -> pl.Expr:
    """``*8000``: a star and the last four characters; of a shorter value the star alone."""
    return (
        pl.when(text.str.len_chars() > 4)
        .then(MASKED + text.str.tail(4))
        .otherwise(pl.when(text.is_not_null()).then(pl.lit(MASKED)))
    )


def kept(values: pl.Series, how: How, key: Key | None) -> pl.Series:
    """What the lake keeps of personal values."""
    if how == "keep":
        return values
    if how == "hash":
        assert key is not None, "a source that hashes was refused without a key"
        return key.hashed(values)
    if how == "drop":
        return pl.Series(values.name, [None], dtype=pl.String).new_from_index(0, len(values))
    return values.to_frame("v").select(masked(pl.col("v"))).to_series()


def kind_kept(how: How) -> Kind | None:
    """The kind of what is kept; None where nothing is."""
    kinds: dict[How, Kind | None] = {"hash": "hashed", "last_4": "masked", "keep": "clear", "drop": None}
    return kinds[how]


def is_kind(column: pl.Expr, kind: Kind) -> pl.Expr:
    """Whether values are of a kind, as ranges of text: so a reader skips files by their least and greatest value."""
    if kind == "hashed":
        return column.is_between(pl.lit("#"), pl.lit("$"), closed="left")
    if kind == "masked":
        return column.is_between(pl.lit("*"), pl.lit("+"), closed="left")
    return (column < "#") | column.is_between(pl.lit("$"), pl.lit("*"), closed="left") | (column >= "+")


def without(text: str, values: list[str]) -> str:
    """A text in which personal values are not said. A short one goes where it stands by itself."""
    for value in sorted({one for one in values if one}, key=len, reverse=True):
        if len(value) >= SHORT:
            text = text.replace(value, UNSAID).replace(value.replace('"', '""'), UNSAID)
        else:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", UNSAID, text)
    return text


def without_numbers(text: str) -> str:
    """A row that could not be cut, without what looks like a telephone number or an address: nobody can tell its columns."""
    return _UNBROKEN.sub(lambda one: UNSAID if "@" in one[0][1:-1] else one[0], _LIKE_A_NUMBER.sub(UNSAID, text))


def without_long_numbers(text: str) -> str:
    """Without what looks like a telephone number: shorter ones are days and longer ones moments, which a reader wants to see."""
    return _LONG.sub(UNSAID, text)
