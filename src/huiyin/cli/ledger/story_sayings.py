"""In which sentences does a command tell the story of a problem?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import override

from huiyin.languages import counted_sentences, joined, sentences
from huiyin.ledger.moves import MOVES
from huiyin.ledger.shown import story as told_by
from huiyin.ledger.shown.chain import ChainStep
from huiyin.ledger.shown.story import Story, StoryLine
from huiyin.plan.terms import Term
from huiyin.web.activities.shown import day_said
from huiyin.web.frame.role_words import role_word
from huiyin.web.imports.words import DJANGO_LANGUAGES
from huiyin.web.ledger.chain_words import STANDING, WORDS
from huiyin.web.ledger.light_words import reason_of
from huiyin.web.ledger.move_words import MOVE_WORDS
from huiyin.web.ledger.words import LIGHTS

BESIDE = "    "


def story_lines(story: Story, language: str) -> list[str]:
    """The whole story, a line for each sentence, in this language."""
    _ = sentences(language)
    with override(DJANGO_LANGUAGES[language]):
        light = story.light
        head = _("Problem {number}: {title}").format(number=story.row.number, title=story.row.title)
        stands = _("{sign} {light}. {reason}").format(
            sign=light.sign, light=LIGHTS[light.color].word, reason=reason_of(light)
        )
        lines = [head, stands, ""]
        for line in story.lines:
            lines += _said(line, language)
        return [*lines, "", chain_line(story, language)]


def chain_line(story: Story, language: str) -> str:
    """The chain from the voices to the answers, in one line."""
    _ = sentences(language)
    links = [_link(step, language) for step in story.chain]
    return _("From voice to answer: {links}").format(links=" → ".join(links))


def as_json(story: Story, language: str) -> dict[str, Any]:
    """The story for a program; its sentences in this language beside the facts."""
    with override(DJANGO_LANGUAGES[language]):
        return {
            "number": story.row.number,
            "record": story.row.record,
            "version": story.row.version,
            "title": story.row.title,
            "state": story.row.state,
            "episode": story.row.episode,
            "light": {
                "color": story.light.color.value,
                "why": story.light.why.value,
                "facts": _plain(story.light.facts),
                "sentence": reason_of(story.light),
            },
            "lines": [
                {
                    "code": line.code,
                    "day": line.day.isoformat() if line.day else None,
                    "move": line.move,
                    "rule": line.rule,
                    "role": line.role,
                    "by": line.by.said(language) if line.by else None,
                    "entry": line.sequence,
                    "facts": _plain(line.facts),
                    "sentence": "\n".join(text.strip() for text in _said(line, language)),
                }
                for line in story.lines
            ],
            "chain": [
                {
                    "link": step.key.value,
                    "state": step.state.value,
                    "role": step.role,
                    "day": step.day.isoformat() if step.day else None,
                    "rule": step.rule,
                    "entry": step.sequence,
                    "count": step.count,
                    "of": step.of,
                }
                for step in story.chain
            ],
        }


def _said(line: StoryLine, language: str) -> list[str]:
    if line.code == told_by.MOVED:
        return list(_move(line, language))
    facts = line.facts
    _, _n = sentences(language), counted_sentences(language)
    if line.code == told_by.VOICES:
        voices = _n("{voices} voice", "{voices} voices", facts["voices"]).format(**facts)
        places = _n("{places} place", "{places} places", facts["places"]).format(**facts)
        return [_("It comes from {voices}, at {places}.").format(voices=voices, places=places)]
    if line.code == told_by.ANSWERS:
        return list(_answers(facts, language))
    told = {
        told_by.WEEKS: _("Weekly word: said in weeks: {said}; weeks without a word: {gaps}."),
        told_by.EVIDENCE: _("Files that show it: {files}."),
        told_by.PLACES: _("Places put right: {done} of {places}."),
    }[line.code]
    return [told.format(**facts)]


def _move(line: StoryLine, language: str) -> Iterator[str]:
    """Day, what was done, by whom, by which rule; below it what was decided, and why."""
    _ = sentences(language)
    words = MOVE_WORDS.get(line.move)
    who = [role_word(line.role) if line.role else "", line.by.said(language) if line.by else ""]
    where = _("rule {rule}, log entry {entry}").format(rule=line.rule, entry=line.sequence)
    yield _("{day}: {done} ({who}; {where})").format(
        day=day_said(line.day),
        done=words.done if words else line.move,
        who=joined([text for text in who if text], language),
        where=where,
    )
    if line.move in MOVES and words:
        yield BESIDE + _("The rule asks: {question}").format(question=words.question)
    told = {
        "owner_unit": _("Owner unit: {said}"),
        "verifier_unit": _("Checked by: {said}"),
        "due_current": _("Due: {said}"),
        "next_review": _("Next review: {said}"),
        "reason": _("Reason: {said}"),
        "words": _("In words: {said}"),
    }
    for name, sentence in told.items():
        if name in line.facts:
            yield BESIDE + sentence.format(said=_fact(line.facts[name], language))


def _answers(facts: Mapping[str, Any], language: str) -> Iterator[str]:
    _ = sentences(language)
    yield _(
        "Answers: {all}. Told: {given}; put up for voices without a way back: {posted}; not reached: "
        "{not_reached}; told that it is in hand: {in_hand}; still to be told: {due}."
    ).format(**facts)
    if facts["given"]:
        yield _(
            "Of those told, {with_a_word} say something: solved {yes}, partly {partly}, not solved {no}; "
            "no word from {no_word}."
        ).format(**facts)


def _link(step: ChainStep, language: str) -> str:
    _ = sentences(language)
    said = str(STANDING[step.state])
    if step.count is not None and step.of is not None:
        said = _("{count} of {of}, {standing}").format(count=step.count, of=step.of, standing=said)
    elif step.count is not None:
        said = str(step.count)
    return _("{link} ({standing})").format(link=WORDS[step.key], standing=said)


def _fact(fact: Any, language: str) -> str:
    if isinstance(fact, Term):
        return fact.said(language)
    return day_said(fact) if isinstance(fact, date) else " ".join(str(fact).split())


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON holds them."""
    plain: dict[str, Any] = {}
    for name, fact in facts.items():
        if isinstance(fact, Term):
            plain[name] = {"zh": fact.zh, "en": fact.en}
        else:
            plain[name] = fact.isoformat() if isinstance(fact, date) else fact
    return plain
