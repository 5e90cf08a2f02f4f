"""ECDSA on P-256 in plain Python against published answers and against another implementation."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.verify import B256, G256, N256, P256, es256_holds

# RFC 6979, A.2.5: the key, and the signatures of "sample" and of "test" with SHA-256.
X = bytes.fromhex("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6")
Y = bytes.fromhex("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299")
ANSWERS = {
    b"sample": (
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    ),
    b"test": (
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
    ),
}


@pytest.mark.parametrize("message", ANSWERS)
def test_published_signatures_hold(message):
    assert es256_holds(X, Y, message, bytes.fromhex(ANSWERS[message]))


@pytest.mark.parametrize("message", ANSWERS)
@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_one_changed_bit_does_not(message, place):
    signature = bytearray(bytes.fromhex(ANSWERS[message]))
    signature[place] ^= 1

    assert not es256_holds(X, Y, message, bytes(signature))
    assert not es256_holds(X, Y, message + b"!", bytes.fromhex(ANSWERS[message]))


def test_the_base_point_lies_on_the_curve_and_has_the_order_it_is_said_to():
    x, y = G256
    private = ec.derive_private_key(N256 - 1, ec.SECP256R1()).public_key().public_numbers()

    assert (y * y - x**3 + 3 * x - B256) % P256 == 0
    assert (private.x, private.y) == (x, P256 - y)


@pytest.mark.parametrize(
    "signature",
    [
        b"", bytes(64), bytes(63) + b"\1", b"\1" + bytes(62), N256.to_bytes(32, "big") + bytes(31) + b"\1",
        bytes(31) + b"\1" + N256.to_bytes(32, "big"), bytes(65),
    ],
)  # fmt: skip
def test_numbers_out_of_bounds_do_not(signature):
    assert not es256_holds(X, Y, b"sample", signature)


@pytest.mark.parametrize(
    ("x", "y"), [(bytes(32), bytes(32)), (X, X), (b"", b""), (b"\xff" * 32, Y), (X + b"\0", Y)]
)
def test_a_point_that_is_not_on_the_curve_holds_nothing(x, y):
    assert not es256_holds(x, y, b"sample", bytes.fromhex(ANSWERS[b"sample"]))


@settings(max_examples=10)
@given(st.integers(1, N256 - 1), st.binary(max_size=80), st.binary(min_size=1, max_size=4))
def test_what_another_implementation_signs_holds_and_what_it_did_not_does_not(number, message, more):
    private = ec.derive_private_key(number, ec.SECP256R1())
    public = private.public_key().public_numbers()
    r, s = utils.decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
    x, y, signature = (
        public.x.to_bytes(32, "big"),
        public.y.to_bytes(32, "big"),
        r.to_bytes(32, "big") + s.to_bytes(32, "big"),
    )

    assert es256_holds(x, y, message, signature)
    assert not es256_holds(x, y, message + more, signature)
    assert not es256_holds(x, y, sha256(message).digest(), signature)
