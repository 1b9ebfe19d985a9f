"""Does a text lose all that points at a person, and nothing else?"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.opinions.redaction.personal_numbers import is_identity_number, passes_luhn
from huiyin.opinions.redaction.redaction import Kind, redact
from tests.sets.personal_data import HARMLESS, LATIN_HARMLESS, harmless_messages, labelled_messages

ANYTHING = st.text(
    alphabet=st.sampled_from(
        "张王李我叫是联系人姓名电话微信QQ住栋单元室号楼：:，。 -+（）()0123456789幺三八一〔〕[]@.xXaAbB\n京"
    )
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我的电话是13844440012，谢谢", "我的电话是〔电话〕，谢谢"),
        ("138-4444-0012", "〔电话〕"),
        ("1 3 8 4 4 4 4 0 0 1 2", "〔电话〕"),
        ("电话１３８４４４４００１２", "电话〔电话〕"),
        ("请打幺三八四四四四零零幺二", "请打〔电话〕"),
        ("周一13844440012", "周一〔电话〕"),
        ("+86 138 4444 0012", "〔电话〕"),
        ("(0731)84444001", "〔电话〕"),
        ("座机84444001", "座机〔电话〕"),
        ("身份证11000019900307001X", "身份证〔证件〕"),
        ("车牌京A·D4444，停了", "车牌〔车牌〕，停了"),
        ("新能源车京AD44441", "新能源车〔车牌〕"),
        ("写到 bai_lu88 @ example.com 吧", "写到 〔邮箱〕 吧"),
        ("微信号：guyu_2026", "微信号：〔微信〕"),
        ("qq号 4444123", "qq号 〔QQ〕"),
        ("护照号码是E44123456", "护照号码是〔证件〕"),
    ],
)
def test_a_number_that_points_at_a_person_is_replaced_however_it_is_written(text: str, said: str) -> None:
    assert redact(text).text == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我叫林小满，住在明湖区", "我叫〔姓名〕，住在明湖区"),
        ("我叫李想。", "我叫〔姓名〕。"),
        ("联系人：周谷雨、贺立秋 电话13844440012", "联系人：〔姓名〕、〔姓名〕 电话〔电话〕"),
        ("唐白露13844440012", "〔姓名〕〔电话〕"),
        ("业主欧阳女士反映", "业主〔姓名〕女士反映"),
        ("本人周谷雨，男，四十岁", "本人〔姓名〕，男，四十岁"),
        ("姓名：阿依古丽·买买提", "姓名：〔姓名〕"),
        ("此致\n敬礼！\n贺立秋\n2026年3月1日", "此致\n敬礼！\n〔姓名〕\n2026年3月1日"),
        ("举报人：林小满。请为林小满保密。", "举报人：〔姓名〕。请为〔姓名〕保密。"),
        ("My name is Frost Smith.", "My name is [name]."),
        ("Ms. Hartley said so", "Ms. [name] said so"),
    ],
)
def test_a_name_is_known_by_what_stands_around_it(text: str, said: str) -> None:
    assert redact(text).text == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("锦绣苑3栋2单元501室漏水", "锦绣苑〔住址〕漏水"),
        ("锦绣苑三栋二单元五〇一", "锦绣苑〔住址〕"),
        ("锦绣苑3栋501的业主", "锦绣苑〔住址〕的业主"),
        ("住3-2-501室", "住〔住址〕"),
        ("解放路36号B座1203", "解放路36号〔住址〕"),
        ("I live in Building 3, Unit 2, Room 501", "I live in [address]"),
    ],
)
def test_a_door_goes_and_the_estate_and_the_road_stay(text: str, said: str) -> None:
    assert redact(text).text == said


@pytest.mark.parametrize(
    "text",
    [
        *HARMLESS,
        *LATIN_HARMLESS,
        "3栋楼下的垃圾站",
        "两室一厅",
        "3栋2017年交房",
        "独栋两单元",
        "投诉胡书记和李局长",
        "市委书记林小满先生",
        "楼盘名字：金谷豪庭",
        "请医保所股电话84444001回复",
        "刚了解同学们的情况",
        "也叫文昌商贸城",
        "价格13000-15000元",
    ],
)
def test_what_only_looks_like_personal_data_stays_as_it_is(text: str) -> None:
    assert redact(text).text == text


@given(ANYTHING)
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text)

    assert redact(once.text).text == once.text


@given(st.integers(min_value=0, max_value=10_000))
def test_redacting_a_message_again_finds_nothing_more(seed: int) -> None:
    message = labelled_messages(seed=seed, count=1)[0]

    assert redact(redact(message.text).text).count == 0


@given(st.text(alphabet=st.characters(blacklist_categories=["Nd", "Lu", "Ll", "Lo"])))
def test_a_text_without_letters_and_digits_stays_as_it_is(text: str) -> None:
    assert redact(text).text == text


def test_each_kind_is_found_in_at_least_98_of_100_generated_pieces() -> None:
    pieces: Counter[Kind] = Counter()
    left: Counter[Kind] = Counter()
    for message in labelled_messages(seed=11, count=3_000):
        said = redact(message.text).text
        for secret in message.secrets:
            pieces[secret.kind] += 1
            left[secret.kind] += secret.is_left_in(said)

    assert set(pieces) == set(Kind)
    assert {kind: left[kind] / pieces[kind] for kind in pieces if left[kind] > 0.02 * pieces[kind]} == {}


def test_at_most_one_message_of_200_without_personal_data_is_touched() -> None:
    messages = harmless_messages(seed=12, count=1_000)

    assert sum(redact(message.text).count for message in messages) <= len(messages) / 200


def test_harmless_pieces_between_personal_data_are_kept() -> None:
    messages = labelled_messages(seed=13, count=2_000)

    lost = [kept for message in messages for kept in message.kept if kept not in redact(message.text).text]

    assert len(lost) <= len(messages) / 200


def test_the_count_is_told_by_kind() -> None:
    redacted = redact("联系人：林小满，电话13844440012或0731-84444001")

    assert redacted.kinds == {Kind.NAME: 1, Kind.MOBILE: 1, Kind.LANDLINE: 1}
    assert redacted.count == 3


@given(st.integers(min_value=0, max_value=9), st.integers(min_value=0, max_value=17))
def test_a_changed_digit_makes_an_identity_number_invalid(digit: int, place: int) -> None:
    number = "110000199003070010"
    valid = next(number[:17] + check for check in "0123456789X" if is_identity_number(number[:17] + check))
    changed = valid[:place] + str(digit) + valid[place + 1 :]

    assert is_identity_number(changed) == (changed == valid)


@given(st.text(alphabet="0123456789", min_size=15, max_size=18))
def test_exactly_one_check_digit_passes(digits: str) -> None:
    assert sum(passes_luhn(digits + check) for check in "0123456789") == 1


def test_few_messages_of_the_public_set_are_touched() -> None:
    data = os.environ.get("HUIYIN_TEST_DATA")
    if data is None:
        pytest.skip("HUIYIN_TEST_DATA is unset: no public messages to redact")
    with (Path(data) / "messages.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [f"{row['title']}\n{row['detail']}" for row in csv.DictReader(file)]

    touched = sum(redact(text).count > 0 for text in texts)

    assert 0.02 < touched / len(texts) < 0.08
