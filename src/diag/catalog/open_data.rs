//! Messages of group D about tables that are published as open data.

messages! { OPEN_DATA:
    DATASET_LICENSE_MISSING = "D90" Warning { "tập dữ liệu mở này không có giấy phép nên không ai biết được dùng lại thế nào" => "Ghi license: cc-by-4.0 trong dataset, hoặc license một lần cho cả cổng ở [open_data] trong site.toml.",
        "the open data set has no licence, so nobody knows how it may be used" => "Write license: cc-by-4.0 under dataset, or license once for the whole portal under [open_data] in site.toml." }
    DATASET_LICENSE = "D91" Error { "cổng không biết giấy phép “{value}” của tập dữ liệu" => "{next} Danh mục chưa ghi giấy phép cho tập này.",
        "the licence “{value}” of the data set is not known" => "{next} The catalogue names none for it." }
    DATASET_FREQUENCY_MISSING = "D92" Warning { "tập dữ liệu mở này không cho biết bao lâu được cập nhật một lần" => "Ghi frequency trong dataset: monthly, quarterly, annual…; không hứa nhịp nào thì ghi irregular, không cập nhật nữa thì ghi never.",
        "the open data set does not say how often it is renewed" => "Write frequency under dataset: monthly, quarterly, annual…; irregular where nothing is promised, never where it is closed." }
    DATASET_OVERDUE = "D93" Warning { "tập dữ liệu quá hạn cập nhật từ ngày {day} (nhịp: {rhythm}); trang và danh mục đang nói điều đó với người đọc" => "Thay bảng bằng số liệu mới và ghi updated; nếu nhịp đã khác thì sửa frequency.",
        "the data set has been overdue since {day} (renewed: {rhythm}); its page and the catalogue tell readers so" => "Put in the new figures and set updated; if the rhythm is another one, mend frequency." }
    DATASET_PERIOD = "D94" Error { "thời kỳ của tập dữ liệu kết thúc ({to}) trước khi bắt đầu ({from})" => "Sửa from hoặc to trong dataset.",
        "the period of the data set ends ({to}) before it begins ({from})" => "Mend from or to under dataset." }
    DATASET_EMPTY = "D95" Warning { "trang có dataset nhưng không có bảng nào được đăng nên không vào danh mục dữ liệu mở" => "Ghi tệp bảng ở table, hoặc xóa dataset.",
        "the page has dataset and no table that is published, so it is not in the catalogue of open data" => "Name the file under table, or delete dataset." }
}
