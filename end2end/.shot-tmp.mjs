import { chromium } from '@playwright/test';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const base = 'http://127.0.0.1:3107';
for (const t of ['light','dark']) {
const c = await b.newContext({ viewport: { width: 1440, height: 720 }, colorScheme: t });
const p = await c.newPage();
p.on('console', m => console.log('console', m.type(), m.text())); p.on('pageerror', e => console.log('pageerror', e.message));
await p.goto(base + '/');
await p.screenshot({ path: `/tmp/shots/${t}-signin.png` });
await p.getByLabel('E-mail').fill('ada.admin@switchroom.test'); await p.getByLabel('Password', {exact:true}).fill('switchroom-demo');
await p.getByRole('button', { name: 'Sign in' }).click();
await p.waitForURL('**/sip-endpoints'); await p.waitForSelector('html[data-ready]');
await p.getByRole('searchbox').fill('paris'); await p.waitForTimeout(1200);
await p.hover('tbody tr:nth-child(2)'); await p.locator('tbody tr:nth-child(2) button').click(); await p.waitForTimeout(200);
await p.screenshot({ path: `/tmp/shots/${t}-search.png` });
await p.keyboard.press('Escape');
await p.getByRole('link', { name: 'Edit paris', exact: true }).click(); await p.waitForSelector('dialog[open]'); await p.waitForTimeout(500);
await p.getByLabel('Realm').fill('test'); await p.keyboard.press('Escape'); await p.waitForTimeout(300);
await p.screenshot({ path: `/tmp/shots/${t}-asking.png` });
await p.setViewportSize({ width: 390, height: 844 }); await p.waitForTimeout(200); await p.screenshot({ path: `/tmp/shots/${t}-390form.png` });
await p.getByRole('button', {name:'Save changes'}).click().catch(e=>console.log('blocked',e.message.slice(0,100))); await p.waitForTimeout(700);
await p.screenshot({ path: `/tmp/shots/${t}-toast.png` });
await p.goto(base+'/account'); await p.screenshot({ path: `/tmp/shots/${t}-account.png` });
}
await b.close();
