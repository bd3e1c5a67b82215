// Makes the pictures of docs/console.md anew: starts a relay with made-up channels and receivers on this machine, and photographs its pages in Chromium.
// Usage: node console-pictures.mjs [PROGRAM]   PROGRAM: the relay, by default what "dotnet build -c Release" leaves in artifacts/bin.
// Needs Chromium (or another of its family named in ALERTRELAY_BROWSER), and pngquant to make the files small (Debian: chromium pngquant fonts-noto-core fonts-noto-color-emoji).
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = process.argv[2] ?? join(root, 'artifacts/bin/AlertRelay/release/AlertRelay');
const pictures = join(root, 'docs/pictures');
const folder = mkdtempSync(join(tmpdir(), 'console-pictures-'));

// What each channel shows, by country: a level of 1 to 4.
const levels = {
  'us-travel': { Iran: 3, Iraq: 3, Kuwait: 2, Israel: 2, France: 1 },
  'ca-travel': { Iran: 3, Iraq: 3, Jordan: 1 },
  'au-travel': { Iran: 4 },
};
const broken = new Set();
const names = { us: 'State Department', ca: 'Canada', au: 'Australia' };
const labels = ['Exercise Normal Precautions', 'Exercise Increased Caution', 'Reconsider Travel', 'Do Not Travel'];
const reasons = ['petty crime', 'crime and civil unrest', 'terrorism and the risk of armed conflict', 'kidnapping, terrorism and armed conflict'];
const item = ([country, level]) => `<item><title>${country} - Level ${level}: ${labels[level - 1]}</title>
  <link>https://travel.example.org/${country.toLowerCase()}.html</link><pubDate>Mon, 0${level} Jun 2026</pubDate>
  <description><![CDATA[<p>${labels[level - 1]} in ${country} due to ${reasons[level - 1]}.</p>
  <p>The embassy answers emergency calls from citizens at any hour. Keep travel documents up to date and easily accessible.</p>]]></description></item>`;
const feed = channel => `<?xml version="1.0"?><rss version="2.0"><channel><title>Advice</title>${Object.entries(levels[channel]).map(item).join('')}</channel></rss>`;

async function listen(answer) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(request.url, body, response);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

const publisher = await listen((url, _, response) => {
  const channel = url.slice(1);
  response.writeHead(broken.has(channel) ? 503 : 200, { 'Content-Type': 'application/rss+xml' }).end(broken.has(channel) ? '' : feed(channel));
});
const receiver = await listen((url, body, response) => {
  const message = { type: '', ...JSON.parse(body || '{}') };
  if (message.type === 'org.alertrelay.subscription.challenge') response.end(message.data.challenge);
  else if (url.startsWith('/chat')) response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"name":"spaces/A/messages/B"}');
  else response.writeHead(url.startsWith('/backup') && message.type.includes('.alert.') ? 500 : 204).end();
});

function catalogue() {
  const directory = join(folder, 'channels');
  mkdirSync(directory);
  for (const channel of Object.keys(levels))
    writeFileSync(join(directory, `${channel}.json`), JSON.stringify({
      name: `${names[channel.slice(0, 2)]} travel advice`, authority: names[channel.slice(0, 2)], shortName: names[channel.slice(0, 2)], country: channel.slice(0, 2).toUpperCase(),
      category: 'travel', languages: ['en'], homepage: 'https://travel.example.org/', terms: 'none', attribution: 'made up', urls: [`${publisher.address}/${channel}`],
      parser: 'us-state-travel', every: '00:00:04', floor: '00:00:01', membership: 'complete', rules: { confirmDropAfter: '00:00:02', datesAreDays: true },
      levels: Object.fromEntries(labels.map((label, index) => [index + 1, { label, severity: ['Minor', 'Moderate', 'Severe', 'Extreme'][index], step: index + 1 }])),
    }));
  return directory;
}

async function startRelay() {
  const off = readdirSync(join(root, 'src/AlertRelay.Core/Channels/Catalog')).filter(name => name.endsWith('.json'))
    .map(name => [`Channels__${name.slice(0, -5)}__Enabled`, 'false']);
  const relay = spawn(program, ['serve', '--port', '0', '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env, ...Object.fromEntries(off), Channels__Directory: catalogue(), Delivery__AllowPrivateNetworks: 'true', Fetching__HostSpacing: '00:00:00',
      Polling__StartSpread: '00:00:00',
    },
  });
  let said = '';
  for await (const chunk of relay.stdout) {
    said += chunk;
    const [key, base] = [/ark_\S+/.exec(said)?.[0], /Listening on (http:\/\/[^\s/]+)\.(?=\s)/.exec(said)?.[1]];
    if (key && base) return { relay, key, base };
  }
  throw new Error(`The relay does not start:\n${said}`);
}

const { relay, key, base } = await startRelay();
const executablePath = process.env.ALERTRELAY_BROWSER ?? execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function api(path, body) {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method: body ? 'POST' : 'GET', headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

async function until(done, what) {
  for (let tries = 0; tries < 120; tries++) {
    if (await done()) return;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  throw new Error(`Waited in vain for ${what}.`);
}

const alerts = async () => (await api('/alerts')).alerts;
const subscribe = (name, target, more) => api('/subscriptions', { name, target: `${receiver.address}/${target}`, filter: { kinds: ['alert'], ...more?.filter }, ...more?.top });

async function fill() {
  for (const channel of Object.keys(levels))
    await until(async () => (await api(`/channels/${channel}`)).health.lastGoodPollAt, `the first poll of ${channel}`);
  const desk = await subscribe('Duty desk', 'desk');
  await subscribe('Operations chat', 'chat?key=k&token=t', { top: { format: 'google-chat' } });
  await subscribe('France and Jordan', 'france', { filter: { countries: ['FR', 'JO'] } });
  await subscribe('Backup system', 'backup');
  const changes = [['us-travel', 'Iran', 4], ['us-travel', 'Iraq', 4], ['ca-travel', 'Iran', 4], ['ca-travel', 'Jordan', 2], ['us-travel', 'Kuwait', 3]];
  for (const [index, [channel, country, level]] of changes.entries()) {
    levels[channel][country] = level;
    await until(async () => (await alerts()).length > index, `the alert about ${country}`);
  }
  broken.add('au-travel');
  await until(async () => (await api('/channels/au-travel')).health.lastError, 'the failed poll');
  return desk.id;
}

async function photograph(name, path, { colorScheme = 'light', width = 1100, height = 760, then } = {}) {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', viewport: { width, height } });
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('input[name=key]', key);
  await Promise.all([page.waitForNavigation(), page.locator('main button').first().click()]);
  await page.goto(base + path);
  await then?.(page);
  const file = join(pictures, `console-${name}.png`);
  await page.screenshot({ path: file });
  await context.close();
  try {
    execFileSync('pngquant', ['--force', '--skip-if-larger', '--ext', '.png', '128', file], { stdio: 'ignore' });
  } catch (error) {
    if (error.code === 'ENOENT') console.log('pngquant is not installed: the file is larger than it need be');
  }
  console.log(`console-${name}.png ${statSync(file).size} bytes`);
}

try {
  const desk = await fill();
  const iran = (await alerts()).find(alert => alert.headline.includes('raises Iran')).id;
  await until(async () => (await api(`/alerts/${iran}/deliveries`)).deliveries.filter(each => each.status === 'delivered').length >= 2, 'the deliveries');
  const silent = (await api('/subscriptions')).subscriptions.find(each => each.name.startsWith('France')).id;
  // The counts of the overview are half a minute behind.
  await until(async () => (await api('/overview')).deliveries.delivered >= 10, 'the counts of deliveries');
  await photograph('overview', '/', { height: 1150 });
  await photograph('alert', `/alerts/${iran}?subscription=${silent}`, { height: 1080 });
  await photograph('subscription', `/subscriptions/${desk}`, { colorScheme: 'dark', height: 900 });
  await photograph('phone', `/alerts/${iran}`, { width: 390, height: 800 });
} finally {
  await browser.close();
  relay.kill();
  await new Promise(resolve => relay.once('exit', resolve));
  publisher.server.close();
  receiver.server.close();
  rmSync(folder, { recursive: true });
}
