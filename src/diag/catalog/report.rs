//! Messages of group K about the files that reports rest on.

messages! { REPORT:
    REPORT_FILE = "K40" Error { "tệp của báo cáo không đọc được: {detail}" => "{next} Đến khi sửa, báo cáo lập như không có tệp này.",
        "the file of the report cannot be read: {detail}" => "{next} Until then the report is made as if there were no such file." }
    REPORT_VALUE = "K41" Error { "khóa “{key}” không dùng được: {value}" => "{next} Đến khi sửa, báo cáo bỏ qua khóa này.",
        "the key “{key}” cannot be used: {value}" => "{next} Until then the report passes it over." }
    REPORT_SOURCE = "K42" Error { "số liệu “{figure}” không có {key}" => "Thêm source = \"văn bản hoặc hệ thống nào\" và date = \"2023-12-28\" (hoặc \"2023-11\"). Đến khi có, số này không vào báo cáo.",
        "the figure “{figure}” has no {key}" => "Add source = \"which document or system\" and date = \"2023-12-28\" (or \"2023-11\"). Until then it is not in the report." }
    REPORT_SUM = "K43" Error { "tổng không khớp: {figure} = {value}, nhưng {parts} cộng lại là {sum}" => "Sửa số sai, hoặc xóa dòng tổng: báo cáo tự cộng. Bản này ghi {sum} nếu là tổng các kênh, giữ nguyên nếu là tổng số thông tin.",
        "the total is not the sum: {figure} = {value}, but {parts} add up to {sum}" => "Mend the wrong number, or delete the total, which the report adds up itself. It now says {sum} of the channels, and the total as given of the items." }
    REPORT_MISSING = "K44" Warning { "báo cáo chưa có số liệu: {figure}" => "Ghi vào tệp này: [figures.{id}] rồi value = …, source = \"…\", date = \"…\". Đến khi có, câu về số này không có trong báo cáo.",
        "the report lacks a figure: {figure}" => "Write into this file: [figures.{id}], then value = …, source = \"…\", date = \"…\". Until then the report has no sentence about it." }
    REPORT_TOPIC = "K45" Warning { "report_topics: không có nhóm báo cáo “{topic}”" => "{near} Các nhóm khai báo ở content/_report/topics.toml.",
        "report_topics: there is no topic “{topic}”" => "{near} Topics are declared in content/_report/topics.toml." }
    REPORT_SHARE = "K46" Error { "dòng {line} của hàng đợi chia sẻ không dùng được, ô {key}: {value}" => "{next} Đến khi sửa, dòng này không được tính.",
        "line {line} of the queue cannot be used, cell {key}: {value}" => "{next} Until then the line does not count." }
}
