//! Prints lines, and remembers when they could not be printed. Nothing that happens to a reader stops a command. What commands that run
//! side by side say is kept apart until it is printed.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diag::phrases::machine;

/// Something asked for could not be printed, and whoever asked cannot know: the disk is full, not the pipe closed.
static LOST: AtomicBool = AtomicBool::new(false);

/// What was said while nobody listened yet: on standard output, and on standard error.
#[derive(Default)]
pub struct Said {
    pub out: String,
    pub err: String,
}

thread_local! {
    /// Where lines of this thread go; `None` for where they go at once.
    static KEPT: RefCell<Option<Said>> = const { RefCell::new(None) };
}

/// Does something, and keeps what it says on this thread.
pub fn kept<T>(work: impl FnOnce() -> T) -> (T, Said) {
    KEPT.set(Some(Said::default()));
    let done = work();
    (done, KEPT.take().unwrap_or_default())
}

/// Whether the line was kept.
fn keep(text: &str, place: impl Fn(&mut Said) -> &mut String) -> bool {
    KEPT.with_borrow_mut(|kept| {
        let Some(said) = kept else { return false };
        let to = place(said);
        to.push_str(text);
        to.push('\n');
        true
    })
}

/// A line for people, on standard output.
pub fn say(text: &str) {
    if keep(text, |said| &mut said.out) {
        return;
    }
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
    if keep(text, |said| &mut said.err) {
        return;
    }
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
