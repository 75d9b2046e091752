//! `cong init DIR`: makes a new portal that builds at once with the embedded theme; with `--component` one of a workspace.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::{CLEAN, COULD_NOT_RUN, Common, complain, init_component, reason, say, words};
use crate::files::bundle;
use crate::write::{is_empty_folder, place_new_file};

/// The portal that is written.
static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

#[derive(clap::Args)]
pub struct Arguments {
    /// Thư mục mới · The new folder
    // Its own id: without it the portal's folder (`-C`) would take the same value.
    #[arg(id = "new", value_name = "THƯ MỤC MỚI", required_unless_present = "component")]
    folder: Option<PathBuf>,
    /// Tạo cổng thành phần của cơ quan này trong [workspace], ví dụ "Sở Y tế" · Make a component portal for this agency
    #[arg(long, value_name = "TÊN CƠ QUAN", conflicts_with = "new")]
    component: Option<String>,
}

pub fn run(arguments: &Arguments, common: &Common) -> u8 {
    if let Some(name) = &arguments.component {
        return init_component::run(name, common);
    }
    let language = common.language(None);
    let folder = common.folder.join(arguments.folder.as_deref().unwrap_or(Path::new("")));
    let taken = match is_empty_folder(&folder) {
        Ok(true) => None,
        Ok(false) => {
            Some(words(&language, "thư mục đã có tệp, chọn thư mục khác:", "the folder is not empty, choose another:"))
        }
        Err(error) => {
            complain(&format!("{}: {}", folder.display(), reason(&error, &language)));
            return COULD_NOT_RUN;
        }
    };
    if let Some(taken) = taken {
        complain(&format!("{taken} {}", folder.display()));
        return COULD_NOT_RUN;
    }
    for (path, bytes) in bundle::files(&STARTER) {
        if let Err(error) = place_new_file(&folder, path.as_ref(), bytes) {
            complain(&format!("{}: {}", folder.join(path).display(), reason(&error, &language)));
            return COULD_NOT_RUN;
        }
    }
    say(&format!("{} {}", words(&language, "Đã tạo cổng mới ở", "Made a new portal in"), folder.display()));
    say(&format!(
        "{}\n  cong -C {} build",
        words(
            &language,
            "Sửa tên cơ quan trong site.toml, rồi dựng:",
            "Put your agency's name into site.toml, then build:"
        ),
        folder.display()
    ));
    say(&format!(
        "{}\n  cong -C {} check --install-hook",
        words(
            &language,
            "Giữ cổng trong git thì đặt hook để mỗi git commit được soát trước:",
            "If the portal is kept in git, let each git commit be checked first:"
        ),
        folder.display()
    ));
    CLEAN
}
