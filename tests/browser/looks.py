"""Checks of what can be seen: contrast, size of what is pressed, nothing beside the screen."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

CONTRAST = 4.5
"""WCAG 2.2 AA for text of normal size."""
TARGET = 40
"""Pixels; WCAG 2.2 AA asks for 24."""

_FAINT = """
(limit) => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".visually-hidden")) continue;
    const pair = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < limit) faint.push([element.className || element.tagName, ratio]);
  }
  return faint;
}
"""

_SMALL = """
(limit) => [...document.querySelectorAll("button, select, textarea, input, summary, header a, .main-button")]
  .filter((element) => element.checkVisibility() && element.type !== "hidden" && element.type !== "radio")
  .filter((element) => element.getBoundingClientRect().height < limit)
  .map((element) => element.outerHTML.slice(0, 80))
"""

_BESIDE = """
() => [...document.body.querySelectorAll("*")]
  .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden, h1 span"))
  .filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > innerWidth + 1);
  })
  .map((element) => element.outerHTML.slice(0, 80))
"""


async def faint_texts(page: Page) -> list[Any]:
    """Visible texts whose contrast is too low."""
    return list(await page.evaluate(_FAINT, CONTRAST))


async def small_targets(page: Page) -> list[Any]:
    """Visible things to press that are too small for a thumb."""
    return list(await page.evaluate(_SMALL, TARGET))


async def hidden_beside(page: Page) -> list[Any]:
    """What reaches over the left or right edge of the screen."""
    return list(await page.evaluate(_BESIDE))
