//! Turns connections into requests for the router, within bounds: of their number, of time, and of what a request may be
//! long. So many slow ones, or many that never end, cannot take the preview from who works with it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use parking_lot::Mutex;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::timeout_stream::TimeoutStream;

/// Connections at a time. A browser opens six, and one for all its tabs that listen.
const MOST: usize = 256;
/// From the beginning of a connection, or the last reply, to the end of the next request's head.
const HEAD: Duration = Duration::from_secs(10);
/// For the other end to take something of a reply.
const TAKE: Duration = Duration::from_secs(30);
/// Of a request's head, in bytes.
const LONGEST_HEAD: usize = 32 << 10;
/// When the system has no more to give, such as open files.
const PAUSE: Duration = Duration::from_millis(200);

/// Accepts as long as it is polled. Bodies of requests are not read: nothing here takes one.
pub async fn serve(listener: TcpListener, router: Router) -> Infallible {
    let seats = Arc::new(Seats::default());
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Where all are at work, the newest has to come back.
                if let Some(seat) = Seats::take(&seats) {
                    tokio::spawn(serve_one(stream, router.clone(), seat));
                }
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

async fn serve_one(stream: TcpStream, router: Router, seat: Seat) {
    let (leave, at_work) = (seat.leave.clone(), seat.at_work.clone());
    let router = TowerToHyperService::new(router);
    let answer = service_fn(move |request: Request<Incoming>| {
        let work = Work::begin(&at_work);
        let reply = router.call(request);
        async move {
            let reply: Response<Body> = reply.await?;
            Ok::<_, Infallible>(reply.map(|body| Worked { body, _work: work }))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(TimeoutStream::new(stream, TAKE)), answer);
    tokio::select! {
        // A connection that breaks is its other end's business.
        _ = connection => {}
        () = leave.notified() => {}
    }
    drop(seat);
}

/// The connections there are, by number in order of their beginning.
#[derive(Default)]
struct Seats(Mutex<Taken>);

#[derive(Default)]
struct Taken {
    next: u64,
    seats: BTreeMap<u64, (Arc<AtomicUsize>, Arc<Notify>)>,
}

/// A connection's place; given back when it ends.
struct Seat {
    number: u64,
    /// Replies that are being made or sent.
    at_work: Arc<AtomicUsize>,
    /// Someone else needs the place.
    leave: Arc<Notify>,
    seats: Arc<Seats>,
}

impl Seats {
    /// Where all places are taken, the oldest connection that asks for nothing leaves; `None` when there is none.
    fn take(seats: &Arc<Seats>) -> Option<Seat> {
        let mut taken = seats.0.lock();
        if taken.seats.len() >= MOST {
            let idle = |(_, (at_work, _)): &(&u64, &(Arc<AtomicUsize>, _))| at_work.load(Ordering::Relaxed) == 0;
            let oldest = *taken.seats.iter().find(idle)?.0;
            taken.seats.remove(&oldest)?.1.notify_one();
        }
        let (number, at_work, leave) = (taken.next, Arc::<AtomicUsize>::default(), Arc::<Notify>::default());
        taken.next += 1;
        taken.seats.insert(number, (at_work.clone(), leave.clone()));
        Some(Seat { number, at_work, leave, seats: seats.clone() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.0.lock().seats.remove(&self.number);
    }
}

/// From a request to the end of its reply.
struct Work(Arc<AtomicUsize>);

impl Work {
    fn begin(at_work: &Arc<AtomicUsize>) -> Work {
        at_work.fetch_add(1, Ordering::Relaxed);
        Work(at_work.clone())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A reply's body, which is work until it is sent or given up.
struct Worked {
    body: Body,
    _work: Work,
}

impl HttpBody for Worked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_connection_that_asks_for_nothing_makes_room() {
        let seats = Arc::new(Seats::default());
        let all: Vec<Seat> = (0..MOST).map(|_| Seats::take(&seats).unwrap()).collect();
        let busy = Work::begin(&all[0].at_work);
        let _one_more = Seats::take(&seats).unwrap();
        let numbers = |seats: &Seats| seats.0.lock().seats.keys().copied().collect::<Vec<_>>();
        let stay = |number: u64| numbers(&seats).contains(&number);
        assert!(stay(0) && !stay(1) && stay(2), "0 is at work, 1 is the oldest of the others");
        assert_eq!(numbers(&seats).len(), MOST);
        drop(busy);
        let _another = Seats::take(&seats).unwrap();
        assert!(!stay(0), "its work is done");
        drop(all);
        assert_eq!(numbers(&seats).len(), 2, "a connection that ends gives its place back");
    }

    #[test]
    fn where_all_are_at_work_nobody_is_sent_away() {
        let seats = Arc::new(Seats::default());
        let all: Vec<Seat> = (0..MOST).map(|_| Seats::take(&seats).unwrap()).collect();
        let _work: Vec<Work> = all.iter().map(|seat| Work::begin(&seat.at_work)).collect();
        assert!(Seats::take(&seats).is_none());
    }
}
