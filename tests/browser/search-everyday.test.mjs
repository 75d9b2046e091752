// Everyday queries on the portal of this repository, as citizens type them: without marks, by the keys of Telex and VNI, without spaces, with
// letters exchanged, by abbreviations and numbers. Each says which page is right; of all of them nearly every one must be first.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { createSearch } from "../../themes/portal/assets/search/rank.js";
import { findEntry, folderReader } from "../../themes/portal/tools/search-cli.mjs";
import { MOMENT, ROOT, program } from "./portal.mjs";

// How many must find the right page first, and how many may find nothing.
const FIRST = 75, NOTHING = 1;

const QUERIES = [
  // Without marks, as most people type.
  ["gop y du thao", /^\/gop-y-du-thao\/$/],
  ["tra cuu diem thi", /diem-thi/],
  ["bang gia dat", /gia-dat/],
  ["gia dat bu dang", /gia-dat\/bu-dang/],
  ["ke hoach su dung dat dong phu", /ke-hoach-su-dung-dat-2024-dong-phu/],
  ["quy hoach su dung dat bu dang", /ban-do-quy-hoach-5-nam-bu-dang/],
  ["danh sach ho ngheo", /ho-ngheo/],
  ["cong khai ngan sach", /cong-khai-ngan-sach|\/cong-khai\/ngan-sach\/$/],
  ["lich cong tac tuan", /lich-cong-tac/],
  ["tuyen sinh lop nghe", /tuyen-sinh-lop-nghe/],
  ["so dien thoai so y te", /so-y-te/],
  ["giam doc so thong tin va truyen thong", /giam-doc-so-tttt/],
  ["chu tich tinh", /chu-tich-ubnd-tinh/],
  ["ban do hanh chinh", /ban-do-hanh-chinh/],
  ["yeu cau cung cap thong tin", /tiep-can-thong-tin|thoi-han-cung-cap/],
  ["phong sot xuat huyet", /sot-xuat-huyet/],
  ["lua dao tren mang", /lua-dao|gia-mao/],
  ["nop thue dien tu", /nop-thue-dien-tu/],
  ["dau gia tai san", /dau-gia-tai-san/],
  ["viec lam", /viec-lam/],
  ["mat dien thong bao tam ngung", /tam-ngung/],
  ["y kien danh gia tac dong moi truong", /tham-van-d/],
  // Keys of Telex.
  ["nghij ddinhj 42", /42-2022-nd-cp/],
  ["soost xuaast huyeest", /sot-xuat-huyet/],
  ["duwowngf daay nongs", /^\/lien-he\/$/],
  ["tuyeern sinh", /tuyen-sinh/],
  ["chuyeern ddooir soos", /chuyen-doi-so/],
  ["baor hieemr", /bao-hiem/],
  ["gops ys duwj thaor", /gop-y/],
  ["gias ddaats", /gia-dat/],
  // Keys of VNI.
  ["nghi5 d9inh5 42", /42-2022-nd-cp/],
  ["so61t xua61t huye61t", /sot-xuat-huyet/],
  ["tuye63n sinh", /tuyen-sinh/],
  ["gia1 d9a61t", /gia-dat/],
  ["lich5 co6ng tac1", /lich-cong-tac/],
  ["chuye63n d9o63i so61", /chuyen-doi-so/],
  // Joined and split words.
  ["tracuudiemthi", /diem-thi/],
  ["duongdaynong", /^\/lien-he\/$/],
  ["gopyduthao", /gop-y/],
  ["chuyendoiso", /chuyen-doi-so/],
  ["hongheo", /ho-ngheo/],
  ["nghidinh 42", /42-2022-nd-cp/],
  ["sotxuathuyet", /sot-xuat-huyet/],
  ["bandohanhchinh", /ban-do-hanh-chinh/],
  ["info graphic", /infographic/],
  // Letters exchanged, missing, doubled.
  ["nghi dihn 42", /42-2022-nd-cp/],
  ["tuyen sin", /tuyen-sinh/],
  ["quy hoahc su dung dat", /quy-hoach|su-dung-dat/],
  ["quy hoachh", /quy-hoach/],
  ["diem tih", /diem-thi/],
  ["gop y du thoa", /gop-y/],
  ["ngan sahc xa", /ngan-sach/],
  ["chuyen doi soo", /chuyen-doi-so/],
  ["duong dya nong", /^\/lien-he\/$/],
  ["infografic", /infographic/],
  // Numbers of documents, of telephones, figures.
  ["42/2022/nd-cp", /^\/van-ban\/42-2022-nd-cp\/$/],
  ["nghi dinh 42", /42-2022-nd-cp/],
  ["2461/qd-ubnd", /^\/van-ban\/2461-qd-ubnd\/$/],
  ["qd 2461", /2461-qd-ubnd/],
  ["268/bc-stttt", /^\/van-ban\/268-bc-stttt\/$/],
  ["bao cao 268", /268-bc-stttt/],
  ["1022", /lien-he\/tong-dai-1022/],
  ["02711022", /lien-he\/tong-dai-1022/],
  ["0271.1022", /lien-he\/tong-dai-1022/],
  ["0844.689.393", /\/lien-he\//],
  ["+84844689393", /\/lien-he\//],
  ["16533", /16533/],
  ["16.533 thong tin", /16533/],
  ["covid19", /phong-chong-dich/],
  // Abbreviations of the administration.
  ["STTTT", /so-tttt/],
  ["so TT&TT", /so-tttt/],
  ["so KHDT", /so-khdt/],
  ["UBND tinh", /ubnd-tinh/],
  ["KH SDĐ", /su-dung-dat/],
  ["BHXH", /^\/dich-vu-cong\/$/],
  ["ĐTM", /tham-van-d/],
  ["CCCD", /de-an-06|can-cuoc/],
  ["BBT", /bbt|ban-bien-tap/],
  // English words on Vietnamese pages.
  ["hotline", /^\/lien-he\/$/],
  ["budget", /ngan-sach/],
  ["job", /viec-lam/],
  // Words that are too many.
  ["cho em hoi so dien thoai ho tro thue", /chinh-sach-thue|dien-thoai-thue|hoi-chinh-sach-thue/],
];

let search;

// The portal of the repository, which has more in it than tests/sample.
function built() {
  const folder = mkdtempSync(join(tmpdir(), "cong-browser-"));
  execFileSync(program(), ["-C", ROOT, "--quiet", "build", "--at", MOMENT, "--output", folder], { stdio: "inherit" });
  return folder;
}

before(async () => {
  const folder = process.env.CONG_SEARCHED ?? built();
  search = createSearch(folderReader(folder).read, await findEntry(folder, "vi"));
});

test("everyday queries find the right page first, and hardly any finds nothing", async () => {
  const wrong = [], nothing = [];
  for (const [query, right] of QUERIES) {
    const { results, corrected } = await search.search(query), first = results[0]?.url ?? "";
    if (!results.length) nothing.push(query);
    if (!right.test(first)) wrong.push(`${query} → ${first || "nothing"}${corrected?.length ? ` (${corrected.join("; ")})` : ""}`);
  }
  console.log(`${QUERIES.length - wrong.length} of ${QUERIES.length} right first, ${nothing.length} with nothing\n  ${wrong.join("\n  ")}`);
  assert.ok(QUERIES.length - wrong.length >= FIRST && nothing.length <= NOTHING, `${wrong.length} wrong, ${nothing.length} with nothing`);
});
