"""What does a message with personal data look like, and what in it only looks like personal data?

A seeded generator of labelled messages. Every person, place and number is invented: telephone numbers hold
4444, identity numbers the code of a whole province, cards a run of noughts; all of them pass their checks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from huiyin.opinions.redaction.redaction import Kind


@dataclass(frozen=True, slots=True)
class Secret:
    """A piece of personal data as it is written in the message, and the phrase that it stands in."""

    kind: Kind
    text: str
    phrase: str

    def is_left_in(self, text: str) -> bool:
        """Does the text still hold the phrase, or more than half of a longer piece in a row?"""
        half = len(self.text) // 2 + 1
        parts = {self.text[at : at + half] for at in range(len(self.text) - half + 1)} if half > 1 else set()
        return self.phrase in text or any(part in text for part in parts)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with what must go and what must stay in it."""

    text: str
    secrets: Sequence[Secret]
    kept: Sequence[str]


SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁沈任卢姚姜崔钟谭陆范汪廖石金"
    "韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "慕容", "夏侯", "令狐")
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超明霞平刚桂兰玉萍红鹏华建国志辉健慧文斌玲宇浩凯燕佳欣雨桐梓涵子轩诗琪若曦晨阳立春雪梅"
    "振东海波永生光荣德福长根水生金凤银花翠云彩霞满仓守业家栋俊豪思远嘉怡"
)
LATIN_GIVEN = ("Grace", "Daniel", "Mary", "Liam", "Hua", "Oliver", "Mei", "Peter", "Anna", "Victor")
LATIN_SURNAMES = ("Frost", "Zhang", "Miller", "O'Neil", "Chen", "Baker", "Singh", "Li", "Hartley", "Novak")
ESTATES = ("锦绣苑", "明湖花园", "云岭新村", "松台小区", "碧水湾", "金桂家园", "柳溪苑", "望湖名邸")
SMALL_TALK = (
    "小区门口的路灯坏了半个月没人修",
    "楼下烧烤店每天营业到凌晨两点，油烟很大",
    "下水道经常堵，污水流到路面上",
    "请有关部门尽快处理",
    "多次反映都没有结果",
    "孩子马上要上小学了，不知道学区怎么划",
    "物业一直推诿，业主意见很大",
    "希望领导重视，还我们一个安静的环境",
    "公交车半个小时才来一趟，老人出行很不方便",
    "工地夜间施工，噪音扰民",
)
LATIN_SMALL_TALK = (
    "The street lamp at the gate has been broken for two weeks",
    "Please have somebody look into it",
    "The noise from the site goes on until midnight",
    "Nobody has answered so far",
)
# What looks like personal data and is none; each stands between signs or blanks.
HARMLESS = (
    "订单号2026030112345678901",
    "工单编号13800001234",
    "58车贷",
    "A3区",
    "K9县",
    "A市B2区",
    "2019.10.13",
    "2019-10-13",
    "2019年10月13日",
    "2018-2022年",
    "13000-150000元",
    "857845.35元",
    "每平米12500元",
    "101路公交",
    "地铁3号线",
    "（2019）湘0102民初12345号",
    "GB/T 9704-2012",
    "GB 50016-2006",
    "拨打12345热线",
    "110报警",
    "400-820-0000客服电话",
    "胡书记",
    "李局长",
    "王主任说正在研究",
    "陈校长",
    "张小泉剪刀店",
    "李锦记公司",
    "王老吉凉茶",
    "麓山南路36号",
    "解放路128号门口",
    "3栋楼下",
    "12栋的电梯",
    "2室1厅",
    "三室两厅",
    "500户居民",
    "18栋楼房",
    "教学楼301室",
    "政务大厅203室",
    "30层高楼",
    "7-8月",
    "978-7-80552-263-0",
    "提高老师待遇",
    "各位老师",
    "班主任老师",
    "女士优先",
    "微信公众号",
    "微信支付",
    "电费户号5300001234",
    "快递单号7300001234567",
    "湘府路",
    "京A级景区",
    "房价12000元一平",
    "2020房产税",
    "电话一直打不通",
    "联系人没有留",
    "本人家中还有老人",
    "业主多次反映",
    "我是一名教师",
)
LATIN_HARMLESS = (
    "order 20260301123456",
    "bus 101",
    "GB/T 9704-2012",
    "12345 hotline",
    "Mayor Hughes",
    "Building 3 only",
    "36 Lushan Road",
    "in room service",
    "flat 20% fee",
    "on 2019-10-13",
    "Dear Mr Mayor",
)


def _digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def mobile(random: Random) -> str:
    return f"1{random.choice('3456789')}{random.choice('0123456789')}4444{_digits(random, 4)}"


def landline(random: Random) -> tuple[str, str]:
    """Area code and local number."""
    area = random.choice(("010", "021", "0731", "0755", "0571", "0999"))
    local = f"{random.choice('2345678')}4444{_digits(random, 3)}"
    return area, local if area in ("010", "021", "0755", "0731") else local[:7]


def identity_number(random: Random) -> str:
    born = f"{random.randint(1940, 2012)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    body = f"{random.choice(('11', '43', '51', '65'))}0000{born}{_digits(random, 3)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11]


def card_number(random: Random) -> str:
    body = random.choice(("62", "6228", "4", "51")) + "0000" + _digits(random, 15)
    body = body[: 15 if body[0] in "45" else random.choice((15, 18))]
    total = sum(sum(divmod(int(d) * (2 - place % 2), 10)) for place, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def person(random: Random) -> str:
    surname = random.choice(COMPOUND_SURNAMES) if random.random() < 0.04 else random.choice(SURNAMES)
    return surname + "".join(random.choice(GIVEN) for _ in range(random.choice((1, 2, 2, 2))))


def latin_person(random: Random) -> str:
    return f"{random.choice(LATIN_GIVEN)} {random.choice(LATIN_SURNAMES)}"


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def written_out(random: Random, digits: str) -> str:
    return "".join(
        random.choice({"0": "零〇", "1": "幺一"}.get(d, "零一二三四五六七八九"[int(d)])) for d in digits
    )


def _spaced(random: Random, digits: str, sizes: Sequence[int]) -> str:
    gap = random.choice((" ", "-", " - ", "—", "\u3000", "."))
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return gap.join(part for part in [*parts, digits[at:]] if part)


def _mobile_written(random: Random) -> str:
    digits = mobile(random)
    return random.choice(
        (
            digits,
            digits,
            _spaced(random, digits, (3, 4, 4)),
            _spaced(random, digits, (4, 3, 4)),
            _spaced(random, digits, (1,) * 11),
            full_width(digits),
            written_out(random, digits),
            "+86" + digits,
            "+86 " + _spaced(random, digits, (3, 4, 4)),
            "0086-" + digits,
            "86" + digits,
        )
    )


def _landline_written(random: Random) -> str:
    area, local = landline(random)
    return random.choice(
        (
            f"{area}-{local}",
            f"({area}){local}",
            f"{area} {local}",
            area + local,
            full_width(f"{area}-{local}"),
            f"（{area}）{local}",
        )
    )


def _identity_written(random: Random) -> str:
    digits = identity_number(random)
    return random.choice(
        (
            digits,
            digits.lower(),
            _spaced(random, digits, (6, 8, 4)),
            full_width(digits),
            _spaced(random, digits, (3, 3, 4, 4, 4)),
        )
    )


def _card_written(random: Random) -> str:
    digits = card_number(random)
    return random.choice((digits, _spaced(random, digits, (4, 4, 4, 4)), full_width(digits)))


def _plate(random: Random) -> str:
    province = random.choice("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")
    letter = random.choice("ABCDEFG")
    tail = random.choice(
        (
            _digits(random, 5),
            random.choice("ABDFK") + _digits(random, 4),
            _digits(random, 3) + random.choice("XYZ") + _digits(random, 1),
            random.choice("DF") + _digits(random, 5),
            _digits(random, 5) + random.choice("DF"),
            _digits(random, 4) + "学",
        )
    )
    written = province + letter + random.choice(("", "", "·", " ", "-")) + tail
    return random.choice((written, written, written.lower(), full_width(written)))


def _email(random: Random) -> str:
    user = random.choice(("guyu", "li.qiu", "bai_lu88", "88" + _digits(random, 6), "frost-smith"))
    return random.choice(
        (
            f"{user}@example.com",
            f"{user}@mail.example.cn",
            f"{user} @ example.com",
            f"{user.upper()}@EXAMPLE.COM",
            f"{user}＠example.com",
        )
    )


def _account(random: Random) -> str:
    return random.choice(("guyu_2026", "bailu88", "Liqiu-99", "wx" + _digits(random, 6), "shuang_smith"))


def _door(random: Random) -> str:
    building, unit, room = (
        random.randint(1, 30),
        random.randint(1, 4),
        random.randint(1, 18) * 100 + random.randint(5, 8),
    )
    chinese = "一二三四五六七八九十"
    return random.choice(
        (
            f"{building}栋{unit}单元{room}室",
            f"{building}栋{unit}单元{room}",
            f"{building}栋{room}室",
            f"{building}栋{room}房",
            f"{building}栋{room}",
            f"{building}号楼{unit}单元{room}室",
            f"{building}号楼{room}",
            f"{building}幢{unit}单元{room}",
            f"A{building}栋{room}",
            f"{chinese[building % 10]}栋{chinese[unit]}单元五〇一室",
            f"{building}-{unit}-{room}室",
            f"{building} 栋 {unit} 单元 {room} 室",
            f"第{building}栋{unit}单元{room // 100}楼{room}号",
            full_width(f"{building}栋{unit}单元{room}室"),
            f"{unit}单元{room}室",
            f"{room}室",
            f"B座{room}",
        )
    )


def _latin_door(random: Random) -> str:
    room = random.randint(101, 1806)
    return random.choice(
        (
            f"Room {room}",
            f"Apt {random.randint(1, 30)}B",
            f"Building 3, Unit 2, Room {room}",
            f"Apartment {room}",
            f"Tower B, Flat {room}",
        )
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A kind of personal data, how its value is written, and the phrases around the value ({} marks it)."""

    kind: Kind
    value: Callable[[Random], str]
    phrases: Sequence[str]


_WAYS = (
    _Way(
        Kind.MOBILE,
        _mobile_written,
        ("电话：{}", "我的手机号是{}", "联系电话{}", "请打{}找我", "手机:{}，谢谢", "（{}）", "tel{}", "{}"),
    ),
    _Way(Kind.LANDLINE, _landline_written, ("家里电话{}", "座机：{}", "请回电{}", "固话 {}", "{}")),
    _Way(Kind.LANDLINE, lambda r: landline(r)[1], ("家里电话：{}", "座机{}", "宅电 {}")),
    _Way(Kind.ID_CARD, _identity_written, ("身份证号{}", "身份证：{}", "证件号码为{}", "（{}）", "{}")),
    _Way(Kind.BANK_CARD, _card_written, ("银行卡号{}", "请打到卡上：{}", "工行{}", "{}")),
    _Way(Kind.PLATE, _plate, ("车牌{}", "我的车{}被贴条", "车号：{}", "{}")),
    _Way(Kind.EMAIL, _email, ("邮箱{}", "请发到{}", "e-mail: {}", "{}")),
    _Way(Kind.WECHAT, _account, ("微信：{}", "微信号{}", "加我微信 {}", "vx:{}", "WeChat {}", "V信{}")),
    _Way(Kind.QQ, lambda r: str(r.randint(10000, 9999999999)), ("QQ：{}", "qq号{}", "扣扣{}", "ＱＱ {}")),
    _Way(
        Kind.PASSPORT,
        lambda r: r.choice(("E", "G", "EA", "P")) + "44" + _digits(r, 6),
        ("护照号{}", "护照：{}", "护照号码是{}"),
    ),
    _Way(
        Kind.NAME,
        person,
        (
            "我叫{}，",
            "我的名字叫{}。",
            "本人{}，男，",
            "联系人：{}",
            "联系人：{}，",
            "姓名：{}",
            "投诉人:{}。",
            "举报人：{} 2026年3月1日",
            "户主{}，",
            "我是业主{}，",
            "业主{}女士",
            "邻居{}先生",
            "居民{}阿姨说",
            "学生家长：{}",
            "{}先生来电反映",
            "我母亲{}，今年七十岁",
            "此致\n敬礼！\n{}\n2026年3月1日",
        ),
    ),
    _Way(
        Kind.NAME,
        lambda r: r.choice(SURNAMES[:60]),
        ("业主{}先生说", "，{}女士反映", "找到{}师傅", "班主任{}老师说"),
    ),
    _Way(
        Kind.ADDRESS,
        _door,
        (*(f"住{estate}{{}}" for estate in ESTATES), "家在锦绣苑{}，", "碧水湾{}的业主", "地址：{}"),
    ),
)
_LATIN_WAYS = (
    _Way(
        Kind.NAME,
        latin_person,
        (
            "My name is {}.",
            "I am {}, a resident.",
            "Mr {} said so",
            "Name: {}",
            "Ms. {} told me",
            "Regards,\n{}",
        ),
    ),
    _Way(Kind.MOBILE, _mobile_written, ("Call me at {}", "phone: {}", "mobile {}")),
    _Way(Kind.ADDRESS, _latin_door, ("I live in {}", "my address is {}, 12 Lake Road", "{}")),
    _Way(Kind.EMAIL, _email, ("write to {}", "e-mail {}")),
    _Way(Kind.PASSPORT, lambda r: "E44" + _digits(r, 6), ("passport number {}", "my passport is {}")),
)


def labelled_messages(*, seed: int, count: int) -> list[Labelled]:
    """`count` messages, one in eight in English, each with one or two secrets and look-alikes."""
    random = Random(seed)
    return [_message(random, number) for number in range(count)]


def harmless_messages(*, seed: int, count: int) -> list[Labelled]:
    """`count` messages without any personal data, full of what looks like it."""
    random = Random(seed)
    messages = []
    for _ in range(count):
        kept = random.sample(HARMLESS, 4)
        words = [*random.sample(SMALL_TALK, 2), *kept]
        random.shuffle(words)
        messages.append(Labelled("，".join(words) + "。", (), tuple(kept)))
    return messages


def _message(random: Random, number: int) -> Labelled:
    is_latin = number % 8 == 7
    ways = _LATIN_WAYS if is_latin else _WAYS
    talk, harmless = (LATIN_SMALL_TALK, LATIN_HARMLESS) if is_latin else (SMALL_TALK, HARMLESS)
    chosen = [ways[number // 8 % len(ways)], random.choice(ways)] if is_latin else [ways[number % len(ways)]]
    if not is_latin and random.random() < 0.5:
        chosen.append(random.choice(_WAYS))
    secrets = [_secret(random, way) for way in chosen]
    phrases = [secret.phrase for secret in secrets]
    kept = random.sample(harmless, 2)
    words = [*random.sample(talk, 2), *kept]
    random.shuffle(words)
    closing = [phrase for phrase in phrases if "\n" in phrase]
    for phrase in (phrase for phrase in phrases if "\n" not in phrase):
        words.insert(random.randint(0, len(words)), phrase)
    joint = ", " if is_latin else random.choice(("，", "。", "；", "\n"))
    return Labelled(
        joint.join(words) + (". " if is_latin else "。") + "\n".join(closing[:1]),
        _left(secrets, closing),
        kept,
    )


def _secret(random: Random, way: _Way) -> Secret:
    value = way.value(random)
    return Secret(way.kind, value, random.choice(way.phrases).format(value))


def _left(secrets: Sequence[Secret], closing: Sequence[str]) -> tuple[Secret, ...]:
    """The secrets that the message holds: of two closings only the first is written."""
    unwritten = {secret.text for secret in secrets for other in closing[1:] if secret.text in other}
    return tuple(secret for secret in secrets if secret.text not in unwritten)
