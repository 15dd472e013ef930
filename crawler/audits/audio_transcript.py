"""Whether there is a transcript beside recordings of sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="audio-transcript",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    decides=False,
    title_pass="A transcript stands beside each recording",
    title_fail="Some recordings may have no transcript",
    who="People who are deaf or hard of hearing.",
    why="What is said in a recording is lost to them, unless it can be read as well.",
    fix="Put the text on the page, or link to it beside the player: “Transcript”.",
    limit="Music needs none, and a transcript under another name is not found.",
    needs=(Evidence.FRAMES,),
    wcag=("1.2.1",),
)
def audio_transcript(facts: PageFacts) -> Verdict:
    frames = needed(facts.frames)
    return verdict_on(
        [
            element(sound.spot, "A recording, and no text near it speaks of a transcript")
            for sound in frames.sounds
            if not sound.transcript
        ],
        judged=len(frames.sounds),
        complete=frames.complete,
        nothing="There are no recordings",
        outcome=Outcome.REVIEW,
    )
