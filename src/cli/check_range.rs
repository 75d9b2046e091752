//! Which findings a check is about: those of all files, of what has changed since a commit, or of what the next commit changes.

use std::sync::Arc;

use super::git::Git;
use super::git_changes::Changed;
use super::portal::Portal;
use super::{Common, words};
use crate::diag::{Finding, catalog};
use crate::files::Files;

/// Findings outside of it are not told. All are in it where it is `None`.
#[derive(Default)]
pub struct Range {
    changed: Option<Changed>,
    /// The commit since which it is.
    pub base: Option<String>,
}

impl Range {
    pub fn is_some(&self) -> bool {
        self.changed.is_some()
    }

    /// Whether a file is not what it was.
    pub fn has(&self, file: &str) -> bool {
        self.changed.as_ref().is_some_and(|changed| changed.files.contains(file))
    }

    pub fn holds(&self, finding: &Finding) -> bool {
        let Some(Changed { files, gone }) = &self.changed else { return true };
        let leads_to_gone = || {
            let is_link =
                [&catalog::LINK_FILE, &catalog::MENU_TARGET, &catalog::CONFIG_PAGE].contains(&finding.message);
            let mut targets = finding.arguments.iter().filter(|argument| argument.name == "target");
            is_link
                && targets.any(|target| gone.contains(&target.vi) || gone.contains(&format!("content/{}", target.vi)))
        };
        files.contains(&*finding.file) || finding.related.iter().any(|file| files.contains(&**file)) || leads_to_gone()
    }
}

/// `Err`: what to say where there is no such range.
pub fn since(commit: &str, portal: &Portal, common: &Common) -> Result<Range, String> {
    let git = repository("--since", portal, common)?;
    let named = git.commit(commit);
    let changed = named.as_ref().and_then(|commit| git.since(commit));
    changed.map(|changed| Range { changed: Some(changed), base: named }).ok_or_else(|| {
        let text = words(
            &portal.language,
            "git không có bản {name}. Xem các bản bằng: git log --oneline; trong CI thì lấy đủ lịch sử (fetch-depth: 0).",
            "git has no commit {name}. See what there is with git log --oneline; in CI fetch the history (fetch-depth: 0).",
        );
        text.replace("{name}", commit)
    })
}

/// The portal as the next commit has it, and what that commit changes.
pub fn staged(portal: &Portal, common: &Common) -> Result<(Range, Arc<dyn Files>), String> {
    let git = repository("--staged", portal, common)?;
    let (changed, index) = (git.staged(), git.index(portal.files.clone()));
    changed
        .zip(index)
        .map(|(changed, files)| (Range { changed: Some(changed), base: None }, Arc::new(files) as Arc<dyn Files>))
        .ok_or_else(|| {
            words(
                &portal.language,
                "git không cho biết sẽ ghi gì vào bản tới. Chạy git status xem git báo gì.",
                "git does not say what the next commit is made of. Run git status and see what it reports.",
            )
            .to_owned()
        })
}

fn repository(flag: &str, portal: &Portal, common: &Common) -> Result<Git, String> {
    Git::around(&common.folder).ok_or_else(|| {
        let text = words(
            &portal.language,
            "thư mục của cổng không nằm trong kho git nào, nên không dùng được {flag}. Soát cả cổng: cong check",
            "the portal's folder is in no git repository, so {flag} cannot be used. Check all of it: cong check",
        );
        text.replace("{flag}", flag)
    })
}
