//! Every message an editor can meet, as a table: code, severity, text and next step in Vietnamese and English.
//!
//! Codes never change meaning, so a guide may refer to them. `{name}` is filled from the finding's arguments.

use std::sync::LazyLock;

use super::Severity;

#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    pub code: &'static str,
    pub severity: Severity,
    pub vi: &'static str,
    pub en: &'static str,
    pub hint_vi: &'static str,
    pub hint_en: &'static str,
}

macro_rules! messages {
    ($all:ident: $($name:ident = $code:literal $severity:ident { $vi:literal => $hint_vi:literal, $en:literal => $hint_en:literal })*) => {
        $(pub static $name: $crate::diag::Message = $crate::diag::Message { code: $code, severity: $crate::diag::Severity::$severity, vi: $vi, en: $en, hint_vi: $hint_vi, hint_en: $hint_en };)*
        /// All messages of the file.
        pub static $all: &[&$crate::diag::Message] = &[$(&$name),*];
    };
}

mod addresses;
mod bad_data;
mod charts;
mod checks;
mod content;
mod data;
mod editorial;
mod language;
mod links;
mod lookups;
mod maps;
mod open_data;
mod privacy;
mod report;
mod rows;
mod safety;
mod workspace;
mod writing;

pub use addresses::*;
pub use bad_data::*;
pub use charts::*;
pub use checks::*;
pub use content::*;
pub use data::*;
pub use editorial::*;
pub use language::*;
pub use links::*;
pub use lookups::*;
pub use maps::*;
pub use open_data::*;
pub use privacy::*;
pub use report::*;
pub use rows::*;
pub use safety::*;
pub use workspace::*;
pub use writing::*;

/// The rule that is called so.
pub fn rule(name: &str) -> Option<&'static Message> {
    ALL.iter().find(|message| message.code == name).copied()
}

/// Whether a page may be stopped by it, so that nothing and nobody can let it pass: errors of settings, files, front matter,
/// addresses, headers, templates and tables, and those of a text of which a part would be lost or a note be public.
pub fn stops(message: &Message) -> bool {
    const OF_TEXT: [&str; 6] = ["M22", "M23", "M28", "M34", "M36", "M40"];
    let is_of_page = message.code.starts_with(['C', 'D', 'F', 'H', 'P', 'S', 'T']) || OF_TEXT.contains(&message.code);
    message.severity == Severity::Error && is_of_page
}

/// What only the answers of other hosts tell.
pub static OF_OTHER_HOSTS: [&Message; 4] = [&EXTERNAL_GONE, &EXTERNAL_MOVED, &EXTERNAL_NO_HOST, &EXTERNAL_CERTIFICATE];

/// All messages.
pub static ALL: LazyLock<Vec<&Message>> = LazyLock::new(|| {
    use {
        addresses::ADDRESSES, bad_data::BAD_DATA, charts::CHARTS, checks::CHECKS, content::CONTENT, data::DATA,
        editorial::EDITORIAL, language::LANGUAGE, links::LINKS, lookups::LOOKUPS, maps::MAPS, open_data::OPEN_DATA,
        privacy::PRIVACY, report::REPORT, rows::ROWS, safety::SAFETY, workspace::WORKSPACE, writing::WRITING,
    };
    [
        ADDRESSES, BAD_DATA, BUILD, CHARTS, CHECKS, CONTENT, DATA, EDITORIAL, LANGUAGE, LINKS, LOOKUPS, MAPS,
        OPEN_DATA, PRIVACY, REPORT, ROWS, SAFETY, WORKSPACE, WRITING,
    ]
    .concat()
});

messages! { BUILD:
    // C: site.toml and kinds
    CONFIG_SYNTAX = "C01" Error { "không đọc được tệp cấu hình: {detail}" => "{next}",
        "the configuration cannot be read: {detail}" => "{next}" }
    CONFIG_VALUE = "C02" Error { "khóa “{key}” có giá trị không hợp lệ: {value}" => "{expected}",
        "the key “{key}” has a value that cannot be used: {value}" => "{expected}" }
    CONFIG_MISSING = "C03" Error { "thiếu khóa bắt buộc “{key}”" => "Thêm khóa này vào site.toml.",
        "the required key “{key}” is missing" => "Add it to site.toml." }
    KIND_INVALID = "C04" Error { "tệp loại nội dung không hợp lệ: {detail}" => "{next}",
        "the kind file is not valid: {detail}" => "{next}" }
    MENU_TARGET = "C05" Error { "menu “{menu}” trỏ tới {target}, tệp này không có" => "Sửa đường dẫn trong [menus] của site.toml, tính từ thư mục content. {near}",
        "menu “{menu}” points to {target}, which does not exist" => "Mend the path under [menus] in site.toml; it is relative to content. {near}" }
    LABEL_MISSING = "C06" Error { "tệp nhãn thiếu khóa “{key}” mà {other} có" => "Thêm bản dịch của khóa này.",
        "the label file lacks the key “{key}” that {other} has" => "Add the translation of this key." }
    DUPLICATE_ID = "C07" Error { "mã “{id}” khai báo hai lần trong [[{table}]]" => "Mỗi mã chỉ dùng một lần: đổi hoặc xóa một mục (mục kia ở dòng {line}).",
        "the id “{id}” is declared twice in [[{table}]]" => "Use each id once: rename or remove one entry (the other is on line {line})." }
    CONFIG_PAGE = "C08" Error { "khóa “{key}” trỏ tới {target}, tệp này không có" => "Sửa đường dẫn trong site.toml, tính từ thư mục content. {near}",
        "the key “{key}” points to {target}, which does not exist" => "Mend the path in site.toml; it is relative to content. {near}" }
    HOME_UNUSED = "C09" Error { "khối “{block}” của trang chủ không dùng khóa “{key}”" => "Xóa dòng này khỏi [[home]], hoặc chọn khối khác.",
        "the block “{block}” of the home page does nothing with the key “{key}”" => "Delete the line from [[home]], or choose another block." }
    THEME_UNKNOWN = "C13" Error { "không có giao diện “{name}”: thư mục themes/{name} không có mẫu nào" => "Sửa theme trong site.toml. {near}",
        "there is no theme “{name}”: the folder themes/{name} has no templates" => "Mend theme in site.toml. {near}" }
    CONFIG_CONTROL = "C12" Error { "có ký tự điều khiển không hiện được (U+{code})" => "Xóa chuỗi \\u… hoặc \\x… này khỏi dòng.",
        "there is an invisible control character (U+{code})" => "Delete the escape (\\u…, \\x…) from the line." }
    CONFIG_ADDRESS = "C20" Warning { "site.toml dẫn tới {target}, cổng không có trang nào ở địa chỉ này" => "Sửa url; trong [menus] nên viết page = \"thu-muc/trang.md\", địa chỉ luôn đúng.",
        "site.toml points to {target}, where the portal has no page" => "Mend the url; in [menus] write page = \"folder/page.md\", whose address is always right." }
    CONFIG_PHONE = "C25" Error { "khóa “{key}” không phải một số điện thoại gọi được: {value} – {what}" => "{next}",
        "the key “{key}” is no telephone number that can be dialled: {value} – {what}" => "{next}" }
    CONFIG_PHONE_OLD = "C26" Warning { "khóa “{key}” là số cũ: {value} – mã vùng đã đổi năm 2017, đầu số di động đã đổi năm 2018" => "Số nay là {now}. Gọi thử rồi viết lại.",
        "the key “{key}” is a number of before: {value} – area codes changed in 2017, mobile prefixes in 2018" => "Now it is {now}. Call it and write it anew." }
    CONFIG_CONTACT = "C27" Error { "khóa “{key}” lấy số của {target}, đầu mối này không có, chưa công khai hoặc trỏ tới đầu mối chưa công khai" => "Ghi tên tệp của một đầu mối liên hệ, không có .md: lien-he:TÊN-TỆP. {near}",
        "the key “{key}” takes the number of {target}, and there is no such contact, it is not public or it names one that is not" => "Write the file name of a contact, without .md: lien-he:FILE-NAME. {near}" }
    LABELS_STAND_IN = "C60" Warning { "tệp nhãn này có lỗi nên chưa dùng được: trang của ngôn ngữ “{language}” tạm hiện {instead}" => "Sửa lỗi đã nêu của tệp này rồi dựng lại.",
        "this label file has a mistake and is not used: pages in “{language}” show {instead} meanwhile" => "Mend the mistake named for this file and build again." }
    KIND_STANDS_IN = "C61" Warning { "tệp này có lỗi nên loại “{kind}” tạm theo bản có sẵn của chương trình; khóa riêng của cổng ở loại này chưa hiện" => "Sửa lỗi đã nêu của tệp này rồi dựng lại.",
        "this file has a mistake, so the built-in kind “{kind}” stands in for it; fields of the portal's own are not shown meanwhile" => "Mend the mistake named for this file and build again." }
    KIND_LOST = "C62" Error { "không có loại “{kind}” khi tệp này có lỗi, và các trang của loại ấy sẽ mất" => "Sửa lỗi đã nêu của tệp này. Cổng chưa được dựng, nên không trang nào bị gỡ.",
        "without this file there is no kind “{kind}”, and its pages would be lost" => "Mend the mistake named for this file. Nothing is built until then, so no page is taken down." }
    LABEL_TYPE = "C63" Error { "nhãn “{key}” không phải chữ" => "Viết giá trị trong dấu ngoặc kép: {key} = \"…\"",
        "the label “{key}” is no text" => "Write its value in quotation marks: {key} = \"…\"" }
    PUBLISH_SECRET = "C70" Error { "thông tin bí mật nằm trong site.toml: “{key}”" => "Xóa khỏi site.toml; {instead}. Ai đọc được kho mã đều đọc được nó, và git giữ cả bản cũ: đổi khóa hoặc mật khẩu này ngay.",
        "a credential stands in site.toml: “{key}”" => "Delete it from site.toml; {instead}. Whoever reads the repository can read it, and git keeps old versions: change this key or password now." }
    PUBLISH_TARGET = "C71" Error { "nơi xuất bản “{value}” không dùng được: {what}" => "{next}",
        "the target “{value}” cannot be used: {what}" => "{next}" }
    PUBLISH_INSIDE = "C72" Error { "nơi xuất bản {value} nằm trong chính thư mục của cổng" => "Chọn một thư mục ở ngoài, viết đường dẫn đầy đủ: target = \"file:/srv/cong\".",
        "the target {value} is inside the portal's own folder" => "Choose a folder outside of it, with its whole path: target = \"file:/srv/portal\"." }
    PUBLISH_PURGE = "C73" Error { "[publish.….purge] chưa đủ: {what}" => "Sửa bảng này; ví dụ cho Varnish: method = \"PURGE\", url = \"{address}\". Xem docs/publishing.md.",
        "[publish.….purge] says too little: {what}" => "Mend the table; for Varnish: method = \"PURGE\", url = \"{address}\". See docs/publishing.md." }
    PUBLISH_NAME = "C74" Error { "khóa “{key}” đứng ngay trong [publish]" => "Mỗi nơi xuất bản có tên: viết [publish.chinh-thuc] rồi đặt khóa này bên dưới.",
        "the key “{key}” stands in [publish] itself" => "Every target has a name: write [publish.production] and put the key below it." }

    // S: files
    NOT_UTF8 = "S01" Error { "tệp không phải UTF-8 (byte thứ {byte})" => "Mở tệp, chọn “Lưu với mã UTF-8” rồi lưu lại. Văn bản gõ bằng bảng mã cũ (TCVN3, VNI) cần chuyển sang Unicode trước.",
        "the file is not UTF-8 (byte {byte})" => "Save it again as UTF-8. Text in an old code page (TCVN3, VNI) must be converted to Unicode first." }
    BYTE_ORDER_MARK = "S02" Warning { "tệp bắt đầu bằng dấu BOM" => "Trang vẫn được dựng. Lưu lại với lựa chọn “UTF-8”, không phải “UTF-8 with BOM”.",
        "the file begins with a byte order mark" => "The page is built all the same. Save as “UTF-8”, not “UTF-8 with BOM”." }
    CARRIAGE_RETURNS = "S03" Info { "tệp dùng cách xuống dòng của Windows (CRLF)" => "Trang vẫn được dựng. Nên đặt trình soạn thảo xuống dòng kiểu LF.",
        "the file has Windows line ends (CRLF)" => "The page is built all the same. Set the editor to LF." }
    TOO_LARGE = "S04" Error { "tệp dài {size}, giới hạn là {limit}" => "Tách thành nhiều trang, hoặc đưa phần dài vào tệp đính kèm.",
        "the file has {size}, the limit is {limit}" => "Split it into several pages, or attach the long part as a file." }
    DECOMPOSED = "S05" Warning { "chữ có dấu ở dạng tổ hợp (NFD)" => "Trang vẫn được dựng, chữ được đưa về dạng dựng sẵn (NFC). Nên lưu lại bằng bộ gõ Unicode dựng sẵn.",
        "letters with marks are decomposed (NFD)" => "The page is built all the same, with composed letters (NFC). Type with a precomposed Unicode keyboard." }
    CONTROL_CHARACTER = "S06" Warning { "có ký tự điều khiển không hiện được (U+{code})" => "Ký tự này bị bỏ khi dựng trang. Xóa nó trong tệp.",
        "there is an invisible control character (U+{code})" => "It is dropped from the page. Delete it from the file." }
    UNKNOWN_LANGUAGE = "S07" Error { "đuôi ngôn ngữ “.{suffix}” không có trong site.toml" => "Các ngôn ngữ của cổng: {languages}. Đổi tên tệp hoặc thêm ngôn ngữ.",
        "the language suffix “.{suffix}” is not in site.toml" => "Languages of the portal: {languages}. Rename the file or add the language." }
    FILE_NAME = "S08" Error { "tên tệp hoặc thư mục không thành địa chỉ được: {name}" => "{next}",
        "the file or folder name cannot become an address: {name}" => "{next}" }
    SYMBOLIC_LINK = "S09" Error { "đây là liên kết tượng trưng (symlink), không được xuất bản" => "Thay bằng chính tệp đó.",
        "this is a symbolic link; it is not published" => "Replace it by the file itself." }
    UNUSED_FILE = "S10" Warning { "không trang công khai nào dùng tệp này, nên tệp không được xuất bản" => "{next}",
        "no public page uses this file, so it is not published" => "{next}" }
    NO_SECTION = "S11" Warning { "thư mục {folder} không có {expected}, trang được xếp vào chuyên mục cấp trên" => "{next}",
        "the folder {folder} has no {expected}; its pages count to the section above" => "{next}" }
    UNREADABLE = "S12" Error { "không đọc được tệp: {detail}" => "Kiểm tra quyền đọc và ổ đĩa.",
        "the file cannot be read: {detail}" => "Check its permissions and the disk." }
    NOT_A_FILE = "S15" Error { "không xuất bản được: {what}" => "{next}",
        "this cannot be published: {what}" => "{next}" }

    NO_HOME = "S23" Error { "thư mục content không có _index.md, nên cổng không có trang chủ" => "Tạo tệp content/_index.md gồm ba dòng: --- | title: Tên cổng | ---",
        "the folder content has no _index.md, so the portal has no home page" => "Create content/_index.md with three lines: --- | title: Name of the portal | ---" }
    OTHER_ENDING = "S24" Error { "tệp này giống một trang nhưng không được đọc, vì tên không kết thúc bằng .md" => "Nếu đây là một trang, đổi tên tệp thành {name} (trên Windows, bật “Phần mở rộng tên tệp” để thấy cả đuôi). Nếu không, xóa tệp.",
        "this file looks like a page and is not read, since its name does not end in .md" => "If it is a page, rename it {name} (Windows shows the whole name with “File name extensions”). If not, delete it." }
    FOLDER_DEPTH = "S20" Error { "thư mục nằm sâu hơn {limit} tầng dưới content" => "Chuyển thư mục này lên cao hơn. Các trang và tệp trong đó chưa được dựng.",
        "the folder lies more than {limit} levels below content" => "Move it up. The pages and files in it are not built." }
    SOURCE_CHANGED = "S21" Error { "tệp vừa đổi trong khi dựng" => "Chạy lại lệnh dựng khi không còn ai sửa tệp. Phần dùng tệp này chưa được dựng.",
        "the file changed during the build" => "Run the build again when nobody edits it. What uses the file is not built." }
    ADDRESS_LONG = "S22" Error { "địa chỉ quá dài: {url}" => "Rút ngắn tên tệp, tên thư mục hoặc slug: cả địa chỉ không quá {limit} byte, mỗi phần giữa hai dấu / không quá 255 byte.",
        "the address is too long: {url}" => "Shorten the names of file and folders, or the slug: at most {limit} bytes in all, and 255 between two slashes." }
    LANGUAGE_SUFFIX = "S28" Error { "phần “{suffix}” trong tên tệp không phải đuôi ngôn ngữ của cổng" => "Đổi tên tệp thành {name}. Trang chưa được dựng, để bản dịch không đăng nhầm thành trang tiếng Việt.",
        "“{suffix}” in the name is no language suffix of the portal" => "Rename the file {name}. The page is not built, or a translation would be published as a Vietnamese page." }
    WINDOWS_NAME = "S29" Warning { "máy Windows không tạo được tên này: {name}" => "Đổi tên: không dùng con, prn, aux, nul, com1, lpt1, không kết thúc bằng dấu cách hay dấu chấm, không có các dấu < > : \" | ? *.",
        "Windows can make no file or folder of this name: {name}" => "Rename it: not con, prn, aux, nul, com1 or lpt1, no space or full stop at the end, none of < > : \" | ? *." }
    NAME_CASE = "S30" Warning { "tên này chỉ khác {other} ở chữ hoa, chữ thường" => "Trên Windows và máy Mac hai tên là một, nên một trong hai sẽ bị ghi đè: đổi tên hoặc xóa một.",
        "this name differs from {other} only by capital letters" => "On Windows and the Mac they are one, and one overwrites the other: rename or delete one of them." }
    NAME_COPY = "S31" Warning { "tên tệp cho thấy đây là bản sao của {original}, và cả hai cùng được đăng" => "Xóa bản thừa. Nếu là một bài khác, đặt tên riêng cho tệp.",
        "by its name this is a copy of {original}, and both are published" => "Delete the one that is not needed. If it is another page, give it a name of its own." }
    NAME_FORMS = "S32" Error { "có hai tệp cùng tên này, chỉ khác nhau ở cách lưu dấu (dựng sẵn và tổ hợp)" => "Mở thư mục, so hai tệp rồi xóa hoặc đổi tên một. Cả hai chưa được đọc.",
        "two files have this name and differ only in how its marks are stored (composed and decomposed)" => "Compare the two in the folder, then delete or rename one. Neither is read." }
    PICTURE_TELLS = "S16" Info { "ảnh có kèm thông tin không hiện ra khi xem ({found}); bản đăng trên cổng đã bỏ" => "Không cần làm gì. Tệp gốc vẫn giữ nguyên, nên đừng gửi tệp gốc đi nếu không muốn lộ. Cần ghi tên người chụp thì dùng image_credit.",
        "the picture tells more than it shows ({found}); the published copy does not" => "Nothing needs to be done. The file in the folder still tells it, so take care whom you send that. To name the photographer, use image_credit." }
    PICTURE_HUGE = "S17" Warning { "ảnh rất lớn: {pixels} điểm ảnh, {size}" => "Người xem bằng điện thoại phải tải lâu. Thu nhỏ còn cạnh dài khoảng 2000 điểm ảnh rồi lưu đè lên tệp.",
        "the picture is very large: {pixels} pixels, {size}" => "On a telephone it takes long to load. Make it smaller, about 2000 pixels on the longer side, and save it over this file." }

    FILE_EARLY = "S27" Warning { "tệp {target} được đăng vì trang này dẫn tới, trong khi trang có tệp đó, {page}, chưa công khai" => "Nếu tệp chưa được công bố, bỏ liên kết này cho tới khi trang kia công khai.",
        "the file {target} is published because this page links to it, though the page that it belongs to, {page}, is not public yet" => "If the file is not to be known yet, take the link out until that page is public." }

    // F: front matter
    NO_FRONT_MATTER = "F01" Error { "tệp không có phần khai báo đầu trang" => "{next}",
        "the file has no front matter" => "{next}" }
    UNCLOSED_FENCE = "F02" Error { "phần khai báo đầu trang chưa đóng" => "{next}",
        "the front matter is not closed" => "{next}" }
    YAML_SYNTAX = "F03" Error { "phần khai báo đầu trang viết sai: {what}" => "{next}",
        "a mistake in the front matter: {what}" => "{next}" }
    YAML_COLON = "F04" Error { "giá trị có dấu hai chấm nên bị hiểu nhầm thành khóa mới" => "{next}",
        "the value contains a colon and is taken for a new key" => "{next}" }
    YAML_TAB = "F05" Error { "có dấu tab trong phần khai báo" => "{next}",
        "there is a tab in the front matter" => "{next}" }
    DUPLICATE_KEY = "F06" Error { "khóa “{key}” xuất hiện hai lần" => "Giữ một dòng, xóa dòng kia (dòng đầu ở dòng {line}).",
        "the key “{key}” stands here twice" => "Keep one, delete the other (the first is on line {line})." }
    YAML_ALIAS = "F07" Error { "phần khai báo dùng ký hiệu & hoặc * của YAML (neo, tham chiếu), không được phép" => "{next}",
        "the front matter uses YAML's & or * (anchors, aliases), which are not allowed" => "{next}" }
    NOT_A_MAPPING = "F08" Error { "phần khai báo phải gồm các dòng khóa: giá trị" => "Ví dụ: title: Tên bài",
        "the front matter must be lines of key: value" => "For example: title: A headline" }
    UNKNOWN_KEY = "F09" Error { "không có khóa “{key}” ở loại {kind}" => "{near}",
        "there is no key “{key}” in the kind {kind}" => "{near}" }
    WRONG_TYPE = "F10" Error { "khóa “{key}” cần {expected}, ở đây là {found}" => "{help}",
        "the key “{key}” wants {expected}, this is {found}" => "{help}" }
    MISSING_FIELD = "F11" Error { "thiếu khóa bắt buộc “{key}” ({label})" => "Thêm dòng {key}: … {help}",
        "the required key “{key}” ({label}) is missing" => "Add a line {key}: … {help}" }
    IMPOSSIBLE_DATE = "F12" Error { "ngày giờ không có thật: {value}" => "{next}",
        "there is no such day or time: {value}" => "{next}" }
    DATE_FORM = "F13" Error { "{what}, ở đây là {value}" => "{next}",
        "{what}, this is {value}" => "{next}" }
    UNKNOWN_CHOICE = "F14" Error { "giá trị “{value}” không có trong danh mục của “{key}”" => "{near}",
        "the value “{value}” is not in the list of “{key}”" => "{near}" }
    UNKNOWN_KIND = "F15" Error { "không có loại nội dung “{value}”" => "{near}",
        "there is no kind “{value}”" => "{near}" }
    UNKNOWN_TERM = "F16" Error { "mã “{value}” không có trong [[{table}]] của site.toml" => "{near}",
        "the id “{value}” is not in [[{table}]] of site.toml" => "{near}" }
    EMPTY_VALUE = "F17" Error { "khóa “{key}” để trống" => "{next}",
        "the key “{key}” is empty" => "{next}" }
    IMAGE_ALT_MISSING = "F18" Error { "có ảnh nhưng thiếu image_alt" => "Thêm image_alt: một câu nói ảnh cho thấy gì, cho người không nhìn thấy ảnh.",
        "there is an image but no image_alt" => "Add image_alt: one sentence that says what the picture shows." }
    BAD_ALIAS = "F19" Error { "địa chỉ cũ “{value}” không hợp lệ" => "{next}",
        "the alias “{value}” is not valid" => "{next}" }
    BAD_SLUG = "F20" Error { "đường dẫn “{value}” không hợp lệ" => "Chỉ dùng chữ thường không dấu, số và dấu gạch nối, ví dụ {example}.",
        "the slug “{value}” is not valid" => "Use lower-case letters, digits and hyphens, such as {example}." }
    DATES_REVERSED = "F21" Error { "“{last}” đứng trước “{first}”" => "{next}",
        "“{last}” comes before “{first}”" => "{next}" }
    DUPLICATE_VALUE = "F22" Error { "“{key}: {value}” đã có ở {other}" => "Mỗi giá trị chỉ thuộc một trang: sửa một trong hai tệp.",
        "“{key}: {value}” is already used by {other}" => "It belongs to one page only: mend one of the two files." }

    HOME_WITHHELD = "F23" Error { "trang chủ có “{key}”: khi trang chủ không công khai thì cả ngôn ngữ của nó trống" => "Xóa dòng này. Muốn chưa mở một ngôn ngữ, bỏ mã của nó khỏi languages trong site.toml; muốn ẩn một chuyên mục, ghi vào _index.md của chuyên mục.",
        "the home page has “{key}”: while a home page is not public, its whole language is empty" => "Delete the line. To keep a language closed, take its code out of languages in site.toml; to withhold a section, write it in the section's _index.md." }
    TRANSLATION_GATE = "F24" Error { "theo “{key}”, bản dịch vẫn công khai khi bản gốc {other} {state} (“{other_key}”)" => "Xóa dòng này: bản dịch theo giờ đăng, giờ gỡ của bản gốc. Chỉ ghi khi bản dịch mở muộn hơn hoặc gỡ sớm hơn.",
        "by “{key}” the translation is public while its source {other} {state} (“{other_key}”)" => "Delete the line: a translation opens and closes with its source. Write it only to open later or close earlier." }
    SECTION_WITHHELD = "F25" Info { "chuyên mục này không công khai, nên {count} trang bên dưới cũng không công khai" => "Không cần làm gì nếu đúng ý. Nếu không, xóa draft, publish_at hoặc expires ở tệp này.",
        "this section is not public, and so are not {count} pages below it" => "Nothing to do if that is meant. If not, delete draft, publish_at or expires in this file." }
    PERSONAL_CONTACT = "F26" Warning { "“{key}” có {what} của người dân: {value}" => "Xóa, hoặc che bớt số. Cần giữ để liên hệ thì ghi vào {private}: các khóa này không bao giờ được đăng.",
        "“{key}” has a citizen's {what}: {value}" => "Delete it or mask its digits. To keep it for yourself, use {private}: these keys are never published." }
    CITIZEN_ID = "F27" Error { "“{key}” có dãy số như số căn cước, chứng minh nhân dân: {value}" => "Xóa số này, hoặc chỉ để lại vài số cuối: ********1234. Trang chưa được dựng.",
        "“{key}” has digits like the number of a citizen's identity card: {value}" => "Delete the number, or leave its last digits only: ********1234. The page is not built." }
    SAME_CONTACT = "F28" Error { "tên “{name}” đã là tên của {other}" => "Liên kết lien-he:{name} chưa dẫn tới đâu vì có hai đầu mối cùng tên: đổi tên một trong hai tệp.",
        "the name “{name}” already belongs to {other}" => "lien-he:{name} leads nowhere while two contacts have that name: rename one of the two files." }
    YAML_DEPTH = "F29" Error { "phần khai báo lồng vào nhau hơn {limit} tầng" => "Viết danh sách đơn giản: mỗi mục một dòng, bắt đầu bằng dấu gạch nối.",
        "the front matter is nested more than {limit} levels deep" => "Write a plain list: one line for each item, beginning with a hyphen." }
    TITLE_LONG = "F30" Error { "tiêu đề dài hơn {limit} ký tự" => "Viết tiêu đề trong một câu; phần còn lại đưa vào summary hoặc vào bài.",
        "the title is longer than {limit} characters" => "Say it in one sentence; the rest belongs in summary or in the text." }
    FRONT_MATTER_LONG = "F31" Error { "phần khai báo đầu trang dài hơn {limit}" => "Nếu quên dòng --- đóng phần khai báo thì thêm vào. Nội dung dài viết trong bài hoặc đưa vào tệp đính kèm.",
        "the front matter is longer than {limit}" => "If the --- line that closes it was forgotten, add it. Long texts belong below it or in an attachment." }
    VALUE_CUT = "F32" Warning { "dấu # cắt giá trị của “{key}”: YAML coi “{lost}” là ghi chú và bỏ đi" => "{next}. Nếu là ghi chú thì để hai dấu cách trước dấu #.",
        "a # cuts the value of “{key}”: YAML takes “{lost}” for a comment and drops it" => "{next}. If it is a comment, put two spaces before the #." }
    UPDATED_EARLY = "F33" Warning { "“{last}” đứng trước “{first}”" => "{next}",
        "“{last}” comes before “{first}”" => "{next}" }
    NO_SECTION_KIND = "F34" Error { "{what}, nên bài này{more} bị coi là loại page, loại này không có khóa {keys}" => "{next}",
        "{what}, so this item{more} is taken for a page, and a page has no key {keys}" => "{next}" }

    CITIZEN_ID_PERHAPS = "F40" Warning { "“{key}” có dãy 12 số giống số căn cước: {value}" => "Nếu là số căn cước thì xóa, hoặc chỉ để lại vài số cuối: ********1234. Nếu là số khác, viết tên của nó ngay trước dãy số, ví dụ “số tài khoản”, “mã hồ sơ”.",
        "“{key}” has twelve digits made like the number of an identity card: {value}" => "If it is one, delete it or leave its last digits only: ********1234. If it is another number, say which just before it, such as “số tài khoản” or “mã hồ sơ”." }
    ANSWER_MISSING = "F41" Warning { "có ngày trả lời (“{key}”) nhưng chưa có câu trả lời" => "Viết câu trả lời dưới dòng --- thứ hai, hoặc đính kèm văn bản trả lời vào attachments. Chưa trả lời thì xóa dòng {key}.",
        "there is a day of the answer (“{key}”), but no answer" => "Write the answer below the second --- line, or list the letter under attachments. If there is none yet, delete the line {key}." }
    ANSWER_UNDATED = "F42" Warning { "có câu trả lời nhưng thiếu “{key}”, nên trang vẫn ghi là chưa trả lời" => "Thêm dòng {key}: năm-tháng-ngày vào phần khai báo, là ngày trả lời.",
        "there is an answer but no “{key}”, so the page says that nobody has answered" => "Add a line {key}: year-month-day, the day of the answer." }
    DATES_UNUSUAL = "F43" Info { "“{last}” đứng trước “{first}”" => "Không cần làm gì nếu đúng ý, như văn bản có hiệu lực trở về trước. Nếu không, kiểm tra lại năm, tháng của hai ngày.",
        "“{last}” comes before “{first}”" => "Nothing to do if that is meant, as with a document that is in force from an earlier day. If not, check year and month of both." }
    REFERS_TO_ITSELF = "F44" Warning { "“{key}” trỏ tới chính trang này" => "Ghi văn bản hoặc trang kia, hoặc xóa dòng này.",
        "“{key}” leads to this page itself" => "Name the other document or page, or delete the line." }

    // M: Markdown and links
    URGENT_END = "F50" Error { "thông báo khẩn cấp chưa nói khi nào hết, nên sẽ nằm mãi trên đầu mọi trang" => "Thêm dòng {key}: năm-tháng-ngày, là ngày cuối cùng còn hiệu lực. Cần hết sớm hơn trong ngày thì ghi cả giờ, ở {timed}.",
        "the urgent notice does not say when it is over, so it would stand above every page for ever" => "Add {key}: year-month-day, the last day on which it holds. If it is over at some hour, write that in {timed}." }
    PHONE = "F51" Error { "“{key}” không phải một số điện thoại gọi được: {value} – {what}" => "{next}",
        "“{key}” is no telephone number that can be dialled: {value} – {what}" => "{next}" }
    PHONE_OLD = "F52" Warning { "“{key}” là số cũ: {value} – mã vùng đã đổi năm 2017, đầu số di động đã đổi năm 2018" => "Số nay là {now}. Gọi thử rồi viết lại.",
        "“{key}” is a number of before: {value} – area codes changed in 2017, mobile prefixes in 2018" => "Now it is {now}. Call it and write it anew." }
    PHONE_NOBODYS = "F53" Warning { "số điện thoại này không của đầu mối liên hệ nào: {numbers}" => "Tạo một đầu mối (cong new contact \"…\") rồi viết lien-he:TÊN-TỆP thay cho số, để sau này chỉ sửa một chỗ.",
        "no contact has this telephone number: {numbers}" => "Make one (cong new contact \"…\") and write lien-he:FILE-NAME for the number, so that it changes in one place." }
    PHONE_WITHHELD = "F54" Warning { "“{key}” chưa có số để hiện: {value} – {what}" => "Trang không có dòng này cho đến khi có số. {next}",
        "“{key}” has no number to show: {value} – {what}" => "The page leaves this line out until there is one. {next}" }
    RAW_HTML = "M01" Warning { "có mã HTML trong bài: {html}" => "{next}",
        "there is HTML in the text: {html}" => "{next}" }
    LINK_SCHEME = "M02" Error { "liên kết có dạng không được phép: {target}" => "{near}",
        "the link has a form that is not allowed: {target}" => "{near}" }
    LINK_FILE = "M03" Error { "liên kết tới {target}, tệp này không có" => "{near}",
        "the link points to {target}, which does not exist" => "{near}" }
    LINK_ANCHOR = "M04" Error { "trang {target} không có mục “#{anchor}”" => "{near}",
        "the page {target} has no heading “#{anchor}”" => "{near}" }
    LINK_CONTACT = "M05" Error { "không có đầu mối liên hệ “{target}”" => "{near}",
        "there is no contact “{target}”" => "{near}" }
    LINK_DOCUMENT = "M06" Error { "không có văn bản số {target} trên cổng" => "{near}",
        "there is no document number {target} on the portal" => "{near}" }
    ALT_MISSING = "M07" Error { "ảnh {target} thiếu mô tả" => "Viết mô tả trong ngoặc vuông: ![ảnh cho thấy gì]({target})",
        "the picture {target} has no description" => "Write it in the square brackets: ![what it shows]({target})" }
    BODY_H1 = "M08" Warning { "mục cấp một (#) trong bài" => "Tiêu đề trang đã là cấp một. Bắt đầu các mục bằng ##; mục này được hiện như ##.",
        "a first-level heading (#) in the text" => "The title is the first level. Begin headings with ##; this one is shown as ##." }
    LINK_WITHHELD = "M09" Warning { "liên kết tới {target}, trang này chưa hoặc không còn công khai" => "Khi trang kia công khai, liên kết tự hiện; từ nay đến lúc đó chỉ hiện chữ.",
        "the link points to {target}, which is not public now" => "It becomes a link when that page is public. Until then only its text is shown." }
    IMAGE_UNREADABLE = "M10" Error { "không đọc được kích thước ảnh {target}" => "Lưu lại ảnh dạng PNG, JPEG, WebP, GIF hoặc SVG có width, height.",
        "the size of the picture {target} cannot be read" => "Save it as PNG, JPEG, WebP, GIF or an SVG with width and height." }
    LINK_EMPTY = "M11" Error { "liên kết không có chữ" => "Viết chữ mô tả nơi đến trong ngoặc vuông: [tên trang](…)",
        "the link has no text" => "Write where it leads in the square brackets: [name of the page](…)" }
    FILE_TYPE = "M13" Error { "loại tệp này không được đăng trên cổng: {extension}" => "Đăng dạng PDF, DOCX, XLSX, ODT, CSV, TXT, ZIP, ảnh, âm thanh hoặc video.",
        "files of this type are not published: {extension}" => "Publish it as PDF, DOCX, XLSX, ODT, CSV, TXT, ZIP, picture, sound or video." }
    LINK_URL = "M12" Warning { "không có trang nào ở địa chỉ {target}" => "Liên kết tới tệp .md của trang thì địa chỉ luôn đúng: [chữ](../thu-muc/trang.md)",
        "there is no page at the address {target}" => "Link to the page's .md file and the address is always right: [text](../folder/page.md)" }

    VIETNAMESE_UNMARKED = "M15" Warning { "câu tiếng Việt trong trang tiếng khác: {text}" => "Máy đọc màn hình sẽ đọc sai. Dịch câu này, hoặc viết <span lang=\"vi\">…</span> quanh câu.",
        "Vietnamese in a page of another language: {text}" => "Screen readers would read it wrongly. Translate it, or write <span lang=\"vi\">…</span> around it." }
    SPAN_OPEN = "M16" Warning { "thiếu </span> sau <span lang=…>" => "Viết </span> ở cuối phần tiếng khác, trong cùng đoạn.",
        "</span> is missing after <span lang=…>" => "Write </span> where the other language ends, in the same paragraph." }

    VIETNAMESE_FIELD = "M17" Warning { "“{key}” của trang tiếng khác còn là tiếng Việt: {text}" => "Dịch giá trị này. Tên người, tên đất viết như tiếng Việt thì giữ nguyên.",
        "“{key}” of a page in another language is still Vietnamese: {text}" => "Translate it. Names of people and places may stay as they are." }
    VIETNAMESE_CONFIG = "M18" Warning { "“{key}” cho ngôn ngữ {language} còn là tiếng Việt: {text}" => "Ghi bản dịch vào khóa con “{language}” của “{key}” trong site.toml.",
        "“{key}” for the language {language} is still Vietnamese: {text}" => "Write the translation under “{language}” of “{key}” in site.toml." }
    TOO_DEEP = "M22" Error { "danh sách, trích dẫn hoặc chữ nhấn lồng vào nhau hơn {limit} tầng" => "Bỏ bớt các dấu -, > hoặc * thừa ở dòng này. Trang chưa được dựng.",
        "lists, quotes or emphasis are nested more than {limit} levels deep" => "Take out the needless -, > or * on this line. The page is not built." }
    LINK_PHONE = "M53" Error { "liên kết gọi điện không quay số được: {target}" => "Sau tel: viết một số đủ mã vùng, không chữ, không hai số; hoặc liên kết tới đầu mối: [chữ](lien-he:TÊN-TỆP)",
        "the link cannot be dialled: {target}" => "Write one number behind tel:, with its area code and no letters; or link to a contact: [text](lien-he:FILE-NAME)" }
    TABLE_CELLS = "M23" Error { "bảng thiếu quá nhiều ô so với dòng tiêu đề" => "Mỗi dòng của bảng viết đủ số cột như dòng đầu. Bảng lớn nên để ở tệp .csv. Trang chưa được dựng.",
        "too many cells of the table are missing" => "Write as many columns in each row as in the first. A large table belongs in a .csv file. The page is not built." }
    LINK_LEFTOVER = "M24" Error { "đoạn này chưa thành liên kết hay ảnh: {text}" => "{next}",
        "this did not become a link or picture: {text}" => "{next}" }
    REFERENCE = "M25" Warning { "{what}: {text}" => "{next}",
        "{what}: {text}" => "{next}" }
    FOOTNOTE = "M26" Warning { "{what}: {text}" => "{next}",
        "{what}: {text}" => "{next}" }
    TABLE_LEFTOVER = "M27" Warning { "dòng này chưa thành bảng đúng ý: {text}" => "{next}",
        "this line did not become the table that was meant: {text}" => "{next}" }
    TABLE_SURPLUS = "M28" Error { "dòng này của bảng có {cells} ô, dòng đầu có {columns} ô, nên mất chữ: {text}" => "Thêm cột vào dòng đầu và dòng gạch, hoặc gộp ô. Dấu | trong ô, kể cả trong mã, viết là \\|. Trang chưa được dựng.",
        "this row of the table has {cells} cells, the first row has {columns}, so text is lost: {text}" => "Add columns to the first row and the line of dashes, or join cells. A | inside a cell, also in code, is written \\|. The page is not built." }
    EMPHASIS_LEFTOVER = "M29" Warning { "dấu {mark} này không có dấu đi cặp, nên in ra như chữ: {text}" => "Viết **chữ đậm**: hai dấu sát chữ, trong cùng một đoạn. Muốn in chính dấu đó thì viết \\ ở trước.",
        "this {mark} has no partner and is printed: {text}" => "Write **bold text**: both signs close to the words, in one paragraph. To print the sign itself, write \\ before it." }
    HEADING_LEFTOVER = "M30" Warning { "{what}: {text}" => "{next}",
        "{what}: {text}" => "{next}" }
    CODE_OPEN = "M31" Warning { "{what}" => "{next}",
        "{what}" => "{next}" }
    FOREIGN = "M32" Warning { "đây là cách viết của phần mềm khác, ở đây in ra như chữ: {text}" => "{next}",
        "this has a meaning in other programs and is printed here: {text}" => "{next}" }
    COMMENT = "M33" Info { "ghi chú này không được đăng: {text}" => "Không cần làm gì: người đọc không thấy ghi chú trong <!-- -->.",
        "this comment is not published: {text}" => "Nothing to do: readers never see what stands in <!-- -->." }
    COMMENT_OPEN = "M34" Error { "không rõ ghi chú này bắt đầu và kết thúc ở đâu: {text}" => "Viết <!-- ghi chú --> trong bài, không lồng vào nhau, đóng trong cùng đoạn; ở phần khai báo viết sau dấu #. Trang chưa được dựng, để ghi chú không lên mạng.",
        "where this note between editors begins and ends is not clear: {text}" => "Write <!-- note --> in the text, not one in another, closed in the same paragraph; in the front matter write it behind #. The page is not built, so that the note does not go online." }
    LIST_LEFTOVER = "M35" Warning { "dòng này chưa thành mục của danh sách: {text}" => "Viết một dấu cách thường sau dấu đầu dòng: {mended}",
        "this line did not become an item of a list: {text}" => "Write an ordinary space behind the sign: {mended}" }

    UNMERGED = "M36" Error { "tệp còn hai bản chưa hợp nhất: {mark}" => "Hai người đã sửa cùng một chỗ. Chọn bản đúng, xóa bản kia cùng các dòng bắt đầu bằng <<<<<<<, ======= và >>>>>>>. Đến khi sửa, tệp này không được đăng.",
        "two versions still stand in the file: {mark}" => "Two people changed the same place. Keep the right version; delete the other one and the lines that begin with <<<<<<<, ======= and >>>>>>>. Until then the file is not published." }
    GARBLED = "M37" Warning { "chữ bị vỡ{more}: {text}" => "Có phải: “{meant}”? Nguyên nhân: {table}. {next}.",
        "the letters are garbled{more}: {text}" => "Is it “{meant}”? The cause: {table}. {next}." }
    LETTERS_LOST = "M38" Warning { "chữ có dấu đã mất, chỉ còn dấu hỏi{more}: {text}" => "Từ tệp này không lấy lại được nữa. Mở bản gốc, lưu với mã UTF-8 rồi chép lại phần này; hoặc gõ lại.",
        "letters are lost and question marks stand in their place{more}: {text}" => "They cannot be had back from this file. Open the original, save it as UTF-8 and copy this part again, or type it." }
    INDENTED = "M39" Warning { "đoạn văn thụt vào bằng dấu cách hoặc tab: {text}" => "Đã hiện như đoạn văn thường. Xóa khoảng trắng đầu dòng, giữa các đoạn để một dòng trống. Cần giữ nguyên từng dấu cách thì đặt đoạn giữa hai dòng ```.",
        "a paragraph is indented with spaces or a tab: {text}" => "It is shown as an ordinary paragraph. Delete the spaces before it and leave an empty line between paragraphs. To keep every space, put it between two lines of ```." }
    FRONT_MATTER_TWICE = "M40" Error { "trong bài có thêm một phần khai báo đầu trang nữa" => "Có lẽ tệp đã bị dán hai lần. Giữ một bản: xóa từ dòng --- này đến hết bản thừa. Trang chưa được dựng.",
        "there is a second front matter in the text" => "The file was probably pasted twice. Keep one: delete from this --- line to the end of the other. The page is not built." }
    TEXT_TWICE = "M41" Warning { "đoạn từ dòng {first} lặp lại y nguyên từ dòng này ({count} dòng có chữ)" => "Có lẽ đã bị dán hai lần: xóa một trong hai.",
        "what begins on line {first} begins again here, word for word ({count} lines)" => "It was probably pasted twice: delete one of the two." }
    STAND_IN = "M42" Warning { "{where} mới chỉ có chữ viết tạm: {text}" => "Viết nội dung thật. Chưa có thì thêm dòng draft: true vào phần khai báo, trang sẽ chưa được đăng.",
        "{where} has only words that stand in for a text: {text}" => "Write the text. If there is none yet, add the line draft: true, and the page is not published." }
    TEXT_MISSING = "M43" Warning { "bài chưa có nội dung, cũng không có tệp đính kèm hay video" => "Viết nội dung dưới dòng --- này. Chưa có thì thêm dòng draft: true vào phần khai báo, trang sẽ chưa được đăng.",
        "there is no text, and no attachment or video either" => "Write the text below this --- line. If there is none yet, add the line draft: true, and the page is not published." }
    HEADINGS_ONLY = "M44" Warning { "bài chỉ có tên mục, chưa có nội dung" => "Viết nội dung dưới các tên mục. Chưa có thì thêm dòng draft: true vào phần khai báo, trang sẽ chưa được đăng.",
        "there are headings and nothing below them" => "Write the text below them. If there is none yet, add the line draft: true, and the page is not published." }

    // P: addresses
    SAME_URL = "P01" Error { "hai nguồn cùng sinh ra địa chỉ {url}: tệp này và {other}" => "Đổi tên một tệp hoặc đặt slug khác. Cả hai trang chưa được dựng.",
        "two sources make the same address {url}: this file and {other}" => "Rename one file or give it another slug. Neither page is built." }
    URL_CASE = "P02" Error { "địa chỉ {url} chỉ khác {other_url} ở chữ hoa, chữ thường hoặc dấu ({other})" => "Nhiều máy chủ coi là một: đổi tên một tệp hoặc sửa alias.",
        "the address {url} differs from {other_url} only by case or Unicode form ({other})" => "Many servers take them for one: rename a file or mend the alias." }
    ALIAS_TAKEN = "P03" Error { "địa chỉ cũ {url} đang là địa chỉ của {other}" => "Xóa dòng này khỏi aliases.",
        "the alias {url} is the address of {other}" => "Delete it from aliases." }

    FILE_AND_FOLDER = "P04" Error { "địa chỉ {url} vừa là tệp vừa là thư mục, vì {other}" => "Đổi tên tệp hoặc sửa địa chỉ cũ trong aliases.",
        "the address {url} is a file and a folder at once, because of {other}" => "Rename the file or mend the alias." }
    PORTAL_ADDRESS = "P05" Error { "địa chỉ {url} là của trang do cổng tự tạo{of}" => "Đổi tên tệp hoặc đặt slug khác. Trang này chưa được dựng.",
        "the address {url} belongs to a page that the portal makes itself{of}" => "Rename the file or give it another slug. This page is not built." }
    FILE_ADDRESS = "P06" Error { "tệp này không có địa chỉ riêng: {url} là của {other}" => "Đổi tên tệp, chỉ dùng chữ thường không dấu, số và dấu gạch nối. Các trang dùng tệp này chưa được dựng.",
        "this file has no address of its own: {url} belongs to {other}" => "Rename it with lower-case letters, digits and hyphens. The pages that use it are not built." }
    ALIAS_SHARED = "P07" Error { "địa chỉ cũ {url} được cả tệp này và {other} nhận là của mình" => "Xóa dòng này khỏi aliases của một trong hai trang. Từ nay đến lúc đó địa chỉ này không dẫn đi đâu.",
        "the alias {url} is claimed by this file and by {other}" => "Delete it from the aliases of one of the two pages. Until then the address leads nowhere." }
    ROOT_FILE = "P12" Error { "tệp này không được chép ra gốc của cổng: {what}" => "{next}",
        "this file is not copied to the root of the portal: {what}" => "{next}" }
    ROOT_FILE_ELSEWHERE = "P13" Warning { "tệp này dành cho gốc của cổng, và không được đăng từ đây" => "Chuyển thành {target}: tệp ở đó được chép nguyên vẹn ra địa chỉ {url}.",
        "this file is meant for the root of the portal, and is not published from here" => "Make it {target}: files there are copied as they are, to {url}." }
    SECURITY_TXT = "P14" Warning { "security.txt: {what}" => "{next}",
        "security.txt: {what}" => "{next}" }
    ALIAS_ON_PAGE = "P15" Error { "địa chỉ cũ {url} trùng với địa chỉ đang dùng {other_url} của cổng" => "Xóa dòng này khỏi aliases: người mở {other_url} phải thấy trang đó, không bị đưa sang trang này.",
        "the alias {url} is at {other_url}, an address that the portal has" => "Delete it from aliases: whoever opens {other_url} must see that page and not this one." }

    // T: theme
    TEMPLATE_SYNTAX = "T01" Error { "mẫu giao diện lỗi: {detail}" => "{next}",
        "the template is wrong: {detail}" => "{next}" }
    TEMPLATE_RENDER = "T02" Error { "mẫu giao diện lỗi khi dựng trang {page}: {detail}" => "{next} Trang này chưa được dựng.",
        "the template fails on the page {page}: {detail}" => "{next} The page is not built." }
    TEMPLATE_MISSING = "T03" Error { "giao diện không có mẫu {template}, trang {page} cần mẫu này" => "Thêm tệp này vào thư mục templates của giao diện.",
        "the theme has no template {template}, which the page {page} needs" => "Add the file to the theme's templates folder." }
}

/// A message is kept in the cache by its code.
pub fn write_code<S: serde::Serializer>(message: &&'static Message, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(message.code)
}

pub fn read_code<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<&'static Message, D::Error> {
    let code = <String as serde::Deserialize>::deserialize(deserializer)?;
    ALL.iter().find(|message| message.code == code).copied().ok_or_else(|| serde::de::Error::custom("unknown code"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> std::collections::BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn codes_are_unique_and_both_languages_use_the_same_values() {
        let mut codes: Vec<_> = ALL.iter().map(|message| message.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
        for message in ALL.iter() {
            assert_eq!(names(message.vi), names(message.en), "{}", message.code);
            assert_eq!(names(message.hint_vi), names(message.hint_en), "{}", message.code);
            assert!(!message.hint_vi.is_empty() && !message.hint_en.is_empty(), "{} tells no next step", message.code);
        }
    }
}
