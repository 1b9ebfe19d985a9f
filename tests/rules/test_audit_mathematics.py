"""Does the mathematics in the auditor's file agree with the RFCs and with another implementation?"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.trail import audit

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

# RFC 8032 section 7.1, TEST 1024; the other four stand in the file itself.
LONG_KEY = "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e"
LONG_SIGNATURE = """
0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350
aa5371b1508f9f4528ecea23c436d94b5e8fcd4f681e30a6ac00a9704a188a03
"""
LONG_MESSAGE = """
08b8b2b733424243760fe426a4b54908632110a66c2f6591eabd3345e3e4eb98fa6e264bf09efe12ee50f8f54e9f77b1
e355f6c50544e23fb1433ddf73be84d879de7c0046dc4996d9e773f4bc9efe5738829adb26c81b37c93a1b270b20329d
658675fc6ea534e0810a4432826bf58c941efb65d57a338bbd2e26640f89ffbc1a858efcb8550ee3a5e1998bd177e93a
7363c344fe6b199ee5d02e82d522c4feba15452f80288a821a579116ec6dad2b3b310da903401aa62100ab5d1a36553e
06203b33890cc9b832f79ef80560ccb9a39ce767967ed628c6ad573cb116dbefefd75499da96bd68a8a97b928a8bbc10
3b6621fcde2beca1231d206be6cd9ec7aff6f6c94fcd7204ed3455c68c83f4a41da4af2b74ef5c53f1d8ac70bdcb7ed1
85ce81bd84359d44254d95629e9855a94a7c1958d1f8ada5d0532ed8a5aa3fb2d17ba70eb6248e594e1a2297acbbb39d
502f1a8c6eb6f1ce22b3de1a1f40cc24554119a831a9aad6079cad88425de6bde1a9187ebb6092cf67bf2b13fd65f270
88d78b7e883c8759d2c4f5c65adb7553878ad575f9fad878e80a0c9ba63bcbcc2732e69485bbc9c90bfbd62481d9089b
eccf80cfe2df16a2cf65bd92dd597b0707e0917af48bbb75fed413d238f5555a7a569d80c3414a8d0859dc65a46128ba
b27af87a71314f318c782b23ebfe808b82b0ce26401d2e22f04d83d1255dc51addd3b75a2b1ae0784504df543af8969b
e3ea7082ff7fc9888c144da2af58429ec96031dbcad3dad9af0dcbaaaf268cb8fcffead94f3c7ca495e056a9b47acdb7
51fb73e666c6c655ade8297297d07ad1ba5e43f1bca32301651339e22904cc8c42f58c30c04aafdb038dda0847dd988d
cda6f3bfd15c4b4c4525004aa06eeff8ca61783aacec57fb3d1f92b0fe2fd1a85f6724517b65e614ad6808d6f6ee34df
f7310fdc82aebfd904b01e1dc54b2927094b2db68d6f903b68401adebf5a7e08d78ff4ef5d63653a65040cf9bfd4aca7
984a74d37145986780fc0b16ac451649de6188a7dbdf191f64b5fc5e2ab47b57f7f7276cd419c17a3ca8e1b939ae49e4
88acba6b965610b5480109c8b17b80e1b7b750dfc7598d5d5011fd2dcc5600a32ef5b52a1ecc820e308aa342721aac09
43bf6686b64b2579376504ccc493d97e6aed3fb0f9cd71a43dd497f01f17c0e2cb3797aa2a2f256656168e6c496afc5f
b93246f6b1116398a346f1a641f3b041e989f7914f90cc2c7fff357876e506b50d334ba77c225bc307ba537152f3f161
0e4eafe595f6d9d90d11faa933a15ef1369546868a7f3a45a96768d40fd9d03412c091c6315cf4fde7cb68606937380d
b2eaaa707b4c4185c32eddcdd306705e4dc1ffc872eeee475a64dfac86aba41c0618983f8741c5ef68d3a101e8a3b8ca
c60c905c15fc910840b94c00a0b9d0
"""


def mth(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def public(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes that verify."""
    return key.public_key().public_bytes_raw()


def test_the_long_message_of_the_rfc_verifies() -> None:
    key, signature, message = (bytes.fromhex(text) for text in (LONG_KEY, LONG_SIGNATURE, LONG_MESSAGE))

    assert len(message) == 1023
    assert audit.signed_by(key, message, signature)
    assert not audit.signed_by(key, message[:-1], signature)


def test_the_file_runs_alone_and_passes_its_own_test(tmp_path: Path) -> None:
    alone = tmp_path / "audit.py"
    alone.write_bytes(Path(audit.__file__).read_bytes())
    env = {"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-I", alone, "self-test"], env=env, capture_output=True, check=False
    )

    assert (done.returncode, done.stdout.decode()) == (0, "自检20项，未通过0项。\n")


def test_a_fault_in_the_mathematics_fails_the_self_test(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "L", audit.L + 2)

    assert audit.main(["self-test", "--lang", "en"]) == 1
    assert not capsys.readouterr().out.endswith(" 0 failed.\n")


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32))
@settings(max_examples=15)
def test_ed25519_agrees_with_another_implementation(message: bytes, secret: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    signature = key.sign(message)

    assert audit.signed_by(public(key), message, signature)
    assert not audit.signed_by(public(key), message + b"!", signature)
    assert not audit.signed_by(public(key), message, signature[:-1])


@given(st.integers(0, 511))
@settings(max_examples=15)
def test_no_bit_of_a_signature_can_be_turned(bit: int) -> None:
    turned = int.from_bytes(SECRET.sign(b"text"), "little") ^ 1 << bit

    assert not audit.signed_by(public(SECRET), b"text", turned.to_bytes(64, "little"))


def test_a_signature_with_a_number_beyond_the_order_is_refused() -> None:
    signature = SECRET.sign(b"text")
    beyond = int.from_bytes(signature[32:], "little") + audit.L

    assert not audit.signed_by(public(SECRET), b"text", signature[:32] + beyond.to_bytes(32, "little"))


SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]
MALFORMED = [
    "0100000000000000000000000000000000000000000000000000000000000080",  # x = 0 with a sign
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # y = P + 1
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # y = P
    "0200000000000000000000000000000000000000000000000000000000000000",  # no x belongs to it
]


@pytest.mark.parametrize("point", SMALL_ORDER + MALFORMED)
def test_a_key_of_small_order_or_no_point_at_all_is_refused(point: str) -> None:
    key = bytes.fromhex(point)

    assert audit.point_in(key) is None
    assert not audit.signed_by(key, b"text", key + bytes(32))
    assert not audit.signed_by(public(SECRET), b"text", key + bytes(32))


@pytest.mark.parametrize("size", [*range(18), 31, 32, 33, 100])
def test_the_tree_in_one_pass_is_the_tree_of_the_rfc(size: int) -> None:
    leaves = [b"%d" % number for number in range(size)]
    tree = audit.Tree()
    for leaf in leaves:
        tree.add(leaf)

    assert tree.root() == mth(leaves)
