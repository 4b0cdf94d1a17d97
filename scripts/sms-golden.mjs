// Writes src/tests/data/sms_golden.json: texts with the encoding and segments Twilio's own calculator gives them.
// Run where `npm i sms-segments-calculator` was run: node scripts/sms-golden.mjs > src/tests/data/sms_golden.json
// The calculator keeps what looks like one character whole; the networks keep UTF-16 pairs whole. Texts on which the two
// differ are left out, and counted on stderr.
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const lib = require("sms-segments-calculator");
const SegmentedMessage = lib.SegmentedMessage ?? lib;
const texts = new Set();
const add = (text) => texts.add(text);
const gsm = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà";
const ext = "\f^{}\\[~]|€";
for (const n of [1, 2, 9, 69, 70, 71, 134, 135, 152, 153, 154, 159, 160, 161, 162, 200, 305, 306, 307, 308, 458, 459, 460, 612, 613, 765, 766, 918, 919, 1071, 1530, 1531, 1600]) {
  add("a".repeat(n));
  if (n > 3) add("Hi €" + "b".repeat(n - 4));
}
for (const n of [1, 2, 66, 67, 68, 69, 70, 71, 72, 133, 134, 135, 136, 200, 201, 202, 267, 268, 269, 335, 336, 402, 670, 671, 1600]) {
  add("界".repeat(n));
  add("ж" + "a".repeat(n - 1));
}
for (const n of [1, 34, 35, 36, 66, 67, 68, 100, 134, 200]) add("😀".repeat(n));
for (const n of [33, 66, 67, 68, 69, 70, 71, 133]) { add("ж".repeat(n) + "😀"); add("a".repeat(n) + "😀" + "a".repeat(n)); }
for (const n of [79, 80, 81, 151, 152, 153, 154, 158, 159, 160, 304, 305, 306]) { add("a".repeat(n) + "€"); add("€".repeat(Math.min(n, 153))); add("a".repeat(n) + "[]" + "b".repeat(7)); }
for (const c of ext) add(`x${c}y`);
for (const c of gsm) add(`code ${c} 1`);
for (const c of "çÀÈáíóúâêîôûãõëïÿŒœşğıŁłžźćńřšťů`´‘’“”„–—…•·™©®°×÷½¼¾→←€") add(`It is ${c} here`);
for (const c of ["\u00a0", "\u2009", "\u202f", "\u200b", "\t", "\ufeff", "\u2028", "\u00ad"]) add(`a${c}b`);
[
  "Your code is 123456. It is valid for 10 minutes.", "Don’t reply to this message.", "Don't reply to this message.",
  "Hello! 👍", "வணக்கம், உங்கள் குறியீடு 123456", "你好，您的验证码是 123456。", "こんにちは、コードは123456です", "안녕하세요. 코드 123456",
  "مرحبا، رمزك هو 123456", "שלום, הקוד שלך 123456", "Привет, ваш код 123456", "Γεια σου ΚΩΔΙΚΟΣ", "ΓΔΘΛΞΠΣΦΨΩ", "नमस्ते, आपका कोड 123456",
  "สวัสดี รหัส 123456", "e\u0301clair", "n\u0303", "o\u0308ffnen", "Z\u0351\u036b\u0343algo", "🇫🇷 Bonjour", "👨‍👩‍👧‍👦 family", "✌🏽 peace",
  "Où es-tu ? À 8 h.", "Straße für Käse", "¿Qué tal? ¡Olé!", "Mañana a las 8", "naïve café", "Çok güzel", "Zażółć gęślą jaźń", "Příliš žluťoučký kůň",
  "Line 1\nLine 2\nLine 3", "{\"json\": [1, 2]}", "C:\\path\\file", "~tilde~ ^caret^ |pipe|", "price: 10 € only", "£5 or $6 or ¥700",
  "https://example.com/a?b=c&d=e#f", "𝒽𝑒𝓁𝓁𝑜", "1️⃣2️⃣", "—", "…", " ", "\n", "0",
].forEach(add);
["வணக்கம் ", "验证码 ", "Привет ", "👍 ok ", "e\u0301 ", "Bonjour, ça va ? ", "Grüße aus Köln ", "مرحبا "].forEach((part) => [3, 8, 17, 30, 55].forEach((n) => add(part.repeat(n))));
const textUtils = require("sms-segments-calculator/dist/libs/textUtils.js");
const graphemes = textUtils.splitGraphemes;
const look = (text) => { const m = new SegmentedMessage(text); return [m.encodingName, m.segmentsCount]; };
let differ = 0;
const rows = [];
for (const text of texts) {
  if (text.length > 1600) continue;
  textUtils.splitGraphemes = graphemes;
  const [a, b] = look(text);
  textUtils.splitGraphemes = (t) => Array.from(t);
  const [c, d] = look(text);
  if (a !== c || b !== d) { differ += 1; continue; }
  rows.push({ text, encoding: a, segments: b });
}
console.error(`${rows.length} texts, ${differ} left out`);
console.log("[\n" + rows.map((row) => JSON.stringify(row)).join(",\n") + "\n]");
