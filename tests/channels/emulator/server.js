// The Bot API emulator of telegram-test-api, with what it lacks and the tests need:
// confirmed offsets, long polling, limits, groups, the webhook's secret, blocked chats and faults on demand.
'use strict';

const axios = require('axios');
const express = require('express');
const { TelegramServer } = require('telegram-test-api/lib/telegramServer');

const MAX_TEXT = 4096;
const MAX_CALLBACK_BYTES = 64;
const POLL_STEP_MS = 20;

const format = (update) => {
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
}

const [port, storeSeconds] = process.argv.slice(2).map(Number);
const server = new Server({ port, host: '127.0.0.1', storeTimeout: storeSeconds || 3600 });
const blocked = new Set();
const faults = [];
const front = express();
front.use(express.json({ limit: '1mb' }));
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
front.all('/bot:token/sendMessage', (req, res) => {
  const fault = faults.shift();
  if (fault) return fail(res, fault.code, 'fault', fault.retry_after ? { retry_after: fault.retry_after } : undefined);
  const { chat_id: chatId, text = '', reply_markup: markup } = req.body;
  if (blocked.has(String(chatId))) return fail(res, 403, 'Forbidden: bot was blocked by the user');
  if (!text.trim()) return fail(res, 400, 'Bad Request: message text is empty');
  if (text.length > MAX_TEXT) return fail(res, 400, 'Bad Request: message is too long');
  const rows = markup ? JSON.parse(markup).inline_keyboard || [] : [];
  if (rows.flat().some((button) => Buffer.byteLength(button.callback_data || '') > MAX_CALLBACK_BYTES)) {
    return fail(res, 400, 'Bad Request: BUTTON_DATA_INVALID');
  }
  const message = server.addBotMessage(req.body, req.params.token);
  const chat = { id: Number(chatId), type: Number(chatId) < 0 ? 'supergroup' : 'private', title: 'Test', first_name: 'Test' };
  return res.json({ ok: true, result: { message_id: message.message_id, date: Math.floor(Date.now() / 1000), chat, text } });
});
front.post('/_block', (req, res) => { blocked.add(String(req.body.chat_id)); res.json({}); });
front.post('/_fault', (req, res) => { for (let n = 0; n < req.body.times; n += 1) faults.push(req.body); res.json({}); });
front.post('/_sent', (req, res) => res.json(
  server.storage.botMessages
    .filter((sent) => String(sent.message.chat_id) === String(req.body.chat_id))
    .map((sent) => ({ message_id: sent.messageId, text: sent.message.text, markup: sent.message.reply_markup || null })),
));
front.use(server.webServer);
front.listen(port, '127.0.0.1', () => console.log('ready'));
