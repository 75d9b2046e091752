//! Messages of group H: what pages may load, and what their pictures and films tell or cannot show.

messages! { SAFETY:
    SECURITY_SOURCE = "H01" Error { "[security] {key}: nguồn không hợp lệ: {value}" => "Viết địa chỉ gốc của một máy chủ, ví dụ \"https://may-chu.gov.vn\": có https://, chữ thường, không đường dẫn, không dấu * hay từ khóa như 'unsafe-inline'.",
        "[security] {key}: a source that cannot be used: {value}" => "Write the origin of one host, such as \"https://host.gov.vn\": with https://, lower case, no path, no * and no keyword such as 'unsafe-inline'." }
    EMC_SITE = "H02" Error { "[security.emc] site_id phải lớn hơn 0" => "Điền mã mà Bộ đã cấp cho cổng, hoặc xóa bảng [security.emc].",
        "[security.emc] site_id must be greater than 0" => "Write the number that the ministry gave the portal, or delete the table [security.emc]." }
    INLINE_CODE = "H03" Error { "trang {page} có mã hoặc kiểu chữ viết thẳng trong HTML: {found}" => "Chính sách bảo mật của cổng chặn phần này. Chuyển mã vào tệp .js, kiểu vào tệp .css trong thư mục assets của giao diện. Trang chưa được dựng.",
        "the page {page} has code or style in its HTML: {found}" => "The portal's policy blocks it. Move code to a .js file and style to a .css file in the theme's assets. The page is not built." }
    OTHER_HOST = "H04" Error { "trang {page} tải từ hoặc gửi tới máy chủ khác: {found} {address}" => "Chép tệp đó (ảnh, video, mã) vào cổng rồi dẫn tới tệp ấy. Nếu buộc phải dùng máy chủ kia, thêm vào bảng [security] của site.toml: {exception}. Trang chưa được dựng.",
        "the page {page} loads from or sends to another host: {found} {address}" => "Copy the file (picture, video, code) to the portal and point to it. If the other host is needed, add to [security] in site.toml: {exception}. The page is not built." }
    FORBIDDEN_ELEMENT = "H05" Error { "trang {page} có phần mà chính sách bảo mật luôn chặn: {found} {address}" => "Bỏ phần này khỏi mẫu giao diện: dùng liên kết thường, <img> hoặc <video>. Trang chưa được dựng.",
        "the page {page} has what the policy always blocks: {found} {address}" => "Take it out of the template: use an ordinary link, <img> or <video>. The page is not built." }
    SVG_PARTS = "H06" Warning { "hình SVG có phần chạy được, tải từ nơi khác hoặc không rõ là gì; bản đăng trên cổng đã bỏ các phần này: {found}" => "Mở trang xem hình có còn đúng không. Nếu hình hỏng, lưu lại dạng “SVG thuần” (Plain SVG), ảnh ngoài thì nhúng vào tệp, hoặc xuất ra PNG.",
        "the SVG has parts that run, load from elsewhere or are not known; the published copy is without them: {found}" => "Look at the page. If the drawing is damaged, save it as plain SVG with its pictures embedded, or export it as PNG." }
    PICTURE_REFUSED = "H07" Error { "tệp ảnh này không đăng được: {detail}" => "{next}",
        "this picture cannot be published: {detail}" => "{next}" }
    VIDEO_PLACE = "H08" Warning { "video có kèm nơi quay (tọa độ GPS); bản đăng trên cổng vẫn giữ thông tin này" => "Nếu không muốn lộ nơi quay, xuất lại video bằng phần mềm dựng phim và chọn bỏ thông tin vị trí.",
        "the video says where it was taken (GPS), and so does the published copy" => "If nobody should know, export it again in a video program without its location." }
    PICTURE_KIND = "H09" Error { "{target}: {what}" => "{next}",
        "{target}: {what}" => "{next}" }
    PDF_AUTHOR = "H10" Info { "PDF ghi tên người soạn: {name}; bản đăng trên cổng vẫn giữ tên này" => "Nếu không muốn lộ: mở tệp Word, chọn Tệp > Thông tin > Kiểm tra tài liệu, xóa thông tin cá nhân, rồi xuất lại PDF.",
        "the PDF names its author: {name}, and so does the published copy" => "If nobody should know, open the Word file, choose File > Info > Inspect Document, remove personal information, and export the PDF again." }
    PICTURE_WHOLE = "H11" Warning { "ảnh chỉ đăng được nguyên cỡ, không có bản nhỏ cho điện thoại: {detail}" => "{next}",
        "this picture is published in its full size alone, without smaller ones for telephones: {detail}" => "{next}" }
    PICTURE_MISNAMED = "H12" Info { "bên trong là ảnh {inside}, không phải {name} như tên tệp" => "Đổi tên tệp thành {right} và sửa tên ở nơi dẫn tới: trình duyệt nào tin tên tệp thì không hiện ảnh này.",
        "inside it is a {inside} and not the {name} that its name says" => "Rename the file to {right}, and where it is named: a browser that believes the name does not show it." }
    SHEET_UNSEEN = "H13" Info { "bản vẽ “{title}” chưa có hình xem trước: phải tải {size} mới biết trong đó có gì{why}" => "{next}",
        "the sheet “{title}” has no preview: {size} have to be loaded to know what is on it{why}" => "{next}" }
    SHEET_EMPTY = "H14" Error { "bản vẽ “{title}” không có ảnh, không có tệp" => "Ghi image (ảnh để xem) hoặc file (tệp tải về) cho bản vẽ này, hoặc xóa nó khỏi sheets.",
        "the sheet “{title}” has neither a picture nor a file" => "Give it an image (to be seen) or a file (to be downloaded), or take it out of sheets." }
}
