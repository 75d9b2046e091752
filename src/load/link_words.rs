//! Turns a link or picture that the portal cannot use into what to type instead.

use super::links;
use crate::diag::phrases::Words;

use crate::diag::{Argument, Finding, catalog};
use crate::tables::{self, LINK_SCHEMES};
use crate::text::emails::is_email;
use crate::text::slug::file_slug;

/// What stands in a text where it cannot be: a link, or a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Link,
    Picture,
}

/// Pictures that cameras and programs save and browsers do not show.
const RAW_PICTURES: [&str; 7] = ["heic", "heif", "tif", "tiff", "bmp", "psd", "ai"];

/// Adds what to type instead of a destination that cannot be used.
pub fn explain(finding: &mut Finding, destination: &str, place: Place) {
    let message = finding.message;
    if message == &catalog::PICTURE_KIND {
        *finding = links::explained(finding.clone(), destination);
        return;
    }
    if destination.trim().is_empty() && place == Place::Link {
        finding.message = &catalog::LINK_SCHEME;
        let none = ("liên kết chưa có địa chỉ".to_owned(), "the link has no address".to_owned());
        finding.arguments.retain(|argument| argument.name != "target");
        *finding = finding.clone().with_words("target", none).with_words("near", of_empty());
        return;
    }
    let (vi, en) = if message == &catalog::LINK_FILE { named(destination) } else { instead(destination, place) };
    finding.arguments.push(Argument { name: "near".into(), vi, en: Some(en) });
}

/// What to type instead of a destination with a form that is not allowed.
fn instead(destination: &str, place: Place) -> Words {
    let destination = destination.trim();
    let (vi, en) = match place {
        _ if is_on_this_machine(destination) => {
            let (vi, en) = copied_here(destination, ("viết (", "write ("));
            return (format!("{vi})."), format!("{en})."));
        }
        Place::Picture => return picture(destination),
        Place::Link if destination.starts_with("//") || destination.starts_with("www.") => {
            let rest = destination.trim_start_matches('/');
            return (format!("Viết https://{rest}"), format!("Write https://{rest}"));
        }
        Place::Link if destination.contains('\\') => {
            let path = destination.replace('\\', "/");
            return (format!("Dùng dấu / thay cho \\: {path}"), format!("Use / in place of \\: {path}"));
        }
        Place::Link => match scheme(destination).as_str() {
            "tel" => {
                ("Viết số điện thoại sau tel:, ví dụ tel:0271.1022", "Write a number after tel:, such as tel:0271.1022")
            }
            "mailto" => (
                "Viết địa chỉ thư sau mailto:, ví dụ mailto:bbt@ten-mien.gov.vn",
                "Write an address after mailto:, such as mailto:desk@example.gov.vn",
            ),
            "http" | "https" if links::is_local(destination) => (
                "Địa chỉ này chỉ mở được trên máy của bạn. Dẫn tới tệp .md của trang, ví dụ ../thu-muc/bai.md",
                "This address opens on your machine alone. Link to the page's .md file, such as ../folder/page.md",
            ),
            "http" | "https" => ("Viết tên miền sau https://", "Write the name of a host after https://"),
            typed => match crate::diag::nearest(typed, LINK_SCHEMES.iter().copied()) {
                Some(near) => {
                    let fixed = format!("{near}{}", &destination[typed.len()..]);
                    return (format!("Có phải ý bạn là {fixed}?"), format!("Did you mean {fixed}?"));
                }
                None => (
                    "Dùng https://, mailto:, tel:, lien-he:, van-ban: hoặc đường dẫn tới tệp .md.",
                    "Use https://, mailto:, tel:, lien-he:, van-ban: or the path of a .md file.",
                ),
            },
        },
    };
    (vi.to_owned(), en.to_owned())
}

fn picture(destination: &str) -> Words {
    let extension = tables::extension(destination.split(['?', '#']).next().unwrap_or_default());
    let is_elsewhere = destination.contains("://") || destination.starts_with("//") || destination.starts_with("www.");
    if scheme(destination) == "data" {
        return (
            "Lưu ảnh thành một tệp, đặt cạnh bài, viết ![mô tả](ten-anh.png)".to_owned(),
            "Save the picture as a file beside the item and write ![description](picture.png)".to_owned(),
        );
    }
    if RAW_PICTURES.contains(&extension.as_str()) {
        return (
            "Trình duyệt không hiện dạng ảnh này. Lưu ảnh thành JPEG hoặc PNG, đặt cạnh bài, viết ![mô tả](ten-anh.jpg)"
                .to_owned(),
            "Browsers do not show this format. Save it as JPEG or PNG beside the item and write ![description](picture.jpg)"
                .to_owned(),
        );
    }
    if is_elsewhere {
        let name = name_of(destination, "ten-anh.jpg");
        return (
            format!("Tải ảnh về, đặt cạnh bài, viết ![mô tả]({name}). Video ngoài chỉ nhận địa chỉ YouTube."),
            format!(
                "Download it, put it beside the item, and write ![description]({name}). Of videos elsewhere only YouTube addresses are taken."
            ),
        );
    }
    (
        format!("Đây không phải ảnh hay video. Muốn thành liên kết thì bỏ dấu !: [tên]({destination})"),
        format!("This is no picture or video. For a link leave out the !: [name]({destination})"),
    )
}

/// What to do with a path that readers do not have. `write`: what stands before the name.
pub fn copied_here(destination: &str, write: (&str, &str)) -> Words {
    let name = name_of(destination, "ten-tep.pdf");
    let gap = if write.0.ends_with('(') { "" } else { " " };
    (
        format!("Đường dẫn này chỉ có trên máy của bạn. Chép tệp vào thư mục của bài, rồi {}{gap}{name}", write.0),
        format!("This path is on your machine alone. Copy the file to the item's folder and {}{gap}{name}", write.1),
    )
}

/// `C:\Users\a.pdf`, `file:///home/a.pdf`
pub fn is_on_this_machine(destination: &str) -> bool {
    let scheme = scheme(destination);
    scheme == "file" || (scheme.len() == 1 && destination[1..].starts_with([':']))
}

/// The last part of a path, as a file of the portal would be named, if it has the ending of one that is published.
fn name_of(destination: &str, otherwise: &str) -> String {
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    if tables::is_publishable(name) { file_slug(name) } else { otherwise.to_owned() }
}

/// In small letters; empty where there is none.
fn scheme(destination: &str) -> String {
    destination.split_once(':').map_or_else(String::new, |(scheme, _)| scheme.to_ascii_lowercase())
}

fn of_empty() -> Words {
    (
        "Viết địa chỉ trong ngoặc tròn: [tên](https://…) hoặc [tên](../thu-muc/bai.md). Không cần liên kết thì chỉ viết tên."
            .to_owned(),
        "Write the address in the parentheses: [name](https://…) or [name](../folder/page.md). Without one, write the name alone."
            .to_owned(),
    )
}

/// What to type instead of something else that was written like a path: `tinh.gov.vn`, `an@tinh.gov.vn`, `bai.html`.
pub fn no_path(path: &str) -> Option<Words> {
    const HOSTS: [&str; 7] = [".vn", ".com", ".org", ".net", ".info", ".edu", ".asia"];
    const PAGES: [&str; 5] = [".html", ".htm", ".php", ".aspx", ".asp"];
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let lower = first.to_ascii_lowercase();
    let write = |text: String| Some((format!("Viết {text}"), format!("Write {text}")));
    if let "http" | "https" = &*lower {
        return write(format!("{lower}://{}", rest.trim_start_matches('/')));
    }
    if rest.is_empty() && is_email(path) {
        return write(format!("mailto:{path}"));
    }
    if HOSTS.iter().any(|end| lower.ends_with(end)) && !first.starts_with('.') {
        return write(format!("https://{path}"));
    }
    let end = PAGES.iter().find(|end| path.to_ascii_lowercase().ends_with(**end))?;
    let file = format!("{}.md", path.get(..path.len() - end.len())?);
    Some((format!("Liên kết tới tệp nguồn của trang: {file}"), format!("Link to the source of the page: {file}")))
}

/// What to type instead of a destination that is the name of no file.
fn named(destination: &str) -> Words {
    if let Some(words) = no_path(destination) {
        return words;
    }
    let path = destination.split('#').next().unwrap_or_default();
    let outside = path.split('/').filter(|part| *part == "..").count() > 0 && !path.ends_with(".md");
    let sample = if path.is_empty() || path.ends_with('/') || path.contains(' ') || outside || path.ends_with(".md") {
        "../thu-muc/trang.md".to_owned()
    } else {
        format!("{path}.md")
    };
    (
        format!("Liên kết tới tệp .md của trang, ví dụ {sample}"),
        format!("Link to the page's .md file, such as {sample}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_type_is_told_by_what_was_typed() {
        let elsewhere = "Tải ảnh về, đặt cạnh bài, viết ![mô tả](anh-1.jpg). Video ngoài chỉ nhận địa chỉ YouTube.";
        let local = "Đường dẫn này chỉ có trên máy của bạn. Chép tệp vào thư mục của bài, rồi viết (ke-hoach.pdf).";
        for (destination, place, wanted) in [
            ("https://bao.vn/a/Ảnh 1.JPG?w=2", Place::Picture, elsewhere),
            ("//bao.vn/anh-1.jpg", Place::Picture, elsewhere),
            (
                "https://bao.vn/anh",
                Place::Picture,
                "Tải ảnh về, đặt cạnh bài, viết ![mô tả](ten-anh.jpg). Video ngoài chỉ nhận địa chỉ YouTube.",
            ),
            (
                "data:image/png;base64,AA",
                Place::Picture,
                "Lưu ảnh thành một tệp, đặt cạnh bài, viết ![mô tả](ten-anh.png)",
            ),
            (
                "ke-hoach.pdf",
                Place::Picture,
                "Đây không phải ảnh hay video. Muốn thành liên kết thì bỏ dấu !: [tên](ke-hoach.pdf)",
            ),
            ("C:\\Users\\An\\Kế hoạch.pdf", Place::Link, local),
            ("file:///home/an/ke-hoach.pdf", Place::Link, local),
            ("c:/anh/ke-hoach.pdf", Place::Picture, local),
            ("www.chinhphu.vn/a", Place::Link, "Viết https://www.chinhphu.vn/a"),
            ("//chinhphu.vn", Place::Link, "Viết https://chinhphu.vn"),
            ("..\\tin\\a.md", Place::Link, "Dùng dấu / thay cho \\: ../tin/a.md"),
            ("htps://a.vn/x", Place::Link, "Có phải ý bạn là https://a.vn/x?"),
            ("tel:", Place::Link, "Viết số điện thoại sau tel:, ví dụ tel:0271.1022"),
            ("mailto:", Place::Link, "Viết địa chỉ thư sau mailto:, ví dụ mailto:bbt@ten-mien.gov.vn"),
            ("https://", Place::Link, "Viết tên miền sau https://"),
            (
                "javascript:x",
                Place::Link,
                "Dùng https://, mailto:, tel:, lien-he:, van-ban: hoặc đường dẫn tới tệp .md.",
            ),
        ] {
            assert_eq!(instead(destination, place).0, wanted, "{destination}");
        }
        assert_eq!(named("mot-trang").0, "Liên kết tới tệp .md của trang, ví dụ mot-trang.md");
        assert_eq!(named("../tin/").0, "Liên kết tới tệp .md của trang, ví dụ ../thu-muc/trang.md");
    }
}
