"""Do proofs prove what stands in the log, and nothing else?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.trail.checkpoints import (
    BadCheckpoint,
    BadKey,
    Checkpoint,
    Head,
    SigningKey,
    open_checkpoint,
    read_signing_key,
)
from huiyin.trail.proofs import (
    HashAt,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    root_of,
)
from huiyin.trail.rules import canonical, leaf_hash, node_hash, tree_hash

SIZES = st.integers(1, 70)
# The eight inputs that implementations of RFC 6962 hold themselves to since certificate-transparency's
# reference tests; the tree of RFC 9162 is the same.
INPUTS = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
INPUTS.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
KEY = SigningKey("huiyin/small", bytes(range(32)))


def stored(bodies: Sequence[bytes]) -> HashAt:
    """The complete subtrees over these bodies, as the database keeps them."""
    held: dict[tuple[int, int], bytes] = {}
    below = [leaf_hash(body) for body in bodies]
    level = 0
    while below:
        held |= {(level, index): hash_ for index, hash_ in enumerate(below)}
        below = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        level += 1
    return lambda level, index: held[level, index]


def bodies_of(size: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(size)]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of(0, stored([])) == hashlib.sha256(b"").digest()


def test_the_root_is_that_of_the_published_vectors() -> None:
    assert tree_hash(INPUTS).hex() == ROOT_OF_EIGHT
    assert root_of(8, stored(INPUTS)).hex() == ROOT_OF_EIGHT


@given(SIZES)
def test_the_root_from_stored_subtrees_is_the_root_over_all_entries(size: int) -> None:
    bodies = bodies_of(size)

    assert root_of(size, stored(bodies)) == tree_hash(bodies)


@given(SIZES, st.data())
def test_every_entry_is_proved_to_stand_where_it_stands(size: int, data: st.DataObject) -> None:
    bodies = bodies_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, stored(bodies))

    assert is_included(leaf_hash(bodies[index]), index, size, proof, tree_hash(bodies))
    assert not is_included(leaf_hash(b"another"), index, size, proof, tree_hash(bodies))
    for other in range(size):
        if other != index:
            assert not is_included(leaf_hash(bodies[index]), other, size, proof, tree_hash(bodies))


@given(SIZES, st.data())
def test_an_older_log_is_proved_to_be_the_beginning_of_the_newer(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    bodies = bodies_of(new)
    proof = consistency_proof(old, new, stored(bodies))

    assert is_consistent(old, tree_hash(bodies[:old]), new, tree_hash(bodies), proof)


@given(st.integers(2, 70), st.data())
def test_a_rewritten_log_is_consistent_with_no_older_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    changed = data.draw(st.integers(0, old - 1))
    bodies = bodies_of(new)
    rewritten = [*bodies[:changed], b"rewritten", *bodies[changed + 1 :]]
    proof = consistency_proof(old, new, stored(rewritten))

    assert not is_consistent(old, tree_hash(bodies[:old]), new, tree_hash(rewritten), proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_is_made_for_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(index, size, stored(bodies_of(size)))


def test_a_checkpoint_is_opened_by_the_key_that_signed_it() -> None:
    checkpoint = Checkpoint("huiyin/small", Head(12, bytes(32)))
    note = KEY.sign(checkpoint)

    assert open_checkpoint(note, KEY.verifier_text) == checkpoint
    assert note.split("\n")[:2] == ["huiyin/small", "12"]


@given(st.data())
def test_a_checkpoint_with_one_changed_letter_is_refused(data: st.DataObject) -> None:
    note = KEY.sign(Checkpoint("huiyin/small", Head(12, bytes(32))))
    place = data.draw(st.integers(0, len(note) - 2))
    letter = data.draw(st.characters(codec="ascii").filter(lambda letter: letter != note[place]))

    with pytest.raises(BadCheckpoint):
        open_checkpoint(note[:place] + letter + note[place + 1 :], KEY.verifier_text)


def test_a_checkpoint_of_another_key_is_refused() -> None:
    other = SigningKey("huiyin/small", bytes(32))

    with pytest.raises(BadCheckpoint):
        open_checkpoint(other.sign(Checkpoint("huiyin/small", Head(12, bytes(32)))), KEY.verifier_text)


def test_a_key_is_read_as_it_was_written_and_nothing_else_is_a_key() -> None:
    assert read_signing_key(KEY.secret_text + "\n") == KEY
    for wrong in ("", KEY.verifier_text, KEY.secret_text[:-4], KEY.secret_text.replace("small", "other")):
        with pytest.raises(BadKey):
            read_signing_key(wrong)


def test_the_verifier_key_is_written_as_a_signed_note_wants_it() -> None:
    name, key_id, encoded = KEY.verifier_text.split("+", 2)

    assert name == "huiyin/small"
    public = base64.b64decode(encoded)
    assert public == b"\x01" + KEY.public
    assert bytes.fromhex(key_id) == hashlib.sha256(b"huiyin/small\n" + public).digest()[:4]


def test_equal_values_are_written_equally_and_a_float_not_at_all() -> None:
    assert canonical({"b": [1, None], "a": "明湖\n"}) == '{"a":"明湖\\n","b":[1,null]}'.encode()
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})
    with pytest.raises(TypeError):
        canonical({"a": 0.1})


def test_keys_stand_in_the_order_of_their_utf_16_units() -> None:
    # RFC 8785 3.2.3: the emoji begins with a surrogate, which stands before the private use character.
    assert canonical({"\ue000": 1, "😀": 2}) == '{"😀":2,"\ue000":1}'.encode()


@pytest.mark.parametrize("wrong", ["a+b+é", "a+b+", "+", "a" * 5_000, "a+00000000+" + "A" * 44])
def test_what_is_no_verifier_key_opens_nothing(wrong: str) -> None:
    note = KEY.sign(Checkpoint("huiyin/small", Head(12, bytes(32))))

    with pytest.raises((BadKey, BadCheckpoint)):
        open_checkpoint(note, wrong)


def test_a_signature_with_foreign_letters_is_refused() -> None:
    note = KEY.sign(Checkpoint("huiyin/small", Head(12, bytes(32))))

    with pytest.raises(BadCheckpoint):
        open_checkpoint(note[:-10] + "é" + note[-9:], KEY.verifier_text)
