//! Runs `cong serve` in a folder of its own, and speaks to it byte by byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::command::Workspace;

/// Longer than a busy machine needs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A preview that ends with the test.
pub struct Previewed {
    pub workspace: Workspace,
    pub address: SocketAddr,
    child: Child,
    /// Lines of its standard output and standard error.
    pub said: Receiver<String>,
    /// Those before it said where it is.
    early: Vec<String>,
}

impl Previewed {
    pub fn of(workspace: Workspace, arguments: &[&str]) -> Previewed {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cong"));
        command.args(["--lang", "en", "serve", "--port", "0"]).args(arguments).current_dir(workspace.path());
        Previewed::run(workspace, &mut command)
    }

    pub fn run(workspace: Workspace, command: &mut Command) -> Previewed {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).env("NO_COLOR", "1").spawn().unwrap();
        let (sender, said) = channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
            });
        }
        let mut preview =
            Previewed { workspace, address: SocketAddr::from(([127, 0, 0, 1], 0)), child, said, early: Vec::new() };
        let line = loop {
            let line = preview.said.recv_timeout(PATIENCE).unwrap();
            if line.contains("Preview: http://") {
                break line;
            }
            preview.early.push(line);
        };
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/')).unwrap().0;
        preview.address = address.parse().unwrap();
        preview
    }

    /// Waits for a line that has these words.
    pub fn says(&self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        while let Ok(line) = self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if line.contains(words) {
                return line;
            }
        }
        panic!("it does not say {words:?}")
    }

    /// The same, of what it says as it starts.
    pub fn warns(&self, words: &str) -> String {
        let early = self.early.iter().find(|line| line.contains(words)).cloned();
        early.unwrap_or_else(|| self.says(words))
    }

    /// The most memory it has had so far, in bytes.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The whole answer to these bytes; the connection is to be closed by the server.
    pub fn answer(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // It may be refused before all is sent.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The answer to a GET by the preview's own name, with further header lines.
    pub fn get(&self, path: &str, more: &str) -> Answer {
        let host = self.address;
        self.answer(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"))
    }

    /// Waits until the page has these words, or has them no more.
    pub fn shows(&self, path: &str, words: &str, there: bool) {
        let end = Instant::now() + PATIENCE;
        while self.get(path, "").0.contains(words) != there {
            assert!(Instant::now() < end, "{path}: {words:?} there: {}", !there);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Previewed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Head and body as they came.
pub struct Answer(pub String);

impl Answer {
    pub fn status(&self) -> &str {
        self.0.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.0.split_once("\r\n\r\n").map_or(&*self.0, |(head, _)| head);
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}
