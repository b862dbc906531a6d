// What stands in the chats, as the Bot API documents it: sending, editing, deleting, topics and files.
'use strict';

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const MAX_CALLBACK_BYTES = 64;
const DELETE_SECONDS = 48 * 3600;

class Refusal extends Error {
  constructor(code, description, parameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

const parsed = (value) => (typeof value === 'string' ? JSON.parse(value) : value);
const same = (a, b) => JSON.stringify(a || null) === JSON.stringify(b || null);

class Chats {
  constructor(nextId) {
    this.nextId = nextId;
    this.messages = [];
    this.groups = new Map(); // by id: {forum, mayManage, mayDelete, topics}
    this.blocked = new Set();
    this.moved = new Map();
    this.files = new Map();
    this.ahead = 0;
    this.calls = [];
  }

  // ---- what the bot asks for

  send(body, more = {}) {
    this.reach(body.chat_id);
    const { text = '', chat_id: chatId } = body;
    if (!more.photo && !text.trim()) throw new Refusal(400, 'Bad Request: message text is empty');
    if (text.length > MAX_TEXT) throw new Refusal(400, 'Bad Request: message is too long');
    if ((body.caption || '').length > MAX_CAPTION) throw new Refusal(400, 'Bad Request: message caption is too long');
    const message = {
      message_id: this.nextId(), chat_id: String(chatId), text, caption: body.caption || '', markup: this.markup(body),
      thread: this.thread(body), reply_to: this.repliedTo(body), at: this.now(), ...more,
    };
    this.messages.push(message);
    return this.asTelegram(message);
  }

  editText(body) {
    const message = this.toEdit(body);
    if (message.photo) throw new Refusal(400, 'Bad Request: there is no text in the message to edit');
    const markup = this.markup(body);
    if (message.text === body.text && same(message.markup, markup)) this.unchanged();
    Object.assign(message, { text: body.text, markup, edited: true });
    return this.asTelegram(message);
  }

  editMedia(body, upload) {
    const message = this.toEdit(body);
    Object.assign(message, { photo: upload, caption: parsed(body.media).caption || '', markup: this.markup(body), edited: true });
    return this.asTelegram(message);
  }

  editMarkup(body) {
    const message = this.toEdit(body);
    const markup = this.markup(body);
    if (same(message.markup, markup)) this.unchanged();
    message.markup = markup;
    return this.asTelegram(message);
  }

  delete(body) {
    this.reach(body.chat_id);
    const message = this.find(body);
    if (!message) throw new Refusal(400, 'Bad Request: message to delete not found');
    const rights = (this.groups.get(String(body.chat_id)) || {}).mayDelete;
    if (!rights && this.now() - message.at > DELETE_SECONDS) throw new Refusal(400, "Bad Request: message can't be deleted for everyone");
    this.messages = this.messages.filter((each) => each !== message);
    return true;
  }

  chat(body) {
    this.reach(body.chat_id);
    const id = Number(body.chat_id);
    const group = this.groups.get(String(id)) || {};
    const type = id < 0 ? 'supergroup' : 'private';
    const full = { accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: { unlimited_gifts: false, limited_gifts: false, unique_gifts: false, premium_subscription: false, gifts_from_channels: false } };
    return { id, type, title: 'Test', first_name: 'Test', is_forum: Boolean(group.forum), ...full };
  }

  createTopic(body) {
    const group = this.manages(body);
    if (!body.name || body.name.length > 128) throw new Refusal(400, 'Bad Request: topic name is invalid');
    const thread = this.nextId();
    group.topics.set(String(thread), { name: body.name });
    return { message_thread_id: thread, name: body.name, icon_color: 7322096 };
  }

  deleteTopic(body) {
    const group = this.manages(body);
    if (!group.mayDelete) throw new Refusal(400, 'Bad Request: not enough rights to delete messages');
    if (!group.topics.delete(String(body.message_thread_id))) throw new Refusal(400, 'Bad Request: TOPIC_ID_INVALID');
    this.messages = this.messages.filter((each) => !(each.chat_id === String(body.chat_id) && each.thread === String(body.message_thread_id)));
    return true;
  }

  // ---- what people and the tests do

  group(body) { // {chat_id, forum, may_manage, may_delete}
    const group = { forum: body.forum, mayManage: body.may_manage !== false, mayDelete: body.may_delete !== false, topics: new Map() };
    this.groups.set(String(body.chat_id), group);
  }

  dropTopic(body) {
    this.groups.get(String(body.chat_id)).topics.delete(String(body.thread));
    this.messages = this.messages.filter((each) => each.thread !== String(body.thread));
  }

  dropMessage(body) {
    this.messages = this.messages.filter((each) => each !== this.find(body));
  }

  sentTo(chatId) {
    return this.messages.filter((each) => each.chat_id === String(chatId));
  }

  topics(chatId) {
    return [...this.groups.get(String(chatId)).topics].map(([thread, topic]) => ({ thread: Number(thread), ...topic }));
  }

  // ---- checks

  reach(chatId) {
    if (this.moved.has(String(chatId))) {
      const parameters = { migrate_to_chat_id: this.moved.get(String(chatId)) };
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters);
    }
    if (this.blocked.has(String(chatId))) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
  }

  manages(body) {
    this.reach(body.chat_id);
    const group = this.groups.get(String(body.chat_id));
    if (!group || !group.forum) throw new Refusal(400, 'Bad Request: the chat is not a forum');
    if (!group.mayManage) throw new Refusal(400, 'Bad Request: not enough rights to manage topics');
    return group;
  }

  thread(body) {
    if (!body.message_thread_id) return '';
    const group = this.groups.get(String(body.chat_id));
    if (!group || !group.topics.has(String(body.message_thread_id))) throw new Refusal(400, 'Bad Request: message thread not found');
    return String(body.message_thread_id);
  }

  repliedTo(body) {
    const reply = parsed(body.reply_parameters);
    if (!reply) return null;
    const known = this.people.has(`${body.chat_id}:${reply.message_id}`) || this.find({ chat_id: body.chat_id, message_id: reply.message_id });
    if (!known && !reply.allow_sending_without_reply) throw new Refusal(400, 'Bad Request: message to be replied not found');
    return known ? reply.message_id : null;
  }

  markup(body) {
    const markup = parsed(body.reply_markup);
    const rows = (markup && markup.inline_keyboard) || [];
    if (rows.flat().some((button) => Buffer.byteLength(button.callback_data || '') > MAX_CALLBACK_BYTES)) {
      throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID');
    }
    return rows.length ? markup : null;
  }

  toEdit(body) {
    this.reach(body.chat_id);
    const message = this.find(body);
    if (!message) throw new Refusal(400, 'Bad Request: message to edit not found');
    if (this.frozen) throw new Refusal(400, "Bad Request: message can't be edited");
    return message;
  }

  unchanged() {
    throw new Refusal(400, 'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message');
  }

  find(body) {
    return this.messages.find((each) => each.chat_id === String(body.chat_id) && each.message_id === Number(body.message_id));
  }

  now() {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  asTelegram(message) {
    const id = Number(message.chat_id);
    const result = {
      message_id: message.message_id, date: message.at, text: message.text || undefined, caption: message.caption || undefined,
      chat: { id, type: id < 0 ? 'supergroup' : 'private', title: 'Test', first_name: 'Test' },
    };
    if (message.thread) Object.assign(result, { message_thread_id: Number(message.thread), is_topic_message: true });
    return result;
  }
}

Chats.prototype.people = new Set(); // "chat:number" of what people wrote

module.exports = { Chats, Refusal };
