# SPDX-License-Identifier: MIT
"""The registry of styles. A style turns a Draft into the bytes of one document.

Tags: None, every figure must be found; MAY_DOUBT, a careful human might hesitate, so figures may
stay unread; MUST_NOT_LIE, the document is damaged. With every tag a wrong figure is a failure.
"""
from . import model
from .draft import Draft

MAY_DOUBT = "may_doubt"
MUST_NOT_LIE = "must_not_lie"


class Style:
    def __init__(self, name, make, tag, forms):
        self.name, self.make, self.tag, self.forms = name, make, tag, forms
        self.suffix = ".txt" if "text" in name.split("-") else ".html"

    def draw(self, report, seed):
        """The document and what to expect of it, as (bytes, [Expectation])."""
        draft = Draft(report, seed, self.name)
        made = self.make(draft)
        data = made.encode("utf-8") if isinstance(made, str) else made
        return data, [] if draft.silent else draft.expectations()


STYLES = {}


def style(name, tag=None, forms=model.FORMS):
    """Registers a function of a Draft under a name; `text` in the name means plain text."""
    def register(make):
        assert name not in STYLES, name
        STYLES[name] = Style(name, make, tag, forms)
        return make
    return register
