// A duty officer's day in the console: sign in, subscribe, see who was sent an alert and why somebody was not, silence, recover, rotate, revoke.
// For its argument see walker.mjs.
import { t, wish, browser, page, findings, fail, follow, fill, choose, button, link, only, expectText, open, until } from './walker.mjs';

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

async function walk() {
  await open('/');
  await follow(link(t('SignIn')));
  await fill(t('ApiKey'), 'ark_wrong');
  await follow(button(t('SignIn')));
  await expectText(t('KeyUnknown'));
  await fill(t('ApiKey'), wish.key);
  await follow(button(t('SignIn')));
  await expectText(t('RoleOperator'), 'header');

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
  await expectText(/countr/i);
  if (wish.short) return;

  await open(desk);
  await follow(button(t('Pause')));
  await publish(2, 'Iraq');
  await open(desk);
  await follow(button(t('Resume')));
  await follow(link(t('RecoverMissed')));
  await follow(button(t('RecoverCount')));
  await expectText(/1/);
  await follow(button(t('RecoverSend', 1)));
  await until(`${desk}/deliveries`, async () => (await page.locator('main').innerText()).includes('Iraq'), 'the recovered alert');

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

  for (const path of ['/', '/channels', `/channels/${wish.channel}`, '/countries', '/countries/IQ', '/silences', '/audit', '/keys', '/portal-links', '/signing-keys',
    '/settings', '/doctor', '/deliveries', '/preferences', '/docs']) await open(path);

  await open('/keys');
  await fill(t('KeyNameLabel'), 'A tenant of the walk');
  await follow(button(t('KeyMake')));
  if (!(await secret()).startsWith('ark_')) fail('the new key is not shown');
  await open('/keys');
  await follow(link('A tenant of the walk'));
  await follow(only(page.locator('main').getByRole('button', { name: /Revoke/ })));
  await open('/keys');
  if ((await page.locator('main').innerText()).includes('A tenant of the walk')) fail('the key is still there');
  await follow(button(t('SignOut')));
  await page.goto(`${wish.base}/subscriptions`);
  await expectText(t('SignIn'));
}

try {
  await walk();
  if (findings.length > 0) throw new Error(findings.join('\n'));
  console.log('done');
} catch (fault) {
  console.log(`${fault.message}\n${fault.stack}`);
  await page.screenshot({ path: process.env.ALERTRELAY_WALK_PICTURE ?? '/dev/null', fullPage: true }).catch(() => {});
  process.exitCode = 1;
}
await browser.close();
