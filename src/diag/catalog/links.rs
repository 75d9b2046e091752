//! Messages of group L: links and addresses that work today and will not serve readers well.

messages! { LINKS:
    LINK_OLD = "L01" Warning { "liên kết dẫn tới địa chỉ cũ {target}, người đọc bị chuyển thêm một bước" => "Viết đường dẫn của trang hiện nay: {now}",
        "the link leads to an earlier address, {target}, and readers are sent on from there" => "Write where the page is now: {now}" }
    CONFIG_OLD = "L02" Warning { "menu dẫn tới địa chỉ cũ {target}" => "Thay url bằng page = \"thư-mục/tệp.md\", địa chỉ luôn đúng; trang nay ở {now}.",
        "the menu leads to an earlier address, {target}" => "Write page = \"folder/file.md\" in place of url, which is always right; the page is at {now} now." }
    ORPHAN = "L03" Info { "không có menu, danh sách hay liên kết nào dẫn tới trang này" => "Thêm vào [menus] của site.toml, hoặc đặt liên kết từ một trang khác. Người đọc chỉ gặp trang này khi tìm kiếm.",
        "no menu, list or link leads to this page" => "Add it to [menus] in site.toml or link to it from another page. Readers meet it only by search." }
    LINK_UNENCRYPTED = "L04" Info { "liên kết không mã hóa: {target}" => "Mở thử địa chỉ này với https://; nếu được thì thay.",
        "a link without encryption: {target}" => "Try the address with https:// and write that if it opens." }
    LINK_LOOKALIKE = "L05" Warning { "tên miền {host} chỉ khác {meant} một ký tự" => "Kiểm tra từng chữ; nếu đúng là {meant} thì sửa. Tên miền gần giống hay bị dùng để lừa người dân.",
        "the host {host} differs from {meant} by one letter" => "Check it letter by letter, and mend it if {meant} was meant. Hosts that look alike are used to deceive." }
    LINK_OTHER_NUMBER = "L06" Error { "chữ của liên kết ghi văn bản {words}, liên kết dẫn tới văn bản {target}" => "Sửa chữ hoặc sửa số sau van-ban: để hai số là một.",
        "the words of the link are the document {words}, and it leads to {target}" => "Mend the words or the number behind van-ban: so that both are the same." }
    LINK_HOST = "L07" Warning { "tên miền chưa có trong danh sách của cổng: {host}" => "Nếu đúng là nơi cần dẫn tới, thêm \"{host}\" vào hosts của [check] trong site.toml; nếu không thì sửa liên kết.",
        "a host that is not in the portal's list: {host}" => "If it is where the link should lead, add \"{host}\" to hosts under [check] in site.toml; otherwise mend the link." }
    EXTERNAL_GONE = "L10" Info { "trang ngoài {target} không còn (máy chủ trả lời {status})" => "Tìm trang thay thế trên {host}, hoặc bỏ liên kết và giữ lại chữ.",
        "the page {target} elsewhere is gone (its host answers {status})" => "Look for the page that took its place on {host}, or keep the words without the link." }
    EXTERNAL_MOVED = "L11" Info { "trang ngoài {target} đã chuyển hẳn sang {now}" => "Thay bằng địa chỉ mới sau khi mở xem có đúng trang cần dẫn không.",
        "the page {target} elsewhere has moved to {now} for good" => "Write the new address, once you have seen that it is the page you mean." }
    EXTERNAL_NO_HOST = "L12" Info { "không có tên miền {host}" => "Kiểm tra từng chữ của địa chỉ {target}. Tên miền bỏ không có thể bị người khác mua để lừa người dân: bỏ liên kết nếu cơ quan kia không còn dùng.",
        "there is no host {host}" => "Check {target} letter by letter. A host that is given up can be bought by anybody: take the link away if its owner does not use it any more." }
    EXTERNAL_CERTIFICATE = "L13" Info { "chứng thư của {host} không hợp lệ, trình duyệt sẽ cảnh báo người đọc" => "Báo cho nơi quản lý {host}; trong lúc chờ, cân nhắc bỏ liên kết tới {target}.",
        "the certificate of {host} is not valid, and browsers will warn readers" => "Tell whoever runs {host}; until it is mended, think of taking the link to {target} away." }
}
