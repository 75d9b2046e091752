//! `cong init --component NAME`: makes a portal in the workspace, with the sections that the audit asks of any agency.
//!
//! What it writes is the new portal's folder and nothing else; what only the agency knows is left for it to fill in, in plain words.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::portal::open_portal;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, ledger, reason, say, words, workspace};
use crate::files::{Disk, Files, bundle};
use crate::load::config::Config;
use crate::load::workspace::Pattern;
use crate::pipeline;
use crate::text::fold::fold;
use crate::text::slug::slug;
use crate::workspace::{MAIN, portals};
use crate::write::{is_empty_folder, place_new_file};

/// The portal that is written; `{name}` and the like stand for what is known of it.
static COMPONENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/component");

/// Longest name of a portal's folder, in bytes: it is a part of every address.
const LONGEST: usize = 100;

/// Where the main portal serves what its pages are drawn with.
const ASSETS: &str = "assets";

/// What can be said of the new portal.
struct New {
    slug: String,
    /// Below the main portal's folder.
    folder: String,
    /// What stands in the files for each word in braces.
    values: Vec<(&'static str, String)>,
    /// Whether there are pages in English.
    is_english: bool,
}

pub fn run(name: &str, common: &Common) -> u8 {
    let root = workspace::above(&common.folder).map_or_else(|| common.folder.clone(), |above| above.folder);
    let language = common.language(None);
    let disk = Disk::new(&root);
    let config = pipeline::config(&disk, &mut Vec::new()).ok().flatten();
    let made = match &config {
        None => Err(words(
            &language,
            "site.toml của cổng chính không có hoặc có lỗi. Chạy cong build để xem, rồi chạy lại lệnh này trong thư mục của cổng chính.",
            "site.toml of the main portal is missing or has mistakes. Run cong build to see them, then run this again in the main portal's folder.",
        )
        .to_owned()),
        Some(config) => New::of(name, config, &disk, &root, &language).and_then(|new| is_free(&new, &root, common, &language).map(|()| new)).and_then(|new| write(&new, &root, &language).map(|()| new)),
    };
    match made {
        Ok(new) => {
            tell(&new, &root, &language);
            CLEAN
        }
        Err(text) => {
            complain(&text);
            COULD_NOT_RUN
        }
    }
}

impl New {
    /// `Err`: why there can be no such portal, and what to do.
    fn of(name: &str, config: &Config, disk: &Disk, root: &Path, language: &str) -> Result<New, String> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let slug = slug(&name);
        let say = |vi: &str, en: &str| words(language, vi, en).replace("{name}", &name).replace("{slug}", &slug);
        if slug.is_empty() || slug == MAIN || name.contains(['"', '\\', '{', '}']) {
            return Err(say(
                "không đặt được tên thư mục từ “{name}”. Ghi tên cơ quan bằng chữ, ví dụ: cong init --component \"Sở Y tế\"",
                "no folder can be called after “{name}”. Write the name of the agency, such as: cong init --component \"Sở Y tế\"",
            ));
        }
        if slug.len() > LONGEST {
            return Err(words(
                language,
                "tên cơ quan quá dài để làm tên thư mục và địa chỉ: {count} ký tự, nhiều nhất là {most}. Ghi tên ngắn hơn, rồi sửa tên đầy đủ trong site.toml của cổng mới.",
                "the name is too long for a folder and an address: {count} characters, of at most {most}. Give a shorter one, then write the full name into site.toml of the new portal.",
            )
            .replace("{count}", &slug.len().to_string())
            .replace("{most}", &LONGEST.to_string()));
        }
        if slug == ASSETS || config.languages.contains(&slug) {
            return Err(say(
                "cổng chính dùng địa chỉ /{slug}/ cho việc của nó. Đặt tên khác, ví dụ tên đầy đủ của cơ quan.",
                "the main portal serves at /{slug}/ itself. Choose another name, such as the full name of the agency.",
            ));
        }
        let Some(Pattern { folder, .. }) = config.workspace.patterns().find(|pattern| pattern.each) else {
            return Err(workspace::no_workspace(root, language));
        };
        let folder = format!("{folder}/{slug}");
        if !is_empty_folder(&root.join(&folder)).unwrap_or(false) {
            return Err(say(
                "đã có thư mục {folder}. Cổng này đã được tạo; sửa tệp trong đó, hoặc đặt tên khác.",
                "there is a folder {folder} already. Edit what is in it, or choose another name.",
            )
            .replace("{folder}", &folder));
        }
        let base_url = format!("{}/{slug}", config.base_url);
        let is_taken = |path: &str| disk.read(&format!("content/{slug}{path}")).is_ok();
        if let Some(path) = ["/_index.md", "/index.md", ".md"].into_iter().find(|path| is_taken(path)) {
            return Err(say("cổng chính đã có trang ở địa chỉ /{slug}/ (content/{slug}{path}). Đổi tên chuyên mục đó, hoặc đặt tên khác cho cổng.", "the main portal has a page at /{slug}/ (content/{slug}{path}). Rename that section, or choose another name for the portal.")
                .replace("{path}", path));
        }
        let others = portals(disk, &config.workspace).portals;
        let lives_there = |text: &str| text == base_url;
        let same = others.iter().find(|portal| {
            portal.name == slug
                || portal.base.as_ref().is_some_and(|base| lives_there(&format!("{}{}", base.origin(), base.path())))
        });
        if let Some(other) = same {
            return Err(say(
                "cổng {folder} đã có tên hoặc địa chỉ này. Đặt tên khác.",
                "the portal {folder} has this name or address already. Choose another name.",
            )
            .replace("{folder}", &other.folder));
        }
        let is_english = config.languages.iter().any(|language| language == "en");
        Ok(New { is_english, values: values(&name, &slug, base_url, config), slug, folder })
    }
}

/// Whether the main portal serves nothing where the new one is to be. What cannot be read serves nothing yet.
fn is_free(new: &New, root: &Path, common: &Common, language: &str) -> Result<(), String> {
    let common = Common { folder: root.to_owned(), ..common.clone() };
    let portal = open_portal(&common, None);
    let Some(addresses) = portal.and_then(|portal| ledger::read(&portal, &common).ok().flatten()) else {
        return Ok(());
    };
    let own = format!("/{}/", new.slug);
    match addresses.plan.outputs.values().find(|planned| planned.url.local().starts_with(&own)) {
        Some(planned) => Err(words(
            language,
            "cổng chính đã đăng {url}. Đặt tên khác cho cổng mới.",
            "the main portal serves {url} already. Choose another name for the new portal.",
        )
        .replace("{url}", planned.url.local())),
        None => Ok(()),
    }
}

/// What agencies that every province has are called in English.
const DEPARTMENTS: [(&str, &str); 18] = [
    ("Sở Y tế", "Department of Health"),
    ("Sở Nội vụ", "Department of Home Affairs"),
    ("Sở Tư pháp", "Department of Justice"),
    ("Sở Tài chính", "Department of Finance"),
    ("Sở Xây dựng", "Department of Construction"),
    ("Sở Công Thương", "Department of Industry and Trade"),
    ("Sở Giao thông vận tải", "Department of Transport"),
    ("Sở Giáo dục và Đào tạo", "Department of Education and Training"),
    ("Sở Khoa học và Công nghệ", "Department of Science and Technology"),
    ("Sở Kế hoạch và Đầu tư", "Department of Planning and Investment"),
    ("Sở Thông tin và Truyền thông", "Department of Information and Communications"),
    ("Sở Tài nguyên và Môi trường", "Department of Natural Resources and Environment"),
    ("Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment"),
    ("Sở Nông nghiệp và Phát triển nông thôn", "Department of Agriculture and Rural Development"),
    ("Sở Văn hóa, Thể thao và Du lịch", "Department of Culture, Sports and Tourism"),
    ("Sở Lao động - Thương binh và Xã hội", "Department of Labour, Invalids and Social Affairs"),
    ("Thanh tra tỉnh", "Provincial Inspectorate"),
    ("Ban Quản lý Khu kinh tế", "Economic Zone Authority"),
];

/// Of a place its name; of what is not known the name without marks, which readers of English can at least type.
fn english_name(name: &str) -> String {
    let known = DEPARTMENTS.iter().find(|(own, _)| fold(own) == fold(name));
    if let Some((_, english)) = known {
        return (*english).to_owned();
    }
    let places =
        [("huyện ", "District"), ("thị xã ", "Town"), ("thành phố ", "City"), ("xã ", "Commune"), ("phường ", "Ward")];
    let own = name.strip_prefix("UBND ").or_else(|| name.strip_prefix("Ủy ban nhân dân ")).unwrap_or(name);
    let place = places.iter().find_map(|(word, english)| {
        let rest = own.strip_prefix(word).or_else(|| own.strip_prefix(&capital(word)))?;
        Some(format!("{rest} {english}"))
    });
    match place {
        Some(place) if own.len() < name.len() => format!("People’s Committee of {place}"),
        Some(place) => place,
        None => fold(name),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn values(name: &str, slug: &str, base_url: String, config: &Config) -> Vec<(&'static str, String)> {
    let agency = config.agencies.iter().find(|agency| agency.id == slug || fold(agency.name.get("vi")) == fold(name));
    let english = agency.map(|agency| agency.name.get("en").to_owned()).unwrap_or_else(|| english_name(name));
    let host =
        config.base.origin().split("://").nth(1).unwrap_or("cong.example").split(':').next().unwrap_or("cong.example");
    let plain = |text: &str| text.replace(['"', '\\'], "");
    vec![
        ("name_en", plain(&english)),
        ("name", name.to_owned()),
        ("title_en", format!("{} Portal", plain(&english))),
        ("title", format!("Cổng thông tin điện tử {name}")),
        ("slug", slug.to_owned()),
        ("base_url", base_url),
        ("email", format!("{slug}@{host}")),
        ("address_en", plain(config.owner.address.get("en"))),
        ("address", plain(config.owner.address.get("vi"))),
        ("main_title_en", plain(config.title.get("en"))),
        ("main_title", plain(config.title.get("vi"))),
        ("main_url", config.base_url.clone()),
    ]
}

/// Files of languages that the workspace has not are left out.
fn write(new: &New, root: &Path, language: &str) -> Result<(), String> {
    let folder = root.join(&new.folder);
    let fill = |text: &str| {
        new.values.iter().fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
    };
    let is_wanted = |path: &str| new.is_english || !path.ends_with(".en.md");
    for (path, bytes) in bundle::files(&COMPONENT).into_iter().filter(|(path, _)| is_wanted(path)) {
        let text = fill(&String::from_utf8_lossy(bytes));
        let path = PathBuf::from(fill(path));
        place_new_file(&folder, &path, text.as_bytes())
            .map_err(|error| format!("{}: {}", folder.join(&path).display(), reason(&error, language)))?;
    }
    Ok(())
}

fn tell(new: &New, root: &Path, language: &str) {
    let text = words(
        language,
        "Đã tạo cổng thành phần {slug} ở {folder}\nĐiền địa chỉ, điện thoại của cơ quan vào {folder}/site.toml, thay các đoạn “Viết ở đây”, rồi dựng:\n  cong{dir} build --portal {slug}\nĐối soát xem còn thiếu gì:\n  cong{dir} audit --portal {slug}",
        "Made the component portal {slug} in {folder}\nPut address and telephone of the agency into {folder}/site.toml, replace what says so, then build:\n  cong{dir} build --portal {slug}\nSee what it still owes:\n  cong{dir} audit --portal {slug}",
    );
    let dir = if root == Path::new(".") { String::new() } else { format!(" -C {}", root.display()) };
    say(&text.replace("{slug}", &new.slug).replace("{folder}", &new.folder).replace("{dir}", &dir));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_and_places_have_english_names() {
        assert_eq!(english_name("Sở y tế"), "Department of Health");
        assert_eq!(english_name("UBND huyện Đồng Phú"), "People’s Committee of Đồng Phú District");
        assert_eq!(english_name("Thành phố Đồng Xoài"), "Đồng Xoài City");
        assert_eq!(english_name("Báo tỉnh"), "bao tinh");
    }
}
