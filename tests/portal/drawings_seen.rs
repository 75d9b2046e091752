//! What readers see of a drawing stays when it is published; what goes and was seen is reported, and nothing else is.

use std::time::Instant;

use cong::media::{self, Extra};

use crate::drawings::{cleaned, svg};
use crate::site_builder::{Site, article};

/// As Illustrator writes it when nobody changes its settings, cut short.
const ILLUSTRATOR: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
	<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
	<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
	<!ENTITY ns_svg "http://www.w3.org/2000/svg">
	<!ENTITY ns_xlink "http://www.w3.org/1999/xlink">
	<!ENTITY st0 "fill:#e00;">
	<!ENTITY ten "Huyện Tân Lạc">
]>
<svg version="1.1" xmlns:x="&ns_extend;" xmlns:i="&ns_ai;" xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" viewBox="0 0 90 90">
<switch>
<foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1"><i:pgfRef xlink:href="#pgf"/></foreignObject>
<g i:extraneous="self"><defs><rect id="a" width="9" height="9"/></defs><clipPath id="b"><use xlink:href="#a" style="overflow:visible;"/></clipPath>
<path style="clip-path:url(#b);&st0;" d="M0,0h9"/><text>&ten;</text></g>
</switch>
<i:aipgf id="pgf" i:pgfEncoding="zstd/base64"><![CDATA[KLUv//data:url(x)]]></i:aipgf></svg>"##;

#[test]
fn texts_that_a_document_type_declares_stand_where_they_are_used() {
    let (copy, told) = cleaned(ILLUSTRATOR);
    for part in [
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
        "<use xlink:href=\"#a\" style=\"overflow:visible;\"/>",
        "clip-path:url(#b);fill:#e00;",
        "<text>Huyện Tân Lạc</text>",
    ] {
        assert!(copy.contains(part), "{part} is missing from {copy}");
    }
    assert_eq!(told, Vec::<String>::new());
    assert!(!copy.contains("ENTITY") && !copy.contains("pgf"), "{copy}");
    assert!(media::clean("a.svg", copy.as_bytes()).unwrap().bytes.is_none(), "the copy is clean");
    // In two pieces, so that the namespace stands nowhere in the source as it is called.
    let pieces = "<!DOCTYPE svg [<!ENTITY a 'http://www.w3.org'>]><svg xmlns='&a;/2000/svg' xmlns:x='&a;/1999/xlink'><use x:href='#b'/></svg>";
    let (copy, _) = cleaned(pieces);
    assert!(copy.contains("xmlns:xlink=\"http://www.w3.org/1999/xlink\"><use xlink:href=\"#b\"/>"), "{copy}");
}

#[test]
fn a_declared_text_is_judged_as_if_it_stood_there_itself() {
    for (declared, used, part) in [
        ("'javascript:X(1)'", "<a href='&e;'><rect/></a>", "href=\"javascript:X(1)\""),
        ("'script:X(1)'", "<a href='java&e;'><rect/></a>", "href=\"javascript:X(1)\""),
        ("'url(//h.example/x)'", "<rect style='fill:&e;'/>", "fill: url(//h.example/x)"),
        ("'//h.example/x.css'", "<style>@import '&e;';</style>", "@import '//h.example/x.css'"),
        ("'http://www.w3.org/1999/xhtml'", "<h:script xmlns:h='&e;'>X(1)</h:script>", "<script>"),
        ("'X(1)'", "<rect onload='&e;'/>", "onload"),
        // What is more than a plain text stays unknown.
        ("'&#60;script>X(1)'", "<text>&e;</text>", "&e;"),
        ("SYSTEM '//h.example/x'", "<text>&e;</text>", "&e;"),
        ("SYSTEM '//h.example/x'", "<use xlink:href='&e;'/>", "xlink:href=\"&…;\""),
    ] {
        let (copy, told) = cleaned(format!("<!DOCTYPE svg [<!ENTITY e {declared}>]>{}", svg(used)));
        assert!(told.iter().any(|told| told == part), "{part} is not in {told:?}");
        assert!(!copy.contains("X(1)") && !copy.contains("h.example"), "{copy}");
    }
    let started = Instant::now();
    let laughs: String = (1..100).map(|n| format!("<!ENTITY e{n} '{}'>", "&e0;".repeat(200))).collect();
    let source = format!(
        "<!DOCTYPE svg [<!ENTITY e0 '{}'>{laughs}]>{}",
        "ha".repeat(500),
        svg(&"<g id='&e0;&e0;'/>".repeat(9000))
    );
    let (copy, told) = cleaned(&source);
    assert!(copy.len() < 6 * source.len() && !told.is_empty(), "{}", copy.len());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn an_address_that_goes_is_always_told() {
    for source in [
        "<svg xmlns='http://www.w3.org/2000/svg'><use xlink:href='#a'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/Xlink'><use xlink:href='#a'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:s='http://www.w3.org/2000/svg'><use s:href='#a'/></svg>",
    ] {
        let (copy, told) = cleaned(source);
        assert!(!copy.contains("href") && told.len() == 1 && told[0].ends_with(":href"), "{told:?} {copy}");
    }
}

#[test]
fn colours_that_are_named_or_mixed_stay() {
    for kept in [
        "<style>:root{--Mau-c:#e00;--f:'Noto Sans', serif}.a{fill:var(--Mau-c)}</style>",
        "<rect style=\"fill:var(--c,#e00)\"/>",
        "<rect fill=\"var(--c, rgb(1 2 3 / 50%))\"/>",
        "<rect style=\"fill:color-mix(in srgb, red 40%, var(--c))\"/>",
        "<rect style=\"fill:light-dark(#000, oklch(60% 0.1 20))\"/>",
        "<rect style=\"stroke-width:clamp(1px, min(2em, 5%), max(3px, 1vw))\"/>",
        "<rect style=\"background-image:linear-gradient(90deg, red, var(--c))\"/>",
        "<rect style=\"translate:10px;fill:color(display-p3 1 0 0)\"/>",
    ] {
        assert_eq!(media::clean("a.svg", svg(kept).as_bytes()).unwrap().bytes, None, "{kept}");
        let (copy, told) = cleaned(svg(&format!("{kept}<!-- -->")));
        assert!(told.is_empty() && copy.contains(kept), "{told:?} {copy}");
    }
}

#[test]
fn a_look_that_is_refused_is_told_whatever_else_it_does() {
    for (refused, part) in [
        ("<rect style='fill:attr(data-c)'/>", "fill: attr(data-c)"),
        ("<rect style='opacity:env(x)'/>", "opacity: env(x)"),
        ("<rect style='--c:r\\65 d'/>", "--c: r\\65 d"),
        ("<rect style='fill:var(--c,url(//h.example/x))'/>", "fill: var(--c,url(//h.example/x))"),
        ("<style>.a{display:paint(x)}</style>", "display: paint(x)"),
        ("<style>.a{transform:f(1)}</style>", "transform: f(1)"),
        ("<rect clip-path='f(1)'/>", "clip-path=\"f(1)\""),
        ("<style>@layer a{.a{fill:red}}</style>", "@layer a"),
        ("<style>@keyframes print, screen{to{fill:red}}</style>", "@keyframes print, screen"),
    ] {
        assert_eq!(cleaned(svg(refused)).1, [part], "{refused}");
    }
}

#[test]
fn what_nobody_sees_goes_as_a_note_without_alarm() {
    for unseen in [
        "<g xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' inkscape:export-filename='C:\\Users\\a.png'/>",
        "<g xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' sodipodi:absref='file:///home/a.png'/>",
        "<g xmlns:v='http://vethu.example/ns' v:src='https://h.example/x' v:note='data:x'/>",
        "<v:page xmlns:v='http://vethu.example/ns' src='//h.example/x'/>",
        "<svg content='&lt;mxfile host=\"https://h.example\"/>'/>",
        "<g data-src='https://h.example/x'/>",
        "<text style='shape-inside:url(#a);-inkscape-font-specification:\"C:\\\\x\"'/>",
        "<flowRoot><flowPara>Chữ</flowPara></flowRoot>",
        "<i:aipgf id='x'/>",
        "<style>@charset 'utf-8';.a{fill:red}</style>",
        "<style>@page{size:A4}</style>",
        "<style>@font-face{font-family:a;src:local(Arial),url(\"#FontID0\") format(svg)}</style>",
        "<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Chữ</p></foreignObject><text>Chữ</text></switch>",
        "<switch><g><text>Chữ</text></g><foreignObject>Chữ</foreignObject></switch>",
        "<foreignObject requiredExtensions='http://ns.adobe.com/AdobeIllustrator/10.0/'/>",
    ] {
        let source = svg(&format!("{unseen}<path d=\"M0 0\"/>"));
        let cleaned = media::clean("a.svg", source.as_bytes()).unwrap();
        assert!(cleaned.dropped.parts.is_empty(), "{:?} of {unseen}", cleaned.dropped);
        assert!(cleaned.extras.contains(&Extra::Program), "{unseen}");
        assert!(String::from_utf8(cleaned.bytes.unwrap()).unwrap().contains("<path d=\"M0 0\"/>"));
    }
}

#[test]
fn words_in_html_that_go_are_named_as_missing() {
    let label = "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>Tiếp nhận</div></foreignObject>";
    for inside in [
        label.to_owned(),
        format!("<switch>{label}</switch>"),
        format!("<switch><title>Bước</title>{label}</switch><text>x</text>"),
        format!("<switch><g>{label}</g><text>x</text></switch>"),
    ] {
        assert_eq!(cleaned(svg(&inside)).1, ["<foreignObject>"], "{inside}");
    }
    let built = Site::new()
        .file("content/tin-tuc/a/a.svg", &svg(&format!("\n{label}{label}")))
        .file("content/tin-tuc/a/index.md", &article("Bài", "2024-01-05", "", "![hình](a.svg)\n"))
        .build();
    let told = built.findings.iter().find(|finding| finding.message.code == "H06").unwrap();
    assert!(
        told.text("vi").contains("<foreignObject>, chữ trong đó không còn hiện ra (dòng 2, 2 lần)"),
        "{}",
        told.text("vi")
    );
    assert!(told.text("en").contains("<foreignObject>, its words are no longer shown (line 2, 2 times)"));
}

#[test]
fn rules_for_paper_dark_screens_and_what_browsers_can_do_stay() {
    for style in [
        "@media print{.a{fill:#000}}",
        "@media screen and (max-width:600px){text{font-size:20px}}",
        "@media (prefers-color-scheme: dark){.a{fill:#fff}.b{stroke:#eee}}",
        "@media (prefers-reduced-motion){.a{opacity:1}}",
        "@media not all and (min-resolution: 1.5dppx), print{.a{fill:red}}",
        "@supports (mix-blend-mode: multiply){.a{mix-blend-mode:multiply}}",
        "@media print{@supports not (fill: red){.a{fill:blue}}}",
    ] {
        let source = svg(&format!("<style>.a{{fill:red}}{style}</style><path class=\"a\" d=\"M0 0\"/>"));
        assert_eq!(cleaned(&source), (source.clone(), Vec::new()), "{style}");
    }
}

#[test]
fn in_a_condition_the_same_is_left_out_as_elsewhere_and_an_odd_condition_goes_whole() {
    let style = |text: &str| cleaned(svg(&format!("<style>{text}</style><path d=\"M0 0\"/>")));
    let (copy, told) = style("@media print{.a{fill:url(//h.example/x);stroke:red}@import 'x';}");
    assert!(copy.contains("@media print{\n.a{stroke:red}\n}"), "{copy}");
    assert_eq!(told, ["fill: url(//h.example/x)", "@import 'x'"]);
    for (odd, part) in [
        ("@supports selector(a:has(b)){.a{fill:red}}", "@supports selector(a:has(b))"),
        ("@supports (fill: url(//h.example/x)){.a{fill:red}}", "@supports (fill: url(//h.example/x))"),
        ("@media env(x){.a{fill:red}}", "@media env(x)"),
        ("@media (a{.a{fill:red}}", "@media (a"),
        ("@keyframes k{to{fill:red}}", "@keyframes k"),
        ("@container (width > 1px){.a{fill:red}}", "@container (width > 1px)"),
        ("@layer x{.a{fill:red}}", "@layer x"),
    ] {
        let (copy, told) = style(&odd.replace('>', "&gt;"));
        assert!(!copy.contains('@'), "{copy}");
        assert_eq!(told, [part], "{odd}");
    }
}

#[test]
fn what_style_sheets_and_inheritance_paint_is_counted_as_it_is_drawn() {
    let refused = |inside: &str| media::clean("a.svg", svg(inside).as_bytes()).is_err();
    let shapes = |inside: &str| format!("<path class=\"s\" {inside} d=\"M0 0\"/>").repeat(10);
    let levels = |level: &dyn Fn(usize) -> String| (0..12).map(level).collect::<String>();
    let by_rule = levels(&|n| format!("<pattern id=\"p{n}\"><g class=\"c{n}\">{}</g></pattern>", shapes("")));
    for sheet in [
        (1..12).map(|n| format!(".c{n} path{{fill:url(#p{})}}", n - 1)).collect::<String>(),
        (1..12).map(|n| format!(".c{n}{{fill:url(#p{})}}", n - 1)).collect(),
        (1..12)
            .map(|n| format!("@media screen{{g.c{n}:first-child{{--x:url(#p{})}}}} path{{fill:var(--x)}}", n - 1))
            .collect(),
    ] {
        let all = "<path class=\"s\" fill=\"url(#p11)\" d=\"M0 0\"/>";
        assert!(refused(&format!("<style>{sheet}</style>{by_rule}{all}")), "{sheet}");
        assert!(refused(&format!("{by_rule}{all}<style>{sheet}</style>")), "the sheet may stand behind");
    }
    let inherited = levels(&|n| {
        let fill = if n == 0 { String::new() } else { format!(" fill=\"url(#p{})\"", n - 1) };
        format!("<pattern id=\"p{n}\"><g{fill}>{}</g></pattern>", shapes(""))
    });
    assert!(refused(&format!("{inherited}<path fill=\"url(#p11)\" d=\"M0 0\"/>")));
    let copied = levels(&|n| {
        let fill = if n == 0 { String::new() } else { format!(" fill=\"url(#p{})\"", n - 1) };
        format!("<pattern id=\"p{n}\"><use href=\"#many\"{fill}/></pattern>")
    });
    assert!(refused(&format!("<g id=\"many\">{}</g>{copied}<path fill=\"url(#p11)\" d=\"M0 0\"/>", shapes(""))));
    // What maps and charts do stays: one hatching or gradient for thousands of fields, by a rule or by their group.
    let fields = shapes("").repeat(2000);
    for harmless in [
        format!("<style>.s{{fill:url(#h)}}</style><pattern id=\"h\"><path d=\"M0 0\"/></pattern>{fields}"),
        format!("<pattern id=\"h\"><path d=\"M0 0\"/></pattern><g fill=\"url(#h)\">{fields}</g>"),
        format!("<linearGradient id=\"h\">{}</linearGradient><g fill=\"url(#h)\">{fields}</g>", "<stop/>".repeat(100)),
        format!("<style>*{{filter:url(#h)}}</style><filter id=\"h\"><feBlend/></filter>{fields}"),
    ] {
        assert!(!refused(&harmless), "{}", &harmless[..100]);
    }
}
