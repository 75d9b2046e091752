//! Holds what the policy lets pass against what a browser's own parser reads in it: HTML that hides code from one of the two
//! is refused.

use std::sync::LazyLock;

use cong::policy::Policy;
use proptest::prelude::*;
use scraper::{ElementRef, Html};

use crate::site_builder::{Site, cases};

fn policy() -> &'static Policy {
    static POLICY: LazyLock<std::sync::Arc<Policy>> =
        LazyLock::new(|| Site::new().build().renderer.unwrap().policy.clone());
    &POLICY
}

/// What a template of the operator's could hold by mistake or on purpose; each runs code or leaves the portal in Chromium
/// without a policy, or did so in some browser.
const HOSTILE: &[&str] = &[
    "<!--><img src=x onerror=f()>-->",
    "<!---><img src=x onerror=f()>-->",
    "<!-- a --!><img src=x onerror=f()>-->",
    "<!-- <!--!><img src=x onerror=f()>-->",
    "<!x><img src=x onerror=f()>",
    "<?x><img src=x onerror=f()>",
    "</x/><img src=x onerror=f()>",
    "<title><!--</title><img src=x onerror=f()>--></title>",
    "<textarea><p title=\"</textarea><img src=x onerror=f()>\">",
    "<textarea></textarea\n><img src=x onerror=f()>",
    "<noscript><p title=\"</noscript><img src=x onerror=f()>\">",
    "<noscript><!-- </noscript><img src=x onerror=f()> -->",
    "<iframe><!-- </iframe><img src=x onerror=f()> -->",
    "<xmp><!-- </xmp><img src=x onerror=f()> -->",
    "<noembed><p title=\"</noembed><img src=x onerror=f()>\">",
    "<noframes><p title=\"</noframes><img src=x onerror=f()>\">",
    "<plaintext>",
    "<script type=application/json><!-- <script></script><img src=x onerror=f()>",
    "<svg><script type=application/json><img src=x onerror=f()></script></svg>",
    "<svg><desc></svg></desc><script type=application/json><img src=x onerror=f()></script>",
    "<svg><![CDATA[><img src=x onerror=f()>]]></svg>",
    "<svg><style><img src=x onerror=f()></style></svg>",
    "<svg><title><img src=x onerror=f()></title></svg>",
    "<math><mtext><title><img src=x onerror=f()></title></mtext></math>",
    "<svg><a><animate attributeName=href values=javascript:f() /><text>a</text></a></svg>",
    "<svg><a><set attributeName=\"xlink:href\" to=javascript:f() /></a></svg>",
    "<svg><a xlink:href=\"javascript:f()\"><text>a</text></a></svg>",
    "<svg><script href=https://khac.vn/a.js /></svg>",
    "<svg><use href=https://khac.vn/a.svg#x /></svg>",
    "<svg><image href=https://khac.vn/a.png /></svg>",
    "<svg><feImage xlink:href=https://khac.vn/a.png /></svg>",
    "<a href=\"java&#115;cript:f()\">a</a>",
    "<a href=\"java&Tab;script:f()\">a</a>",
    "<a href=\"javascript&colon;f()\">a</a>",
    "<a href=\"&#x6A&#x61vascript:f()\">a</a>",
    "<a href=\"\u{1}javascript:f()\">a</a>",
    "<area href=javascript:f()>",
    "<form action=\"&#106;avascript:f()\"><button>a</button></form>",
    "<button formaction=javascript:f()>a</button>",
    "<input type=image formaction=&#106avascript:f() src=/a.png>",
    "<iframe src=\"javascript&colon;f()\"></iframe>",
    "<img src=\"&sol;/khac.vn/a.png\" alt=\"\">",
    "<img src=\"https&colon;//khac.vn/a.png\" alt=\"\">",
    "<img src=\"&bsol;&bsol;khac.vn/a.png\" alt=\"\">",
    "<img srcset=\"/a.png,https://khac.vn/b.png 2x\" alt=\"\">",
    "<img srcset=\"/a.png 1x,//khac.vn/b.png 2x\" alt=\"\">",
    "<link rel=preload as=image imagesrcset=\"https://khac.vn/a.png 1x\">",
    "<link rel=prerender href=https://khac.vn/>",
    "<link rel=prefetch href=https://khac.vn/>",
    "<link rel=\"alternate stylesheet\" href=https://khac.vn/a.css>",
    "<link rel=import href=https://khac.vn/a.html>",
    "<meta http-equiv=refresh content=\"0;url=https://khac.vn/\">",
    "<meta http-equiv=\"&#114;efresh\" content=\"0;url=javascript:f()\">",
    "<meta http-equiv=set-cookie content=a=b>",
    "<image src=https://khac.vn/a.png>",
    "<table background=https://khac.vn/a.png><tr><td>a</table>",
    "<body background=https://khac.vn/a.png>",
    "<a href=/ ping=https://khac.vn/>a</a>",
    "<area href=/ ping=\"/x https://khac.vn/\">",
    "<video src=/a.mp4 poster=https://khac.vn/a.png></video>",
    "<html manifest=https://khac.vn/a>",
    "<portal src=https://khac.vn/></portal>",
    "<img src=x onerror=f() <p>",
    "<img/src=x onerror=f()>",
    "<math></svg><script type=application/json><img src=x onerror=f()></script>",
    "<img src=x\u{c}onerror=f()>",
    "<img =x onerror=f()>",
    "<img src='x'onerror=f()>",
    "<img title='a'\"onerror=f() src=x>",
    "<p/style=color:red>",
    "<details open ontoggle=f()>",
    "<svg onload=f()>",
    "<math href=javascript:f()>a</math>",
    "<bgsound src=https://khac.vn/a.mp3>",
];

#[test]
fn what_would_run_or_reach_another_host_is_refused_however_it_is_written() {
    let passed: Vec<&&str> = HOSTILE.iter().filter(|html| policy().examine(html.as_bytes()).is_none()).collect();
    assert!(passed.is_empty(), "{passed:#?}");
}

#[test]
fn what_a_theme_needs_is_not_refused() {
    for html in [
        "<!DOCTYPE html><html lang=vi><head><title>A &amp; B &lt;</title></head>",
        "<meta charset=utf-8><meta http-equiv=\"X-UA-Compatible\" content=\"IE=edge\">",
        "<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\"><link rel=canonical href=https://khac.vn/>",
        "<link rel=\"shortcut icon\" href=/a.svg><link rel=me href=https://khac.vn/>",
        "<a href=\"/tim-kiem/?q=a&amp;kind=b&copy=1\" title=\"javascript: một ngôn ngữ\">a</a>",
        "<a href=\"tel:1022\">1022</a><a href=\"mailto:a@b.vn?subject=c\">c</a><a href=//khac.vn/>d</a>",
        "<img src=/a.png srcset=\"/a.png 1x, /b.png 2x\" alt=\"x < y onerror=f()\">",
        "<!-- <p style=x> --><p>1 < 2 > 0 <3</p>",
        "<svg viewBox=\"0 0 1 1\"><title>Biểu đồ</title><use href=\"#a\"/><path d=\"M0 0\"/></svg>",
        "<textarea name=t rows=7 required></textarea><noscript><p>Bật JavaScript</p></noscript>",
        "<button type=button data-copy-text=x popovertarget=menu>a</button><input on>",
    ] {
        assert_eq!(policy().examine(html.as_bytes()), None, "{html}");
    }
}

/// Everything in a parsed page that would run: elements, handlers, addresses.
fn running(html: &str) -> Vec<String> {
    fn walk(element: ElementRef, found: &mut Vec<String>) {
        let value = element.value();
        let name = value.name().to_ascii_lowercase();
        let data = value.attr("type").is_some_and(|kind| kind.contains("json"));
        if matches!(name.as_str(), "style" | "base" | "object" | "embed") || name == "script" && !data {
            found.push(format!("<{name}>"));
        }
        for (attribute, value) in value.attrs() {
            let code = value.trim_start().to_ascii_lowercase().starts_with("javascript:");
            if attribute.starts_with("on") && attribute.len() > 2 || attribute == "style" || code && attribute == "href"
            {
                found.push(format!("<{name} {attribute}>"));
            }
        }
        for child in element.children() {
            if let Some(child) = ElementRef::wrap(child) {
                walk(child, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(Html::parse_document(html).root_element(), &mut found);
    found
}

/// Pieces from which HTML that two parsers read differently is made.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/",
    "!",
    "-",
    "--",
    "-->",
    "--!>",
    "<!--",
    "<!-->",
    "<!--->",
    "<!",
    "<?",
    "</",
    "</p>",
    "<p>",
    "<p title=\"",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "a",
    "&lt;",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<iframe>",
    "</iframe>",
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<desc>",
    "</desc>",
    "<mtext>",
    "<foreignObject>",
    "<![CDATA[",
    "]]>",
    "<script type=application/json>",
    "</script>",
    "<select>",
    "</select>",
    "<table>",
    "</table>",
    "<template>",
    "</template>",
    "<img src=/x alt='",
    "<img src=x onerror=f()>",
    "<a href=javascript:f()>",
    "<p style=x>",
    "<form>",
    "<option>",
    "<br/>",
    "<annotation-xml encoding=text/html>",
];

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn nothing_that_passes_runs_in_the_tree_that_a_browser_makes_of_it(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 1..14)
    ) {
        let html = pieces.concat();
        if policy().examine(html.as_bytes()).is_none() {
            let found = running(&html);
            prop_assert!(found.is_empty(), "{html} passes and holds {found:?}");
        }
    }
}
