//! Messages of group D about maps.

messages! { MAPS:
    MAP_SCHEMA = "D60" Error { "bản đồ chưa có lược đồ {schema}" => "Tạo tệp này cạnh tệp GeoJSON: title: tên bản đồ, rồi map: và dưới đó label: tên thuộc tính mang tên của mỗi vùng. Trang có bản đồ này chưa được dựng.",
        "the map has no schema {schema}" => "Make that file beside the GeoJSON: title: the name of the map, then map: and below it label: the property that names each feature. The page that shows the map is not built." }
    MAP_UNREADABLE = "D61" Error { "tệp bản đồ không đọc được: {what}" => "{next} Trang có bản đồ này chưa được dựng.",
        "the file of the map cannot be read: {what}" => "{next} The page that shows the map is not built." }
    MAP_PLACE = "D62" Error { "{feature}: {what}" => "{next} Trang có bản đồ này chưa được dựng.",
        "{feature}: {what}" => "{next} The page that shows the map is not built." }
    MAP_CRS = "D63" Error { "tệp bản đồ khai hệ tọa độ {crs}, GeoJSON chỉ có WGS 84" => "Trong QGIS: chuột phải vào lớp → Export → Save Features As…, chọn GeoJSON và CRS là EPSG:4326. Nếu tọa độ đã là độ WGS 84 thì chỉ xóa phần crs. Trang có bản đồ này chưa được dựng.",
        "the file of the map names the coordinate system {crs}; GeoJSON has WGS 84 alone" => "In QGIS: right-click the layer → Export → Save Features As…, choose GeoJSON and the CRS EPSG:4326. If the coordinates are degrees of WGS 84 already, delete the member crs. The page that shows the map is not built." }
    MAP_SHAPE = "D64" Warning { "{feature}: {what}" => "{next}",
        "{feature}: {what}" => "{next}" }
    MAP_EMPTY = "D65" Warning { "{feature}: {what}" => "{next}",
        "{feature}: {what}" => "{next}" }
    MAP_CODE = "D66" Error { "{feature}: {what}" => "{next} Trang có bản đồ này chưa được dựng.",
        "{feature}: {what}" => "{next} The page that shows the map is not built." }
    MAP_PROPERTY = "D67" Error { "“{key}” nêu thuộc tính “{property}” mà không đối tượng nào của {file} có" => "{near} Trang có bản đồ này chưa được dựng.",
        "“{key}” names the property “{property}”, which no feature of {file} has" => "{near} The page that shows the map is not built." }
    MAP_JOIN = "D68" Warning { "{feature}: {what}" => "{next}",
        "{feature}: {what}" => "{next}" }
    MAP_TABLE = "D69" Error { "bản đồ chưa dùng được bảng {table}: {what}" => "{next} Trang có bản đồ này chưa được dựng.",
        "the map cannot use the table {table}: {what}" => "{next} The page that shows the map is not built." }
    MAP_CLASS = "D70" Warning { "{feature}: {what}" => "{next}",
        "{feature}: {what}" => "{next}" }
    MAP_LINK = "D71" Warning { "{feature}: {what}" => "{next}",
        "{feature}: {what}" => "{next}" }
    MAP_SIMPLIFIED = "D72" Info { "đường nét của bản đồ được giản lược còn {size}, lệch nhiều nhất {metres} m" => "Trang nói rõ độ lệch này, và tệp gốc vẫn tải về được. Cần nét hơn thì tăng size dưới map: trong lược đồ (đang cho {budget}).",
        "the outlines of the map are simplified to {size}, at most {metres} m off" => "The page says so, and the file itself can be downloaded. For finer outlines raise size below map: in the schema (it allows {budget})." }
    MAP_AREA = "D73" Warning { "{feature}: {what}" => "{next}",
        "{feature}: {what}" => "{next}" }
}
