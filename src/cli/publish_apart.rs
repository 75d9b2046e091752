//! Holds the portals of a workspace apart before anything is sent: turns their targets into whether two go to one place, where each
//! would replace the other.

use super::place::key;
use super::publish::Arguments;
use super::workspace::{self, Which};
use super::{COULD_NOT_RUN, Common, complain, words};
use crate::pipeline::{self, SITE};

/// A target of a portal.
struct Goes {
    portal: String,
    /// In its settings.
    target: String,
    written: String,
    key: String,
}

/// `Err`: the exit code, after naming the two portals.
pub fn hold(arguments: &Arguments, common: &Common) -> Result<(), u8> {
    let Which { workspace: is_all, portal: asked } = &arguments.which;
    if !is_all && asked.is_empty() {
        return Ok(());
    }
    let everyone = Which { workspace: true, portal: Vec::new() };
    let all: Vec<Goes> = workspace::asked(&everyone, common)?.iter().flat_map(targets).collect();
    let is_asked = |goes: &&Goes| goes.target == arguments.name && (*is_all || asked.contains(&goes.portal));
    let pair = all.iter().filter(is_asked).find_map(|one| {
        let other = all.iter().find(|other| other.portal != one.portal && other.key == one.key)?;
        Some((one, other))
    });
    let Some((one, other)) = pair else { return Ok(()) };
    let text = words(
        &common.language(None),
        "hai cổng xuất bản vào cùng một nơi, cổng này sẽ thay cổng kia: {one} và {other}. Sửa target trong {site} của một cổng cho mỗi cổng một nơi. Chưa gửi gì.",
        "two portals publish to one place, where each would replace the other: {one} and {other}. Mend target in {site} of one of them, so that each has a place of its own. Nothing was sent.",
    );
    let name = |goes: &Goes| format!("{} [publish.{}] {}", goes.portal, goes.target, goes.written);
    complain(&text.replace("{one}", &name(one)).replace("{other}", &name(other)).replace("{site}", SITE));
    Err(COULD_NOT_RUN)
}

fn targets(common: &Common) -> Vec<Goes> {
    let files = workspace::files_of(&common.folder, super::portal::now());
    // A portal whose settings cannot be read publishes nothing.
    let Ok(Some(config)) = pipeline::config(&*files, &mut Vec::new()) else { return Vec::new() };
    let portal = common.portal_name();
    let goes = |(name, target): (&String, &crate::load::publish::PublishTarget)| Goes {
        portal: portal.clone(),
        target: name.clone(),
        written: target.target.clone(),
        key: key(target, &common.folder),
    };
    config.publish.0.iter().map(goes).collect()
}
