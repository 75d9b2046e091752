//! A conversation with a shell on the other machine, over one connection: turns requests into answers.
//!
//! `remote.sh` is what runs there; nothing of it has to be installed. It is an argument of `ssh`, which the shell of the account
//! reads, so it is one quoted word. Requests and answers go over standard input and output.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use super::address::{Address, quoted};
use super::said;
use crate::publish::trouble::Trouble;

const SCRIPT: &str = include_str!("remote.sh");

/// Nobody is there to answer a question, and a connection that has died must end.
const OPTIONS: &[&str] =
    &["BatchMode=yes", "ConnectTimeout=15", "ServerAliveInterval=15", "ServerAliveCountMax=4", "LogLevel=ERROR"];

/// Lines that a shell of the account may say before it runs what it was asked to.
const GREETINGS: usize = 200;

/// The programs, which may be others of the same kind.
#[derive(Clone, Debug)]
pub struct Programs {
    /// A program and its first arguments.
    pub ssh: Vec<String>,
    pub rsync: OsString,
}

impl Default for Programs {
    fn default() -> Programs {
        Programs { ssh: vec!["ssh".to_owned()], rsync: "rsync".into() }
    }
}

impl Programs {
    /// `ssh -F /etc/cong/ssh_config`, as an operator writes it; `rsync` is given the same.
    pub fn through(command: &str) -> Programs {
        let ssh = words(command);
        if ssh.is_empty() { Programs::default() } else { Programs { ssh, ..Programs::default() } }
    }
}

/// Words with spaces between them. What stands in quotation marks is one; no shell reads it.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in command.chars() {
        match (letter, quote) {
            (letter, Some(open)) if letter == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (letter, None) if letter.is_whitespace() => words.extend(word.take()),
            (letter, _) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Options that hold for every connection.
pub fn options(address: &Address) -> Vec<String> {
    let mut options: Vec<String> = OPTIONS.iter().flat_map(|option| ["-o".to_owned(), (*option).to_owned()]).collect();
    options.push("-T".to_owned());
    if let Some(port) = address.port {
        options.extend(["-p".to_owned(), port.to_string()]);
    }
    options
}

/// All arguments of `ssh` for a conversation.
pub fn arguments(address: &Address) -> Vec<String> {
    let mut arguments = options(address);
    if let Some(user) = &address.user {
        arguments.extend(["-l".to_owned(), user.clone()]);
    }
    let command = format!("exec sh -c {} cong {}", quoted(SCRIPT), quoted(&address.path));
    arguments.extend(["--".to_owned(), address.host.clone(), command]);
    arguments
}

/// What was answered: how it ended, and what came before.
#[derive(Default, Debug)]
pub struct Answer {
    pub end: String,
    pub lines: Vec<String>,
    /// The number of a file, and its bytes.
    pub file: Option<(u64, Vec<u8>)>,
}

pub struct Session {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    said: JoinHandle<String>,
}

impl Session {
    pub fn open(programs: &Programs, address: &Address) -> Result<Session, Trouble> {
        let (program, first) =
            programs.ssh.split_first().map_or(("ssh", &[][..]), |(program, first)| (program.as_str(), first));
        let mut command = Command::new(program);
        command.args(first).args(arguments(address)).env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| no_program("ssh", &error))?;
        let (requests, answers, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(requests), Some(answers), Some(errors)) = (requests, answers, errors) else {
            return Err(Trouble::Other { detail: "ssh".to_owned() });
        };
        let said = std::thread::spawn(move || read_some(errors));
        let mut session = Session { child, requests, answers: BufReader::new(answers), said };
        for _ in 0..GREETINGS {
            match session.line() {
                Ok(line) if line == "cong hello" => return Ok(session),
                Ok(line) if !line.is_empty() => {}
                Ok(_) | Err(_) => break,
            }
        }
        Err(session.close())
    }

    /// `Err` is the end of the conversation.
    pub fn ask(mut self, request: &str, bytes: &[u8]) -> Result<(Session, Answer), Trouble> {
        match self.exchange(request, bytes) {
            Ok(answer) if answer.end != "no" => Ok((self, answer)),
            Ok(_) | Err(_) => Err(self.close()),
        }
    }

    fn exchange(&mut self, request: &str, bytes: &[u8]) -> io::Result<Answer> {
        let sent = writeln!(self.requests, "{request}").and_then(|()| self.requests.write_all(bytes));
        // What was wrong may have been said before everything was sent.
        sent.and_then(|()| self.requests.flush()).or_else(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Ok(()),
            _ => Err(error),
        })?;
        let mut answer = Answer::default();
        loop {
            let line = self.line()?;
            if let Some(end) = line.strip_prefix("cong end ") {
                answer.end = end.to_owned();
                return Ok(answer);
            }
            let numbers: Vec<u64> =
                line.strip_prefix("cong bytes ").unwrap_or_default().split(' ').flat_map(str::parse).collect();
            if let [number, size] = numbers[..] {
                let mut bytes = Vec::new();
                (&mut self.answers).take(size).read_to_end(&mut bytes)?;
                if bytes.len() as u64 != size {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                answer.file = Some((number, bytes));
            } else {
                answer.lines.push(line);
            }
        }
    }

    /// Without its end. No path is not Unicode, so what is not is a greeting.
    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        if self.answers.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.pop();
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    fn close(mut self) -> Trouble {
        drop(self.requests);
        drop(self.answers);
        let _ = self.child.wait();
        said::trouble(&self.said.join().unwrap_or_default())
    }
}

pub fn no_program(name: &'static str, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound => Trouble::NoProgram { name },
        _ => Trouble::Other { detail: format!("{name}: {error}") },
    }
}

/// The last of it is what counts, but the first is where a reason stands; a program that says too much is still read to its end.
pub fn read_some(mut from: impl Read) -> String {
    const MOST: usize = 1 << 16;
    let (mut kept, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let room = MOST - kept.len().min(MOST);
        kept.extend_from_slice(&buffer[..read.min(room)]);
    }
    String::from_utf8_lossy(&kept).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_an_operator_is_taken_apart_as_it_was_written() {
        assert_eq!(Programs::through("ssh -F /etc/cong/ssh").ssh, ["ssh", "-F", "/etc/cong/ssh"]);
        let quoted = r#" '/opt/my ssh'  -o "ProxyCommand=nc %h 22" -i'a b' '' $HOME "#;
        let words = ["/opt/my ssh", "-o", "ProxyCommand=nc %h 22", "-ia b", "", "$HOME"];
        assert_eq!(Programs::through(quoted).ssh, words);
        assert_eq!(Programs::through("  ").ssh, ["ssh"]);
    }
}
