//! Prints lines, and remembers when they could not be printed. Nothing that happens to a reader stops a command.

use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diag::phrases::machine;

/// Something asked for could not be printed, and whoever asked cannot know: the disk is full, not the pipe closed.
static LOST: AtomicBool = AtomicBool::new(false);

/// A line for people, on standard output.
pub fn say(text: &str) {
    note(line(&mut io::stdout().lock(), text));
}

/// Takes note of how printing went. Whoever closed the pipe has read what they wanted.
pub fn note(printed: io::Result<()>) {
    if let Err(error) = printed.and_then(|()| io::stdout().flush())
        && error.kind() != ErrorKind::BrokenPipe
        && !LOST.swap(true, Ordering::Relaxed)
    {
        // Whoever prints does not know the language.
        let (vi, en) = machine(&error);
        complain(&format!("stdout: {vi} · {en}"));
    }
}

/// A line for people who need to act, on standard error. Where that is closed too, there is nobody to tell.
pub fn complain(text: &str) {
    let _ = line(&mut io::stderr().lock(), text);
}

/// Whether everything said was printed, or was of no interest any more.
pub fn is_all_said() -> bool {
    !LOST.load(Ordering::Relaxed)
}

fn line(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.write_all(b"\n")?;
    to.flush()
}
