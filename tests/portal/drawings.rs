//! Drawings (SVG) are published without what runs or loads, and look as they did.

use std::time::Instant;

use cong::media;
use cong::media::svg::{SvgError, tables};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::site_builder::{Site, article, attributes};

const PAGE: &str = "content/tin-tuc/a/index.md";

pub fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"10\" height=\"10\">{inside}</svg>"
    )
}

/// The published copy, and what is told of it.
pub fn cleaned(source: impl AsRef<[u8]>) -> (String, Vec<String>) {
    let source = source.as_ref();
    let cleaned = media::clean("a.svg", source).unwrap_or_else(|refusal| panic!("{refusal:?}: {source:?}"));
    let copy = cleaned.bytes.unwrap_or_else(|| source.to_vec());
    let told = cleaned.dropped.parts.into_iter().map(|(part, ..)| part).collect();
    (String::from_utf8(copy).unwrap(), told)
}

/// Every element and attribute that another reading of the copy finds.
fn names(copy: &str) -> Vec<String> {
    let mut reader = Reader::from_str(copy);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                found.push(format!("<{}", element.name().into_inner()));
                found.extend(element.attributes().map(|attribute| attribute.unwrap().key.into_inner().to_owned()));
            }
            Event::Text(_) | Event::End(_) | Event::GeneralRef(_) => {}
            Event::Decl(_) if copy.starts_with("<?xml version=\"1.0\"") => {}
            Event::Eof => return found,
            other => panic!("{other:?} in {copy}"),
        }
    }
}

fn holds_only_what_is_listed(copy: &str) {
    const SPECIAL: &[&str] = &["xmlns", "xmlns:xlink", "xlink:href", "xml:space", "xml:lang"];
    for name in names(copy) {
        let listed = match name.strip_prefix('<') {
            Some(element) => tables::is_element(element),
            None => tables::attribute(&name).is_some() || SPECIAL.contains(&&*name),
        };
        assert!(listed, "{name} is in {copy}");
    }
}

/// What would run `X(1)` or load from `h.example`, one way each; a third of them did in Chromium before.
const HOSTILE: &[&str] = &[
    // Scripts and handlers.
    "<script>X(1)</script>",
    "<SCRIPT>X(1)</SCRIPT>",
    "<script href='//h.example/x.js'/>",
    "<script xlink:href='data:text/javascript,X(1)'/>",
    "<s:script xmlns:s='http://www.w3.org/2000/svg'>X(1)</s:script>",
    "<s:script xmlns:s='http://www.w3.org/1999/xhtml'>X(1)</s:script>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>X(1)</script>",
    "<g xmlns:s='&#104;ttp://www.w3.org/1999/xhtml'><s:script>X(1)</s:script></g>",
    "<title><script xmlns='http://www.w3.org/1999/xhtml'>X(1)</script></title>",
    "<desc><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='X(1)'/></desc>",
    "<metadata><script>X(1)</script></metadata>",
    "<x xmlns='http://www.inkscape.org/x'><s:script xmlns:s='http://www.w3.org/2000/svg'>X(1)</s:script></x>",
    "<rect onload='X(1)'/>",
    "<rect OnLoad='X(1)'/>",
    "<rect\nonclick\t=\n\"X(1)\"/>",
    "<rect onfocusin='X(1)' tabindex='0'/>",
    "<rect xmlns:a='http://www.w3.org/2000/svg' a:onload='X(1)'/>",
    "<set attributeName='onload' to='X(1)'/>",
    "<set attributeName='fill' to='red' onbegin='X(1)'/>",
    "<animate attributeName='x' values='0;1' onend='X(1)'/>",
    "<discard onbegin='X(1)' begin='0s'/>",
    "<handler xmlns='http://www.w3.org/2001/xml-events' type='text/javascript'>X(1)</handler>",
    "<listener xmlns='http://www.w3.org/2001/xml-events' event='load' handler='#h'/>",
    // HTML inside.
    "<foreignObject width='9' height='9'><img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='X(1)'/></foreignObject>",
    "<foreignobject><body onload='X(1)'/></foreignobject>",
    "<switch><foreignObject><script>X(1)</script></foreignObject><text>x</text></switch>",
    "<img xmlns='http://www.w3.org/1999/xhtml' src='//h.example/x.png'/>",
    "<h:meta xmlns:h='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=//h.example'/>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:X(1)'/>",
    "<object xmlns='http://www.w3.org/1999/xhtml' data='//h.example'/>",
    "<embed xmlns='http://www.w3.org/1999/xhtml' src='//h.example'/>",
    "<form xmlns='http://www.w3.org/1999/xhtml' action='//h.example'><button formaction='javascript:X(1)'>x</button></form>",
    "<link xmlns='http://www.w3.org/1999/xhtml' rel='stylesheet' href='//h.example/x.css'/>",
    "<base xmlns='http://www.w3.org/1999/xhtml' href='//h.example/'/>",
    "<audio xmlns='http://www.w3.org/1999/xhtml' src='//h.example/a.mp3' autoplay='autoplay'/>",
    "<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:X(1)'><mi>x</mi></math>",
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'><script>X(1)</script></xsl:template></xsl:stylesheet>",
    // Links and references.
    "<a href='javascript:X(1)'><rect/></a>",
    "<a href='JAVASCRIPT:X(1)'><rect/></a>",
    "<a xlink:href='javascript:X(1)'><rect/></a>",
    "<a href='&#106;avascript:X(1)'><rect/></a>",
    "<a href='&#x6A;&#x61;vascript:X(1)'><rect/></a>",
    "<a href='java&#9;script:X(1)'><rect/></a>",
    "<a href='java&#10;script:X(1)'><rect/></a>",
    "<a href='&#32;javascript:X(1)'><rect/></a>",
    "<a href='data:text/html,&lt;script>X(1)&lt;/script>'><rect/></a>",
    "<a l:href='javascript:X(1)' xmlns:l='http://www.w3.org/1999/xlink'><rect/></a>",
    "<a l:href='javascript:X(1)' xmlns:l='http://www.w3.org/1999/&#120;link'><rect/></a>",
    "<a><set attributeName='href' to='javascript:X(1)'/><rect/></a>",
    "<a><set attributeName='xlink:href' to='javascript:X(1)'/><rect/></a>",
    "<a><animate attributeName='hre&#102;' values='#;&#106;avascript:X(1)'/><rect/></a>",
    "<a id='q'><rect/></a><animate href='#q' attributeName='href' from='#' to='javascript:X(1)'/>",
    "<g xml:base='javascript:X(1)/'><a href='#'><rect/></a></g>",
    "<g xml:base='https://h.example/x.svg'><use href='#a'/></g>",
    "<use href='https://h.example/x.svg#a'/>",
    "<use xlink:href='//h.example/x.svg#a'/>",
    "<use href='x.svg#a'/>",
    "<use href='data:image/svg+xml,&lt;svg id=\"x\">&lt;script>X(1)&lt;/script>&lt;/svg>#x'/>",
    "<image href='https://h.example/x.png'/>",
    "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
    "<image href='data:image/png,X(1)'/>",
    "<feImage href='//h.example/x.png'/>",
    "<linearGradient id='a' href='//h.example/x.svg#a'/>",
    "<pattern id='a' xlink:href='//h.example/x.svg#a'/>",
    "<filter id='a' href='//h.example/x.svg#a'/>",
    "<textPath href='//h.example/x.svg#a'>x</textPath>",
    "<mpath href='//h.example/x.svg#a'/>",
    "<tref href='//h.example/x.svg#a'/>",
    "<cursor href='//h.example/x.cur'/>",
    "<font-face-uri href='//h.example/x.svg#a'/>",
    "<color-profile href='//h.example/x.icc'/>",
    // Styles.
    "<rect fill='url(//h.example/x.svg#a)'/>",
    "<rect fill='URL( &quot;https://h.example/x.svg#a&quot; )'/>",
    "<rect mask='u\\72l(//h.example/x.svg#a)'/>",
    "<rect filter='url( https://h.example/x.svg#a )'/>",
    "<rect clip-path='url(#a) url(//h.example/x.svg#a)'/>",
    "<rect style='fill:url(//h.example/x.svg#a)'/>",
    "<rect style='background:url(//h.example/x)'/>",
    "<rect style='cursor:url(//h.example/x),auto'/>",
    "<rect style='-moz-binding:url(//h.example/x)'/>",
    "<rect style='fill:r/**/ed;background-image:image-set(&quot;//h.example/x&quot; 1x)'/>",
    "<rect style='--a:url(//h.example/x);fill:var(--a)'/>",
    "<animate attributeName='fill' to='url(//h.example/x.svg#a)'/>",
    "<animate attributeName='style' to='fill:url(//h.example/x.svg#a)'/>",
    "<style>@import '//h.example/x.css';</style>",
    "<style>@import url(//h.example/x.css);</style>",
    "<style><![CDATA[@import '//h.example/x.css';]]></style>",
    "<style>@im&#112;ort '//h.example/x.css';</style>",
    "<style>@\\69mport '//h.example/x.css';</style>",
    "<style>@font-face{font-family:a;src:url(//h.example/x)}text{font-family:a}</style>",
    "<style>rect{fill:url(\"//h.example/x.svg#a\")}</style>",
    "<style>rect{fill:red}/*&lt;script>*/svg{background:url(//h.example/x)}</style>",
    "<style>@media all{svg{background:url(//h.example/x)}}</style>",
    "<style>a{b{c{background:url(//h.example/x)}}}</style>",
    "<style type='text/less'>a{background:url(//h.example/x)}</style>",
    "<style><script>X(1)</script></style>",
    "<style>&lt;/style>&lt;script>X(1)&lt;/script></style>",
];

#[test]
fn nothing_in_a_published_drawing_runs_or_loads() {
    for hostile in HOSTILE {
        let (copy, told) = cleaned(svg(&format!("{hostile}<path d=\"M0 0h9\"/>")));
        holds_only_what_is_listed(&copy);
        let lower = copy.replace("&lt;/style&gt;&lt;script&gt;X(1)", "").to_lowercase();
        for mark in ["x(1)", "h.example", "script:", "@import", "<script", "xhtml"] {
            assert!(!lower.contains(mark), "{mark} of {hostile} is in {copy}");
        }
        assert!(copy.contains("<path d=\"M0 0h9\"/>"), "the rest of the drawing stays: {copy}");
        let of_programs =
            hostile.contains("inkscape") || hostile.contains("<metadata") || hostile.contains("color-profile");
        assert!(!told.is_empty() || of_programs, "nothing is told of {hostile}");
    }
}

#[test]
fn what_stands_around_a_drawing_is_left_out() {
    let plain = svg("<rect/>");
    for hostile in [
        format!("<?xml-stylesheet type='text/xsl' href='data:text/xml,X(1)'?>{plain}"),
        format!("<?xml version='1.0'?><?xml-stylesheet href='//h.example/x.css'?>{plain}"),
        format!("<!DOCTYPE svg [<!ENTITY a '<script>X(1)</script>'>]>{plain}"),
        format!("<!DOCTYPE svg SYSTEM '//h.example/x.dtd' [<!ATTLIST rect onload CDATA 'X(1)'>]>{plain}"),
        format!("{plain}<script xmlns='http://www.w3.org/2000/svg'>X(1)</script>"),
        format!("{plain}<?xml-stylesheet href='//h.example/x.css'?>"),
        format!("<!DOCTYPE svg [<!ENTITY a 'X(1)'>]>{}", svg("<g onload='&a;'/><rect/>")),
        format!("<!DOCTYPE svg [<!ENTITY a 'javascript:X(1)'>]>{}", svg("<a href='&a;'><text/></a><rect/>")),
    ] {
        let (copy, told) = cleaned(&hostile);
        holds_only_what_is_listed(&copy);
        assert!(!copy.contains("X(1)") && !copy.contains("h.example") && copy.contains("<rect/>"), "{hostile}: {copy}");
        assert!(!told.is_empty(), "nothing is told of {hostile}");
    }
}

#[test]
fn a_drawing_is_read_as_a_browser_reads_it_whatever_its_encoding_says() {
    let hostile = svg("<script>X(1)</script><text>Chữ</text>");
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: bool| {
        let text = if mark { format!("\u{feff}{hostile}") } else { hostile.clone() };
        text.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
    };
    let bytes = [
        utf16(u16::to_le_bytes, true),
        utf16(u16::to_be_bytes, true),
        utf16(u16::to_le_bytes, false),
        utf16(u16::to_be_bytes, false),
        format!("\u{feff}{hostile}").into_bytes(),
        format!("<?xml version=\"1.0\" encoding=\"windows-1258\"?>{hostile}").into_bytes(),
    ];
    for source in bytes {
        let (copy, told) = cleaned(&source);
        holds_only_what_is_listed(&copy);
        assert!(copy.contains("<text>Chữ</text>") && !copy.contains("X(1)") && told == ["<script>"], "{copy}");
    }
    let (utf7, _) = cleaned(
        "<?xml version='1.0' encoding='UTF-7'?><svg xmlns='http://www.w3.org/2000/svg'>+ADw-script+AD4-X(1)+ADw-/script+AD4-</svg>",
    );
    assert_eq!(utf7, "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>\n");
    let refused = |bytes: &[u8]| media::clean("a.svg", bytes).unwrap_err();
    let legacy = [
        b"<?xml version='1.0' encoding='windows-1258'?><svg xmlns='http://www.w3.org/2000/svg'><text>",
        &b"\xd0\xe3"[..],
    ]
    .concat();
    assert_eq!(refused(&legacy), media::Refusal::Svg(SvgError::Encoding));
    assert_eq!(refused(b"\x1f\x8b\x08\0compressed"), media::Refusal::Svg(SvgError::Encoding));
    for other in [
        "",
        "GIF89a",
        "<html xmlns='http://www.w3.org/1999/xhtml'><body onload='X(1)'/></html>",
        "<!-- --><html>",
        "{}",
    ] {
        assert_eq!(refused(other.as_bytes()), media::Refusal::Svg(SvgError::NoSvg), "{other}");
    }
    for broken in [
        "<svg><g></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
        "<svg a=b/>",
        "<svg>&</svg>",
        "<svg id='a' id='b'/>",
    ] {
        assert_eq!(refused(broken.as_bytes()), media::Refusal::Svg(SvgError::Syntax(1)), "{broken}");
    }
}

#[test]
fn no_size_hides_anything_or_takes_long() {
    let started = Instant::now();
    let (copy, told) = cleaned(svg(&format!("{}<script>X(1)</script><rect/>", "\n".repeat(5 << 20))));
    assert!(!copy.contains("script") && told == ["<script>"]);
    let long = "9".repeat(1 << 20);
    cleaned(svg(&format!("<path d=\"{long}\"/><rect onload=\"{long}\" style=\"fill:{long}\"/><text>{long}</text>")));
    cleaned(svg(&"<rect fill=\"url(#a)\" onload=\"X(1)\"/>".repeat(20_000)));
    cleaned(svg(&format!("<style>{}</style>", ".a{fill:red;b:c}".repeat(50_000))));
    let many = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect::<String>();
    assert!(media::clean("a.svg", svg(&format!("<rect{many}/>")).as_bytes()).is_err());
    let deep = |n: usize| media::clean("a.svg", svg(&format!("{}{}", "<g>".repeat(n), "</g>".repeat(n))).as_bytes());
    assert!(deep(200).is_ok());
    // Ten groups, each with ten copies of the one before.
    let laughs: String =
        (1..10).map(|n| format!("<g id=\"g{n}\">{}</g>", format!("<use href=\"#g{}\"/>", n - 1).repeat(10))).collect();
    let laughs = svg(&format!("<g id=\"g0\"><rect/></g>{laughs}"));
    assert_eq!(media::clean("a.svg", laughs.as_bytes()).unwrap_err(), media::Refusal::Svg(SvgError::Copies));
    let chain = (0..100_000).map(|n| format!("<use id=\"u{n}\" href=\"#u{}\"/>", n + 1)).collect::<String>();
    assert_eq!(media::clean("a.svg", svg(&chain).as_bytes()).unwrap_err(), media::Refusal::Svg(SvgError::Copies));
    // The same with what shapes are filled, cut and covered with.
    for (element, paint) in [
        ("pattern", "fill=\"url(#p{})\""),
        ("mask", "mask=\"URL('#p{}')\""),
        ("clipPath", "style=\"clip-path:url(#p{})\""),
    ] {
        let level = |n: usize| {
            let shape =
                format!("<rect width=\"9\" height=\"9\" {}/>", paint.replace("{}", &(n.wrapping_sub(1)).to_string()));
            format!("<{element} id=\"p{n}\">{}</{element}>", shape.repeat(10))
        };
        let levels: String = (0..12).map(level).collect();
        let drawing = svg(&format!("{levels}<rect width=\"9\" height=\"9\" fill=\"url(#p11)\"/>"));
        assert_eq!(
            media::clean("a.svg", drawing.as_bytes()).unwrap_err(),
            media::Refusal::Svg(SvgError::Copies),
            "{element}"
        );
    }
    let map = format!(
        "<pattern id=\"h\"><path d=\"M0 0\"/></pattern>{}",
        "<path d=\"M0 0\" fill=\"url(#h)\"/>".repeat(50_000)
    );
    assert!(media::clean("a.svg", svg(&map).as_bytes()).is_ok(), "a map with hatched fields");
    assert!(
        media::clean("a.svg", svg("<g id=\"a\"><use href=\"#a\"/></g>").as_bytes()).is_ok(),
        "a circle is drawn once"
    );
    let signs = format!("<symbol id=\"s\"><path d=\"M0 0\"/></symbol>{}", "<use href=\"#s\" x=\"1\"/>".repeat(50_000));
    assert!(media::clean("a.svg", svg(&signs).as_bytes()).is_ok(), "a map with many signs");
    assert_eq!(deep(100_000).unwrap_err(), media::Refusal::Svg(SvgError::Deep(1)));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// As drawing programs, office programs, maps and charts write them, cut short.
const EXPORTS: &[(&str, &str, &[&str])] = &[
    (
        "Illustrator",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg version=\"1.1\" id=\"Layer_1\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" x=\"0px\" y=\"0px\" viewBox=\"0 0 90 90\" style=\"enable-background:new 0 0 90 90;\" xml:space=\"preserve\">\n<style type=\"text/css\">\n\t.st0{clip-path:url(#SVGID_2_);}\n\t.st1{fill:#C8102E;}\n</style>\n<g><defs><rect id=\"SVGID_1_\" width=\"90\" height=\"90\"/></defs><clipPath id=\"SVGID_2_\"><use xlink:href=\"#SVGID_1_\" style=\"overflow:visible;\"/></clipPath><path class=\"st1\" d=\"M0,0h9\"/></g></svg>",
        &[
            ".st1{fill:#C8102E;}",
            "clip-path:url(#SVGID_2_)",
            "xlink:href=\"#SVGID_1_\"",
            "class=\"st1\"",
            "viewBox=\"0 0 90 90\"",
            "overflow:visible",
        ],
    ),
    (
        "Inkscape",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<svg xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:svg=\"http://www.w3.org/2000/svg\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\" sodipodi:docname=\"so-do.svg\" inkscape:export-filename=\"/home/nguoia/so-do.png\"><sodipodi:namedview inkscape:zoom=\"0.7\"/><metadata><rdf:RDF/></metadata><defs><linearGradient id=\"g\" inkscape:collect=\"always\"><stop style=\"stop-color:#ff0000;stop-opacity:1\" offset=\"0\"/></linearGradient><filter id=\"f\" style=\"color-interpolation-filters:sRGB\"><feGaussianBlur stdDeviation=\"2.1\"/></filter></defs><g inkscape:groupmode=\"layer\" inkscape:label=\"Layer 1\"><text xml:space=\"preserve\" style=\"font-size:12px;line-height:1.25;font-family:sans-serif;-inkscape-font-specification:'sans-serif, Normal';filter:url(#f)\" x=\"1\" y=\"2\"><tspan sodipodi:role=\"line\" x=\"1\" y=\"2\">Xã Thanh Bình</tspan></text></g></svg>",
        &[
            "stop-color:#ff0000;stop-opacity:1",
            "font-family:sans-serif",
            "filter:url(#f)",
            ">Xã Thanh Bình</tspan>",
            "width=\"210mm\"",
            "<feGaussianBlur stdDeviation=\"2.1\"/>",
        ],
    ),
    (
        "LibreOffice",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n<svg version=\"1.2\" width=\"50mm\" height=\"50mm\" viewBox=\"0 0 500 500\" preserveAspectRatio=\"xMidYMid\" fill-rule=\"evenodd\" stroke-width=\"28.222\" stroke-linejoin=\"round\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:ooo=\"http://xml.openoffice.org/svg/export\" xml:space=\"preserve\"><defs class=\"EmbeddedBulletChars\"><g id=\"b\" transform=\"scale(0.0004,-0.0004)\"><path d=\"M 580,1141 Z\"/></g></defs><defs><font id=\"EmbeddedFont_1\" horiz-adv-x=\"2048\"><font-face font-family=\"Liberation Sans\"/></font></defs><g class=\"com.sun.star.drawing.CustomShape\"><rect class=\"BoundingBox\" stroke=\"none\" fill=\"none\" x=\"9\" y=\"9\" width=\"9\" height=\"9\"/><text class=\"SVGTextShape\"><tspan font-family=\"Liberation Sans, sans-serif\" font-size=\"635px\" font-weight=\"400\"><tspan x=\"2\" y=\"3\"><tspan fill=\"rgb(0,0,0)\" stroke=\"none\">Ngân sách</tspan></tspan></tspan></text></g></svg>",
        &[
            "fill-rule=\"evenodd\"",
            "transform=\"scale(0.0004,-0.0004)\"",
            "fill=\"rgb(0,0,0)\"",
            ">Ngân sách</tspan>",
            "font-size=\"635px\"",
        ],
    ),
    (
        "QGIS",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<svg width=\"297mm\" height=\"210mm\" viewBox=\"0 0 842 595\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.2\" baseProfile=\"tiny\">\n<title>Qt SVG Document</title>\n<desc>Generated with Qt</desc>\n<defs/>\n<g fill=\"none\" stroke=\"black\" stroke-width=\"1\" fill-rule=\"evenodd\" stroke-linecap=\"square\" stroke-linejoin=\"bevel\"><g fill=\"#becf50\" fill-opacity=\"1\" stroke=\"#232323\" stroke-opacity=\"1\" transform=\"matrix(0.7,0,0,0.7,0,0)\" font-family=\"Noto Sans\" font-size=\"9\" font-weight=\"400\" font-style=\"normal\"><path vector-effect=\"none\" d=\"M1,2 L3,4\"/></g></g></svg>",
        &[
            "fill=\"#becf50\"",
            "transform=\"matrix(0.7,0,0,0.7,0,0)\"",
            "vector-effect=\"none\"",
            "<title>Qt SVG Document</title>",
        ],
    ),
    (
        "D3",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"400\" viewBox=\"0,0,640,400\" style=\"max-width: 100%; height: auto; font: 10px sans-serif;\"><g transform=\"translate(40,0)\" fill=\"none\" font-size=\"10\" font-family=\"sans-serif\" text-anchor=\"end\"><path class=\"domain\" stroke=\"currentColor\" d=\"M-6,370V20\"/><g class=\"tick\" opacity=\"1\"><line stroke=\"currentColor\" x2=\"-6\"/><text fill=\"currentColor\" x=\"-9\" dy=\"0.32em\">1,5</text></g></g><g fill=\"steelblue\"><rect x=\"1\" y=\"2\" height=\"3\" width=\"4\" data-year=\"2023\"><title>2023: 16.533</title></rect></g></svg>",
        &[
            "font:10px sans-serif",
            "transform=\"translate(40,0)\"",
            "stroke=\"currentColor\"",
            "dy=\"0.32em\"",
            "<title>2023: 16.533</title>",
        ],
    ),
];

#[test]
fn exports_of_common_programs_keep_what_is_seen_and_are_told_without_alarm() {
    for (program, source, kept) in EXPORTS {
        let (copy, told) = cleaned(source);
        holds_only_what_is_listed(&copy);
        for part in *kept {
            assert!(copy.contains(part), "{program}: {part} is missing from {copy}");
        }
        assert_eq!(told, Vec::<String>::new(), "{program}");
        assert!(!copy.contains("nguoia"), "{program}");
        assert!(media::clean("a.svg", copy.as_bytes()).unwrap().bytes.is_none(), "the copy of {program} is clean");
    }
}

#[test]
fn a_plain_drawing_is_published_byte_for_byte() {
    for source in [
        svg("<rect width=\"5\" height=\"5\" fill=\"url(#a)\"/>"),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
            svg("<a href='https://a.example/?b&amp;c'>\r\n<text>Chữ &#233; </text></a>")
        ),
        svg("<style>.a { fill : red; }</style><g style=' fill : red ; '/><use xlink:href=\"#a\"/>"),
    ] {
        assert!(media::clean("a.svg", source.as_bytes()).unwrap().bytes.is_none(), "{source}");
    }
}

#[test]
fn a_photograph_inside_a_drawing_is_cleaned_too() {
    use base64::Engine;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let pixels = b"\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0a\xff\xd9";
    let source = [b"\xff\xd8\xff\xfe\0\x08NGUOIA", &pixels[..]].concat();
    let (copy, told) = cleaned(svg(&format!("<image href=\"data:image/jpeg;base64,{}\"/>", encode(&source))));
    let clean = [b"\xff\xd8", &pixels[..]].concat();
    assert!(copy.contains(&format!("href=\"data:image/jpeg;base64,{}\"", encode(&clean))), "{copy}");
    assert!(told.is_empty());
}

#[test]
fn a_drawing_comes_to_readers_cleaned_by_every_way() {
    let source = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\">\n<script>X(1)</script>\n<rect onload=\"X(1)\"/>\n<rect onload=\"X(1)\"/></svg>";
    let banner = "---\ntitle: Băng rôn\ndate: 2024-01-05\nimage: c.SVG\nimage_alt: Hình\nstarts: 2024-01-01\nends: 2024-02-01\nslot: side\n---\n";
    let more = "image: a.svg\nimage_alt: Hình\nattachments:\n  - file: b.SvG\n    title: Hình\n";
    let built = Site::new()
        .file("content/tin-tuc/a/a.svg", source)
        .file("content/tin-tuc/a/b.SvG", source)
        .file("content/tin-tuc/a/d.svg", source)
        .file(PAGE, &article("Bài", "2024-01-05", more, "![hình](d.svg)\n"))
        .file("content/banner/_index.md", "---\ntitle: Băng rôn\nkind: banner\n---\n")
        .file("content/banner/c.SVG", source)
        .file("content/banner/b.md", banner)
        .build();
    let drawings: Vec<&String> = built
        .outputs
        .keys()
        .filter(|path| path.to_lowercase().ends_with(".svg") && !path.starts_with("assets/"))
        .collect();
    assert_eq!(drawings.len(), 4, "{drawings:?} {:?}", built.codes());
    for path in drawings {
        assert_eq!(
            built.text(path),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\">\n\n<rect/>\n<rect/></svg>\n"
        );
    }
    let told: Vec<_> = built.findings.iter().filter(|finding| finding.message.code == "H06").collect();
    assert_eq!(told.len(), 4);
    assert_eq!(told[0].span.unwrap().line, 2);
    assert!(
        told[0].text("vi").ends_with("đã bỏ các phần này: <script> (dòng 2), onload (dòng 3, 2 lần)"),
        "{}",
        told[0].text("vi")
    );
    assert!(
        told[0].text("en").ends_with("without them: <script> (line 2), onload (line 3, 2 times)"),
        "{}",
        told[0].text("en")
    );
    let html = built.html("tin-tuc/a/index.html");
    let shared = attributes(&html, "meta[property='og:image']", "content");
    assert_eq!(shared, ["https://tinh.example/assets/social.png"], "no social network shows a drawing");
    assert_eq!(attributes(&html, "main .prose img", "width"), ["30"]);
    assert_eq!(built.json("tin-tuc/a/index.json")["attachments"][0]["size"], built.text("tin-tuc/a/a.svg").len());
}
