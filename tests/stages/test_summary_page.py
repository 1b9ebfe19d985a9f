"""Can a leader open the summary anywhere, on a telephone, in the dark and on paper, without a network?"""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from huiyin.opinions.files.rows import RowStatus
from huiyin.publishing.summary_page import summary_page
from huiyin.triage.result import Mode, Result
from tests import town

FILES = ("ledger.xlsx", "opinions.csv")
TELEPHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def page_of(result: Result) -> str:
    return summary_page(result, town.the_facts(result), FILES)


class Visit:
    """An open page with what it asked for and what it complained of."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())

    @property
    def width(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@pytest.fixture(params=["zh", "en"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    words = town.CHINESE if request.param == "zh" else town.ENGLISH
    written = tmp_path / "summary.html"
    written.write_text(page_of(town.a_result(words, language=request.param)), encoding="utf-8")
    return written


def test_it_asks_for_nothing_and_complains_of_nothing(chromium: Browser, file: Path) -> None:
    visit = Visit(chromium.new_page(), file)

    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []


def test_its_style_is_let_through_by_its_own_policy(chromium: Browser, file: Path) -> None:
    visit = Visit(chromium.new_page(), file)

    assert visit.page.evaluate("getComputedStyle(document.body).paddingBottom") == "64px"


def test_it_fits_a_telephone_without_scrolling_sideways(chromium: Browser, file: Path) -> None:
    page = chromium.new_context(viewport=TELEPHONE).new_page()  # type: ignore[arg-type]
    visit = Visit(page, file)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert visit.width == TELEPHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_in_it_shuts_anybody_out(chromium: Browser, file: Path, scheme: str) -> None:
    page = chromium.new_context(viewport=SCREEN, color_scheme=scheme, bypass_csp=True).new_page()  # type: ignore[arg-type]
    Visit(page, file)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    found = Axe().run(page)

    assert [violation["id"] for violation in found.response["violations"]] == []


def test_the_dark_page_is_dark(chromium: Browser, file: Path) -> None:
    page = chromium.new_context(color_scheme="dark").new_page()
    Visit(page, file)

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert sum(map(int, re.findall(r"\d+", ground))) < 150


def test_it_prints_on_white_and_leaves_out_what_is_folded(chromium: Browser, file: Path) -> None:
    page = chromium.new_context(color_scheme="dark").new_page()
    Visit(page, file)
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('details')).display") == "none"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_it_can_be_read_with_the_keyboard_alone(chromium: Browser, file: Path) -> None:
    page = chromium.new_page()
    Visit(page, file)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.parentElement.open") is True


class Reader(HTMLParser):
    """Collects what stands in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attributes if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text.append(data.strip())


def test_the_title_is_the_answer() -> None:
    html = page_of(town.a_result())

    assert "<h1>12条意见归结为3个主题、5个问题</h1>" in html
    assert "<title>12条意见归结为3个主题、5个问题</title>" in html
    assert '<html lang="zh-Hans">' in html


def test_it_holds_no_script_and_links_only_to_its_neighbours() -> None:
    read = Reader(page_of(town.a_result()))

    assert "script" not in read.tags
    assert read.tags.count("style") == 1
    assert read.addresses == ["data:,", *FILES]


def test_every_picture_has_a_sentence_that_says_what_it_shows() -> None:
    html = page_of(town.a_result())

    figures = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)

    assert len(figures) == 4
    for figure in figures:
        described = re.search(r"<desc[^>]*>([^<]+)</desc>", figure)
        caption = re.search(r"</h3>([^<\n]+)", figure)
        assert described is not None
        assert caption is not None
        assert described[1] == caption[1]


def test_all_themes_are_listed_and_the_other_is_last() -> None:
    read = Reader(page_of(town.a_result()))

    themes = [title for _, title, _ in town.CHINESE.themes]

    assert [text for text in read.text if text in themes] == themes


def test_people_and_reasons_of_the_hottest_problem_are_told() -> None:
    html = page_of(town.a_result())

    assert "4人、近来反映、日渐增多、情形严重" in html


def test_a_shaky_join_shows_both_opinions_and_what_to_write() -> None:
    html = page_of(town.a_result())

    assert "景园小区旁边那个站，晚上罐车排队按喇叭。" in html
    assert "split: [MH0001, MH0005]" in html


def test_what_could_not_be_read_is_told_with_file_row_and_reason() -> None:
    result = town.a_result()
    rows = [*result.rows[:-1], replace(result.rows[-1], reason="bad_json")]

    html = page_of(replace(result, rows=rows))

    assert "明湖区征求意见.xlsx，工作表“2026年”，第14行：这一行不是JSON对象" in html


def test_unreadable_rows_beyond_the_list_are_counted() -> None:
    result = town.a_result()
    lost = [replace(result.rows[-1], number=15 + n, status=RowStatus.UNREADABLE) for n in range(24)]
    many = replace(
        result,
        rows=[*result.rows, *lost],
        placements=[*result.placements, *[result.placements[-1]] * len(lost)],
    )

    assert "另有5行" in page_of(many)


def test_markup_in_what_people_said_is_only_text() -> None:
    result = town.a_result()
    evil = replace(result.groups[0], title='<img src=x onerror="alert(1)">')

    read = Reader(page_of(replace(result, groups=[evil, *result.groups[1:]])))

    assert "img" not in read.tags
    assert evil.title in read.text


def test_in_topic_mode_they_are_groups() -> None:
    html = page_of(town.a_result(town.ENGLISH, language="en", mode=Mode.TOPIC))

    assert "<h1>5 opinions come down to 2 themes and 3 groups</h1>" in html


def test_equal_results_give_equal_pages_whatever_the_run_took() -> None:
    result = town.a_result()

    slow = summary_page(result, town.the_facts(result, seconds={"all": 99.0}), FILES)

    assert slow == page_of(result)


def test_a_result_without_opinions_has_a_page() -> None:
    empty = Result(rows=(), placements=(), groups=(), themes=(), mode=Mode.PROBLEM, language="zh")

    assert "<h1>这些文件里没有读到意见</h1>" in page_of(empty)
