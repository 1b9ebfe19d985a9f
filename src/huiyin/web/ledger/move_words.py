"""What is each move called: as a button, as what it will do, as what was done, as its rule asks?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MoveWords:
    """One move in words. `question` is what its rule asks before it lets the move happen."""

    button: Promise
    will: Promise
    done: Promise
    question: Promise


MOVE_WORDS: Final[Mapping[str, MoveWords]] = MappingProxyType(
    {
        "open": MoveWords(
            _("Open a problem"),
            _("A problem with a number of its own begins; it is handed over later."),
            _("Opened as a problem"),
            _("May the office make a problem of what was said?"),
        ),
        "describe": MoveWords(
            _("Describe"),
            _("What is to be put right is written down; what stood there before stays readable."),
            _("Described"),
            _("May the office say otherwise what the problem is, and whose?"),
        ),
        "assign": MoveWords(
            _("Hand it over"),
            _("The owner unit gets it, and receives it or says that it is another unit's."),
            _("Handed over"),
            _("Is all there that a unit needs to begin, so that the office may hand the problem over?"),
        ),
        "assign_by_head": MoveWords(
            _("Decide whose it is"),
            _("It came back too often. What is decided here stands: the unit named gets it."),
            _("Handed over by decision of the head"),
            _("May the head end the passing on of a problem and say whose it is?"),
        ),
        "receive": MoveWords(
            _("Receive it"),
            _("Your unit takes it on; from now on its week with it is asked for."),
            _("Received by the unit"),
            _("May the unit confirm that it has received the problem?"),
        ),
        "return": MoveWords(
            _("It is not ours"),
            _("It goes back to the office, with your reason and the unit that you think is right."),
            _("Returned: another unit's"),
            _("May the unit give a problem back that is another's?"),
        ),
        "ask_extension": MoveWords(
            _("Ask for more time"),
            _("The head decides. The day first set stays on record, whatever is decided."),
            _("More time asked for"),
            _("May the unit ask for more time?"),
        ),
        "grant_extension": MoveWords(
            _("Grant more time"),
            _("It is due on the day that you set. The day first set stays on record."),
            _("More time granted"),
            _("May the head give more time, up to a day?"),
        ),
        "refuse_extension": MoveWords(
            _("Refuse more time"),
            _("The due day stays; the unit reads your reason."),
            _("More time refused"),
            _("May the head leave the day as it is, and say why?"),
        ),
        "hold": MoveWords(
            _("Put it on hold"),
            _("It waits for something outside. Its time stands still until it goes on."),
            _("Put on hold"),
            _("May the time of the problem stand still?"),
        ),
        "resume": MoveWords(
            _("Let it go on"),
            _("Its time runs again; the due day moves by the working days on hold."),
            _("Goes on after the hold"),
            _("May the time of the problem go on?"),
        ),
        "place_done": MoveWords(
            _("A place is done"),
            _("This place is marked as put right. The problem closes when all places are."),
            _("A place put right"),
            _("May the unit say that one place is put right?"),
        ),
        "claim": MoveWords(
            _("Say that it is done"),
            _("Somebody of elsewhere will check it. Until then it is not closed."),
            _("Said to be done"),
            _("Has the unit shown all that it takes to say that the problem is solved?"),
        ),
        "take_back_claim": MoveWords(
            _("It is not done after all"),
            _("It goes back to work; nobody needs to check it now."),
            _("The unit took its word back"),
            _("May the unit take back that the problem is solved?"),
        ),
        "check": MoveWords(
            _("I have seen that it is done"),
            _("It goes to the head for signature, with what you saw."),
            _("Checked by somebody of elsewhere"),
            _("May this person of elsewhere confirm that the problem is solved?"),
        ),
        "send_back": MoveWords(
            _("It is not done yet"),
            _("It goes back to the unit with what is still missing."),
            _("Sent back by the check"),
            _("May this person of elsewhere say that the problem is not solved yet?"),
        ),
        "sign": MoveWords(
            _("Sign"),
            _("It closes, after public notice where the plan asks for one, and its givers are told."),
            _("Signed"),
            _("May this head sign that the problem closes?"),
        ),
        "sign_without_check": MoveWords(
            _("Sign without a check"),
            _("It closes without anybody of elsewhere having looked. That, and why, stays to be seen."),
            _("Signed without a check"),
            _("May this head sign, with a reason for all to read, though nobody of elsewhere has checked?"),
        ),
        "refuse": MoveWords(
            _("Do not sign"),
            _("It goes back to the unit with your reason."),
            _("Signature refused"),
            _("May the head give a checked problem back to work?"),
        ),
        "end_notice": MoveWords(
            _("The notice ends"),
            _("It closes."),
            _("Closed after public notice"),
            _("Are the days of public notice over?"),
        ),
        "object": MoveWords(
            _("Somebody objects"),
            _("The notice stops, and it goes back to the unit."),
            _("Objection during public notice"),
            _("Does an objection during the public notice bring the problem back to work?"),
        ),
        "make_standing": MoveWords(
            _("Make it a standing measure"),
            _("It is never closed as done. A measure stays in place and is reviewed on set days."),
            _("Made a standing measure"),
            _("May the head let a lasting measure with reviews stand in place of an end?"),
        ),
        "review": MoveWords(
            _("Review the measure"),
            _("What was found stays on record, with the day of the next review."),
            _("Standing measure reviewed"),
            _("Does the lasting measure still hold, and when is it looked at again?"),
        ),
        "end_standing": MoveWords(
            _("It can be finished now"),
            _("It goes back to work with a due day of its own."),
            _("No standing measure any more"),
            _("May a lasting measure become work with a day again?"),
        ),
        "effect_holds": MoveWords(
            _("It is still put right"),
            _("The effect check is recorded; the problem stays closed."),
            _("Effect check: it holds"),
            _("May this person of elsewhere confirm that the problem stayed solved?"),
        ),
        "effect_fails": MoveWords(
            _("It has come back"),
            _("It opens again with a new due day, and its unit is told."),
            _("Effect check: it has come back"),
            _("May this person of elsewhere say that a closed problem is back?"),
        ),
        "reopen": MoveWords(
            _("Open it again"),
            _("It goes back to the unit with a new due day, and counts as opened again."),
            _("Opened again"),
            _("May the office open a closed problem again?"),
        ),
        "merge": MoveWords(
            _("Merge it into another"),
            _("Its places go to the other problem; its own history stays. Both count as one from then on."),
            _("Merged into another"),
            _("May another problem take this one in, with all its places?"),
        ),
        "split_off": MoveWords(
            _("Split places off"),
            _("The places chosen become a problem of their own, with a number of its own."),
            _("Places split off"),
            _("May some places become a problem of their own?"),
        ),
        "add_place": MoveWords(
            _("Add a place"),
            _("A group of opinions that nobody has opened yet becomes a place of this problem."),
            _("A place added"),
            _("May a group of the board become a place of this problem?"),
        ),
        "drop_place": MoveWords(
            _("Take a place away"),
            _("The group goes back to the board and waits there for its own answer."),
            _("A place taken away"),
            _("May a place go back to the board?"),
        ),
        "not_accept": MoveWords(
            _("Do not accept it"),
            _("It ends without work. Whoever said it is told your reason, so write it for them."),
            _("Not accepted"),
            _("May the office say that there is nothing to put right, and tell why?"),
        ),
        "move_deadline": MoveWords(
            _("The due day moves"),
            _("The due day follows the calendar."),
            _("Due day moved by the calendar"),
            _("Does a change of the calendar move the day by which it has to be done?"),
        ),
        "link": MoveWords(
            _("Link projects"),
            _("The problem and the projects that it grew into lead to each other."),
            _("Linked to projects"),
            _("Which projects and initiatives grew from this problem?"),
        ),
    }
)
