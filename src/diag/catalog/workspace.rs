//! Messages of group N: portals of one workspace.

messages! { WORKSPACE:
    WORKSPACE_FOLDER = "N01" Error { "[workspace] không dùng được thư mục “{folder}”" => "{expected}",
        "[workspace] cannot use the folder “{folder}”" => "{expected}" }
    WORKSPACE_NO_PORTAL = "N02" Warning { "thư mục {folder} thuộc danh sách cổng thành phần nhưng không có site.toml" => "Tạo cổng: cong init --component \"Tên cơ quan\"; nếu thư mục này không phải cổng thì chuyển nó ra chỗ khác.",
        "the folder {folder} is in the list of component portals and has no site.toml" => "Make the portal: cong init --component \"Name of the agency\"; if it is none, move the folder elsewhere." }
    WORKSPACE_EMPTY = "N03" Info { "trong {folder} chưa có cổng thành phần nào" => "Tạo cổng đầu tiên: cong init --component \"Tên cơ quan\"",
        "there is no component portal in {folder} yet" => "Make the first one: cong init --component \"Name of the agency\"" }
    WORKSPACE_NAME = "N04" Error { "hai cổng cùng tên “{name}”: thư mục này và {other}" => "Đổi tên một trong hai thư mục. Tên của cổng thành phần là tên thư mục; “chinh” là tên dành cho cổng chính.",
        "two portals are called “{name}”: this folder and {other}" => "Rename one of the two folders. A component portal is called like its folder; “chinh” is the name of the main portal." }
    WORKSPACE_ADDRESS = "N05" Error { "hai cổng cùng địa chỉ {url}: tệp này và {other}" => "Mỗi cổng một địa chỉ: sửa base_url, ví dụ https://so-y-te.tinh.gov.vn hoặc https://tinh.gov.vn/so-y-te/",
        "two portals have the address {url}: this file and {other}" => "Each portal has an address of its own: mend base_url, such as https://so-y-te.tinh.gov.vn or https://tinh.gov.vn/so-y-te/" }
    WORKSPACE_PATH = "N06" Error { "cổng này nằm ở {url}, mà cổng chính cũng tạo {made}" => "Đổi đường dẫn trong base_url của cổng này, hoặc đổi tên chuyên mục của cổng chính, để người đọc không gặp trang của cổng kia.",
        "this portal lives at {url}, where the main portal makes {made}" => "Write another path in base_url of this portal, or rename the section of the main one, so that readers do not meet a page of the other." }
    WORKSPACE_INSIDE = "N07" Error { "cổng thành phần không thể có [workspace] của riêng mình" => "Xóa bảng [workspace] khỏi tệp này; mọi cổng khai báo trong site.toml của cổng chính.",
        "a component portal cannot have a [workspace] of its own" => "Delete the table [workspace] from this file; all portals are listed in site.toml of the main portal." }
    MERGE_ROW = "N20" Error { "bảng hợp nhất: {what}" => "{next}",
        "table of the merger: {what}" => "{next}" }
    SHOW_ALONE = "N08" Warning { "khóa show_in không có tác dụng: cổng này không thuộc nơi làm việc nào" => "Xóa khóa show_in, hoặc khai báo [workspace] trong site.toml của cổng chính.",
        "show_in does nothing: this portal is part of no workspace" => "Delete show_in, or declare [workspace] in site.toml of the main portal." }
    SHOW_UNKNOWN = "N09" Error { "show_in nêu cổng “{portal}” không có trong nơi làm việc" => "{near}",
        "show_in names the portal “{portal}”, which the workspace does not have" => "{near}" }
    SHOW_SELF = "N10" Info { "show_in nêu chính cổng này" => "Xóa “{portal}”: mục đã có trong danh sách của cổng mình.",
        "show_in names this portal itself" => "Delete “{portal}”: the item stands in the lists of its own portal." }
    SHOW_REFUSED = "N11" Warning { "cổng {portal} chưa nhận mục này: {what}" => "Đề nghị Ban Biên tập cổng {portal} thêm vào {settings}: [[guests]], from = [\"{own}\"], section = \"…\" (một mục loại {kind}); hoặc bỏ {portal} khỏi show_in.",
        "the portal {portal} does not take this item: {what}" => "Ask the editors of {portal} to add to {settings}: [[guests]], from = [\"{own}\"], section = \"…\" (a section of kind {kind}); or take {portal} out of show_in." }
    GUESTS_ALONE = "N12" Error { "[[guests]] không có tác dụng: cổng này không thuộc nơi làm việc nào" => "Xóa bảng này, hoặc khai báo [workspace] trong site.toml của cổng chính.",
        "[[guests]] does nothing: this portal is part of no workspace" => "Delete the table, or declare [workspace] in site.toml of the main portal." }
    GUESTS_PORTAL = "N13" Error { "[[guests]] nhận từ cổng “{portal}” không có trong nơi làm việc" => "{near}",
        "[[guests]] takes from the portal “{portal}”, which the workspace does not have" => "{near}" }
    GUESTS_SECTION = "N14" Error { "[[guests]] đưa mục vào “{section}”, không phải chuyên mục của cổng" => "Ghi một thư mục có _index.md trong content/, ví dụ section = \"thong-bao\".",
        "[[guests]] puts items into “{section}”, which is no section of the portal" => "Name a folder below content/ that has an _index.md, such as section = \"thong-bao\"." }
    GUESTS_UNREAD = "N15" Warning { "không đọc được cổng {portal} nên không hiện mục nào của cổng ấy: {settings} có lỗi" => "Sửa lỗi mà cong check --portal {portal} nêu, rồi dựng lại cổng này.",
        "the portal {portal} cannot be read, so nothing of it is shown: {settings} has mistakes" => "Mend what cong check --portal {portal} tells, then build this portal again." }
    GUEST_UNFIT = "N16" Warning { "chưa hiện được {file} của cổng {portal}: {what}" => "Sửa ở tệp đó, hoặc để hai cổng dùng chung danh mục và loại nội dung.",
        "{file} of the portal {portal} cannot be shown: {what}" => "Mend it there, or let both portals use the same lists and kinds." }
    URGENT_UNTRANSLATED = "N17" Warning { "thông báo khẩn cấp {file} của cổng {portal} không có bản {languages} nên không hiện ở cổng này" => "Đề nghị cổng {portal} thêm bản dịch, ví dụ {example}.",
        "the urgent notice {file} of the portal {portal} has no translation into {languages}, so it is not shown here" => "Ask the portal {portal} for a translation, such as {example}." }
}
