"""Whether anything sounds by itself for more than three seconds (WCAG 1.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.motion import Sound
    from crawler.records import PageFacts

LONGEST = 3.0
"""Seconds that a sound may last without a way to stop it, by the criterion."""


@audit(
    id="autoplay-sound",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="What sounds by itself is short or can be stopped",
    title_fail="Sound starts by itself, and nothing stops it",
    who="People who use a screen reader, and anyone who is in company or easily startled.",
    why="A screen reader speaks. Sound that nobody asked for drowns it, and with it the way to "
    "the control that would stop the sound.",
    fix="Do not start sound by itself. Where it must be, show the player's controls (the attribute "
    "controls) or a button that stops it, near the top of the page.",
    limit="Sound that a script starts without an audio or video element is not heard, and whether "
    "a video has sound is not known.",
    needs=(Evidence.MOTION,),
    wcag=("1.4.2",),
)
def autoplay_sound(facts: PageFacts) -> Verdict:
    motion = needed(facts.motion)
    if not motion.sounds and not motion.complete:
        return Verdict(outcome=Outcome.REVIEW, title="There is more that may sound than we look at")
    if not motion.sounds:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Nothing sounds by itself")
    stops = any("mute" in name.lower() or "sound" in name.lower() for name in motion.pauses)
    open_ended = [each for each in motion.sounds if not (_is_short(each) or each.controls or stops)]
    fine = len(motion.sounds) - len(open_ended)
    certain = tuple(element(each.spot, _said(each)) for each in open_ended if _is_sure(each))
    if certain and not motion.pauses:
        return Verdict(outcome=Outcome.FAIL, elements=certain, passing=fine)
    elements = tuple(element(each.spot, _said(each)) for each in open_ended)
    elements += tuple(
        element(each.spot, "A player in a frame that is asked to start by itself")
        for each in motion.sounds
        if each.controls and not each.sure and each.spot.html.startswith("<iframe")
    )
    if elements:
        return Verdict(outcome=Outcome.REVIEW, title="Sound may start by itself", elements=elements)
    return Verdict(outcome=Outcome.PASS, passing=fine)


def _is_short(sound: Sound) -> bool:
    return sound.seconds is not None and sound.seconds <= LONGEST and not sound.loops


def _is_sure(sound: Sound) -> bool:
    return sound.sure and (sound.loops or sound.seconds is not None)


def _said(sound: Sound) -> str:
    lasts = ""
    if sound.loops:
        lasts = ", again and again"
    elif sound.seconds is not None:
        lasts = f", for {sound.seconds:g} seconds"
    return f"It is to start by itself{lasts}, and has no controls"
