"""What holds for all tests: they run on machines with other work to do, and never assert a time; no display is needed."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
