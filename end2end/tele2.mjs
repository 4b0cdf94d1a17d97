import { aurora, visit, signIn, take } from './camera.mjs';
const shop='aurora2';
for (const who of ['manager','viewer','finance']) await visit([{url: aurora}], async (page) => {
  page.on('pageerror', e => console.log('pageerror', e.message));
  await page.goto('/sign-in?next=/business'); await signIn(page,`${who}@northwind.test`); await page.waitForTimeout(1500);
  for (const at of ['/business/numbers','/business/messages','/business/calls','/business/numbers/find?country=US&kind=local&contains=']) {
    const r = await page.goto(at); console.log(who, at, r.status(), (await page.locator('main').innerText()).replace(/\n+/g,' | ').slice(0,260));
  }
});
await visit([{url: aurora}], async (page) => {
  await page.goto('/sign-in?next=/business'); await signIn(page,'owner@northwind.test'); await page.waitForTimeout(1500);
  const both = async (name) => { for (const [device,scheme] of [['phone','light'],['desktop','light'],['phone','dark']]) { await page.setViewportSize(device==='phone'?{width:390,height:844}:{width:1440,height:900}); await page.waitForTimeout(400); await take(page,{shop,device,scheme,name}); } await page.setViewportSize({width:1440,height:900}); };
  await page.goto('/business/numbers'); const href = await page.locator('main a[href*="/business/numbers/num_"]').first().getAttribute('href');
  await page.goto(href);
  await page.locator('#call input').nth(0).fill?.('x').catch(()=>{});
  const inputs = page.locator('#call input:visible'); console.log('inputs', await inputs.count());
  await inputs.nth(0).fill('+14155550123'); await inputs.nth(1).fill('+14155550199');
  await page.locator('#call button:has-text("Show the price")').click(); await page.waitForTimeout(1500); await both('price');
  await page.locator('#call button:has-text("Call")').first().click(); await page.waitForTimeout(3000);
  console.log(page.url(), (await page.locator('main').innerText()).replace(/\n+/g,' | ').slice(0,700)); await both('call');
  await page.goto('/business/calls'); await both('calls');
  // bad input
  await page.goto(href); await page.locator('#call input:visible').nth(0).fill('hello'); await page.locator('#call input:visible').nth(1).fill('+14155550199'); await page.locator('#call button:has-text("Call")').first().click(); await page.waitForTimeout(1500);
  console.log('bad', (await page.locator('#call').innerText()).replace(/\n+/g,' | ')); await both('bad');
});
