import { aurora, visit, signIn, take } from './camera.mjs';
const shop='aurora';
await visit([{url: aurora}], async (page) => {
  page.on('pageerror', e => console.log('pageerror', e.message));
  await page.goto('/sign-in?next=/business'); await signIn(page,'owner@northwind.test'); await page.waitForTimeout(1500);
  console.log(page.url());
  const shots=[];
  const both = async (name) => { for (const [device,scheme] of [['phone','light'],['desktop','light'],['desktop','dark'],['phone','dark']]) { await page.setViewportSize(device==='phone'?{width:390,height:844}:{width:1440,height:900}); await page.waitForTimeout(400); await take(page,{shop,device,scheme,name}); } await page.setViewportSize({width:1440,height:900}); };
  await page.goto('/business/numbers'); await both('numbers-empty');
  await page.goto('/business/messages'); await both('messages-empty');
  await page.goto('/business/calls'); await both('calls-empty');
  await page.goto('/business/messages/contacts'); await both('contacts-empty');
  await page.goto('/business/numbers/find'); await both('find-empty');
  await page.goto('/business/numbers/find?country=US&kind=local&contains='); await both('find');
  await page.locator('main form[action*=buy_number] button, main form button:has-text("Buy")').first().click(); await page.waitForTimeout(4000);
  console.log('bought', page.url()); await both('number');
  const number = page.url().match(/num_[0-9a-f]+/)?.[0];
  await page.goto('/business/numbers'); await both('numbers');
  await page.goto('/business/messages/contacts'); 
  await page.goto(`/business/messages/new?sender=${number}&to=%2B14155550123&message_text=Your order is ready 🎉`); await both('write');
  await page.locator('main button:has-text("Send")').first().click().catch(e=>console.log('send',e.message)); await page.waitForTimeout(3000);
  console.log('sent', page.url()); await both('conversation');
  const m = await page.locator('a[href*="/messages/message/"]').first().getAttribute('href').catch(()=>null);
  if (m) { await page.goto(m); await both('message'); }
  await page.goto('/business/messages'); await both('messages');
  await page.goto(`/business/numbers/${number}`);
  console.log(await page.locator('main').innerText());
  await page.goto('/business/calls'); await both('calls');
});
