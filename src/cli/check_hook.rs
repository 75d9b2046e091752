//! Puts a hook into a repository that checks what a commit is made of before it is made.

use std::path::{Path, PathBuf};

use super::git::Git;
use super::{CLEAN, COULD_NOT_RUN, Common, complain, reason, say, words};
use crate::write::place_new_program;

/// `{program}` and `{folder}` are quoted for the shell. In another repository that shares its hooks it does nothing.
const HOOK: &str = "#!/bin/sh
# Soát những gì sắp vào bản git tới. Bỏ qua một lần: git commit --no-verify
# Checks what the next commit is made of. To skip it once: git commit --no-verify
# cong check --install-hook
# Where the repository is, git finds again; in some cases it tells hooks a place that holds for its top folder alone.
unset GIT_DIR GIT_WORK_TREE
folder={folder}
[ -f \"$folder/site.toml\" ] || exit 0
cong=$(command -v cong) || cong={program}
if [ ! -x \"$cong\" ]; then
  echo 'Không thấy chương trình cong nên chưa soát · cong is not found, so nothing was checked' >&2
  exit 0
fi
exec \"$cong\" -C \"$folder\" check --staged
";

pub fn install(common: &Common, language: &str) -> u8 {
    let Some((git, hook)) = Git::around(&common.folder).and_then(|git| git.hook("pre-commit").map(|hook| (git, hook)))
    else {
        let text = words(
            language,
            "thư mục của cổng chưa nằm trong kho git nào. Tạo kho trước: git init",
            "the portal's folder is in no git repository. Make one first: git init",
        );
        complain(text);
        return COULD_NOT_RUN;
    };
    let prefix = git.prefix();
    let folder = if prefix.is_empty() { "." } else { prefix.trim_end_matches('/') };
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("cong"));
    let text = HOOK.replace("{folder}", &quoted(folder)).replace("{program}", &quoted(&program.to_string_lossy()));
    let (parent, name) = (hook.parent().unwrap_or(Path::new(".")), Path::new("pre-commit"));
    match place_new_program(parent, name, text.as_bytes()) {
        Ok(()) => {
            let text = words(
                language,
                "Đã đặt {hook}: từ nay git commit soát trước những gì sắp ghi. Bỏ qua một lần: git commit --no-verify",
                "Made {hook}: from now on git commit checks first what it is about to record. To skip it once: git commit --no-verify",
            );
            say(&text.replace("{hook}", &hook.display().to_string()));
            CLEAN
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = words(
                language,
                "kho đã có {hook}, cong không ghi đè. Thêm vào tệp đó dòng: cong -C {folder} check --staged || exit 1",
                "the repository has {hook}, and cong does not overwrite it. Add this line to it: cong -C {folder} check --staged || exit 1",
            );
            complain(&text.replace("{hook}", &hook.display().to_string()).replace("{folder}", &quoted(folder)));
            COULD_NOT_RUN
        }
        Err(error) => {
            complain(&format!("{}: {}", hook.display(), reason(&error, language)));
            COULD_NOT_RUN
        }
    }
}

/// For the shell: nothing in it is a sign.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
