//! Shows the last good site on this machine, and what is wrong with the next.
//!
//! For one person on one machine: it listens on 127.0.0.1 alone, answers to no other name, and what it adds to a page for
//! the preview never gets into a built one. Nothing is read from the disk but the files of the site that is shown, so no
//! address leads anywhere else.

mod answer;
mod bar;
mod show;
mod since;
mod stream;

pub use show::{Days, Fault, News, Show};

use crate::calendar::Day;
use crate::disk::{self, MachineError};
use crate::pipeline::Options;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

/// How many ports are tried before it is said that none is free.
const PORTS: u16 = 100;

/// How long a connection is left waiting at most while others say nothing.
const KNOCK: Duration = Duration::from_millis(500);

/// At most this many tabs are told of changes; each holds a thread.
const STREAMS: usize = 64;

/// What every request may ask for.
struct Shared {
    /// The content's root, with links followed: files of the content are served from below it only.
    root: PathBuf,
    /// What the site is made with, but for the day.
    options: Options,
    /// The day that somebody has chosen in the bar, for all tabs.
    chosen: Mutex<Option<Day>>,
    /// Has the site made anew.
    again: Box<dyn Fn() + Send + Sync>,
    /// Facts of pages are worked out one at a time: what is being written comes first.
    desk: Mutex<()>,
    /// `127.0.0.1:4000`.
    address: SocketAddr,
    /// Known to the pages of this run alone.
    token: String,
    show: RwLock<Arc<Show>>,
    news: Mutex<u64>,
    bell: Condvar,
    streams: Mutex<usize>,
}

impl Shared {
    fn show(&self) -> Arc<Show> {
        self.show.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A running preview. It goes on until the program ends.
pub struct Server {
    shared: Arc<Shared>,
}

impl Server {
    /// Begins to serve on `port`, or on the next one that is free. Until the first [`Server::show`] every page says
    /// that the site is being made. `options` are what it is made with; `again` has it made anew, as of the day that
    /// [`Server::chosen_day`] then says.
    ///
    /// # Errors
    /// Where a hundred ports in a row are taken, or the machine does not let us listen.
    pub fn start(options: Options, port: u16, again: impl Fn() + Send + Sync + 'static) -> Result<Self, MachineError> {
        let (listener, address) = listen(&options.root, port)?;
        let shared = Arc::new(Shared {
            root: disk::resolve(&options.root)?,
            options,
            chosen: Mutex::new(None),
            again: Box::new(again),
            desk: Mutex::new(()),
            address,
            token: token(),
            show: RwLock::default(),
            news: Mutex::new(0),
            bell: Condvar::new(),
            streams: Mutex::new(0),
        });
        let serving = shared.clone();
        thread::spawn(move || accept(&serving, listener));
        thread::spawn(move || knock(address));
        Ok(Self { shared })
    }

    /// Where the preview is, for a browser.
    pub fn url(&self) -> String {
        format!("http://{}/", self.shared.address)
    }

    /// The day as of which the site is to be shown, where somebody has chosen one.
    pub fn chosen_day(&self) -> Option<Day> {
        *self.shared.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows what came of a build, and tells every page that is open. A build that failed leaves the last good
    /// site, with what is wrong over it.
    pub fn show(&self, news: News) {
        let mut place = self.shared.show.write().unwrap_or_else(PoisonError::into_inner);
        let next = place.with(news);
        let number = next.number;
        *place = Arc::new(next);
        drop(place);
        *self.shared.news.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.shared.bell.notify_all();
    }
}

/// Listens on the port, or the next one that is free.
fn listen(root: &Path, port: u16) -> Result<(TcpListener, SocketAddr), MachineError> {
    let mut last = None;
    for port in port..=port.saturating_add(PORTS) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => {
                let address = listener.local_addr().map_err(|error| MachineError::new("serve", root, error))?;
                return Ok((listener, address));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(MachineError::new("serve", root, last.unwrap_or_else(|| std::io::ErrorKind::AddrInUse.into())))
}

/// Answers every request in a thread of its own, so that a slow reader keeps nobody waiting.
fn accept(shared: &Arc<Shared>, mut listener: TcpListener) {
    loop {
        let Ok(again) = listener.try_clone() else { return };
        let Ok(server) = tiny_http::Server::from_listener(listener, None) else { return };
        // An error while accepting ends the server's own loop for good: then begin afresh on the same socket.
        while let Ok(request) = server.recv() {
            let shared = shared.clone();
            thread::spawn(move || answer::answer(&shared, request));
        }
        listener = again;
        thread::sleep(Duration::from_millis(50));
    }
}

/// Calls at our own door now and then. A connection that comes while the threads of `tiny_http` are all taken may be left
/// waiting behind readers who say nothing, until the next one comes; so one always does.
fn knock(door: SocketAddr) {
    loop {
        drop(TcpStream::connect(door));
        thread::sleep(KNOCK);
    }
}

/// 128 bits that nobody can guess: the system seeds `RandomState`.
fn token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
