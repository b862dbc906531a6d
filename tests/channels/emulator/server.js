// The Bot API emulator of telegram-test-api, with what it lacks and the tests need:
// confirmed offsets, long polling, limits, groups, the webhook's secret, blocked chats and faults on demand.
'use strict';

const axios = require('axios');
const express = require('express');
const { TelegramServer } = require('telegram-test-api/lib/telegramServer');

const { Chats, Refusal } = require('./chats');

const POLL_STEP_MS = 20;

const format = (update) => {
  if (update.edited) return { update_id: update.updateId, edited_message: update.edited };
  const formatted = TelegramServer.formatUpdate(update);
  if (formatted.callback_query) formatted.callback_query.chat_instance = '1';
  return formatted;
};

class Server extends TelegramServer {
  pending(token, offset) {
    this.storage.userMessages = this.storage.userMessages.filter(
      (update) => update.botToken !== token || update.updateId >= offset,
    );
    return this.storage.userMessages.filter((update) => update.botToken === token).map(format);
  }

  async addUserUpdate(update) {
    const webhook = this.webhooks[update.botToken];
    if (!webhook) {
      this.storage.userMessages.push(update);
    } else {
      const headers = { 'X-Telegram-Bot-Api-Secret-Token': webhook.secret_token || '' };
      await axios.post(webhook.url, format(update), { headers });
    }
    this.updateId += 1;
  }

  async say(message) {
    const id = this.messageId;
    chats.people.add(`${message.chat.id}:${id}`);
    await this.addUserMessage(message);
    return id;
  }

  async change(message, id) {
    const edited = { ...message, message_id: id, edit_date: message.date };
    await this.addUserUpdate({ ...this.getCommonFields(message.botToken), edited });
  }
}

const [port, storeSeconds] = process.argv.slice(2).map(Number);
const server = new Server({ port, host: '127.0.0.1', storeTimeout: storeSeconds || 3600 });
const chats = new Chats(() => { server.messageId += 1; return server.messageId - 1; });
const faults = [];
const front = express();
front.use(express.raw({ limit: '20mb', type: 'multipart/form-data' }));
front.use(express.json({ limit: '20mb' }));
front.use(express.urlencoded({ extended: true, limit: '1mb' }));

const fail = (res, code, description, parameters) => res.status(code).json({ ok: false, error_code: code, description, parameters });
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

front.all('/bot:token/getMe', (_req, res) => res.json({
  ok: true, result: { id: 666, is_bot: true, first_name: 'Dichtbij', username: 'dichtbij_bot' },
}));
for (const method of ['sendChatAction', 'setMyCommands', 'answerCallbackQuery', 'deleteWebhook']) {
  front.all(`/bot:token/${method}`, (req, res) => {
    if (method === 'deleteWebhook') server.deleteWebhook(req.params.token);
    res.json({ ok: true, result: true });
  });
}
front.all('/bot:token/setWebhook', (req, res) => {
  server.setWebhook(req.body, req.params.token);
  res.json({ ok: true, result: true });
});
front.all('/bot:token/getUpdates', async (req, res) => {
  const until = Date.now() + 1000 * Number(req.body.timeout || 0);
  const waiting = () => server.pending(req.params.token, Number(req.body.offset || 0));
  let gone = false;
  req.on('close', () => { gone = true; });
  res.on('close', () => { gone = true; });
  while (waiting().length === 0 && Date.now() < until && !(gone && res.destroyed)) await sleep(POLL_STEP_MS);
  res.json({ ok: true, result: waiting() });
});
// The fields of a request, and the file in it if there is one.
const fieldsOf = async (req) => {
  if (!Buffer.isBuffer(req.body)) return [req.body, null];
  const form = await new Response(req.body, { headers: { 'Content-Type': req.headers['content-type'] } }).formData();
  const fields = {};
  let file = null;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else file = Buffer.from(await value.arrayBuffer());
  }
  return [fields, file];
};
const answer = (method, act) => front.all(`/bot:token/${method}`, async (req, res) => {
  const [fields, file] = await fieldsOf(req);
  chats.calls.push({ method, chat_id: fields.chat_id });
  const fault = faults.length && (!faults[0].method || faults[0].method === method) ? faults.shift() : null;
  if (fault && fault.code) return fail(res, fault.code, fault.description || 'fault', fault.retry_after ? { retry_after: fault.retry_after } : undefined);
  try {
    return res.json({ ok: true, result: act(fields, file && file.toString('base64')) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail(res, error.code, error.message, error.parameters);
  }
});
answer('sendMessage', (fields) => chats.send(fields));
answer('sendPhoto', (fields, file) => chats.send({ ...fields, text: '' }, { photo: file }));
answer('editMessageText', (fields) => chats.editText(fields));
answer('editMessageReplyMarkup', (fields) => chats.editMarkup(fields));
answer('editMessageMedia', (fields, file) => chats.editMedia(fields, file));
answer('deleteMessage', (fields) => chats.delete(fields));
answer('getChat', (fields) => chats.chat(fields));
answer('createForumTopic', (fields) => chats.createTopic(fields));
answer('deleteForumTopic', (fields) => chats.deleteTopic(fields));
answer('getFile', (fields) => {
  if (!chats.files.has(fields.file_id)) throw new Refusal(400, 'Bad Request: invalid file_id');
  return { file_id: fields.file_id, file_unique_id: fields.file_id, file_path: `photos/${fields.file_id}` };
});
front.get('/file/bot:token/photos/:id', (req, res) => res.send(Buffer.from(chats.files.get(req.params.id), 'base64')));
front.post('/_write', async (req, res) => res.json({ message_id: await server.say(req.body) }));
front.post('/_edit', async (req, res) => { await server.change(req.body.message, req.body.message_id); res.json({}); });
front.post('/_file', (req, res) => { chats.files.set(req.body.file_id, req.body.content); res.json({}); });
front.post('/_group', (req, res) => { chats.group(req.body); res.json({}); });
front.post('/_topics', (req, res) => res.json(chats.topics(req.body.chat_id)));
front.post('/_drop_topic', (req, res) => { chats.dropTopic(req.body); res.json({}); });
front.post('/_drop', (req, res) => { chats.dropMessage(req.body); res.json({}); });
front.post('/_later', (req, res) => { chats.ahead += req.body.seconds; res.json({}); });
front.post('/_freeze', (_req, res) => { chats.frozen = true; res.json({}); });
front.post('/_move', (req, res) => { chats.moved.set(String(req.body.chat_id), req.body.to); res.json({}); });
front.post('/_block', (req, res) => { chats.blocked.add(String(req.body.chat_id)); res.json({}); });
front.post('/_sent', (req, res) => res.json(chats.sentTo(req.body.chat_id)));
front.post('/_taken_in', async (_req, res) => { while (server.storage.userMessages.length) await sleep(POLL_STEP_MS); res.json({}); });
front.post('/_calls', (_req, res) => res.json(chats.calls));
front.post('/_fault', (req, res) => { for (let n = 0; n < req.body.times; n += 1) faults.push(req.body); res.json({}); });
front.use(server.webServer);
front.listen(port, '127.0.0.1', () => console.log('ready'));
