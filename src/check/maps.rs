//! Turns the places of maps that lead to pages which are not there into findings.

use crate::diag::{Finding, catalog};
use crate::load::document::Target;
use crate::model::Site;
use crate::model::resolve::Destination;

fn written(target: &Target) -> &str {
    match target {
        Target::Page { source, .. } => source.as_str(),
        Target::Address(address) => address,
        _ => "",
    }
}

pub fn check(site: &Site, findings: &mut Vec<Finding>) {
    for (source, map) in site.maps() {
        let lost = map.features.iter().enumerate().filter_map(|(number, feature)| {
            let target = feature.link.as_ref()?;
            let is_lost = matches!(site.resolve(target, 0), Destination::Missing);
            is_lost.then(|| (number, feature.name.get("vi"), written(target)))
        });
        let lost: Vec<_> = lost.collect();
        let Some((number, name, target)) = lost.first() else { continue };
        let more = |vi: &str, word: &str| match lost.len() {
            1 => vi.to_owned(),
            count => format!("{vi} {word}", word = word.replace("{}", &(count - 1).to_string())),
        };
        let named = (
            more(&format!("đối tượng {} “{name}”", number + 1), "và {} đối tượng khác"),
            more(&format!("feature {} “{name}”", number + 1), "and {} more"),
        );
        let what = (
            format!("dẫn tới {target}, chưa có trang này"),
            format!("it leads to {target}, and there is no such page"),
        );
        let next = (
            "Kiểm tra đường dẫn, tính từ thư mục của bản đồ. Đến khi sửa, chỗ này trên bản đồ không bấm được."
                .to_owned(),
            "Check the path, which starts from the folder of the map. Until then this place of the map leads nowhere."
                .to_owned(),
        );
        let finding = Finding::new(&catalog::MAP_LINK, source.as_str()).with_words("feature", named);
        findings.push(finding.with_words("what", what).with_words("next", next));
    }
}
