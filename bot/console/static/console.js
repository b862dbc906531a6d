"use strict";
// Keeps an open page up to date. Everything works without it too, after a reload.

const page = document.body.dataset;
const EVERY = 5000;

async function json(address) {
  try {
    const response = await fetch(address, { redirect: "error" });
    if (response.status === 404) location.reload(); // the resident deleted everything, and the page says so
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function every(look) {
  setInterval(() => document.visibilityState === "visible" && look(), EVERY);
}

// ---- the list

if (page.version) {
  every(async () => {
    const now = await json("/console/changes");
    if (now && now.version !== page.version) location.reload();
  });
}

// ---- one handover

const log = document.getElementById("messages");

if (page.messages) {
  every(async () => {
    const now = await json(page.messages);
    if (!now) return;
    if (now.state !== page.state && !sameTalk(now.state)) return sayChanged();
    if (log) now.messages.slice(log.children.length).forEach(show);
  });
}

// Writing makes "accepted" into "in contact": nothing that a reader has to know at once.
function sameTalk(state) {
  const talking = ["accepted", "in_contact"];
  return talking.includes(state) && talking.includes(page.state);
}

function sayChanged() {
  if (document.getElementById("changed")) return;
  const notice = document.createElement("p");
  notice.id = "changed";
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const again = document.createElement("a");
  again.href = page.messages.replace(/\/messages$/, "");
  again.textContent = page.reload;
  notice.append(page.changed + " ", again);
  document.querySelector("main").prepend(notice);
}

function show(message) {
  const item = part(log, "div", "message " + (message.sender === "partner" ? "partner" : "resident"));
  const sender = part(item, "p", "sender");
  sender.append((message.sender === "partner" ? page.partner : page.resident) + " ");
  part(sender, "span", "").append(message.at);
  if (message.language) part(item, "p", "quiet").append(message.language);
  if (message.text) {
    const text = part(item, "p", "words");
    text.dir = "auto";
    text.append(linked(message.text));
  }
  if (message.translation) {
    const translation = part(item, "p", "translation");
    part(translation, "small", "").append(page.translated);
    const text = part(translation, "span", "");
    text.dir = "auto";
    text.append(" ", linked(message.translation));
  }
  message.photos.forEach((id, number) => {
    const link = part(item, "a", "");
    Object.assign(link, { href: page.messages.replace(/messages$/, "photos/") + id, target: "_blank", rel: "noopener" });
    const photo = part(link, "img", "photo");
    photo.alt = page.photo + (message.photos.length > 1 ? ` ${number + 1}/${message.photos.length}` : "");
    photo.src = link.href;
  });
}

function part(parent, name, className) {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
}

for (const text of document.querySelectorAll(".message .words")) text.replaceChildren(linked(text.textContent));

// ---- the resident sees that somebody is writing

const WRITING_EVERY = 4000;
const field = document.getElementById("text");
let saidWritingAt = 0;

if (field && page.messages) {
  field.addEventListener("input", () => {
    if (!field.value.trim() || Date.now() - saidWritingAt < WRITING_EVERY) return;
    saidWritingAt = Date.now();
    const body = new URLSearchParams({ form_token: field.form.elements.form_token.value });
    fetch(page.messages.replace(/messages$/, "writing"), { method: "POST", body }).catch(() => {});
  });
}

// A button that is pressed twice in a hurry works once.
document.addEventListener("submit", (event) => {
  setTimeout(() => event.target.querySelectorAll("button").forEach((button) => (button.disabled = true)));
});
addEventListener("pageshow", (event) => event.persisted && location.reload());
