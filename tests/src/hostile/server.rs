use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Piece, Script};

/// How much is written at once of what is written many times.
const BLOCK: usize = 1 << 16;
/// How long the rest of a request is waited for once the reply is written.
const PATIENCE: Duration = Duration::from_secs(2);

/// A vendor on loopback that does what its script says with every connection. It lives as long as the process.
#[derive(Clone, Debug)]
pub struct Vendor {
    url: String,
    play: Arc<Mutex<Arc<Play>>>,
}

/// What it does, and what came of it: a connection of the play before counts there, however late its bytes are read.
#[derive(Debug, Default)]
struct Play {
    script: Script,
    connections: AtomicUsize,
    bytes: AtomicUsize,
}

impl Vendor {
    /// Listens, and says nothing until it has a script.
    ///
    /// # Errors
    ///
    /// When no port of loopback is to be had.
    pub fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let vendor = Self { url: format!("http://{}", listener.local_addr()?), play: Arc::default() };
        let served = vendor.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let play = served.play();
                play.connections.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || play.serve(stream));
            }
        });
        Ok(vendor)
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it does from now on; what it counted is forgotten.
    pub fn plays(&self, script: Script) {
        *self.play.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(Play { script, ..Play::default() });
    }

    fn play(&self) -> Arc<Play> {
        self.play.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.play().connections.load(Ordering::SeqCst)
    }

    /// How many bytes of requests arrived.
    pub fn bytes_seen(&self) -> usize {
        self.play().bytes.load(Ordering::SeqCst)
    }
}

impl Play {
    fn serve(&self, mut stream: TcpStream) {
        let script = &self.script;
        if !script.speaks_first && self.read_request(&mut stream).is_err() {
            return;
        }
        // Whoever asked may hang up at any piece.
        if script.pieces.iter().try_for_each(|piece| write(&mut stream, piece)).is_ok() {
            let _ = stream.shutdown(Shutdown::Write);
        }
        // A close with something unread would be a reset.
        let _ = stream.set_read_timeout(Some(PATIENCE));
        while self.read(&mut stream, &mut [0; 4096]).is_ok_and(|read| read > 0) {}
    }

    fn read(&self, stream: &mut TcpStream, part: &mut [u8]) -> std::io::Result<usize> {
        let read = stream.read(part)?;
        self.bytes.fetch_add(read, Ordering::SeqCst);
        Ok(read)
    }

    fn read_request(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut seen = Vec::new();
        let mut part = [0; 4096];
        while !is_whole(&String::from_utf8_lossy(&seen)) {
            match self.read(stream, &mut part)? {
                0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                read => seen.extend_from_slice(&part[..read]),
            }
        }
        Ok(())
    }
}

/// Whether a request is there to its last byte.
fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or_default()
}

fn write(stream: &mut TcpStream, piece: &Piece) -> std::io::Result<()> {
    match piece {
        Piece::Bytes(bytes) => stream.write_all(bytes),
        Piece::Drip(bytes, every) => loop {
            stream.write_all(bytes)?;
            thread::sleep(*every);
        },
        Piece::Times(bytes, times) => {
            let at_once = (BLOCK / bytes.len().max(1)).max(1);
            let block = bytes.repeat(at_once);
            let (blocks, rest) = (times / at_once as u64, times % at_once as u64);
            (0..blocks).try_for_each(|_| stream.write_all(&block))?;
            let rest = usize::try_from(rest).unwrap_or_default() * bytes.len();
            stream.write_all(&block[..rest])
        }
    }
}
