// The script of the page for what is not found: looks up old addresses with parameters as servers do by their rules.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const source = await readFile(new URL("../../themes/portal/assets/moved.js", import.meta.url), "utf8");
const table = {
  "/index.php": [["id=5&nv=news&op=x", "/a/"], ["id=5", "/b/"]],
  "/tìm.aspx": [["q=t%E1%BB%A9c%20m%E1%BB%9Bi&u=a%2Fb", "/c/"]],
  "/bai.aspx": [["", "/e/"]],
  "/vb": [["so%5B%5D=1", "/d/"]],
};

async function leads(address, has = true) {
  const url = new URL(address, "https://tinh.example");
  let to = null, asked = 0;
  const document = { querySelector: () => (has ? { dataset: { moved: "/t.json" } } : null) };
  const location = { search: url.search, pathname: url.pathname, replace: (address) => { to = address; } };
  const fetch = async () => { asked++; return { json: async () => table }; };
  new Function("document", "location", "fetch", source)(document, location, fetch);
  await new Promise(setImmediate);
  return asked ? to : "not asked";
}

test("case, order and further parameters make no difference", async () => {
  for (const [address, to] of [
    ["/index.php?nv=news&op=x&id=5", "/a/"], ["/INDEX.PHP?ID=5&Op=X&fbclid=1&nv=News", "/a/"], ["/index.php?id=5&nv=y", "/b/"],
    ["/T%C3%8CM.aspx?u=a/b&q=t%E1%BB%A9c+m%E1%BB%9Bi", "/c/"], ["/vb?so[]=1", "/d/"],
    ["/index.php?id=6", null], ["/other.php?id=5", null], ["/%ff?id=5", null], ["/index.php", null], ["/Bai.aspx", "/e/"], ["/bai.aspx?fbclid=1", "/e/"],
    ["/vb", "not asked"], ["/v.b/", "not asked"], ["/vb?", "not asked"],
  ]) assert.equal(await leads(address), to, address);
  assert.equal(await leads("/index.php?id=5", false), "not asked");
});
