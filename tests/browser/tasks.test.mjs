// Fifteen things that people come to a portal for, on a telephone, typed without marks: each with the taps and letters it takes, and how
// many it may take. A tap is a touch of something that is on the screen or below it; the key that sends a search is one too.
//
// Prints the table. What changed for the worse fails; a better way found lowers the limit here.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { serveFolder } from "./cdn.mjs";
import { NOON, buildSample } from "./portal.mjs";

const TELEPHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let site, browser;
const table = [];

before(async () => {
  site = await serveFolder(buildSample());
  browser = await launch();
});

after(async () => {
  console.table(table);
  await browser?.close();
  await site?.close();
});

/** Somebody with a telephone: everything they do is counted. */
class Citizen {
  taps = 0;
  letters = 0;

  constructor(page) {
    this.page = page;
  }

  async tap(locator) {
    this.taps++;
    await locator.filter({ visible: true }).first().tap();
  }

  link(name) {
    return this.page.getByRole("link", { name });
  }

  async type(text) {
    this.letters += text.length;
    await this.page.keyboard.type(text);
  }

  /** From any page: the icon of the search, words, the result of this title. */
  async find(words, title) {
    await this.tap(this.page.locator(".search-link"));
    const box = this.page.locator("main input[type=search]");
    await box.waitFor();
    if (!(await box.evaluate((input) => input === document.activeElement))) await this.tap(box);
    await this.type(words);
    await this.tap(this.page.locator("main").getByRole("link", { name: title }));
  }

  async menu(...names) {
    await this.tap(this.page.getByRole("button", { name: /Danh mục|Menu/ }).or(this.page.locator("summary", { hasText: /Danh mục|Menu/ })));
    for (const name of names) await this.tap(this.page.locator(".site-menu").getByText(name, { exact: true }));
  }

  /** What they came for stands on the page. */
  sees(text) {
    return this.page.locator("main").getByText(text).filter({ visible: true }).first().waitFor({ timeout: 5000 });
  }
}

const TASKS = [
  ["Điểm thi tốt nghiệp của con", 4, 16, async (who) => {
    await who.find("diem thi", /^Tra cứu điểm thi/);
    await who.tap(who.page.getByLabel("Số báo danh"));
    await who.type("43000001");
    await who.tap(who.page.getByRole("button", { name: "Tra cứu" }));
    await who.sees("6,75");
  }],
  ["Giá đất một đường", 2, 7, async (who) => {
    await who.find("gia dat", /^Bảng giá đất/);
    await who.sees("Đường Mẫu 2");
  }],
  ["Gọi tổng đài 1022", 1, 0, async (who) => {
    const number = who.page.locator('a[href="tel:02711022"]').filter({ visible: true }).first();
    assert.ok((await number.boundingBox()).y < 740, "the number is on the first screen");
    who.taps++;
  }],
  ["Nộp hồ sơ một thủ tục", 1, 0, async (who) => {
    await who.tap(who.link(/^Nộp hồ sơ trực tuyến/));
    await who.sees(/dichvucong/);
  }],
  ["Văn bản theo số", 2, 12, async (who) => {
    await who.find("2461/qd-ubnd", /2461\/QĐ-UBND/);
    await who.sees("Còn hiệu lực");
  }],
  ["Góp ý một dự thảo đang lấy ý kiến", 2, 0, async (who) => {
    await who.tap(who.link(/^Góp ý dự thảo/));
    await who.tap(who.link(/^Dự thảo Quy chế tổ chức/));
    await who.sees("gopy.sotttt@binhphuoc.example");
  }],
  ["Cảnh báo bão", 1, 0, async (who) => {
    await who.tap(who.link(/^Cảnh báo bão/));
    await who.sees(/16\/01\/2024/);
  }],
  ["Ngày Chủ tịch tỉnh tiếp công dân", 2, 13, async (who) => {
    await who.find("tiep cong dan", /^Lịch công tác tuần 3/);
    await who.sees("Trụ sở Tiếp công dân tỉnh");
  }],
  ["Số điện thoại của UBND huyện", 2, 13, async (who) => {
    await who.find("ubnd dong phu", /^Ủy ban nhân dân huyện Đồng Phú/);
    await who.sees("0271.1022");
  }],
  ["Ngân sách của một xã", 2, 16, async (who) => {
    await who.find("ngan sach xa mau", /^Dự toán ngân sách năm 2024/);
    await who.sees("9.850");
  }],
  ["Bản đồ quy hoạch của huyện", 2, 14, async (who) => {
    await who.find("ban do bu dang", /^Bản đồ quy hoạch/);
    await who.sees(/Bù Đăng/);
  }],
  ["Câu hỏi về thuế đã được trả lời", 2, 0, async (who) => {
    await who.tap(who.link(/^Xem hỏi - đáp/));
    await who.tap(who.link(/^Hỏi chính sách thuế/));
    await who.sees("02713.879.193");
  }],
  ["Thông báo việc làm", 2, 8, async (who) => {
    await who.find("viec lam", /^Phiên giao dịch việc làm/);
    await who.sees(/24\/02\/2024/);
  }],
  ["Questions of an investor, in English", 3, 9, async (who) => {
    await who.tap(who.link("English"));
    await who.find("investors", /^Investing in Bình Phước/);
    await who.sees(/Department of Planning/);
  }],
  ["Theo dõi tin mới của Cổng", 2, 0, async (who) => {
    await who.tap(who.page.locator("main").getByRole("link", { name: "Tin tức", exact: true }));
    await who.tap(who.page.locator(".feeds").getByRole("link", { name: "RSS" }));
    await who.page.waitForURL("**/tin-tuc/rss.xml");
  }],
];

for (const [name, taps, letters, does] of TASKS) {
  test(`${name}: at most ${taps} taps and ${letters} letters`, async () => {
    const page = await openPage(browser, site, "/", TELEPHONE, NOON);
    page.setDefaultTimeout(8000);
    const who = new Citizen(page);
    await does(who);
    table.push({ task: name, taps: who.taps, letters: who.letters });
    assert.ok(who.taps <= taps && who.letters <= letters, `${who.taps} taps, ${who.letters} letters`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
