"""`python -m opportune` is the command line."""

import sys

from opportune.cli import main

sys.exit(main())
