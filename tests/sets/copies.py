"""What does a copied message look like, with noise, or as a form letter with the place exchanged?

Seeded generators. Every character is, with the given probability, replaced, left out, followed by another
one, or swapped with the next. All places and persons are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Letters:
    """Texts, and what each speaks of; texts that speak of two things are no copies of each other."""

    texts: Sequence[str]
    subject: Sequence[str]
    letter: Sequence[int]  # the form letter or original that each was made from


DISTRICTS = (
    "云岭区",
    "松台县",
    "明湖区",
    "柳溪县",
    "东屏区",
    "南浦区",
    "白鹭县",
    "青石区",
    "望江县",
    "桂岭区",
)
STREETS = (
    "解放路",
    "锦绣路",
    "金桂街",
    "云杉路",
    "望江大道",
    "松涛巷",
    "明月街",
    "柳荫路",
    "青石街",
    "白鹭大道",
)
ESTATES = (
    "锦绣苑",
    "明湖花园",
    "云岭新村",
    "松台小区",
    "碧水湾",
    "金桂家园",
    "柳溪苑",
    "望湖名邸",
    "恒景绿洲",
    "万和紫台",
)
VILLAGES = (
    "大龙村",
    "洪桥村",
    "石嘴村",
    "茶林村",
    "马塘村",
    "清溪村",
    "老坪村",
    "花桥村",
    "枫树村",
    "盘石村",
)
PLACES = (*DISTRICTS, *STREETS, *ESTATES, *VILLAGES)
MATTERS = (
    ("路灯不亮", "的路灯已经坏了很久，晚上漆黑一片，老人小孩出门很不安全，附近还发生过摔伤的事"),
    ("夜间施工噪音扰民", "旁边的工地每天施工到凌晨两点，噪音很大，家里老人有心脏病，孩子第二天还要上学"),
    ("下水道堵塞污水横流", "的下水道经常堵，一下雨污水就漫到路面上，气味难闻，蚊虫很多，多次清理都没有用"),
    ("违章停车堵塞消防通道", "门口长期有人违章停车，消防通道被堵得严严实实，一旦失火后果不堪设想"),
    ("垃圾站臭味扰民", "的垃圾站几天才清运一次，夏天臭味很大，住户连窗户都不敢开，苍蝇满天飞"),
    ("自来水水压太低", "一到晚上水压就很低，四楼以上基本没有水，热水器都打不着火，做饭洗澡都成问题"),
    ("公交车班次太少", "的公交车班次太少，早高峰要等四十多分钟，很多上班族只好打车，学生经常迟到"),
    ("幼儿园学位不足", "附近的公办幼儿园学位严重不足，很多孩子摇号摇不上，只能去收费很高的民办幼儿园"),
    ("房产证迟迟办不下来", "的房子交房已经五年了，开发商承诺的房产证到现在都没有办下来，影响孩子入学"),
    ("烧烤店油烟扰民", "楼下的烧烤店没有安装油烟净化设备，每天晚上油烟直接排到住户家里，衣服都不敢晒"),
    ("道路坑洼积水", "的路面坑坑洼洼，雨天到处积水，骑车的人经常摔倒，修了又坏，坏了又修"),
    ("电梯经常故障", "的电梯一个月坏了三次，有老人被困在里面半个多小时，物业只是简单修一下了事"),
)
OPENINGS = ("尊敬的领导：您好！", "领导好，", "", "您好，我想反映一个问题。", "各位领导：")
CLOSINGS = (
    "请有关部门尽快处理。",
    "希望领导重视，早日解决！",
    "恳请相关部门到现场看一看，给居民一个说法。",
    "盼回复，谢谢！",
    "",
)
WHO = (
    "我家老人",
    "隔壁邻居",
    "楼下商户",
    "几位家长",
    "我爱人",
    "小区保安",
    "巷口的师傅",
    "对面的住户",
    "同事",
    "孩子",
    "社区网格员",
    "几个退休教师",
)
DID = (
    "向物业反映过多次",
    "打过热线电话",
    "拍了照片交上去",
    "半夜被吵醒",
    "差点摔了一跤",
    "写过联名信",
    "等了整整一个夏天",
    "去年就提过意见",
    "专门请过假去问",
    "在门口守了两个晚上",
    "听说别处已经解决",
    "不知道该找谁",
)
SINCE = (
    "没有下文",
    "只说登记了",
    "到现在没人来看",
    "得到的答复不一样",
    "都说不归他们管",
    "实在受不了",
    "很着急",
    "还在等消息",
    "心里没底",
)
HABITS = tuple(f"{who}{did}，{since}" for who in WHO for did in DID for since in SINCE)


def noisy(random: Random, text: str, share: float, alphabet: str) -> str:
    """The text with about `share` of its characters replaced, left out, doubled or swapped."""
    characters = list(text)
    result: list[str] = []
    at = 0
    while at < len(characters):
        change = random.choice("rlis") if random.random() < share else ""
        if change == "r":
            result.append(random.choice(alphabet))
        elif change == "i":
            result += [characters[at], random.choice(alphabet)]
        elif change == "s" and at + 1 < len(characters):
            result += [characters[at + 1], characters[at]]
            at += 1
        elif change != "l":
            result.append(characters[at])
        at += 1
    return "".join(result)


def messages(*, seed: int, count: int, long: int = 4) -> list[str]:
    """`count` different invented messages: a title and up to `long` sentences of detail."""
    random = Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[_message(random, long)] = None
    return list(found)


def _message(random: Random, long: int) -> str:
    place, street = (
        f"{random.choice(DISTRICTS)}{random.choice((*ESTATES, *VILLAGES))}",
        random.choice(STREETS),
    )
    title, detail = random.choice(MATTERS)
    number = random.randint(2, 40)
    where = random.choice(
        (f"{place}{number}栋", f"{place}{street}{number}号", f"{place}", f"{street}{number}号{place}")
    )
    habits = random.sample(HABITS, random.randint(0, long))
    told = "，".join([f"{where}{detail}", *habits])
    head = f"{random.choice(('反映', '投诉', '关于', ''))}{place}{title}"
    return f"{head}\n{random.choice(OPENINGS)}{told}。{random.choice(CLOSINGS)}"


def noisy_copies(originals: Sequence[str], *, seed: int, share: float, each: int = 1) -> Letters:
    """All originals, and `each` noisy copies of every one; noise takes its characters from the originals."""
    random = Random(seed)
    alphabet = "".join(originals).replace("\n", "")
    copies = [noisy(random, text, share, alphabet) for text in originals for _ in range(each)]
    owner = [str(number) for number in range(len(originals)) for _ in range(each)]
    numbers = [*range(len(originals)), *map(int, owner)]
    return Letters([*originals, *copies], [*map(str, range(len(originals))), *owner], numbers)


def form_letters(*, seed: int, letters: int, senders: int) -> Letters:
    """Letters that `senders` people sent, each with a place of their own; no two are copies of each other."""
    random = Random(seed)
    texts: list[str] = []
    subjects: list[str] = []
    for _ in range(letters):
        title, detail = random.choice(MATTERS)
        shape = random.choice(_SHAPES)
        habits = "，".join(random.sample(HABITS, random.randint(0, 8)))
        kind = random.choice((DISTRICTS, STREETS, ESTATES, VILLAGES))
        fixed = random.choice([place for place in DISTRICTS if place not in kind] or [""])
        for place in random.sample(kind, senders):
            texts.append(shape.format(p=place, f=fixed, t=title, d=detail, h=habits))
            subjects.append(f"{place}{title}")
    return Letters(texts, subjects, [number // senders for number in range(len(texts))])


_SHAPES = (
    "{p}{t}",
    "反映{f}{p}{t}\n{p}{d}，{h}。请有关部门尽快处理。",
    "{t}\n尊敬的领导：我是{f}{p}居民，这里{d}，{h}。希望领导重视，早日解决！",
    "关于{p}{t}的投诉\n{h}，{p}{d}。盼回复，谢谢！",
    "请解决{t}问题\n领导好，{d}，{h}，请到{p}现场看一看，{p}的居民感谢你们。",
)


def numbered_letters(*, seed: int, letters: int, senders: int) -> Letters:
    """The same with a number exchanged: a bus line, a phase, a building, a school, a road number."""
    random = Random(seed)
    texts: list[str] = []
    subjects: list[str] = []
    for _ in range(letters):
        title, detail = random.choice(MATTERS)
        place, shape = random.choice(PLACES), random.choice(_NUMBERED)
        habits = "，".join(random.sample(HABITS, random.randint(0, 6)))
        for number in random.sample(range(1, 10), senders):
            words = {"n": number, "c": "零一二三四五六七八九"[number], "h": habits}
            texts.append(shape.format(p=place, t=title, d=detail, **words))
            subjects.append(f"{place}{number}{title if '{t}' in shape or '{d}' in shape else shape}")
    return Letters(texts, subjects, [number // senders for number in range(len(texts))])


_NUMBERED = (
    "反映10{n}路公交车在{p}不按站停靠\n我每天坐10{n}路，司机经常甩站，{h}，请严肃处理。",
    "{p}{n}期{t}\n{p}{n}期{d}，{h}。",
    "{p}{c}期业主反映{t}\n{d}，{h}。",
    "关于{p}第{c}中学补课的问题\n{p}第{c}中学周末还在补课收费，{h}。",
    "{p}{n}栋{t}\n我住在{p}{n}栋，{d}，{h}。",
    "{p}{n}8号门口{t}\n{d}，{h}，请到{n}8号来看。",
    "地铁{n}号线站口离{p}太远\n希望{n}号线在{p}增加出口，{h}。",
)
