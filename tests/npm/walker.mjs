// What the walks through the console share: a real browser, and how somebody without a mouse, script or wide screen uses it.
// Usage of a walk: node walk.mjs '{"base": "http://127.0.0.1:7071", "key": "ark_…", "webhook": "…", "chat": "…", "chatFormat": "…", "channel": "…"}'
//   mode: "mouse" (default), "keyboard" or "phone" (390 px wide); script: false switches scripts off; axe: true checks each page in light and dark;
//   short: true leaves out what the short walk in ./test does not need.
// Prints "publish N" when the publisher should publish the N-th change, and waits for it in the browser. Ends with "done", or with an error and exit code 1.
// ALERTRELAY_BROWSER names another browser than chromium.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const wish = { mode: 'mouse', script: true, axe: false, short: false, ...JSON.parse(process.argv[2]) };
const axe = wish.axe ? readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') : '';
const executablePath = process.env.ALERTRELAY_BROWSER ?? execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({
  bypassCSP: wish.axe, locale: 'en-US', javaScriptEnabled: wish.script, reducedMotion: 'reduce', viewport: { width: wish.mode === 'phone' ? 390 : 1280, height: 900 },
});
const page = await context.newPage();
page.setDefaultTimeout(20_000);
const findings = [], seen = new Set();
page.on('pageerror', error => findings.push(`${page.url()}: script: ${error.message}`));
page.on('console', message => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && findings.push(`${page.url()}: ${message.text()}`));
// A form leads on by 303 to a path, whatever host and proxies lie between.
page.on('response', answer => {
  const [status, location] = [answer.status(), answer.headers().location];
  if (answer.request().method() === 'POST' && status >= 300 && status < 400 && (status !== 303 || !/^\/(?!\/)/.test(location)))
    findings.push(`${answer.url()}: ${status} to ${location}`);
});

// Buttons and labels by their names in the resource file, so that a change of words changes no walk.
const words = new Map(readFileSync(new URL('../../src/AlertRelay.Core/Pages/Texts.restext', import.meta.url), 'utf8').split('\n')
  .filter(line => line.includes('=') && !line.startsWith('#')).map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
const t = (name, ...values) => (words.get(name) ?? fail(`there is no text ${name}`)).replace(/\{(\d)(:[^}]*)?\}/g, (_, i) => values[i]);

const fail = text => { throw new Error(`${page.url()}: ${text}`); };

/** Once for each kind of page and role: no sideways scrolling, one heading, a title, a language, our icon; and axe if it is wanted. */
async function look() {
  const message = await page.locator('.message').count() > 0;
  const kind = [new URL(page.url()).pathname.replace(/(?<=\/)(sub|alr|dlv|key|aud|prl)_[^/]+/g, '$1'), message, ...await page.locator('header nav form').allInnerTexts()].join();
  if (seen.has(kind)) return;
  seen.add(kind);
  // Scalar's page of the API draws itself by script, for a while.
  const isDrawn = wish.script && kind.startsWith('/docs');
  if (isDrawn) await page.getByRole('heading', { level: 1 }).first().waitFor();
  const facts = await page.evaluate(() => ({
    sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth, headings: document.querySelectorAll('h1').length,
    title: document.title, lang: document.documentElement.lang, icon: document.querySelector('link[rel~=icon]')?.href ?? '',
  }));
  if (facts.sideways) findings.push(`${page.url()}: the page scrolls sideways`);
  if (facts.headings !== 1) findings.push(`${page.url()}: ${facts.headings} main headings`);
  if (!facts.title || !facts.lang) findings.push(`${page.url()}: no title or language`);
  if (!/\/site-[0-9a-f]+\.svg$/.test(facts.icon) && (isDrawn || !kind.startsWith('/docs'))) findings.push(`${page.url()}: its icon is "${facts.icon}"`);
  if (!wish.axe) return;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    let found = await violations();
    for (let tries = 0; tries < 10 && isDrawn && found.length > 0; tries++) {
      await page.waitForTimeout(500);
      found = await violations();
    }
    findings.push(...found.map(finding => `${page.url()} ${colorScheme}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function violations() {
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(' | ')}`);
}

/** By keyboard: Tab until it has the focus, as somebody without a mouse does. */
async function focus(target) {
  const element = await target.elementHandle() ?? fail('there is no such element');
  for (let presses = 0; presses < 400; presses++) {
    if (await element.evaluate(it => it === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  fail(`Tab does not reach ${target}`);
}

const only = target => target.first();
const button = (name, within = page) => only(within.getByRole('button', { name, exact: true }));
const link = (name, within = page) => only(within.getByRole('link', { name, exact: true }));

async function press(target, key = 'Enter') {
  if (wish.mode === 'keyboard') {
    await focus(target);
    await page.keyboard.press(key);
  } else {
    await target.click();
  }
}

/** Presses what leads to another page, and waits for that page. */
async function follow(target) {
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press(target)]);
  await look();
}

async function fill(label, text, within = page) {
  const field = only(within.getByLabel(label, { exact: true }));
  // Fields may be folded.
  for (const details of await field.locator('xpath=ancestor::details[not(@open)]').all()) await press(details.locator('summary').first());
  if (wish.mode !== 'keyboard') return field.fill(text);
  await focus(field);
  if (await field.getAttribute('type') === 'datetime-local') {
    // Its parts one after the other, as the browser's language orders them.
    const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(text);
    await page.keyboard.type(`${month}${day}${year}`);
    await page.keyboard.press('Tab');
    return page.keyboard.type(`${String((hour + 11) % 12 + 1).padStart(2, '0')}${minute}${hour < 12 ? 'AM' : 'PM'}`);
  }
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

async function tick(label) {
  const box = only(page.getByLabel(label, { exact: true }));
  if (wish.mode !== 'keyboard') return box.check();
  await focus(box);
  await page.keyboard.press('Space');
}

async function choose(label, option, within = page) {
  const field = only(within.getByLabel(label, { exact: true }));
  if (wish.mode !== 'keyboard') return field.selectOption(option);
  await focus(field);
  // A list goes to the option that begins with what is typed.
  await page.keyboard.type(await field.locator(`option[value="${option}"]`).innerText());
  if (await field.inputValue() !== option) fail(`typing does not choose ${option}`);
}

async function expectText(text, within = 'main') {
  const whole = await (typeof within === 'string' ? page.locator(within) : within).innerText();
  if (text instanceof RegExp ? !text.test(whole) : !whole.includes(text)) fail(`does not say ${text}, but:\n${whole.slice(0, 1500)}`);
}

async function open(path) {
  const answer = await page.goto(wish.base + path);
  if (answer.status() >= 400) fail(`HTTP ${answer.status()}`);
  await look();
}

/** Reloads until the page says it; the relay needs some seconds. */
async function until(path, done, what) {
  for (let tries = 0; tries < 60; tries++) {
    await page.goto(wish.base + path);
    if (await done()) return look();
    await page.waitForTimeout(500);
  }
  fail(`waited in vain for ${what}`);
}

export { t, wish, browser, context, page, findings, look, fail, follow, press, fill, tick, choose, button, link, only, expectText, open, until };
