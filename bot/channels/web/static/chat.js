"use strict";
// The page of a talk: shows what the server has, keeps what could not be sent yet, and leaves no trace on request.
// Nothing is stored on the device: people use computers that others use too.

const $ = (id) => document.getElementById(id);
// Held on to: when somebody leaves in haste the page is emptied under the feet of what still runs.
const log = $("log");
const field = $("text");
const composer = $("composer");
const typingSign = $("typing");
const noticeLine = $("notice");
const picker = $("language");
const menu = $("menu");
const keptNote = $("kept-note");
const keepButton = $("keep");
const leaveButton = $("leave");
const photoButton = $("photo");
const photoFile = $("photo-file");
let words = JSON.parse(document.body.dataset.words);

// ---- the talk

let talk = null; // tells one talk from the next, made after the first was erased
let begun = false;
let ready = false; // nothing is sent before it is known what the server has
let last = 0; // the newest answer that is shown
let lastAt = 0; // when it was written
let lastVoice = ""; // who wrote it
let shownAt = 0; // when the newest message of either side was written
let anchor = null; // where the newest exchange begins
const own = new Map(); // the state lines of own messages by key

async function load() {
  const state = await request("/api/messages");
  if (!state || state.status !== 200) return setTimeout(load, 3000);
  clearLog();
  talk = state.body.talk;
  if (talk === null && begun) return closed();
  if (talk === null) queue.unshift({ id: "start", kind: "command", content: "start", text: "" });
  begun = true;
  showKept(state.body.kept);
  state.body.messages.forEach((message) => (message.voice === "own" ? showOwn(message.key, message.text, "sent", message.at, message.photos) : showReply(message)));
  queue.filter((message) => message.text && !own.has(message.id)).forEach((message) => showOwn(message.id, message.text, "sending"));
  if (talk !== null && state.body.language !== words.code) setLanguage(state.body.language);
  toEnd();
  if (talk !== null) listen();
  ready = true;
  send();
}

function closed() {
  if (source) source.close();
  talk = null;
  ready = false;
  notice(words.closed, words.again, () => location.reload());
}

function clearLog() {
  log.replaceChildren();
  own.clear();
  last = lastAt = shownAt = 0;
}

function receive(message) {
  if (message.id <= last) return;
  typing(false);
  showReply(message);
  if (message.voice !== "partner" && message.language !== words.code) setLanguage(message.language);
  toEnd();
}

function showReply(message) {
  const at = new Date(message.at).getTime();
  const newTurn = at - lastAt > 1000;
  if (newTurn && message.buttons.length) dropButtons();
  separate(at);
  const item = bubble(message.voice, message.sender_name || words.name);
  const text = part(item, "p", "words");
  text.append(linked(message.text, message.voice));
  showPhotos(item, message.photos);
  photoButton.hidden = !message.relay; // photos go to a partner who holds the talk, and to nobody else
  const said = message.buttons.length ? [text, choices(item, message.buttons)] : [text];
  for (const element of said) Object.assign(element, { lang: message.language, dir: message.direction });
  const before = item.previousElementSibling;
  if (newTurn) anchor = before && before.classList.contains("own") ? before : item;
  last = message.id;
  lastAt = at;
  lastVoice = message.voice;
}

function showOwn(key, text, state, at, photos = []) {
  dropButtons();
  separate(at ? new Date(at).getTime() : Date.now());
  anchor = bubble("own", words.you);
  const said = part(anchor, "p", "words");
  said.dir = "auto";
  said.append(text);
  showPhotos(anchor, photos);
  own.set(key, part(anchor, "p", "state"));
  showState(key, state);
}

function bubble(voice, sender) {
  const item = part(log, "div", "message " + voice);
  const name = part(item, "span", voice === "partner" ? "sender" : "visually-hidden");
  name.dir = "auto";
  name.append(sender);
  return item;
}

// A page of a letter can be read once it is pressed: it grows in its place, so that the way out stays in sight.
function showPhotos(item, addresses) {
  addresses.forEach((address, page) => {
    const button = part(part(item, "div", "frame"), "button", "enlarge");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "false"));
    const photo = part(button, "img", "photo");
    photo.alt = addresses.length > 1 ? `${words.photo_shown} ${page + 1}/${addresses.length}` : words.photo_shown;
    photo.addEventListener("load", toEnd);
    photo.src = address;
  });
}

function choices(item, buttons) {
  const group = part(item, "div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.choices);
  for (const choice of buttons) {
    const button = part(group, "button", choice.standing ? "standing" : "");
    button.type = "button";
    button.append(choice.label);
    button.addEventListener("click", () => say("button", choice.id, choice.label));
  }
  return group;
}

// Buttons go with the question that they answer; standing ones stay.
function dropButtons() {
  for (const group of log.querySelectorAll(".choices")) {
    group.querySelectorAll("button:not(.standing)").forEach((button) => button.remove());
    if (!group.children.length) group.remove();
  }
}

function separate(at) {
  if (shownAt && at - shownAt > 3600e3) {
    const format = new Intl.DateTimeFormat(words.code + "-u-nu-latn", { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit", hourCycle: "h23" });
    part(log, "p", "time").append(format.format(at));
  }
  shownAt = at;
}

function part(parent, name, className) {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
}

// To the end, but not past the beginning of the newest exchange: people read from there.
function toEnd() {
  const begin = anchor && anchor.isConnected ? anchor.offsetTop - log.offsetTop - 12 : Infinity;
  log.scrollTop = Math.min(log.scrollHeight, begin);
}

let typingTimer;
function typing(on) {
  clearTimeout(typingTimer);
  typingSign.hidden = !on;
  if (on) typingTimer = setTimeout(() => typing(false), 8000);
  toEnd();
}

// ---- sending: one after the other, again and again until it is stored

const queue = [];
let sending = false;

function say(kind, content, text) {
  const key = newKey();
  showOwn(key, text, "sending");
  toEnd();
  log.focus({ preventScroll: true });
  enqueue(kind, content, key, text);
}

function enqueue(kind, content, key, text, picture) {
  queue.push({ id: key, kind, content, text, picture });
  send();
}

async function send() {
  if (sending || !ready || !queue.length) return;
  sending = true;
  const message = queue[0];
  const { id, kind, content, picture } = message;
  const answer = picture
    ? await request(`/api/photos?id=${id}&language=${words.code}`, picture)
    : await request("/api/messages", { id, kind, content, language: words.code });
  sending = false;
  if (answer && answer.status === 202) return stored(message, answer.body.talk);
  if (!answer || answer.status === 429 || answer.status >= 500) return waitAndSend(message, answer);
  queue.shift();
  refused(message, answer.status);
  send();
}

function stored(message, nowTalk) {
  queue.shift();
  failures = 0;
  notice("");
  showState(message.id, "sent");
  typing(lastVoice !== "partner"); // a partner answers when they can
  const known = talk;
  talk = nowTalk;
  if (known === null) listen();
  else if (known !== nowTalk) load();
  expectAnswer();
  send();
}

function refused(message, status) {
  if (message.kind === "text" && !field.value) field.value = message.content;
  if (status === 401) return closed();
  showState(message.id, status !== 413 ? "failed" : message.picture ? "file_too_large" : "too_long");
}

let failures = 0;
function waitAndSend(message, answer) {
  failures += 1;
  const busy = answer && answer.status === 429;
  if (!busy) {
    showState(message.id, "waiting");
    notice(words.offline);
  }
  setTimeout(send, busy ? 1000 : Math.min(1000 * 2 ** failures, 15000));
}

function showState(key, state) {
  const line = own.get(key);
  if (!line) return;
  line.className = "state " + state;
  line.textContent = state === "sent" ? "✓" : words[state];
  line.title = words[state];
}

function notice(text, action, onAction) {
  noticeLine.textContent = text;
  noticeLine.hidden = !text;
  if (!action) return;
  const button = part(noticeLine, "button", "");
  button.textContent = action;
  button.addEventListener("click", onAction);
}

// Gives {status, body}, or null where the line is down.
async function request(address, body) {
  const picture = body instanceof Blob;
  const type = picture ? body.type : "application/json";
  const options = body && { method: "POST", headers: { "Content-Type": type }, body: picture ? body : JSON.stringify(body) };
  try {
    const response = await fetch(address, { ...options, signal: timeout(picture ? 120000 : 20000) });
    const answered = response.headers.get("Content-Type") || "";
    return { status: response.status, body: answered.startsWith("application/json") ? await response.json() : null };
  } catch {
    return null;
  }
}

function timeout(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

function newKey() {
  // crypto.randomUUID is missing on plain http.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- receiving: pushed where the line allows it, asked for where it does not

let source = null;
let heardAt = 0;
let triedAt = 0;
const SILENT = 40000; // the server says something every 15 seconds
const ASK_EVERY = 4000;
const TRY_AGAIN = 30000;

function listen() {
  if (source) source.close();
  heardAt = triedAt = Date.now();
  source = new EventSource("/api/events?after=" + last);
  source.onmessage = (event) => {
    heard();
    receive(JSON.parse(event.data));
  };
  source.addEventListener("beat", heard);
  source.addEventListener("reset", load);
  source.addEventListener("writing", () => typing(true));
}

function heard() {
  heardAt = Date.now();
  if (!queue.length) notice("");
}

const streaming = () => source && source.readyState === EventSource.OPEN && Date.now() - heardAt < SILENT;

async function ask() {
  const state = await request("/api/messages?after=" + last);
  if (!state || state.status !== 200) return;
  if (state.body.talk !== talk) return load();
  state.body.messages.forEach(receive);
}

// A proxy may hold the stream back: where an answer is late, ask.
function expectAnswer() {
  const before = last;
  setTimeout(() => last === before && ask(), 5000);
}

setInterval(() => {
  if (talk === null || streaming()) return;
  ask();
  if (Date.now() - triedAt > TRY_AGAIN) listen();
}, ASK_EVERY);

addEventListener("resize", toEnd); // the keyboard of a phone
addEventListener("online", send);
addEventListener("offline", () => notice(words.offline));

// ---- language

async function setLanguage(code) {
  picker.value = code;
  const answer = await request("/api/words?language=" + code);
  if (!answer || !answer.body || picker.value !== code) return;
  words = answer.body;
  document.documentElement.lang = code;
  document.documentElement.dir = words.direction;
  for (const [attribute, set] of Object.entries(SAYS)) {
    for (const element of document.querySelectorAll(`[data-${attribute}]`)) set(element, words[element.dataset[attribute]]);
  }
}

const SAYS = {
  text: (element, said) => (element.textContent = said),
  label: (element, said) => element.setAttribute("aria-label", said),
  title: (element, said) => (element.title = said),
  placeholder: (element, said) => (element.placeholder = said),
};

picker.addEventListener("change", () => {
  setLanguage(picker.value);
  dropButtons();
  enqueue("command", "language " + picker.value, newKey(), "");
});

// ---- the menu

document.querySelectorAll("[data-command]").forEach((button) =>
  button.addEventListener("click", () => {
    menu.open = false;
    dropButtons();
    enqueue("command", button.dataset.command, newKey(), "");
  }),
);
document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false;
});

let kept = false;
function showKept(now) {
  kept = now;
  keptNote.dataset.text = kept ? "kept" : "not_kept";
  keepButton.dataset.text = kept ? "forget" : "keep";
  for (const element of [keptNote, keepButton]) element.textContent = words[element.dataset.text];
}
keepButton.addEventListener("click", async () => {
  const answer = await request("/api/keep", { keep: !kept });
  if (answer && answer.status === 204) showKept(!kept);
});

// ---- writing

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value;
  if (!text.trim()) return;
  field.value = "";
  grow();
  say("text", text, text);
  field.focus();
});

// On a phone the enter key makes a new line, as people know it there.
const hasKeyboard = matchMedia("(pointer: fine)").matches;
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !hasKeyboard) return;
  event.preventDefault();
  composer.requestSubmit();
});
field.addEventListener("input", grow);
function grow() {
  field.style.height = "auto";
  field.style.height = field.scrollHeight + 2 + "px";
}

// Drawn anew before it leaves the device: smaller, and without place, time or the name of the phone.
const LONGEST_SIDE = 2560;
async function drawnAnew(file) {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85))) || file;
  } catch {
    return file; // the server looks at it
  }
}

// Of a PDF the server draws the pages. Phones do not always know that a file is one.
const asPdf = (file) => (file.type === "application/pdf" || /\.pdf$/i.test(file.name) ? file.slice(0, file.size, "application/pdf") : null);

async function sendFile(file) {
  const photo = file.type.startsWith("image/");
  const said = photo ? words.photo_sent : words.file;
  const content = photo ? await drawnAnew(file) : asPdf(file);
  if (!content) return say("media", "file", said);
  const key = newKey();
  const tooLarge = content.size > Number(photoFile.dataset.maxBytes);
  showOwn(key, said, tooLarge ? "file_too_large" : "sending");
  toEnd();
  if (!tooLarge) enqueue("media", "photo", key, said, content);
}

photoButton.addEventListener("click", () => photoFile.click());
photoFile.addEventListener("change", () => {
  if (photoFile.files.length) sendFile(photoFile.files[0]);
  photoFile.value = "";
});

// A file that is pasted or dropped is taken where a partner holds the talk; else it is answered.
for (const type of ["paste", "drop"]) {
  document.addEventListener(type, (event) => {
    const data = event.clipboardData || event.dataTransfer;
    if (!data || !data.files.length) return;
    event.preventDefault();
    if (photoButton.hidden) say("media", "file", words.file);
    else sendFile(data.files[0]);
  });
}
document.addEventListener("dragover", (event) => event.preventDefault());

// ---- leaving in haste

const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;

function leave() {
  if (otherTabs) otherTabs.postMessage("leave");
  document.cookie = "left=1; path=/; SameSite=Strict";
  navigator.sendBeacon("/api/leave", new Blob(["{}"], { type: "application/json" }));
  vanish();
}

function vanish() {
  document.title = "";
  document.body.replaceChildren();
  location.replace(exit);
}

const exit = leaveButton.href;
leaveButton.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
if (otherTabs) otherTabs.onmessage = vanish;

let shifts = [];
document.addEventListener("keyup", (event) => {
  shifts = event.key === "Shift" ? [...shifts.filter((at) => event.timeStamp - at < 2000), event.timeStamp] : [];
  if (shifts.length === 3) leave();
});

load();
