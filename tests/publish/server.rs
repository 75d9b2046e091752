//! A tiny HTTP server on 127.0.0.1 that notes what it is asked and answers as a test says, also badly.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use cong::http::{Client, Patience};

/// A request. Names of headers are in lower case.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    pub at: Instant,
}

impl Asked {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// `answer` gets a request and how many came before it, and gives a whole reply; nothing, to let the connection drop.
    pub fn new(answer: impl Fn(&Asked, usize) -> Vec<u8> + Send + Sync + 'static) -> Server {
        Server::at("127.0.0.1:0", answer)
    }

    pub fn at(address: &str, answer: impl Fn(&Asked, usize) -> Vec<u8> + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind(address).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (noted, answer) = (asked.clone(), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, answer) = (noted.clone(), answer.clone());
                thread::spawn(move || {
                    let mut stream = stream;
                    let Some(request) = read(&stream) else { return };
                    let before = {
                        let mut noted = noted.lock().unwrap();
                        noted.push(request.clone());
                        noted.len() - 1
                    };
                    let _ = stream.write_all(&answer(&request, before));
                });
            }
        });
        Server { url, asked }
    }

    /// Says yes to everything.
    pub fn content() -> Server {
        Server::new(|_, _| reply(200, &[], b""))
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// `METHOD PATH` of all requests, sorted.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
        lines.sort();
        lines
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, path, headers, body: String::from_utf8(body).unwrap(), at: Instant::now() })
}

pub fn reply(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        out += &format!("{name}: {value}\r\n");
    }
    let mut out = (out + "\r\n").into_bytes();
    out.extend_from_slice(body);
    out
}

/// An address at which nobody listens.
pub fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// As patient as a test.
pub fn client() -> Client {
    let pause = Duration::from_millis(10);
    let patience = Patience { tries: 3, pause, longest: Duration::from_secs(2), ..Patience::default() };
    Client::new(Patience { connect: Duration::from_secs(2), silence: Duration::from_secs(2), ..patience }).unwrap()
}
