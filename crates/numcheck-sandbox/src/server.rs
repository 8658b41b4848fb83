//! One server for all six endpoints: their paths do not collide.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use axum::routing::{any, get};
use serde_json::json;

use crate::billing::{Book, Request};
use crate::cards::CARDS;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::{Product, juhe, ywjisu};

/// A documented path of a vendor.
pub(crate) struct Endpoint {
    pub(crate) product: Product,
    pub(crate) path: &'static str,
    /// 请求方式.
    pub(crate) methods: &'static [Method],
    /// Answers, and notes in the ledger's entry what it learns on the way. `Err` is a refusal.
    pub(crate) answer: fn(&Fields, &mut Request) -> Result<Reply, Reply>,
}

static ENDPOINTS: [Endpoint; 6] = [
    juhe::line_status::ENDPOINT,
    juhe::network_status::PLAIN,
    juhe::network_status::AES,
    juhe::network_status::RSA,
    juhe::caller_id::ENDPOINT,
    ywjisu::ENDPOINT,
];

pub(crate) fn router(book: Arc<Book>) -> Router {
    let mut router = Router::new()
        .route("/_sandbox/cards", get(cards))
        .route("/_sandbox/health", get(health))
        .route("/_sandbox/ledger", get(ledger))
        .fallback(unknown);
    for endpoint in &ENDPOINTS {
        let serve = move |State(book): State<Arc<Book>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
            vendor(endpoint, &book, &method, &uri, &headers, &body)
        };
        router = router.route(endpoint.path, any(serve));
    }
    router.with_state(book)
}

/// Answers one request to a vendor. What is answered and billed is settled here; a fault, once there are
/// any, comes between the entry and the reply.
fn vendor(
    endpoint: &Endpoint,
    book: &Book,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Response<Body> {
    let mut request = book.open(endpoint.product, endpoint.path);
    let reply = Fields::read(endpoint.methods, method, uri, headers, body)
        .and_then(|fields| (endpoint.answer)(&fields, &mut request))
        .unwrap_or_else(|refusal| refusal);
    request.http_status = reply.status;
    request.code.clone_from(&reply.code);
    request.hint = reply.hint.map(Into::into);
    book.write(request);
    reply.into_response()
}

async fn cards() -> Response<Body> {
    Reply::sandbox(&CARDS).into_response()
}

async fn health() -> Response<Body> {
    let endpoints: Vec<_> =
        ENDPOINTS.iter().map(|endpoint| json!({ "product": endpoint.product, "path": endpoint.path })).collect();
    Reply::sandbox(&json!({ "status": "ok", "endpoints": endpoints })).into_response()
}

async fn ledger(State(book): State<Arc<Book>>) -> Response<Body> {
    Reply::sandbox(&book.snapshot()).into_response()
}

async fn unknown() -> Response<Body> {
    Reply::refusal(404, "no vendor has this path; GET /_sandbox/health lists them").into_response()
}
