//! `cong merge`: another portal comes in, nothing here is overwritten, every address of both answers in one step, documents keep the
//! names of their time, and what a person must decide is listed with its place.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use cong::cache::Cache;
use cong::files::{Disk, Files};
use cong::pipeline::{self, Input, Options, Silent};
use cong::relocate::merging::table::Table;
use cong::relocate::merging::{self, Asked};
use cong::relocate::steps::{Steps, Work};

use crate::command::{Run, Workspace};
use crate::moving::{Stopping, addresses, files_of, rules};
use crate::site_builder::{Site, article, moment};

const AT: &str = "2024-01-15 12:00";

fn document(number: &str, issuer: &str, more: &str) -> String {
    format!(
        "---\ntitle: Quyết định {number}\nnumber: {number}\nsummary: Về việc thử.\ntype: quyet-dinh\nissuer: {issuer}\nissued: 2020-03-02\neffective: 2020-03-02\nsigner: Nguyễn Văn A\nsigner_title: Chủ tịch\nattachments: [{{ file: qd.pdf, title: Toàn văn }}]\n{more}---\n"
    )
}

/// What both portals have: a section of documents and one of contacts.
fn both(host: &str, title: &str) -> Site {
    let contact = |number: &str| {
        format!(
            "---\ntitle: Tổng đài\nnumber: \"{number}\"\npurpose: Hỏi đáp\nhours: \"Giờ hành chính: sáng, chiều\"\nverified_on: 2024-01-02\n---\n"
        )
    };
    let number = if host.starts_with("bp") { "02713.879.193" } else { "02513.822.501" };
    Site::new()
        .config("https://tinh.example", &format!("https://{host}"))
        .config("Cổng thử", title)
        .config("[[agencies]]", "[[agencies]]\nid = \"ubnd\"\nname = { vi = \"Ủy ban nhân dân tỉnh\", en = \"People's Committee\" }\n[[agencies]]\nid = \"chinh-phu\"\nname = { vi = \"Chính phủ\", en = \"Government\" }\n[[agencies]]")
        .file("content/van-ban/_index.md", "---\ntitle: Văn bản\nkind: document\n---\n")
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/tong-dai.md", &contact(number))
        .file("content/gioi-thieu/_index.md", "---\ntitle: Giới thiệu\nkind: page\n---\n")
}

fn own() -> Site {
    both("dn.example", "Đồng Nai")
        .file(
            "content/tin-tuc/a.md",
            &article("Tin của Đồng Nai", "2024-01-10", "", "Theo [quyết định](van-ban:15/2020/QĐ-UBND).\n"),
        )
        .file(
            "content/van-ban/qd-15/index.md",
            &document("15/2020/QĐ-UBND", "Ủy ban nhân dân tỉnh Đồng Nai", "agency: ubnd\n"),
        )
        .bytes("content/van-ban/qd-15/qd.pdf", b"%PDF-1.4\n%%EOF\n")
        .file("content/van-ban/nd-42/index.md", &document("42/2022/NĐ-CP", "Chính phủ", "agency: chinh-phu\n"))
        .bytes("content/van-ban/nd-42/qd.pdf", b"%PDF-1.4\n%%EOF\n")
}

fn theirs() -> Site {
    both("bp.example", "Bình Phước")
        .file("content/tin-tuc/a.md", &article("Tin của Bình Phước", "2024-01-11", "agency: so-tttt\naliases: [/index.php?id=5, /cu/]\n", "Xem [b](b/index.md), [trang](/tin-tuc/b/?x=1#m), [cả địa chỉ](https://bp.example/tin-tuc/b/), [tổng đài](lien-he:tong-dai), [sở](https://soyte.bp.example/x/) và [quyết định](van-ban:15/2020/QĐ-UBND). Huyện Đồng Phú và huyện Đồng Phú.\n"))
        .file("content/tin-tuc/a.en.md", "---\ntitle: News of the other\nsummary: A summary.\ndate: 2024-01-11\nauthor: Editorial Board\n---\nText.\n")
        .file("content/tin-tuc/b/index.md", &article("Bài b", "2025-07-10", "agency: [so-tttt]\nslug: b\n", "## M\n\nTệp [phụ lục](phu-luc.pdf).\n").replace("2025-07-10", "2024-01-12"))
        .bytes("content/tin-tuc/b/phu-luc.pdf", b"%PDF-1.4\n%%EOF\n% 2")
        .file("content/van-ban/qd-15/index.md", &document("15/2020/QĐ-UBND", "Ủy ban nhân dân tỉnh Bình Phước", "agency: ubnd\n"))
        .bytes("content/van-ban/qd-15/qd.pdf", b"%PDF-1.4\n%%EOF\n% Binh Phuoc")
        .file("content/van-ban/qd-16/index.md", &document("16/2020/QĐ-UBND", "Ủy ban nhân dân tỉnh Bình Phước", "agency: ubnd\nreplaces: [15/2020/QĐ-UBND]\n"))
        .bytes("content/van-ban/qd-16/qd.pdf", b"%PDF-1.4\n%%EOF\n% 16")
        .file("content/van-ban/nghi-dinh/index.md", &document("42/2022/NĐ-CP", "Chính phủ", "agency: chinh-phu\n"))
        .bytes("content/van-ban/nghi-dinh/qd.pdf", b"%PDF-1.4\n%%EOF\n% other scan")
        .file("content/gioi-thieu/so.md", "---\ntitle: Sở của chúng ta\nagency: so-tttt\n---\nLời.\n")
}

const TABLE: &str = "what,old,new,from,note\nagency,ubnd,ubnd,2025-07-01,\nagency,so-tttt,so-y-te,2024-01-12,ví dụ\nagency,chinh-phu,chinh-phu,,\nunit,Huyện Đồng Phú,Xã A|Xã B,2025-07-01,\nhost,soyte.bp.example,soyte.dn.example,,\n";

/// A folder with the portal that stays, `dn`, the one that comes, `binh-phuoc`, and the table.
fn folder(own: &Site, theirs: &Site, table: &str) -> Workspace {
    let folder = Workspace::empty();
    own.save_to(&folder.join("dn"));
    theirs.save_to(&folder.join("binh-phuoc"));
    std::fs::write(folder.join("t.csv"), table).unwrap();
    folder
}

fn merge(folder: &Workspace, more: &[&str]) -> Run {
    let all = [&["-C", "dn", "merge", "binh-phuoc", "--table", "t.csv"], more].concat();
    folder.cong(&all)
}

fn merged(more: &[&str]) -> Workspace {
    let folder = folder(&own(), &theirs(), TABLE);
    let run = merge(&folder, more);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    folder
}

fn files(folder: &Workspace, portal: &str) -> BTreeMap<String, Vec<u8>> {
    files_of(&folder.join(portal))
}

/// Addresses that a build wrote, but for those that the generator makes for itself.
fn built(folder: &Workspace, portal: &str) -> Vec<String> {
    let run = folder.cong(&["-C", portal, "build", "--strict", "--at", AT]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let own = [
        "/assets/",
        "/search/",
        "/_",
        "/.",
        "/sitemap",
        "/robots",
        "/404",
        "/en/404",
        "/manifest",
        "/favicon",
        "/opensearch",
    ];
    addresses(&folder.join(&format!("{portal}/public")), &own)
}

/// Every address of the other portal leads from its own host to what stands there, and in one step.
fn assert_old_host_leads(folder: &Workspace, before: &[String], extra: &[&str]) {
    let now = built(folder, "dn");
    let old_host = rules(&folder.read("dn/merged/binh-phuoc/_redirects"));
    let here = rules(&std::fs::read_to_string(folder.join("dn/public/_redirects")).unwrap_or_default());
    for address in before.iter().map(String::as_str).chain(extra.iter().copied()) {
        let to = old_host.get(address).unwrap_or_else(|| panic!("{address} is not among the rules of the old host"));
        let local = to.strip_prefix("https://dn.example").unwrap_or_else(|| panic!("{address} leads to {to}"));
        assert!(now.iter().any(|there| there == local), "{address} leads to {local}, which is not there");
        assert!(!here.contains_key(local), "{address} leads to {local}, which leads on");
    }
    let nginx = folder.read("dn/merged/binh-phuoc/nginx.conf");
    assert!(nginx.contains("\"/tin-tuc/b/?\" \"https://dn.example/"), "{nginx}");
}

fn report(folder: &Workspace) -> String {
    folder.read("dn/merged/binh-phuoc/report.md")
}

#[test]
fn nothing_of_either_portal_is_overwritten_and_the_portal_stays_clean() {
    let folder = folder(&own(), &theirs(), TABLE);
    let (own, other) = (files(&folder, "dn"), files(&folder, "binh-phuoc"));
    let run = merge(&folder, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(files(&folder, "binh-phuoc"), other);
    let now = files(&folder, "dn");
    // The settings get entries, and this page names a number that is not of one document any more.
    let changed = ["site.toml", "content/tin-tuc/a.md"];
    for (name, bytes) in own.iter().filter(|(name, _)| !changed.contains(&name.as_str())) {
        assert_eq!(now.get(name), Some(bytes), "{name}");
    }
    let check = folder.cong(&["-C", "dn", "check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

#[test]
fn every_address_of_the_other_portal_leads_on_in_one_step_from_both_hosts() {
    for more in [&[][..], &["--into", "binh-phuoc"][..]] {
        let folder = folder(
            &own(),
            &theirs().file(
                "content/_addresses.txt",
                "/tep-cu.pdf -> /tin-tuc/b/phu-luc.pdf\n/tin-tuc/b/\n/tin-tuc/x/ gone 2023-01-01 Hết hạn\n",
            ),
            TABLE,
        );
        let before = built(&folder, "binh-phuoc");
        let own_before = built(&folder, "dn");
        let run = merge(&folder, more);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        assert_old_host_leads(&folder, &before, &["/tep-cu.pdf", "/cu/"]);
        let now = built(&folder, "dn");
        let here = rules(&folder.read("dn/public/_redirects"));
        for address in &own_before {
            assert!(now.contains(address), "{address} of this portal is gone");
        }
        // The same paths on the new host: what is there, or one step. What programs ask for beside a page had no readers here before.
        let forms = ["index.json", "og.png", "feed.json", "rss.xml", "calendar.ics"];
        let is_form = |address: &&String| forms.iter().any(|form| address.ends_with(&format!("/{form}")));
        for address in before.iter().filter(|address| !is_form(address)) {
            let to = here.get(address).unwrap_or(address);
            assert!(now.contains(to) && (to == address || !here.contains_key(to)), "{address} leads to {to}");
        }
        let ledger = folder.read("dn/content/_addresses.txt");
        assert!(ledger.contains("/tin-tuc/x/ gone 2023-01-01 Hết hạn\n"), "{ledger}");
        assert_eq!(folder.cong(&["-C", "dn", "ledger"]).code, 0);
        assert!(folder.read("dn/merged/binh-phuoc/_redirects").contains("/index.php id=5 https://dn.example/"));
    }
}

#[test]
fn what_wants_a_place_that_is_taken_gets_another_name_and_links_follow() {
    let folder = merged(&[]);
    let page = folder.read("dn/content/tin-tuc/a-binh-phuoc.md");
    assert!(folder.read("dn/content/tin-tuc/a-binh-phuoc.en.md").contains("News of the other"));
    assert!(folder.read("dn/content/tin-tuc/a.md").contains("Tin của Đồng Nai"));
    for link in [
        "[b](b/index.md)",
        "[trang](/tin-tuc/b/?x=1#m)",
        "[cả địa chỉ](https://dn.example/tin-tuc/b/)",
        "[tổng đài](lien-he:tong-dai-binh-phuoc)",
        "[sở](https://soyte.dn.example/x/)",
        "[quyết định](../van-ban/qd-15-binh-phuoc/index.md)",
    ] {
        assert!(page.contains(link), "{link}: {page}");
    }
    let report = report(&folder);
    assert!(report.contains("binh-phuoc/content/tin-tuc/a.md:1` – chỗ này đã có ở đây nên đưa sang thành content/tin-tuc/a-binh-phuoc.md"), "{report}");
}

#[test]
fn below_a_folder_nothing_is_renamed_and_absolute_links_follow() {
    let folder = merged(&["--into", "binh-phuoc"]);
    let page = folder.read("dn/content/binh-phuoc/tin-tuc/a.md");
    assert!(
        page.contains("[trang](/binh-phuoc/tin-tuc/b/?x=1#m)")
            && page.contains("(https://dn.example/binh-phuoc/tin-tuc/b/)"),
        "{page}"
    );
    assert!(folder.read("dn/content/binh-phuoc/_index.md").contains("Trang chủ"));
    assert!(folder.read("dn/content/binh-phuoc/tin-tuc/b/index.md").contains("aliases: [/tin-tuc/b/]"));
}

#[test]
fn what_is_of_its_time_keeps_its_agency_and_what_is_kept_up_to_date_has_the_new_one() {
    let folder = merged(&[]);
    let site = folder.read("dn/site.toml");
    let entry = |id: &str| {
        site.split("[[agencies]]")
            .find(|part| part.contains(&format!("id = \"{id}\"")))
            .unwrap_or_else(|| panic!("{id}: {site}"))
    };
    let former = entry("ubnd-binh-phuoc");
    assert!(former.contains("until = \"2025-06-30\"") && former.contains("successor = \"ubnd\""), "{former}");
    let document = folder.read("dn/content/van-ban/qd-16/index.md");
    assert!(
        document.contains("agency: ubnd-binh-phuoc\n") && document.contains("issuer: Ủy ban nhân dân tỉnh Bình Phước"),
        "{document}"
    );
    // The day before the change, the day of it, and a page without a day.
    assert!(folder.read("dn/content/tin-tuc/a-binh-phuoc.md").contains("agency: so-tttt-binh-phuoc\n"));
    assert!(folder.read("dn/content/tin-tuc/b/index.md").contains("agency: [so-y-te]\n"));
    assert!(folder.read("dn/content/gioi-thieu/so.md").contains("agency: so-y-te\n"));
    // One body under one id, as the table says.
    assert_eq!(site.matches("id = \"chinh-phu").count(), 1, "{site}");
}

#[test]
fn documents_of_one_number_stay_apart_by_who_issued_them_and_the_same_one_stays_once() {
    let folder = merged(&[]);
    assert!(folder.exists("dn/content/van-ban/qd-15-binh-phuoc/index.md"));
    assert!(
        folder.read("dn/content/van-ban/qd-16/index.md").contains("replaces: [../qd-15-binh-phuoc/index.md]"),
        "{}",
        folder.read("dn/content/van-ban/qd-16/index.md")
    );
    assert!(
        folder.read("dn/content/tin-tuc/a.md").contains("[quyết định](../van-ban/qd-15/index.md)"),
        "{}",
        folder.read("dn/content/tin-tuc/a.md")
    );
    assert!(!folder.exists("dn/content/van-ban/nghi-dinh"));
    let rules = rules(&folder.read("dn/merged/binh-phuoc/_redirects"));
    assert_eq!(rules["/van-ban/nghi-dinh/"], "https://dn.example/van-ban/nd-42/");
    assert!(
        report(&folder).contains("cùng số, cùng cơ quan ban hành với content/van-ban/nd-42/index.md"),
        "{}",
        report(&folder)
    );
}

#[test]
fn the_report_names_what_a_person_must_decide_with_its_place() {
    let folder = merged(&["--report", "r.md"]);
    let report = folder.read("r.md");
    assert_eq!(report, self::report(&folder));
    for line in [
        "binh-phuoc/content/tin-tuc/a.md:9` – 2 lần: huyện đồng phú",
        "02713.879.193: mã vùng 0271, ở đây dùng 0251",
        "ở đây /tin-tuc/a/ là trang khác",
        "số 15/2020/qđ-ubnd cũng là của content/van-ban/qd-15/index.md",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }
    // What both say alike needs nobody.
    assert!(!report.contains("languages"), "{report}");
    let json = folder.cong(&["-C", "dn", "merge", "binh-phuoc", "--table", "t.csv", "--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).is_ok(), "{}", json.out);
}

#[test]
fn a_second_run_does_nothing_and_one_after_more_was_written_there_brings_just_that() {
    let folder = merged(&[]);
    let before = files(&folder, "dn");
    let run = merge(&folder, &[]);
    assert!(run.code == 0 && run.out.contains("Không có gì mới"), "{}{}", run.out, run.err);
    assert_eq!(files(&folder, "dn"), before);
    std::fs::write(
        folder.join("binh-phuoc/content/tin-tuc/moi.md"),
        article("Tin mới", "2024-01-13", "", "Xem [a](a.md).\n"),
    )
    .unwrap();
    let changed = folder.join("binh-phuoc/content/gioi-thieu/so.md");
    std::fs::write(&changed, std::fs::read_to_string(&changed).unwrap() + "Thêm.\n").unwrap();
    let run = merge(&folder, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(folder.read("dn/content/tin-tuc/moi.md").contains("[a](a-binh-phuoc.md)"));
    assert!(!folder.read("dn/content/gioi-thieu/so.md").contains("Thêm."));
    assert!(
        report(&folder)
            .contains("binh-phuoc/content/gioi-thieu/so.md` – đã đưa sang thành content/gioi-thieu/so.md, sau đó sửa"),
        "{}",
        report(&folder)
    );
}

#[test]
fn a_diff_writes_nothing() {
    let folder = folder(&own(), &theirs(), TABLE);
    let before = files(&folder, "dn");
    let run = merge(&folder, &["--diff"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("+[[agencies]]") && run.out.contains("-agency: so-tttt\n+agency: so-tttt-binh-phuoc\n"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("copy binh-phuoc/content/tin-tuc/b/phu-luc.pdf => content/tin-tuc/b/phu-luc.pdf"),
        "{}",
        run.out
    );
    assert_eq!(files(&folder, "dn"), before);
}

/// A merger that has begun, as the command begins it.
fn begin(folder: &Workspace) -> Steps {
    let files = |portal: &str| Arc::new(Disk::new(folder.join(portal))) as Arc<dyn Files>;
    let options = Options { at: moment(AT), show_all: false, foreign: false, preview: true };
    let cache = Cache::default();
    let look =
        |files: &Arc<dyn Files>| pipeline::addresses(&Input { files, options, cache: &cache, progress: &Silent });
    let table = Table::read("t.csv", TABLE.as_bytes()).unwrap();
    let asked = Asked { table: &table, into: None, name: "binh-phuoc" };
    let merged = merging::merged((&files("dn"), &files("binh-phuoc")), (&look, &look), &asked);
    let merged = merged.unwrap_or_else(|_| panic!("the portal can be taken in"));
    let other = folder.join("binh-phuoc");
    let work = Work { changes: &merged.changes, copies: &merged.copies, other: Some(&other) };
    Steps::begin(&folder.join("dn"), (&other.display().to_string(), "binh-phuoc"), work).unwrap()
}

#[test]
fn a_merger_that_was_stopped_anywhere_is_finished_by_the_next_run() {
    let but_the_report = |folder: &Workspace| {
        let mut files = files(folder, "dn");
        files.remove("merged/binh-phuoc/report.md");
        files
    };
    let wanted = but_the_report(&merged(&[]));
    let mut stopped = 0;
    for left in (0..).step_by(9) {
        let folder = folder(&own(), &theirs(), TABLE);
        let (steps, root) = (begin(&folder), folder.join("dn"));
        let stopping = Stopping { disk: Disk::new(&root), left: AtomicUsize::new(left) };
        if steps.finish(&root, &stopping).is_ok() {
            assert_eq!(but_the_report(&folder), wanted);
            break;
        }
        stopped += 1;
        if stopped == 2 {
            let before = files(&folder, "dn");
            assert_eq!(merge(&folder, &["--diff"]).code, 2, "who only looks finishes nothing");
            assert_eq!(files(&folder, "dn"), before);
        }
        let run = merge(&folder, &[]);
        assert_eq!(run.code, 0, "after {left}: {}{}", run.out, run.err);
        assert_eq!(but_the_report(&folder), wanted, "after {left}");
        assert!(!folder.exists("dn/.cong/move"), "after {left}");
    }
    assert!(stopped > 3, "{stopped}");
}

#[test]
fn a_file_that_changed_there_since_the_merger_began_is_not_taken_for_the_one_of_before() {
    let folder = folder(&own(), &theirs(), TABLE);
    begin(&folder);
    std::fs::write(folder.join("binh-phuoc/content/tin-tuc/b/phu-luc.pdf"), b"other").unwrap();
    let run = merge(&folder, &[]);
    assert!(run.code == 2 && run.err.contains("phu-luc.pdf"), "{}{}", run.out, run.err);
    assert!(!folder.exists("dn/content/tin-tuc/b/phu-luc.pdf"));
}

#[test]
fn a_wrong_table_is_told_by_line_and_nothing_is_taken_in() {
    for (row, line, said) in [
        ("agency,so-khong-co,ubnd,,", 2, "không có “so-khong-co”"),
        ("agency,so-tttt,so-khong-co,,", 2, "hai cổng đều không có “so-khong-co”"),
        ("section,khong-co,tin-tuc,,", 2, "không có thư mục content/khong-co"),
        ("section,tin-tuc,../x,,", 2, "không phải một thư mục"),
        ("agncy,so-tttt,ubnd,,", 2, "không có loại “agncy”"),
        ("agency,so-tttt,ubnd,1/7/2025,", 2, "không phải một ngày"),
    ] {
        let folder = folder(&own(), &theirs(), &format!("what,old,new,from,note\n{row}\n"));
        let before = files(&folder, "dn");
        let run = merge(&folder, &[]);
        assert_eq!(run.code, 1, "{row}: {}{}", run.out, run.err);
        assert!(
            run.err.contains(said) && run.err.contains(&format!("t.csv:{line}")) && run.err.contains("N20"),
            "{row}: {}",
            run.err
        );
        assert_eq!(files(&folder, "dn"), before, "{row}");
    }
    let circle = theirs().config(
        "[[topics]]",
        "[[agencies]]\nid = \"x\"\nname = \"Ban X\"\n[[agencies]]\nid = \"y\"\nname = \"Ban Y\"\n[[topics]]",
    );
    let folder = folder(&own(), &circle, "what,old,new\nagency,x,y\nagency,y,x\n");
    let run = merge(&folder, &[]);
    assert!(run.code == 1 && run.err.contains("vòng tròn"), "{}", run.err);
}

#[test]
fn a_portal_with_errors_one_inside_another_and_none_at_all_are_refused() {
    let broken = theirs().file("content/tin-tuc/hong.md", "---\ntitle: [\n---\n");
    let folder = folder(&own(), &broken, TABLE);
    let run = merge(&folder, &[]);
    assert!(run.code == 1 && run.err.contains("content/tin-tuc/hong.md"), "{}", run.err);
    for (other, said) in [("dn", "nằm trong nhau"), (".", "site.toml"), ("khong-co", "site.toml")] {
        let run = folder.cong(&["-C", "dn", "merge", other]);
        assert!(run.code == 2 && run.err.contains(said), "{other}: {}", run.err);
    }
    theirs().save_to(&folder.join("dn/content/ben-trong"));
    assert_eq!(folder.cong(&["-C", "dn", "merge", "dn/content/ben-trong"]).code, 2);
}

#[test]
fn places_that_differ_by_case_only_do_not_meet() {
    let theirs = theirs()
        .bytes("content/tin-tuc/BANG.pdf", b"%PDF-1.4\n%%EOF\n% hoa")
        .file("content/gioi-thieu/t.md", "---\ntitle: Trang\n---\n[Bảng](../tin-tuc/BANG.pdf)\n");
    let own = own()
        .bytes("content/tin-tuc/bang.pdf", b"%PDF-1.4\n%%EOF\n")
        .file("content/gioi-thieu/u.md", "---\ntitle: Trang u\n---\n[Bảng](../tin-tuc/bang.pdf)\n");
    let folder = folder(&own, &theirs, TABLE);
    let run = merge(&folder, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(folder.read("dn/content/gioi-thieu/t.md").contains("(../tin-tuc/BANG-binh-phuoc.pdf)"));
    assert_eq!(folder.cong(&["-C", "dn", "check"]).code, 0);
}

#[test]
fn a_section_goes_where_the_table_says_and_beside_one_of_another_kind() {
    let theirs = theirs()
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: page\n---\n")
        .file("content/thong-bao/x.md", "---\ntitle: X\n---\nLời.\n");
    let own = own()
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: article\n---\n")
        .file("content/truyen-thong/_index.md", "---\ntitle: Truyền thông\nkind: article\n---\n");
    let folder = folder(&own, &theirs, &format!("{TABLE}section,tin-tuc,truyen-thong/tin,,\n"));
    let run = merge(&folder, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(folder.read("dn/content/truyen-thong/tin/a.md").contains("Tin của Bình Phước"));
    assert!(folder.exists("dn/content/thong-bao-binh-phuoc/x.md"));
    assert!(folder.read("dn/content/truyen-thong/tin/b/index.md").contains("aliases: [/tin-tuc/b/]"));
}
