//! A vendor that repeats what it was sent and what it knows, wherever a reply has room for it.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the vendor does with a request once it has read it.
#[derive(Clone)]
pub(crate) enum Does {
    /// Writes this and closes.
    Says(Vec<u8>),
    /// Writes this and keeps the connection open.
    SaysAndHangs(Vec<u8>),
    /// Resets the connection.
    Resets,
}

/// The vendor of one endpoint.
pub(crate) struct Vendor {
    pub(crate) base_url: String,
    does: Arc<Mutex<Does>>,
}

impl Vendor {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base_url = format!("http://{}", listener.local_addr().expect("an address"));
        let does = Arc::new(Mutex::new(Does::Resets));
        let next = does.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let does = next.lock().unwrap_or_else(PoisonError::into_inner).clone();
                tokio::spawn(async move {
                    let _ = act(does, &mut stream).await;
                });
            }
        });
        Self { base_url, does }
    }

    pub(crate) fn will(&self, does: Does) {
        *self.does.lock().unwrap_or_else(PoisonError::into_inner) = does;
    }
}

async fn act(does: Does, stream: &mut TcpStream) -> std::io::Result<()> {
    // Requests of these sizes come in one piece or two; a reply that is early is one more way to fail.
    let _ = stream.read(&mut vec![0; 1 << 16]).await?;
    match does {
        Does::Says(reply) => {
            stream.write_all(&reply).await?;
            stream.shutdown().await?;
            // A close with something unread would be a reset.
            while stream.read(&mut [0; 4096]).await? > 0 {}
        }
        Does::SaysAndHangs(reply) => {
            stream.write_all(&reply).await?;
            std::future::pending::<()>().await;
        }
        Does::Resets => stream.set_zero_linger()?,
    }
    Ok(())
}

/// A reply with its length.
pub(crate) fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}").into_bytes()
}
