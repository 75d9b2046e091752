//! The portals of a workspace that are previewed together: turns their names and addresses into a list on every page that leads from one to
//! the other. Each listens on a port of its own, so that its addresses are those it will be published with.

use crate::text::html::escape;

/// A portal that is previewed beside others.
#[derive(Clone, Debug)]
pub struct Neighbour {
    pub name: String,
    /// `http://127.0.0.1:8081/so-y-te/`
    pub url: String,
}

/// All of them, and which one this is.
#[derive(Clone, Default, Debug)]
pub struct Switch {
    pub portals: Vec<Neighbour>,
    pub here: usize,
}

impl Switch {
    /// Nothing where there is no other portal.
    pub fn to_html(&self, language: &str) -> String {
        let Some(here) = self.portals.get(self.here).filter(|_| self.portals.len() > 1) else { return String::new() };
        let label = if language == "vi" { "Cổng" } else { "Portal" };
        let link = |(index, portal): (usize, &Neighbour)| {
            let current = if index == self.here { " aria-current=\"true\"" } else { "" };
            format!("<li><a href=\"{}\"{current}>{}</a></li>", escape(&portal.url), escape(&portal.name))
        };
        let links: String = self.portals.iter().enumerate().map(link).collect();
        format!(
            "<details class=\"cong-portals\"><summary>{label}: {}</summary><ul>{links}</ul></details>",
            escape(&here.name)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_alone_has_nothing_to_switch_to() {
        let portal = |name: &str| Neighbour { name: name.to_owned(), url: format!("http://127.0.0.1:80/{name}/") };
        assert_eq!(Switch { portals: vec![portal("a")], here: 0 }.to_html("vi"), "");
        let html = Switch { portals: vec![portal("a"), portal("<b>")], here: 1 }.to_html("vi");
        assert!(html.contains("<summary>Cổng: &lt;b&gt;</summary>"), "{html}");
        assert!(html.contains("<li><a href=\"http://127.0.0.1:80/a/\">a</a></li>"), "{html}");
        assert_eq!(html.matches("aria-current").count(), 1);
    }
}
