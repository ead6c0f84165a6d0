"""Letters that real mail systems returned: whose address, and what is said of it.

What is right was written down by reading each message. Refusals of the sender
(5.7.x) are soft: the reader is not at fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.outreach.newsletter import bounces

EXPECTED = {
    "arf-01": [("", "complaint", "")],  # the provider hides whose
    "arf-02": [("this-local-part-does-not-exist-on-yahoo@yahoo.com", "complaint", "")],
    "arf-11": [("", "complaint", "")],
    "lhost-amazonses-01": [("shironeko@example.co.jp", "soft", "5.7.1")],  # access denied, to the sender
    "lhost-courier-01": [("kijitora@example.co.jp", "hard", "5.1.1")],
    "lhost-exchange2007-01": [("mikeneko@example.co.jp", "hard", "5.1.1")],
    "lhost-exim-01": [("kijitora@example.ed.jp", "soft", "5.7.0")],  # use the server of your ISP
    "lhost-exim-02": [
        ("kijitora@example.jp", "hard", "5.1.1"),
        ("sabatora@example.jp", "hard", "5.2.1"),
    ],
    "lhost-gmail-01": [("userunknown@example.jp", "hard", "5.1.1")],
    "lhost-office365-01": [("kijitora@example.com", "hard", "5.1.10")],
    "lhost-opensmtpd-01": [("apdugoaidugoaidugoaeiudggadi@gmail.com", "hard", "5.1.1")],
    "lhost-postfix-01": [("kijitora@example.org", "hard", "5.1.1")],  # passed on to r@p351355…
    "lhost-postfix-02": [
        ("filtered@example.co.jp", "hard", "5.2.1"),
        ("userunknown@example.co.jp", "hard", "5.1.1"),
    ],
    "lhost-postfix-03": [("kijitora@example.net", "hard", "5.0.0")],  # in words: unknown user
    "lhost-qmail-01": [("kijitora@example.ne.jp", "hard", "5.5.0")],
    "lhost-sendmail-01": [("userunknown@bouncehammer.jp", "hard", "5.1.1")],
    "lhost-sendmail-02": [
        ("filtered@example.com", "hard", "5.2.1"),
        ("userunknown@example.org", "hard", "5.1.1"),
    ],
    "rfc3464-01": [("userunknown@bouncehammer.jp", "hard", "5.1.1")],
    "rfc3834-01": [],  # somebody is on holiday
}


def test_there_is_an_expectation_for_every_message(fixtures: Path) -> None:
    assert {file.stem for file in (fixtures / "bounces").glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_whose_address_and_what_is_said_of_it(fixtures: Path, name: str) -> None:
    reports = bounces.read((fixtures / f"bounces/{name}.eml").read_bytes())
    said = sorted((report.address, report.kind.value, report.status) for report in reports)
    assert said == EXPECTED[name]
