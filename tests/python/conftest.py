"""Lets the tests import `reference`, the slow second implementation beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
