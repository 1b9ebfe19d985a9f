"""What does `python -m huiyin` run? The same as the command `huiyin`."""

from __future__ import annotations

import sys

from huiyin.cli.main import main

sys.exit(main())
