"""How long things are kept. The guide on the form tells readers the same numbers."""

from datetime import timedelta

UNVERIFIED = timedelta(days=3)  # for the sender to click the link in the mail
UNUSED = timedelta(days=90)  # declined or taken back: the whole contribution
ORIGINALS = timedelta(days=90)  # taken: the files in quarantine, after the decision
TIPS = timedelta(days=180)  # a tip that was followed up: the whole of it, after the decision
VOTES = timedelta(days=30)  # who gave which vote, after the end; the numbers stay
ORPHANS = timedelta(days=1)  # files without a row, left by a crash while they came in
