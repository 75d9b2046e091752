//! Messages of the work of editors: who has approved a page, what is advertised, what is corrected.

messages! { EDITORIAL:
    VISITS_LINE = "D96" Warning { "dòng này của bảng lượt truy cập không đọc được nên không được tính" => "Mỗi dòng: {head}; ví dụ 2023-11,vi,tin-tuc,/tin-tuc/bai/,120. Đếm lại bằng cong visits count.",
        "this line of the summary of visits cannot be read and is not counted" => "A line is {head}, such as 2023-11,vi,tin-tuc,/tin-tuc/bai/,120. Count again with cong visits count." }
    WORKFLOW_SETTINGS = "F70" Error { "quy định duyệt bài ([workflow]) do {author} sửa ({commit}), người này không được duyệt mọi chuyên mục" => "Người duyệt của cả cổng ({names}) tự sửa và tự commit [workflow] trong site.toml. Bỏ thay đổi này nếu không ai định sửa.",
        "the rules of approval ([workflow]) were changed by {author} ({commit}), who may not approve every section" => "Let who approves the whole portal ({names}) change and commit [workflow] in site.toml. Take the change back if nobody meant it." }
    HISTORY_NO_GIT = "C75" Info { "[history] public = true, nhưng ở đây không có git hoặc chưa có commit nào, nên không trang nào có lịch sử sửa đổi" => "Dựng cổng trong kho git. Không muốn công khai lịch sử thì bỏ public = true.",
        "[history] public = true, but there is no git here or no commit yet, so no page has a history of changes" => "Build the portal in its git repository. If no history is to be public, take public = true out." }
    HISTORY_SHALLOW = "C76" Warning { "kho git ở đây thiếu lịch sử (bản sao nông), nên không trang nào có lịch sử sửa đổi: ngày tháng sẽ sai" => "Lấy đủ lịch sử: git fetch --unshallow; trong CI đặt fetch-depth: 0 (GitHub) hoặc GIT_DEPTH: 0 (GitLab).",
        "the git repository here lacks its history (a shallow clone), so no page has a history of changes: its days would be wrong" => "Fetch all of it: git fetch --unshallow; in CI set fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)." }
    AD_OFF = "F65" Error { "banner ghi là quảng cáo, nhưng cổng này không nhận quảng cáo" => "Bỏ banner này. Nếu quy chế cho phép quảng cáo, ghi trang quy chế vào site.toml: [advertising] rules = \"chinh-sach/quy-che-hoat-dong.md\".",
        "the banner says that it is an advertisement, and this portal takes none" => "Take the banner out. If the portal's rules allow advertising, name their page in site.toml: [advertising] rules = \"chinh-sach/quy-che-hoat-dong.md\"." }
    AD_UNLABELLED = "F66" Error { "banner của “{name}” là quảng cáo mà không có nhãn" => "Thêm advertisement: true, nhãn “Quảng cáo” sẽ hiện trên banner. Nếu không phải quảng cáo thì bỏ khóa advertiser.",
        "the banner of “{name}” is an advertisement without a label" => "Add advertisement: true, and it is labelled “Advertisement”. If it is none, take out advertiser." }
    AD_UNSAID = "F67" Warning { "banner dẫn tới {host}, không phải trang của cơ quan nhà nước, mà không nói có phải quảng cáo không" => "Ghi advertisement: true nếu là quảng cáo, advertisement: false nếu không.",
        "the banner leads to {host}, which is no agency's, and does not say whether it is an advertisement" => "Write advertisement: true if it is one, advertisement: false if it is not." }
    AD_PLACE = "F68" Error { "quảng cáo không được đứng ở đầu trang chủ, cạnh tin chính và thông báo khẩn cấp" => "Đổi slot thành side hoặc bottom.",
        "an advertisement may not stand at the top of the home page, beside the lead stories and urgent notices" => "Make the slot side or bottom." }
    WORKFLOW_MISSING = "F55" Warning { "nơi này phải duyệt trước khi đăng, và trang chưa có phần workflow nên người đọc chưa thấy" => "Thêm workflow: { state: nhap }; biên tập xong ghi bien-tap; người duyệt ghi duyet, approved_by và approved_on.",
        "what stands here has to be approved, and the page has no workflow, so readers do not see it" => "Add workflow: { state: nhap }; bien-tap when it is edited; who approves it writes duyet, approved_by and approved_on." }
    WORKFLOW_INCOMPLETE = "F56" Error { "trang ghi đã duyệt nhưng thiếu “{key}” nên người đọc chưa thấy" => "Người duyệt ghi {key} vào phần workflow. Chưa ai duyệt thì để state: bien-tap.",
        "the page says that it is approved and lacks “{key}”, so readers do not see it" => "Who approves it writes {key} into workflow. If nobody has, let it be state: bien-tap." }
    WORKFLOW_APPROVER = "F57" Error { "“{name}” không có trong danh sách người duyệt nên người đọc chưa thấy trang này" => "Ghi họ tên như ở [[workflow.approvers]] của site.toml. {near}",
        "“{name}” is not in the list of those who approve, so readers do not see the page" => "Write the name as in [[workflow.approvers]] of site.toml. {near}" }
    WORKFLOW_SECTION = "F58" Error { "“{name}” không duyệt bài của chuyên mục này nên người đọc chưa thấy trang" => "Nhờ người duyệt của chuyên mục: {names}. Hoặc sửa sections của người ấy trong site.toml.",
        "“{name}” does not approve what stands in this section, so readers do not see the page" => "Ask one of those who do: {names}. Or change their sections in site.toml." }
    WORKFLOW_ORDER = "F59" Error { "bản duyệt ngày {day} cũ hơn lần sửa cuối ({later}: {text}) nên người đọc chưa thấy trang" => "Người duyệt đọc lại rồi ghi ngày mới vào approved_on. Chưa duyệt lại thì để state: bien-tap.",
        "the approval of {day} is older than the last change ({later}: {text}), so readers do not see the page" => "Who approves it reads it again and writes the new day into approved_on. Until then let it be state: bien-tap." }
    WORKFLOW_AUTHOR = "F60" Error { "dòng duyệt của trang do {author} ghi ({commit}), người này không có quyền duyệt ở đây" => "Người duyệt ({names}) tự ghi và tự commit phần workflow; thư trong git phải là thư ở [[workflow.approvers]].",
        "the approval of the page was written by {author} ({commit}), who may not approve it" => "Who approves ({names}) writes and commits workflow themselves; their e-mail in git must be that of [[workflow.approvers]]." }
    WORKFLOW_STALE = "F61" Error { "trang đã sửa sau khi duyệt ({commit}): {changed}" => "Người duyệt đọc lại bản mới, ghi approved_on mới và commit. Chưa duyệt lại thì để state: bien-tap.",
        "the page was changed after it was approved ({commit}): {changed}" => "Who approves it reads the new text, writes a new approved_on and commits. Until then let it be state: bien-tap." }
    WORKFLOW_BACKDATED = "F62" Error { "trang mới nhưng ghi ngày {day}, trước ngày bắt đầu duyệt ({since}), nên không ai duyệt" => "Ghi đúng ngày đăng, hoặc thêm phần workflow và đưa người duyệt xem.",
        "the page is new and has the date {day}, before approvals began ({since}), so nobody approves it" => "Give it the day on which it is published, or add workflow and have it approved." }
    POLL_RESULT = "F69" Error { "kết quả thăm dò: phương án “{value}” {what}" => "{next}",
        "result of the poll: the answer “{value}” {what}" => "{next}" }
}
