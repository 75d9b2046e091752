//! Sends a folder to a release that is being made on the other machine, by one `rsync`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::address::Address;
use super::said;
use super::session::{self, Programs};
use crate::publish::remote::Progress;
use crate::publish::trouble::Trouble;

/// All arguments of `rsync`. What stands there already is held against what is sent by its bytes, never by its date. `begun`: a
/// release that a killed publisher had begun, from which whatever fits is taken.
pub fn arguments(programs: &Programs, address: &Address, from: &Path, part: &str, begun: Option<&str>) -> Vec<String> {
    let mut shell: Vec<String> = programs.ssh.iter().map(|word| for_rsync(word)).collect();
    shell.extend(session::options(address));
    let mut arguments: Vec<String> =
        ["-rtc", "-O", "--protect-args", "--chmod=D755,F644", "--timeout=120"].map(str::to_owned).into();
    arguments.extend(["-e".to_owned(), shell.join(" ")]);
    arguments.extend(begun.map(|begun| format!("--link-dest=../{begun}")));
    // A path without a slash could be taken for a host.
    arguments.extend(["--".to_owned(), format!("{}/", from.display())]);
    arguments.push(address.within(&format!("releases/{part}/")));
    arguments
}

/// A text as one word of what `rsync` calls: quotation marks inside are doubled, and nothing else has a meaning.
fn for_rsync(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

pub fn send(programs: &Programs, arguments: &[String], progress: &dyn Progress) -> Result<(), Trouble> {
    const LOOK: Duration = Duration::from_millis(50);
    let mut command = Command::new(&programs.rsync);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| session::no_program("rsync", &error))?;
    let said = child.stderr.take().map(|errors| std::thread::spawn(move || session::read_some(errors)));
    let status = loop {
        if progress.is_over() {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Trouble::Taken { name: "lock".to_owned() });
        }
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => std::thread::sleep(LOOK),
            Err(error) => return Err(Trouble::Other { detail: format!("rsync: {error}") }),
        }
    };
    let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
    if status.success() { Ok(()) } else { Err(said::trouble(&said)) }
}
