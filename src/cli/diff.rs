//! Turns a text and the same text mended into a unified diff, as `git apply` takes it.

/// Lines around a change.
const AROUND: usize = 3;

/// The lines of a diff, each with its sign; none where both are the same. `path` is that of both.
pub fn unified(path: &str, before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let mut lines = vec![format!("--- a/{path}"), format!("+++ b/{path}")];
    let changes = changes(&old, &new);
    for near in changes.chunk_by(|first, next| next.old.0 - first.old.1 <= 2 * AROUND) {
        let (Some(first), Some(last)) = (near.first(), near.last()) else { continue };
        let lead = first.old.0.min(AROUND);
        let trail = (old.len() - last.old.1).min(AROUND);
        let of = |from: usize, to: usize| match to - from {
            0 => format!("{from},0"),
            1 => (from + 1).to_string(),
            count => format!("{},{count}", from + 1),
        };
        let range = |from: usize, to: usize| of(from - lead, to + trail);
        lines.push(format!("@@ -{} +{} @@", range(first.old.0, last.old.1), range(first.new.0, last.new.1)));
        let mut at = first.old.0 - lead;
        for change in near {
            old[at..change.old.0].iter().for_each(|line| push(&mut lines, ' ', line));
            old[change.old.0..change.old.1].iter().for_each(|line| push(&mut lines, '-', line));
            new[change.new.0..change.new.1].iter().for_each(|line| push(&mut lines, '+', line));
            at = change.old.1;
        }
        old[at..at + trail].iter().for_each(|line| push(&mut lines, ' ', line));
    }
    if changes.is_empty() { Vec::new() } else { lines }
}

fn push(lines: &mut Vec<String>, sign: char, line: &str) {
    lines.push(format!("{sign}{}", line.strip_suffix('\n').unwrap_or(line)));
    if !line.ends_with('\n') {
        lines.push("\\ No newline at end of file".to_owned());
    }
}

/// Lines from and to, of the one and of the other.
struct Change {
    old: (usize, usize),
    new: (usize, usize),
}

/// A mend changes words in lines and hardly ever their number: then lines are compared one by one. Otherwise all is one change
/// between what both begin and end with.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    if old.len() != new.len() {
        let first = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - first;
        let last = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        return vec![Change { old: (first, old.len() - last), new: (first, new.len() - last) }];
    }
    let mut changes: Vec<Change> = Vec::new();
    for at in (0..old.len()).filter(|at| old[*at] != new[*at]) {
        match changes.last_mut().filter(|last| last.old.1 == at) {
            Some(last) => (last.old.1, last.new.1) = (at + 1, at + 1),
            None => changes.push(Change { old: (at, at + 1), new: (at, at + 1) }),
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_has_three_lines_around_each_change() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15";
        let after = before.replace("\n5\n", "\nnăm\n").replace("\n15", "\nmười lăm");
        let wanted = "--- a/x.md\n+++ b/x.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+năm\n 6\n 7\n 8\n@@ -12,4 +12,4 @@\n 12\n 13\n 14\n-15\n\
            \\ No newline at end of file\n+mười lăm\n\\ No newline at end of file";
        assert_eq!(unified("x.md", before, &after).join("\n"), wanted);
        assert!(unified("x.md", before, before).is_empty());
    }

    #[test]
    fn lines_that_go_are_one_change() {
        let wanted = "--- a/x.md\n+++ b/x.md\n@@ -1,3 +1,2 @@\n 1\n-2\n 3";
        assert_eq!(unified("x.md", "1\n2\n3\n", "1\n3\n").join("\n"), wanted);
    }
}
