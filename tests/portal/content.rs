//! Asks one thing of the content that editors work on: that it can be published.

use std::fmt::{self, Debug, Formatter};
use std::path::Path;

use crate::command::Workspace;

/// What `cong build` said, line by line: for an editor, not for a programmer.
struct ForTheEditor(String);

impl Debug for ForTheEditor {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        write!(formatter, "{}\ncontent/ · site.toml: cong build --strict\n", self.0)
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn the_content_of_this_repository_can_be_published() -> Result<(), ForTheEditor> {
    let workspace = Workspace::empty();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "themes"] {
        copy(&repository.join(folder), &workspace.join(folder));
    }
    std::fs::copy(repository.join("site.toml"), workspace.join("site.toml")).unwrap();
    let run = workspace.cong(&["build", "--workspace", "--strict", "--quiet"]);
    if run.code == 0 { Ok(()) } else { Err(ForTheEditor(run.err + &run.out)) }
}
