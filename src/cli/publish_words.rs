//! The words for everything that can go wrong on the way to a target: what happened, what of it is online, and what to do next.

use super::words;
use crate::load::publish::{PublishTarget, parts};
use crate::publish::Trouble;

/// A target, as it is spoken of.
#[derive(Clone, Copy)]
pub struct Spoken<'a> {
    /// Its name in `site.toml`.
    pub name: &'a str,
    pub target: &'a PublishTarget,
    pub language: &'a str,
}

/// What happened, and the next step.
pub fn sentence(trouble: &Trouble, spoken: Spoken) -> String {
    let (vi, en) = template(trouble);
    let mut text = words(spoken.language, vi, en).to_owned();
    for (name, value) in values(trouble, spoken) {
        if value.is_empty() {
            text = text.replace(&format!(": {name}"), "");
        }
        text = text.replace(name, &value);
    }
    text
}

/// For programs, in JSON.
pub fn code(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::NoCredentials { .. } => "no_credentials",
        Trouble::Denied { .. } => "denied",
        Trouble::NoTarget { .. } => "no_target",
        Trouble::Clock { .. } => "clock",
        Trouble::NoConditions => "no_conditions",
        Trouble::Foreign { .. } => "foreign",
        Trouble::Locked { .. } => "locked",
        Trouble::Taken { .. } => "taken",
        Trouble::Newer { .. } => "newer",
        Trouble::RolledBack { .. } => "rolled_back",
        Trouble::Stale { .. } => "stale",
        Trouble::Full { .. } => "full",
        Trouble::Busy { .. } => "busy",
        Trouble::Network { .. } => "network",
        Trouble::Case { .. } => "case",
        Trouble::Link { .. } => "link",
        Trouble::TooLarge { .. } => "too_large",
        Trouble::Output { .. } => "output",
        Trouble::Ledger { .. } => "ledger",
        Trouble::NoProgram { .. } => "no_program",
        Trouble::NoRelease { .. } => "no_release",
        Trouble::Lost { .. } => "lost",
        Trouble::Other { .. } => "other",
    }
}

fn values(trouble: &Trouble, spoken: Spoken) -> Vec<(&'static str, String)> {
    let variables = parts(&spoken.target.target).map_or(&[][..], |(scheme, _)| scheme.variables());
    let mut values = vec![
        ("{name}", spoken.name.to_owned()),
        ("{target}", spoken.target.target.clone()),
        ("{variables}", variables.join(", ")),
    ];
    let mut add = |name: &'static str, value: &dyn ToString| values.push((name, value.to_string()));
    match trouble {
        Trouble::NoCredentials { detail }
        | Trouble::NoTarget { detail }
        | Trouble::Clock { detail }
        | Trouble::Full { detail }
        | Trouble::Busy { detail }
        | Trouble::Network { detail }
        | Trouble::Other { detail } => add("{detail}", detail),
        Trouble::Denied { what, detail } => {
            let (vi, en) = match *what {
                "read" => ("đọc", "read"),
                "list" => ("liệt kê", "list"),
                "delete" => ("xóa", "delete"),
                _ => ("ghi", "write"),
            };
            add("{what}", &words(spoken.language, vi, en));
            add("{detail}", detail);
        }
        Trouble::Foreign { count, example } => {
            add("{count}", count);
            add("{example}", example);
        }
        Trouble::Locked { owner, until } => {
            add("{owner}", owner);
            add("{until}", until);
        }
        Trouble::Taken { name } | Trouble::Ledger { name } => add("{file}", name),
        Trouble::Newer { online, ours } => {
            add("{online}", online);
            add("{ours}", ours);
        }
        Trouble::RolledBack { to, left } => {
            add("{to}", to);
            add("{left}", left);
        }
        Trouble::Stale { planned, online } => {
            add("{planned}", planned);
            add("{online}", online);
        }
        Trouble::Case { one, other } => {
            add("{one}", one);
            add("{other}", other);
        }
        Trouble::Link { path } | Trouble::Lost { path } => add("{path}", path),
        Trouble::TooLarge { path, size } => {
            add("{path}", path);
            add("{size}", &crate::text::number::file_size(*size, spoken.language));
        }
        Trouble::Output { path, detail } => {
            add("{path}", path);
            add("{detail}", detail);
        }
        Trouble::NoProgram { name } => add("{program}", name),
        Trouble::NoRelease { wanted, kept } => {
            let kept: Vec<String> = kept.iter().map(u64::to_string).collect();
            let none = words(spoken.language, "chưa có bản nào", "none");
            add("{wanted}", wanted);
            add("{kept}", &if kept.is_empty() { none.to_owned() } else { kept.join(", ") });
        }
        Trouble::NoConditions => {}
    }
    values
}

/// In both languages, with the names of values. `match` makes sure that none is forgotten.
fn template(trouble: &Trouble) -> (&'static str, &'static str) {
    match trouble {
        Trouble::NoCredentials { .. } => (
            "chưa có thông tin đăng nhập cho {target}: {detail}. Đặt biến môi trường {variables} (trên GitHub: Settings → Secrets), không viết vào site.toml. Chưa gửi gì.",
            "there are no credentials for {target}: {detail}. Set the environment variables {variables} (on GitHub: Settings → Secrets), never in site.toml. Nothing was sent.",
        ),
        Trouble::Denied { what: "delete", .. } => (
            "tài khoản này không có quyền xóa ở {target}: {detail}. Trang cần gỡ (nếu có) vẫn còn trên mạng. Thêm quyền xóa (s3:DeleteObject) cho tài khoản rồi chạy lại lệnh này ngay.",
            "this account may not delete at {target}: {detail}. What was to be taken down, if anything, is still online. Give the account the right to delete (s3:DeleteObject) and run this again now.",
        ),
        Trouble::Denied { what: "connect", .. } => (
            "máy chủ {target} không cho kết nối, hoặc chưa rõ có đúng là máy đó không: {detail}. Trên máy này chạy ssh tới máy chủ một lần: so khóa của máy chủ với khóa mà người quản trị cho biết, và xem khóa của tài khoản đã được thêm vào đó chưa. Chưa gửi gì.",
            "the server of {target} refused the connection, or it is not certain that it is that server: {detail}. Connect once with ssh from this machine: compare the server's key with the one that its administrator tells, and see that the account's key was added there. Nothing was sent.",
        ),
        Trouble::Denied { .. } => (
            "tài khoản này không có quyền {what} ở {target}: {detail}. Kiểm tra khóa trong biến môi trường và quyền của tài khoản (đọc, ghi, liệt kê, xóa), rồi chạy lại.",
            "this account may not {what} at {target}: {detail}. Check the keys in the environment and the rights of the account (read, write, list, delete), then run again.",
        ),
        Trouble::NoTarget { .. } => (
            "không có {target}: {detail}. Kiểm tra target trong [publish.{name}] của site.toml (tên kho, tên máy, thư mục); kho và thư mục phải được tạo trước. Chưa gửi gì.",
            "there is no {target}: {detail}. Check target in [publish.{name}] of site.toml (bucket, host, folder); buckets and folders must be made beforehand. Nothing was sent.",
        ),
        Trouble::Clock { .. } => (
            "đồng hồ của máy này lệch quá nhiều nên {target} từ chối: {detail}. Chỉnh giờ (timedatectl set-ntp true) rồi chạy lại. Chưa gửi gì.",
            "the clock of this machine is too far off, so {target} refuses: {detail}. Set it (timedatectl set-ntp true) and run again. Nothing was sent.",
        ),
        Trouble::NoConditions => (
            "{target} bỏ qua điều kiện khi ghi (If-Match, If-None-Match), nên hai người xuất bản cùng lúc có thể ghi đè lên nhau. Không xuất bản lên kho này: dùng kho S3 có ghi có điều kiện, hoặc ssh://, file:. Chưa thay đổi gì.",
            "{target} ignores conditions on writes (If-Match, If-None-Match), so two publishers could overwrite each other. It is not published to: take a store with conditional writes, or ssh://, file:. Nothing was changed.",
        ),
        Trouble::Foreign { .. } => (
            "{target} đã có {count} tệp không do cong đưa lên, ví dụ {example}. Nếu đúng là nơi của cổng này: chạy lại với --adopt, cong thay những tệp trùng tên, tệp khác giữ nguyên. Nếu không: sửa target trong [publish.{name}]. Chưa thay đổi gì.",
            "{target} has {count} files that cong did not put there, such as {example}. If it is this portal's place, run again with --adopt: cong replaces those that it has too, and all others stay. If not, mend target in [publish.{name}]. Nothing was changed.",
        ),
        Trouble::Locked { .. } => (
            "đang có người khác xuất bản lên {target}: {owner}, giữ khóa đến {until}. Chờ rồi chạy lại, hoặc chờ lâu hơn bằng --wait; người bị ngắt giữa chừng thì khóa tự hết hạn lúc đó.",
            "somebody else is publishing to {target}: {owner}, with a claim until {until}. Run again later, or wait longer with --wait; if they were cut off, their claim ends by itself then.",
        ),
        Trouble::Taken { .. } => (
            "trong lúc xuất bản, một nơi khác đã ghi {file} ở {target}. Mọi trang đang được phục vụ vẫn đủ tệp. Chạy lại lệnh này: cong so lại từ đầu và chỉ gửi phần còn thiếu.",
            "while publishing, somebody else wrote {file} at {target}. Every page that is served has its files. Run this again: cong compares anew and sends only what is missing.",
        ),
        Trouble::Newer { .. } => (
            "bản đang trên mạng ({online}) mới hơn bản này ({ours}), nên không ghi đè. Lấy bản mới nhất (git pull) rồi chạy lại; muốn quay lại bản cũ thì dùng cong rollback {name}; chắc chắn muốn ghi đè thì thêm --older. Chưa thay đổi gì.",
            "what is online ({online}) is newer than this ({ours}), so it is not overwritten. Get the newest (git pull) and run again; to go back use cong rollback {name}; to overwrite all the same add --older. Nothing was changed.",
        ),
        Trouble::RolledBack { .. } => (
            "đã có người chủ động quay về bản {to}, và bản này không mới hơn bản {left} vừa bị bỏ, nên không đưa lên lại. Sửa nội dung sai, commit rồi xuất bản; chắc chắn muốn đưa lên lại thì thêm --older. Chưa thay đổi gì.",
            "somebody went back to release {to} on purpose, and this is not newer than release {left} that they left, so it is not put online again. Mend what was wrong, commit and publish; to put it back all the same add --older. Nothing was changed.",
        ),
        Trouble::Stale { .. } => (
            "bản kế hoạch đã lưu được lập trên bản phát hành {planned}, nay trên mạng là bản {online}. Lập lại: cong publish {name} --dry-run --save TỆP, xem rồi mới áp dụng. Chưa thay đổi gì.",
            "the saved plan was made against release {planned}, and release {online} is online now. Make it anew: cong publish {name} --dry-run --save FILE, look at it, then apply it. Nothing was changed.",
        ),
        Trouble::Full { .. } => (
            "{target} hết chỗ: {detail}. Trang đang phục vụ không bị ảnh hưởng. Dọn chỗ (hoặc giảm keep trong [publish.{name}]) rồi chạy lại: chỉ phần còn thiếu được gửi.",
            "{target} is full: {detail}. What is served is not affected. Make room (or lower keep in [publish.{name}]) and run again: only what is missing is sent.",
        ),
        Trouble::Busy { .. } => (
            "{target} đang quá tải và bảo quay lại sau, dù đã thử nhiều lần: {detail}. Chạy lại sau vài phút: chỉ phần còn thiếu được gửi.",
            "{target} is overloaded and says to come back later, though it was tried many times: {detail}. Run again in a few minutes: only what is missing is sent.",
        ),
        Trouble::Network { .. } => (
            "mất kết nối tới {target}: {detail}. Mọi trang đang được phục vụ vẫn đủ tệp. Kiểm tra mạng, tường lửa và proxy rồi chạy lại: chỉ phần còn thiếu được gửi.",
            "the connection to {target} failed: {detail}. Every page that is served has its files. Check network, firewall and proxy and run again: only what is missing is sent.",
        ),
        Trouble::Case { .. } => (
            "{one} và {other} chỉ khác nhau ở chữ hoa, chữ thường, mà {target} coi là một. Đổi tên một tệp trong content rồi dựng lại. Chưa thay đổi gì.",
            "{one} and {other} differ only by capitals, and {target} takes them for one. Rename a file in content and build again. Nothing was changed.",
        ),
        Trouble::Link { .. } => (
            "ở {target}, {path} là liên kết tượng trưng (symbolic link) dẫn đi nơi khác. cong không ghi qua liên kết: xóa liên kết đó hoặc đổi target, rồi chạy lại.",
            "at {target}, {path} is a symbolic link to somewhere else. cong does not write through links: remove it or change target, then run again.",
        ),
        Trouble::TooLarge { .. } => (
            "{path} ({size}) quá lớn cho {target}. Đưa video lên nơi khác và dẫn tới, hoặc nén tệp lại; rồi chạy lại. Chưa thay đổi gì.",
            "{path} ({size}) is too large for {target}. Put films elsewhere and link to them, or make the file smaller; then run again. Nothing was changed.",
        ),
        Trouble::Output { .. } => (
            "tệp {path} trong thư mục kết quả không còn như lúc dựng hoặc lúc lập kế hoạch ({detail}). Chạy cong build rồi xuất bản lại.",
            "the file {path} of the output folder is not what it was when it was built or planned ({detail}). Run cong build and publish again.",
        ),
        Trouble::Ledger { .. } => (
            "không đọc được {file} của cong ở {target}: bị hỏng, hoặc do phiên bản cong mới hơn ghi. Dùng phiên bản mới hơn; nếu đúng là hỏng, chạy cong publish {name} --check --mend. Trang đang phục vụ không bị ảnh hưởng.",
            "{file} of cong at {target} cannot be read: it is damaged, or a later version wrote it. Use the later version; if it is damaged, run cong publish {name} --check --mend. What is served is not affected.",
        ),
        Trouble::NoProgram { .. } => (
            "máy này không có {program}, cần để gửi tới {target}. Cài (Debian, Ubuntu: apt install openssh-client rsync) rồi chạy lại. Chưa gửi gì.",
            "this machine has no {program}, which {target} needs. Install it (Debian, Ubuntu: apt install openssh-client rsync) and run again. Nothing was sent.",
        ),
        Trouble::NoRelease { .. } => (
            "không có bản phát hành {wanted}, hoặc đã quá cũ nên không còn giữ. Các bản còn giữ: {kept}. Xem: cong releases {name}",
            "there is no release {wanted}, or it is kept no longer. Those that are kept: {kept}. See: cong releases {name}",
        ),
        Trouble::Lost { .. } => (
            "{target} không còn giữ đúng bản cũ của {path}: ai đó đã xóa hoặc sửa tệp trong .cong. Quay về bản khác (cong releases {name}), hoặc lấy commit của bản đó rồi cong publish {name} --older. Chưa thay đổi gì.",
            "{target} does not keep what {path} was any more: somebody deleted or changed files in .cong. Go back to another release (cong releases {name}), or check its commit out and run cong publish {name} --older. Nothing was changed.",
        ),
        Trouble::Other { .. } => (
            "{target} không làm được việc này (chi tiết kỹ thuật: {detail}). Chạy lại; nếu vẫn vậy, gửi dòng này cho người quản trị máy chủ.",
            "{target} did not do this: {detail}. Run again; if it stays so, give this line to whoever runs the server.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Trouble> {
        let text = || "chi tiết".to_owned();
        vec![
            Trouble::NoCredentials { detail: text() },
            Trouble::Denied { what: "write", detail: text() },
            Trouble::Denied { what: "delete", detail: text() },
            Trouble::Denied { what: "connect", detail: text() },
            Trouble::NoTarget { detail: text() },
            Trouble::Clock { detail: text() },
            Trouble::NoConditions,
            Trouble::Foreign { count: 3, example: "index.html".to_owned() },
            Trouble::Locked { owner: "may-1".to_owned(), until: "2024-01-15T08:00:00Z".to_owned() },
            Trouble::Taken { name: "state".to_owned() },
            Trouble::Newer { online: "abc".to_owned(), ours: "def".to_owned() },
            Trouble::RolledBack { to: 3, left: 5 },
            Trouble::Stale { planned: 4, online: 5 },
            Trouble::Full { detail: text() },
            Trouble::Busy { detail: text() },
            Trouble::Network { detail: text() },
            Trouble::Case { one: "A.pdf".to_owned(), other: "a.pdf".to_owned() },
            Trouble::Link { path: "current/a".to_owned() },
            Trouble::TooLarge { path: "phim.mp4".to_owned(), size: 6_000_000_000 },
            Trouble::Output { path: "index.html".to_owned(), detail: text() },
            Trouble::Ledger { name: "state".to_owned() },
            Trouble::NoProgram { name: "rsync" },
            Trouble::NoRelease { wanted: 9, kept: vec![3, 4] },
            Trouble::Lost { path: "tin/a/index.html".to_owned() },
            Trouble::Other { detail: text() },
        ]
    }

    fn target() -> PublishTarget {
        toml::from_str("target = \"s3://kho/web\"").unwrap()
    }

    #[test]
    fn every_trouble_names_the_target_or_the_place_and_leaves_no_gap() {
        let target = target();
        for language in ["vi", "en"] {
            for trouble in all() {
                let said = sentence(&trouble, Spoken { name: "chinh-thuc", target: &target, language });
                assert!(!said.contains(['{', '}']), "{trouble:?}: {said}");
                assert!(said.len() > 60 && said.contains(". "), "{trouble:?} has no next step: {said}");
            }
        }
        let mut codes: Vec<_> = all().iter().map(code).collect();
        codes.dedup();
        assert_eq!(codes.len(), all().len() - 2, "one for each; a right to delete or to connect is a right");
    }

    #[test]
    fn a_missing_right_to_delete_says_that_something_is_still_online() {
        let target = target();
        let spoken = Spoken { name: "chinh-thuc", target: &target, language: "vi" };
        assert_eq!(
            sentence(&Trouble::Denied { what: "delete", detail: "AccessDenied".to_owned() }, spoken),
            "tài khoản này không có quyền xóa ở s3://kho/web: AccessDenied. Trang cần gỡ (nếu có) vẫn còn trên mạng. Thêm quyền xóa (s3:DeleteObject) cho tài khoản rồi chạy lại lệnh này ngay."
        );
        let silent = sentence(&Trouble::NoCredentials { detail: String::new() }, spoken);
        assert!(silent.starts_with("chưa có thông tin đăng nhập cho s3://kho/web. Đặt"), "{silent}");
        assert_eq!(
            sentence(&Trouble::NoCredentials { detail: "no key".to_owned() }, Spoken { language: "en", ..spoken }),
            "there are no credentials for s3://kho/web: no key. Set the environment variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (on GitHub: Settings → Secrets), never in site.toml. Nothing was sent."
        );
    }
}
