//! One server for all six endpoints: their paths do not collide.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, Response};
use axum::routing::any;

use crate::app::App;
use crate::call::Call;
use crate::faults::apply::{self, Sabotage};
use crate::fields::Fields;
use crate::reply::Reply;
use crate::wire::Line;
use crate::{Product, control, juhe, ywjisu};

/// No request of any product comes near: 2000 numbers are 28 kB.
const LONGEST_BODY: usize = 2 << 20;

/// The longest path of an unknown endpoint that is kept.
const LONGEST_PATH: usize = 64;

/// A documented path of a vendor.
pub(crate) struct Endpoint {
    pub(crate) product: Product,
    pub(crate) path: &'static str,
    /// 请求方式.
    pub(crate) methods: &'static [Method],
    /// Answers, and notes in the ledger's entry what it learns on the way. `Err` is a refusal.
    pub(crate) answer: fn(&Fields, &mut Call) -> Result<Reply, Reply>,
    /// The vendor's refusal with a code.
    pub(crate) refuse: fn(u32) -> Reply,
}

pub(crate) static ENDPOINTS: [Endpoint; 6] = [
    juhe::line_status::ENDPOINT,
    juhe::network_status::PLAIN,
    juhe::network_status::AES,
    juhe::network_status::RSA,
    juhe::caller_id::ENDPOINT,
    ywjisu::ENDPOINT,
];

pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new().nest("/_sandbox", control::router()).fallback(unknown);
    for endpoint in &ENDPOINTS {
        let serve = move |State(app): State<Arc<App>>, ConnectInfo(line): ConnectInfo<Line>, request: Request| async move {
            vendor(endpoint, &app, &line, request).await
        };
        router = router.route(endpoint.path, any(serve));
    }
    router.with_state(app)
}

/// Answers one request to a vendor. What is billed is written, with a state durably, before anything of the
/// reply is sent; from then on the client may go away, or be killed, and is billed all the same.
async fn vendor(endpoint: &'static Endpoint, app: &Arc<App>, line: &Line, request: Request) -> Response<Body> {
    let busy = app.enter();
    let (head, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await;

    let entry = app.book.begin(Some(endpoint.product), endpoint.path);
    let draw = app.plans.draw(endpoint.product, entry.seq);
    let mut call = Call::new(entry, draw);
    let answered = body
        .map_err(|_| Reply::refusal(413, "the body is longer than 2 MiB, or its end did not come"))
        .and_then(|body| Fields::read(endpoint.methods, &head.method, &head.uri, &head.headers, &body))
        .and_then(|fields| (endpoint.answer)(&fields, &mut call));
    let answered = apply::refuse(endpoint.product, &mut call, answered, endpoint.refuse);
    let units = call.entry.units();
    let reply = match answered {
        Ok(_) if !app.book.charge(endpoint.product, units, call.draw.quota()) => {
            apply::used_up(endpoint.product, &mut call, endpoint.refuse)
        }
        Ok(reply) => reply,
        Err(refusal) => {
            app.book.charge(endpoint.product, units, None);
            refusal
        }
    };
    let (reply, sabotage) = apply::change(&mut call, reply);

    let Call { mut entry, draw } = call;
    entry.http_status = reply.status;
    entry.code.clone_from(&reply.code);
    entry.hint = reply.hint.map(Into::into);
    if app.book.write(entry).await.is_err() {
        return unwritable().into_response();
    }

    if let Some(away) = draw.down {
        // The listener is gone only when the sandbox is.
        let _ = app.down.send(away);
    }
    tokio::select! {
        () = tokio::time::sleep(draw.wait) => {}
        () = app.stopped(), if !draw.wait.is_zero() => {}
    }
    if sabotage == Some(Sabotage::Hang) {
        drop(busy);
        app.stopped().await;
    }
    if let Some(sabotage) = sabotage {
        line.spoil(sabotage);
    }
    reply.into_response()
}

/// A path that is no vendor's.
async fn unknown(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let _busy = app.enter();
    let reply = Reply::refusal(404, "no vendor has this path; GET /_sandbox/health lists them");
    if request.uri().path().starts_with("/_sandbox") {
        return reply.into_response();
    }
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    let mut entry = app.book.begin(None, path);
    entry.http_status = reply.status;
    entry.hint = reply.hint.map(Into::into);
    match app.book.write(entry).await {
        Ok(()) => reply.into_response(),
        Err(_) => unwritable().into_response(),
    }
}

/// A charge that cannot be kept is not made, and its request not answered.
pub(crate) fn unwritable() -> Reply {
    Reply::refusal(503, "the billing ledger cannot be written; nothing was billed. Is the disk full?")
}
