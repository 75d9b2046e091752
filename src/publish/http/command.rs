//! Gives addresses to a program of the operator's, one a line, and waits until it is done.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often we look whether it is done.
const LOOK: Duration = Duration::from_millis(20);

/// `Err`: what was seen. What the program writes goes where our own errors go; it has our environment and so its own keys.
pub fn give(program: &str, arguments: &[String], lines: &[String], time: Duration) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::inherit());
    let mut child = command.spawn().map_err(|error| format!("{program}: {error}"))?;
    let input = child.stdin.take();
    let text: String = lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    thread::scope(|scope| {
        // A program may end before it has read everything; how it ended says whether that was right.
        scope.spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
        ended(&mut child, program, time)
    })
}

fn ended(child: &mut Child, program: &str, time: Duration) -> Result<(), String> {
    let until = Instant::now() + time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("{program}: {status}")),
            Ok(None) if Instant::now() < until => thread::sleep(LOOK),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{program}: > {} s", time.as_secs()));
            }
            Err(error) => return Err(format!("{program}: {error}")),
        }
    }
}
