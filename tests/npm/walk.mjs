// A duty officer's day in the console: sign in, subscribe, see who was sent an alert and why somebody was not, silence, recover, rotate, revoke.
// For its argument see walker.mjs.
import { t, wish, browser, context, page, findings, look, fail, follow, fill, tick, choose, button, link, only, expectText, open, until } from './walker.mjs';

const row = text => only(page.getByRole('row').filter({ hasText: text }));
const about = country => page.locator('main').getByRole('link').filter({ hasText: country });
const secret = async () => {
  const value = await page.locator('.message .secret').inputValue();
  return value || fail('no secret is shown');
};

async function publish(number, expected) {
  console.log(`publish ${number}`);
  await until('/alerts', async () => await about(expected).count() > 0, `the alert about ${expected}`);
}

async function subscribe(name, target, format, countries) {
  await open('/subscriptions');
  await follow(link(t('SubscriptionNew')));
  await fill(t('FieldTarget'), target);
  await fill(t('Name'), name);
  if (format) await choose(t('Format'), format);
  if (countries) await fill(t('Countries'), countries);
  await follow(button(t('ShowMatches')));
  await follow(button(t('Create')));
  await expectText(name);
  return new URL(page.url()).pathname;
}

async function signIn(key = wish.key, role = t('RoleOperator')) {
  await open('/sign-in');
  await fill(t('ApiKey'), key);
  await follow(button(t('SignIn')));
  await expectText(role, 'header');
  for (const cookie of await context.cookies())
    if (!cookie.httpOnly || cookie.sameSite === 'None') fail(`the cookie ${cookie.name} is open to scripts or other sites`);
}

async function walk() {
  await open('/');
  await follow(link(t('SignIn')));
  await fill(t('ApiKey'), 'ark_wrong');
  await follow(button(t('SignIn')));
  await expectText(t('KeyUnknown'));
  await signIn();
  const desk = await subscribe('Duty desk', wish.webhook, null, '');
  if (!(await secret()).startsWith('whsec_')) fail('the signing secret is not shown');
  await follow(button(t('SendTest')));
  await expectText(/test alert/);
  const others = await subscribe('France only', `${wish.webhook}-france`, null, 'France');
  if (!wish.short) await subscribe('Operations chat', wish.chat, wish.chatFormat, '');

  await publish(1, 'Iran');
  await follow(only(about('Iran')));
  const alert = new URL(page.url()).pathname;
  await until(alert, async () => await row('Duty desk').count() > 0 && /delivered/.test(await row('Duty desk').innerText()), 'the delivery');
  await fill(t('SubscriptionId'), others.slice(others.lastIndexOf('/') + 1));
  await follow(button(t('Explain')));
  await expectText(/filter/, '.explanation');
  if (wish.short) return;

  await recover(desk);
  await silence(desk);
  await change(desk, others);
  await lookAtAll(alert, desk);
  await invite(desk);
  await revokeAtWork();
  await endKey();
}

async function recover(desk) {
  await open(desk);
  await follow(button(t('Pause')));
  await publish(2, 'Iraq');
  await open(desk);
  await follow(button(t('Resume')));
  await follow(link(t('RecoverMissed')));
  await follow(button(t('RecoverCount')));
  await follow(button(t('RecoverSend', 1)));
  await until(`${desk}/deliveries`, async () => (await page.locator('main').innerText()).includes('Iraq'), 'the recovered alert');
}

async function silence(desk) {
  const reason = 'Known: the embassy has moved';
  await open('/silences');
  await fill(t('SubscriptionId'), desk.slice(desk.lastIndexOf('/') + 1));
  await follow(button(t('Choose')));
  await fill(t('SilenceCountries'), 'FR');
  await fill(t('UntilUtc'), new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 16));
  await fill(t('SilenceReason'), reason);
  await follow(button(t('SilenceAdd')));
  await expectText(t('SilenceAdded'));

  await publish(3, 'France');
  await follow(only(about('France')));
  await until(new URL(page.url()).pathname, async () => await row('Duty desk').count() > 0, 'the silenced delivery');
  await expectText('silenced', row('Duty desk'));
  await expectText(reason, row('Duty desk'));
  await fill(t('SubscriptionId'), desk.slice(desk.lastIndexOf('/') + 1));
  await follow(button(t('Explain')));
  await expectText(reason, '.explanation');

  await open('/silences');
  await follow(link('Duty desk', row(reason)));
  await follow(button(t('EndNow')));
  await expectText(t('SilenceEnded'));
  await expectText(t('SilencesNoneInForce'));
}

async function change(desk, others) {
  await open(desk);
  await follow(button(t('RotateSecret')));
  if (!(await secret()).startsWith('whsec_')) fail('the new secret is not shown');
  await follow(link(t('Preview')));
  await open(`${desk}/edit`);
  await fill(t('Name'), 'Duty desk, renamed');
  await follow(button(t('Save')));
  await expectText('Duty desk, renamed');
  await open(others);
  await follow(link(t('Delete')));
  await follow(only(page.locator('main').getByRole('button').last()));
}

async function lookAtAll(alert, desk) {
  for (const path of ['/', '/channels', `/channels/${wish.channel}`, '/countries', '/countries/IQ', '/silences', '/deliveries', '/audit', '/keys', '/portal-links', '/signing-keys',
    '/settings', '/doctor', `${alert}/deliveries`, '/preferences', '/docs']) await open(path);
  await page.goto(`${wish.base}/nowhere`);
  await look();
  await expectText(t('NoSuchPage'));
  await open(`/channels/${wish.channel}`);
  await follow(button(t('PollNow')));
  await follow(only(page.locator('main a[href*="/notices/"]')));
  await open(`${desk}/deliveries`);
  await follow(only(page.locator('main a[href*="/deliveries/dlv_"]')));
}

// Somebody without a key looks, once.
async function invite(desk) {
  await open('/portal-links');
  await follow(button(t('PortalMake')));
  const invitation = new URL(await secret()).pathname;
  await follow(button(t('SignOut')));
  for (const path of ['/', '/alerts', '/countries', '/sign-in', '/preferences']) await open(path);
  await open(invitation);
  await follow(button(t('PortalOpen')));
  await open(desk);
  if (await button(t('Pause')).count() > 0) fail('a reader may pause');
  for (const path of ['/', '/alerts', '/subscriptions', '/silences', '/audit', '/portal-links']) await open(path);
  await follow(button(t('SignOut')));
  await page.goto(wish.base + invitation);
  await look();
  await expectText(t('PortalUsedTitle'));
  await signIn();
}

async function createKey(name) {
  await open('/keys');
  await fill(t('KeyNameLabel'), name);
  await follow(button(t('KeyMake')));
  const key = await secret();
  if (!key.startsWith('ark_')) fail('the new key is not shown');
  return key;
}

// Somebody is at work while an operator revokes the key.
async function revokeAtWork() {
  const name = 'Revoked at work', key = await createKey(name);
  await open('/keys');
  await follow(link(name));
  const id = new URL(page.url()).pathname.split('/').pop();
  await follow(button(t('SignOut')));
  await signIn(key, t('RoleTenant', 'default'));
  await open('/subscriptions/new');
  await fill(t('FieldTarget'), wish.webhook);
  const revoked = await fetch(`${wish.base}/api/v1/keys/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${wish.key}` } });
  if (!revoked.ok) fail(`the key is not revoked: HTTP ${revoked.status}`);
  await follow(button(t('Create')));
  await expectText(t('SessionEndedNothingDone'));
  await signIn();
}

async function endKey() {
  await createKey('A tenant of the walk');
  await open('/keys');
  await follow(link('A tenant of the walk'));
  await tick(t('KeyRevokeConfirm'));
  await follow(button(t('KeyRevoke')));
  await open('/keys');
  if ((await page.locator('main').innerText()).includes('A tenant of the walk')) fail('the key is still there');
  await follow(button(t('SignOut')));
  await page.goto(`${wish.base}/subscriptions`);
  await expectText(t('SignIn'));
}

try {
  await walk();
  if (findings.length > 0) fail('the pages have faults');
  console.log('done');
} catch (fault) {
  console.log([fault.stack, ...findings].join('\n'));
  await page.screenshot({ path: process.env.ALERTRELAY_WALK_PICTURE ?? '/dev/null', fullPage: true }).catch(() => {});
  process.exitCode = 1;
}
await browser.close();
