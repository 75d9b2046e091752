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
}
