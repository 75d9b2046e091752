//! Finds in the tokens of a YAML text that cannot be read the key that stands twice in one group of keys.

use rustc_hash::FxHashMap;

use super::yaml_scan::{Kind, Token};

/// A key with both its places.
pub struct Twice<'t> {
    pub key: &'t str,
    pub first: Token,
    pub again: Token,
}

/// Keys of one group, by name.
struct Group<'t> {
    /// `None` between brackets.
    column: Option<usize>,
    /// Between `[` and `]` each key is a group of its own.
    is_list: bool,
    keys: FxHashMap<&'t str, Token>,
}

impl<'t> Twice<'t> {
    /// `is_sure`: because of such a key the text cannot be read. Otherwise only outermost keys count, since the tokens of a text
    /// with a mistake may mislead.
    pub fn find(text: &'t str, tokens: &[Token], is_sure: bool) -> Option<Twice<'t>> {
        let mut open: Vec<Group> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let column = token.from - text[..token.from].rfind('\n').map_or(0, |line| line + 1);
            match token.kind {
                Kind::Open => open.push(Group::new(None, text[token.from..].starts_with('['))),
                Kind::Close => drop(open.pop_if(|group| group.column.is_none())),
                Kind::Dash => close(&mut open, column),
                Kind::Plain | Kind::Quoted if tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Colon) => {
                    close(&mut open, column);
                    let is_new = open.last().is_none_or(|group| group.column.is_some_and(|own| own < column));
                    if is_new {
                        open.push(Group::new(Some(column), false));
                    }
                    let mark = usize::from(token.kind == Kind::Quoted);
                    let token = &Token { from: token.from + mark, to: token.to - mark, ..*token };
                    let key = text.get(token.from..token.to).unwrap_or_default();
                    let group = open.last_mut().filter(|group| !group.is_list);
                    let first = group.and_then(|group| group.keys.insert(key, *token));
                    if let Some(first) = first.filter(|_| is_sure || column == 0) {
                        return Some(Twice { key, first, again: *token });
                    }
                }
                _ => {}
            }
        }
        None
    }
}

impl Group<'_> {
    fn new(column: Option<usize>, is_list: bool) -> Self {
        Group { column, is_list, keys: FxHashMap::default() }
    }
}

/// Leaves groups that stand further right.
fn close(open: &mut Vec<Group>, column: usize) {
    while open.pop_if(|group| group.column.is_some_and(|own| own > column)).is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml_scan::scan;

    #[test]
    fn a_key_that_stands_twice_in_a_group_is_found_and_one_in_two_groups_is_not() {
        for (text, wanted) in [
            ("a: 1\nb: 2\na: 3\n", Some((0, 10))),
            ("a: 1\n\"a\": 3\n", Some((0, 6))),
            ("a:\n- b: 1\n  c: 2\n  b: 3\n", Some((5, 19))),
            ("a:\n- b: 1\n- b: 2\nc:\n  b: 3\n", None),
            ("a: {b: 1, c: {b: 2}, b: 3}\n", Some((4, 21))),
            ("a: [b: 1, b: 2]\nc: {a: 1}\n", None),
            ("a: |\n  b: 1\n  b: 2\nc: \"x\n  a: 1\"\n", None),
            ("a:\n  b:\n    c: 1\n  b: 2\n", Some((5, 19))),
        ] {
            let found = Twice::find(text, &scan(text).tokens, true);
            assert_eq!(found.map(|twice| (twice.first.from, twice.again.from)), wanted, "{text}");
        }
    }
}
