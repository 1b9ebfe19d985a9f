"""What does the process do that the pages start to sort opinions?

`python -m huiyin.cli.board.job sort PERSON` or `… rerun PERSON`, in the campaign of HUIYIN_DIR.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from huiyin.campaign_folder import asked_folder
from huiyin.cli.campaign import wake_django


def main(words: Sequence[str]) -> int:
    """Do it, as this person; 0 when it is done. What is raised stands with the job, for its page."""
    wake_django(asked_folder(os.environ))
    from huiyin.access.queries import actor_of_person
    from huiyin.web.board.job import Doing, Work, work_off

    work, person = words
    work_off(Work(work), Doing(actor_of_person(person)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
