//! The reference of the audit names every proof, place, function, profile and field of JSON, and nothing else.

use std::collections::BTreeSet;

use cong::audit::obligation::{Function, Obligation, Place, Profile, Proof};
use serde::de::DeserializeOwned;

use crate::audit_desk::audit;
use crate::command::Workspace;
use crate::reference::{assert_true_to, reference, rows};
use crate::site_builder::Site;

const PAGE: &str = "docs/audit.md";

/// What a reader of data offers in place of what it does not know.
fn offered<T: DeserializeOwned>(text: &str) -> Vec<String> {
    let error = toml::from_str::<T>(text).err().unwrap().message().to_owned();
    let (_, names) = error.split_once("expected one of ").unwrap_or_else(|| panic!("{error}"));
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[derive(serde::Deserialize)]
struct Of<T> {
    #[serde(rename = "x")]
    _x: T,
}

#[test]
fn every_key_of_a_profile_is_in_the_reference() {
    let mut mends = reference(PAGE, "Khóa của hồ sơ · Keys of a profile").mends(&rows(offered::<Profile>("zzz = 1")));
    mends.extend(
        reference(PAGE, "Khóa của nghĩa vụ · Keys of an obligation").mends(&rows(offered::<Obligation>("zzz = 1"))),
    );
    mends.extend(reference(PAGE, "Nơi đáp ứng · Places").mends(&rows(offered::<Place>("zzz = 1"))));
    assert_true_to(&mends);
}

#[test]
fn every_proof_is_in_the_reference() {
    let mut mends = reference(PAGE, "Cách chứng minh · Proofs").mends(&rows(offered::<Of<Proof>>("x = \"zzz\"")));
    mends.extend(reference(PAGE, "Chức năng · Functions").mends(&rows(offered::<Of<Function>>("x = \"zzz\""))));
    assert_true_to(&mends);
}

#[test]
fn every_profile_is_in_the_reference() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/audit/profiles");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = names.map(|name| name.trim_end_matches(".toml").to_owned());
    assert_true_to(&reference(PAGE, "Hồ sơ có sẵn · Profiles").mends(&rows(names)));
}

#[test]
fn every_list_is_in_the_reference() {
    // A portal in which something of every sort is to be told.
    let notice =
        |lines: &str| format!("---\ntitle: Thông báo\nagency: [so-tttt]\ndate: 2024-01-02\n{lines}---\nLời.\n");
    let site = Site::new()
        .file("content/lien-he/_index.md", "---\ntitle: Liên hệ\nkind: contact\n---\n")
        .file("content/lien-he/a.md", "---\ntitle: A\nnumber: \"1022\"\npurpose: Hỏi.\n---\n")
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "agency: [so-y-te]\n", "Gọi 02713.999.999, [x](van-ban:1/QĐ-X).")
        .article("content/tin-tuc/bai.en.md", "Article", "2024-01-10", "translates: \"1\"\n", "Text.")
        .file("content/hoi-dap/_index.md", "---\ntitle: Hỏi đáp\nkind: question\n---\n")
        .file("content/hoi-dap/a.md", "---\ntitle: Câu hỏi\nquestion: Gì?\nreceived: 2023-01-01\nagency: [so-y-te]\n---\n")
        .file("content/gop-y/_index.md", "---\ntitle: Góp ý\nkind: consultation\n---\n")
        .file("content/gop-y/a/a.txt", "Dự thảo.")
        .file("content/gop-y/a/index.md", "---\ntitle: Dự thảo\nsubject: policy\ndrafter: Sở\nopens: 2023-02-01\ncloses: 2023-02-28\ncomment_email: a@tinh.gov.vn\nattachments:\n  - file: a.txt\n---\nLời.\n")
        .file("content/bo-may/_index.md", "---\ntitle: Bộ máy\nkind: organisation\n---\n")
        .file("content/bo-may/a.md", "---\ntitle: Sở A\naddress: Đường 1\nphone: \"0271.1022\"\nemail: a@tinh.gov.vn\n---\n")
        .file("content/thong-bao/_index.md", "---\ntitle: Thông báo\nkind: notice\n---\n")
        .file("content/thong-bao/a.md", &notice("type: gian-doan\nstarts: 2024-01-03 08:00\n"))
        .file("content/thong-bao/b.md", &notice("type: dinh-chinh\n"));
    let told = audit(site, "2024-01-15", &["tinnhiemmang"]);
    let ids: BTreeSet<String> = told.report.listings.iter().map(|listing| listing.id.to_owned()).collect();
    assert!(ids.len() >= 11, "{ids:?}");
    assert_true_to(&reference(PAGE, "Danh sách · Lists").mends(&rows(ids)));
}

/// The ways to all values of JSON: `rows[].state`.
fn ways(value: &serde_json::Value, way: &str, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) if !map.is_empty() => {
            let joint = if way.is_empty() { "" } else { "." };
            map.iter().for_each(|(key, value)| ways(value, &format!("{way}{joint}{key}"), found));
        }
        serde_json::Value::Array(list) if list.iter().any(serde_json::Value::is_object) => {
            list.iter().for_each(|value| ways(value, &format!("{way}[]"), found));
        }
        _ => drop(found.insert(way.to_owned())),
    }
}

#[test]
fn what_the_audit_says_as_json_is_in_the_reference() {
    let units = "[[communes]]\nid = \"a\"\nname = \"Xã A\"\n";
    let site = Site::new()
        .article("content/tin-tuc/bai.md", "Bài", "2024-01-10", "agency: [so-y-te]\n", "Lời.")
        .article("content/tin-tuc/bai.en.md", "Article", "2024-01-10", "", "Text.")
        .file("content/_audit/units.toml", units)
        .config("[[agencies]]", "[audit.agencies]\nla = 3\n\n[[agencies]]");
    let workspace = Workspace::with(&site);
    workspace.cong(&["build", "--quiet"]);
    let read = |arguments: &[&str], found: &mut BTreeSet<String>| {
        let out = workspace.cong(&[&["audit", "--json", "--at", "2024-01-15"], arguments].concat()).out;
        ways(&serde_json::from_str(&out).unwrap(), "", found);
    };
    let mut found = BTreeSet::new();
    read(&["--profile", "papi"], &mut found);
    read(&["--profile", "khong-co"], &mut found);
    // What is empty in one and not in another counts as the latter.
    let longer = |way: &String, joint: &str| found.iter().any(|other| other.starts_with(&format!("{way}{joint}")));
    let found: Vec<String> = found.iter().filter(|way| !longer(way, "[]") && !longer(way, ".")).cloned().collect();
    let mends = reference("docs/machine-output.md", "cong audit --json").mends(&rows(found));
    let mut found = BTreeSet::new();
    let out = workspace.cong(&["audit", "--json", "--translations", "--at", "2024-01-15"]).out;
    serde_json::from_str::<Vec<serde_json::Value>>(&out).unwrap().iter().for_each(|row| ways(row, "", &mut found));
    let translations = reference("docs/machine-output.md", "cong audit --translations --json").mends(&rows(found));
    assert_true_to(&[mends, translations].concat());
}
