//! What the body of a reply is made of: bytes, or an open file that is read a piece at a time, as its reader takes them. So a
//! film costs no more memory than a page, however many and however slow its readers are.

use std::io::{self, ErrorKind, Read, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::files::{self, Hash, Lent, Pieces};

/// Of a file, in bytes.
const PIECE: u64 = 64 << 10;

/// All of a reply, or a part.
pub enum Payload {
    /// Copies of it share the bytes.
    Bytes(Bytes),
    File(FilePart),
}

/// What is to be read of an open file.
pub struct FilePart {
    file: Lent,
    part: Range<u64>,
}

impl Payload {
    pub fn empty() -> Payload {
        Payload::Bytes(Bytes::new())
    }

    pub fn file(file: Lent) -> Payload {
        Payload::File(FilePart { part: 0..file.size, file })
    }

    pub fn len(&self) -> u64 {
        match self {
            Payload::Bytes(bytes) => bytes.len() as u64,
            Payload::File(file) => file.part.end - file.part.start,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Another one for other bytes. A file is not read for it.
    pub fn mark(&self) -> Hash {
        match self {
            Payload::Bytes(bytes) => files::hash(bytes),
            Payload::File(file) => file.file.mark,
        }
    }

    /// `part`: inside of it.
    pub fn part(self, part: Range<u64>) -> Payload {
        match self {
            Payload::Bytes(bytes) => {
                let at = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                Payload::Bytes(bytes.slice(at(part.start)..at(part.end)))
            }
            Payload::File(file) => Payload::File(FilePart { part, ..file }),
        }
    }

    /// All of it, for who needs it at once.
    pub fn read(self) -> io::Result<Vec<u8>> {
        match self {
            Payload::Bytes(bytes) => Ok(bytes.to_vec()),
            Payload::File(FilePart { file: Lent { mut bytes, .. }, part }) => {
                let mut all = Vec::new();
                bytes.seek(SeekFrom::Start(part.start))?;
                bytes.take(part.end - part.start).read_to_end(&mut all)?;
                Ok(all)
            }
        }
    }

    pub fn into_body(self) -> Body {
        match self {
            Payload::Bytes(bytes) => Body::from(bytes),
            Payload::File(FilePart { file, part }) => Body::new(Sending {
                at: part.start,
                left: part.end - part.start,
                state: State::Waiting(Some(file.bytes)),
            }),
        }
    }
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Payload {
        Payload::Bytes(bytes.into())
    }
}

/// A file on its way.
struct Sending {
    at: u64,
    left: u64,
    state: State,
}

/// A file, and what was read of it.
type Piece = (Box<dyn Pieces>, Vec<u8>);

enum State {
    /// For the reader to take what it has.
    Waiting(Option<Box<dyn Pieces>>),
    /// Reading may wait for the disk, so it is done where nothing else waits for it.
    Reading(JoinHandle<io::Result<Piece>>),
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        if let State::Waiting(file) = &mut this.state {
            // Without a file an error was given before, and nothing follows.
            let Some(file) = file.take() else { return Poll::Ready(None) };
            let (at, length) = (this.at, this.left.min(PIECE));
            this.state = State::Reading(spawn_blocking(move || piece(file, at, length)));
        }
        let State::Reading(reading) = &mut this.state else { return Poll::Ready(None) };
        let read = ready!(Pin::new(reading).poll(cx)).unwrap_or_else(|error| Err(io::Error::other(error)));
        Poll::Ready(Some(match read {
            Ok((file, bytes)) => {
                this.at += bytes.len() as u64;
                this.left -= bytes.len() as u64;
                this.state = State::Waiting(Some(file));
                Ok(Frame::data(bytes.into()))
            }
            Err(error) => {
                this.state = State::Waiting(None);
                Err(error)
            }
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// A file that has become shorter breaks the reply off: its length was promised.
fn piece(mut file: Box<dyn Pieces>, at: u64, length: u64) -> io::Result<Piece> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.seek(SeekFrom::Start(at))?;
    (&mut file).take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok((file, bytes)) } else { Err(ErrorKind::UnexpectedEof.into()) }
}
