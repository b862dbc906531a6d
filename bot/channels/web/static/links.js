"use strict";
// Turns numbers and addresses in a text into links, with text nodes only: nothing that anybody wrote becomes markup.

const ADDRESS = "https?:\\/\\/[^\\s<>\"\\u2066-\\u2069]+|(?:[a-z0-9-]+\\.)+(?:be|brussels|org|com|net|eu)\\b(?:\\/[^\\s<>\"\\u2066-\\u2069]*)?";
const LONG_NUMBER = "(?:\\+32|\\b0)[ \\u00a0\\d.\\/-]{7,14}\\d\\b";
const SHORT_NUMBER = "\\b1\\d{2,3}\\b|\\b116[ \\u00a0]?\\d{3}\\b";

// Short numbers mean a helpline only where helplines are named; elsewhere they are house numbers and years.
const PATTERNS = {
  crisis: new RegExp(`(${ADDRESS})|(${LONG_NUMBER}|\\b116[ \\u00a0]\\d{3}\\b|${SHORT_NUMBER})`, "gi"),
  bot: new RegExp(`(${ADDRESS})|(${LONG_NUMBER})`, "gi"),
};

function linked(text, voice) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(PATTERNS[voice] || PATTERNS.bot)) {
    const found = match[0].replace(/[.,;:!?)]+$/, "");
    fragment.append(text.slice(end, match.index), link(found, Boolean(match[2])));
    end = match.index + found.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

function link(found, isNumber) {
  const a = document.createElement("a");
  a.textContent = found;
  a.dir = "ltr";
  if (isNumber) {
    a.href = "tel:" + found.replace(/[^\d+]/g, "");
    a.className = "number";
  } else {
    a.href = /^https?:/i.test(found) ? found : "https://" + found;
    a.target = "_blank";
    a.rel = "noopener noreferrer";
  }
  return a;
}
