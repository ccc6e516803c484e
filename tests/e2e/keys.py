"""What the keyboard alone does on a page: after every press something has the focus and is seen."""

from __future__ import annotations

from playwright.sync_api import Page

# Longer than the way through the longest page; so much Tab goes round in circles.
MOST_PRESSES = 200
# What has the focus: lost; hidden under something or outside the window; without a ring around it
# or around what it stands for (its label, card or row); else nothing is wrong. Only one line of it
# needs to be seen: a text field may be higher than what is left of the window.
WRONG = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return "lost";
  const named = one.closest("label, .card, .list__row, .upload");
  const faces = [one, one.closest("label"), named, one.nextElementSibling].filter(Boolean);
  const ring = (face) => { const style = getComputedStyle(face);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0; };
  if (!faces.some(ring)) return "without a ring";
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const heights = [top + 2, (top + bottom) / 2, bottom - 2];
  const seen = heights.some((y) => { const there = document.elementFromPoint((left + right) / 2, y);
    return there && faces.some((face) => face.contains(there) || there.contains(face)); });
  return seen ? "" : "out of sight"; }"""
PLACE = "() => document.activeElement.outerHTML.slice(0, 200)"
WORDS = "() => (document.activeElement.innerText ?? '').trim()"
AT = "selector => Boolean(document.activeElement?.matches(selector))"


class Keys:
    """One person's keyboard. Begins where the page puts the focus: after it was opened, nowhere."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.check(key)

    def check(self, after: str) -> None:
        wrong = self.page.evaluate(WRONG)
        assert not wrong, f"after {after} the focus is {wrong}: {self.page.evaluate(PLACE)}"

    def tab_to(self, selector: str, key: str = "Tab") -> None:
        """Tab until what has the focus is that."""
        for _ in range(MOST_PRESSES):
            self.press(key)
            if self.page.evaluate(AT, selector):
                return
        raise AssertionError(f"{selector} is not reached by keyboard")

    def tab_to_words(self, words: str) -> None:
        """Tab until the button or link with these words has the focus."""
        for _ in range(MOST_PRESSES):
            self.press("Tab")
            if self.page.evaluate(WORDS) == words:
                return
        raise AssertionError(f"{words} is not reached by keyboard")

    def write(self, selector: str, text: str) -> None:
        self.tab_to(selector)
        self.page.keyboard.type(text)
        self.check("typing")

    def choose(self, name: str, value: object) -> None:
        """Choose among radio buttons: Tab to the group, arrows within it."""
        self.tab_to(f'[name="{name}"]')
        self.press("Space")
        for _ in range(MOST_PRESSES):
            if self.page.evaluate(AT, f'[name="{name}"][value="{value}"]:checked'):
                return
            self.press("ArrowRight")
        raise AssertionError(f"{name} cannot become {value} by keyboard")

    def enter(self, words: str) -> None:
        """Tab to the button or link with these words and press Enter; a page may follow."""
        self.tab_to_words(words)
        self.page.keyboard.press("Enter")
