//! Adds earlier addresses to the front matter of a page, in whichever way its list is written, byte for byte as it was elsewhere.

/// The page with these among its earlier addresses, behind those that it has. `None` where it has no front matter.
pub fn with_aliases(text: &str, addresses: &[String]) -> Option<String> {
    let first = text.split_inclusive('\n').next()?;
    let end = if first.ends_with("\r\n") { "\r\n" } else { "\n" };
    let mut at = first.len();
    let mut own = None;
    let close = loop {
        let line = text[at..].split_inclusive('\n').next()?;
        if line.trim_end() == "---" {
            break at;
        }
        if line.starts_with("aliases:") {
            own = Some(at);
        }
        at += line.len();
    };
    let list = addresses.iter().map(|address| quoted(address)).collect::<Vec<_>>().join(", ");
    let Some(own) = own else {
        return Some(format!("{}aliases: [{list}]{end}{}", &text[..close], &text[close..]));
    };
    let line = text[own..].split_inclusive('\n').next()?;
    let value = line["aliases:".len()..].trim();
    if value.starts_with('[') {
        let bracket = own + text[own..close].find(']')?;
        let is_empty = text[own..bracket].trim_end().ends_with('[');
        let comma = if is_empty || text[own..bracket].trim_end().ends_with(',') { "" } else { ", " };
        return Some(format!("{}{comma}{list}{}", &text[..bracket], &text[bracket..]));
    }
    if value.is_empty() || value.starts_with('#') {
        let (mut at, mut indent) = (own + line.len(), None);
        while let Some(item) =
            text[at..close].split_inclusive('\n').next().filter(|item| item.trim_start().starts_with("- "))
        {
            indent = Some(&item[..item.len() - item.trim_start().len()]);
            at += item.len();
        }
        let indent = indent.unwrap_or("  ");
        let items: String = addresses.iter().map(|address| format!("{indent}- {}{end}", quoted(address))).collect();
        return Some(format!("{}{items}{}", &text[..at], &text[at..]));
    }
    let start = own + line.find(value)?;
    Some(format!("{}[{value}, {list}]{}", &text[..start], &text[start + value.len()..]))
}

/// The page without its list of earlier addresses, in whichever way that is written.
pub fn without_aliases(text: &str) -> String {
    let (mut out, mut is_inside, mut open, mut fences) = (String::with_capacity(text.len()), false, 0_usize, 0);
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == "---";
        fences += usize::from(is_fence && fences < 2);
        let is_front = fences == 1 && !is_fence;
        let belongs = is_inside && (open > 0 || line.starts_with([' ', '\t']) || line.starts_with("- "));
        is_inside = is_front && (belongs || line.starts_with("aliases:"));
        if is_inside {
            open = (open + line.matches('[').count()).saturating_sub(line.matches(']').count());
        } else {
            out.push_str(line);
        }
    }
    out
}

fn quoted(address: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/-_.~%".contains(letter);
    if address.chars().all(plain) { address.to_owned() } else { format!("'{}'", address.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_added_in_the_way_in_which_the_list_is_written() {
        for (before, after) in [
            ("title: A\n", "title: A\naliases: [/cu/]\n"),
            ("aliases: []\ntitle: A\n", "aliases: [/cu/]\ntitle: A\n"),
            ("aliases: [/a/, /b/]\n", "aliases: [/a/, /b/, /cu/]\n"),
            ("aliases: [\n  /a/,\n]\n", "aliases: [\n  /a/,\n/cu/]\n"),
            ("aliases: /a/\n", "aliases: [/a/, /cu/]\n"),
            ("aliases:\n- /a/\ntitle: A\n", "aliases:\n- /a/\n- /cu/\ntitle: A\n"),
            ("aliases:\n    - /a/\n", "aliases:\n    - /a/\n    - /cu/\n"),
        ] {
            let page = |front: &str| format!("---\n{front}---\nThân bài\n---\n");
            assert_eq!(with_aliases(&page(before), &["/cu/".to_owned()]), Some(page(after)), "{before}");
        }
        let windows = with_aliases("---\r\ntitle: A\r\n---\r\n", &["/c(u/".to_owned(), "/x/".to_owned()]);
        assert_eq!(windows.as_deref(), Some("---\r\ntitle: A\r\naliases: ['/c(u/', /x/]\r\n---\r\n"));
        assert_eq!(with_aliases("---\ntitle: A\n", &["/cu/".to_owned()]), None);
    }

    #[test]
    fn a_list_is_taken_out_in_whichever_way_it_is_written() {
        for list in [
            "aliases: [/a/, /b/]\n",
            "aliases: [\n  /a/,\n]\n",
            "aliases: /a/\n",
            "aliases:\n- /a/\n",
            "aliases:\n  - /a/\n  - /b/\n",
        ] {
            let page = |list: &str| format!("---\ntitle: A\n{list}date: 2024-01-02\n---\naliases: x\n- y\n");
            assert_eq!(without_aliases(&page(list)), page(""), "{list}");
        }
    }
}
