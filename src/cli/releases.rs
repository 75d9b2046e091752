//! `cong releases`: lists what was published to a target and can be gone back to, the newest first.

use serde_json::{Value, json};

use super::place::Place;
use super::portal::open_portal;
use super::{CLEAN, COULD_NOT_RUN, Common, say, words};
use crate::publish::releases;
use crate::publish::target::Target;
use crate::publish::{ReleaseRecord, State};
use crate::time::{Moment, date_time};

#[derive(clap::Args)]
pub struct Arguments {
    /// Tên nơi xuất bản, như trong [publish.TÊN] của site.toml · The target's name in site.toml
    #[arg(value_name = "TÊN")]
    name: String,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    let Some(mut portal) = open_portal(common, None) else { return COULD_NOT_RUN };
    let place = match Place::find(common, &mut portal, &arguments.name, None) {
        Ok(place) => place,
        Err(code) => return code,
    };
    match place.remote().and_then(|remote| Target::read(&*remote)) {
        Ok(target) => {
            show(&place, &target.state, common);
            CLEAN
        }
        Err(trouble) => place.fail(&trouble, common),
    }
}

fn show(place: &Place, state: &State, common: &Common) {
    let language = &place.language;
    if common.json {
        let rows: Vec<Value> = releases::list(state).map(|release| to_json(release, state)).collect();
        say(&serde_json::to_string_pretty(&rows).unwrap_or_default());
        return;
    }
    if state.release.number == 0 {
        let text = words(
            language,
            "Chưa xuất bản lần nào. Xuất bản: cong publish {name}",
            "Nothing was published yet. Publish: cong publish {name}",
        );
        say(&text.replace("{name}", &place.name));
        return;
    }
    for release in releases::list(state) {
        say(&line(release, state, place));
    }
    if let Some(left) = &state.left {
        let text = words(
            language,
            "Bản {number} đã bị bỏ có chủ ý: chỉ nội dung mới hơn bản đó mới thay được bản đang trên mạng.",
            "Release {number} was left on purpose: only what is newer takes the place of what is online.",
        );
        say(&text.replace("{number}", &left.number.to_string()));
    }
}

/// `* 12  08:00, 15/1/2024  1a2b3c4d5e6f Lan  +3 ~12 −1, 3.412 tệp  a1b2c3d4`
pub fn line(release: &ReleaseRecord, state: &State, place: &Place) -> String {
    let language = &place.language;
    let when = release.published_at.parse().ok().map_or_else(
        || release.published_at.clone(),
        |at| date_time(&Moment::from_timestamp(at, &place.config.zone()), language),
    );
    let mark = if release.number == state.release.number { "*" } else { " " };
    let commit: String = release.commit.chars().take(12).collect();
    let commit = if commit.is_empty() { "–" } else { &commit };
    let back = release
        .back_to
        .map_or_else(String::new, |to| format!(", {} {to}", words(language, "quay về bản", "back to release")));
    let root: String = release.root.chars().take(12).collect();
    let files = crate::text::number::count(release.files, language);
    let ReleaseRecord { number, author, added, changed, deleted, .. } = release;
    let word = words(language, "tệp", "files");
    format!(
        "{mark} {number:>4}  {when}  {commit}  {author}  +{added} ~{changed} −{deleted}, {files} {word}{back}  {root}"
    )
}

fn to_json(release: &ReleaseRecord, state: &State) -> Value {
    json!({
        "number": release.number,
        "is_online": release.number == state.release.number,
        "published_at": release.published_at,
        "built_at": release.built_at,
        "commit": release.commit,
        "author": release.author,
        "committed_at": release.committed_at,
        "added": release.added,
        "changed": release.changed,
        "deleted": release.deleted,
        "files": release.files,
        "root": release.root,
        "back_to": release.back_to,
    })
}
