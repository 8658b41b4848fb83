//! The sandbox's own endpoints, under `/_sandbox`: no faults strike them.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::Response;
use axum::routing::{get, post};
use futures_core::Stream;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Product;
use crate::app::App;
use crate::billing::NumberBill;
use crate::cards::CARDS;
use crate::faults::Faults;
use crate::reply::Reply;
use crate::server::{ENDPOINTS, unwritable};

/// A piece of a long reply.
const CHUNK: usize = 64 << 10;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/cards", get(cards))
        .route("/faults", get(faults).put(set_faults))
        .route("/health", get(health))
        .route("/ledger", get(ledger))
        .route("/numbers", get(numbers))
        .route("/top-up", post(top_up))
        .route("/totals", get(totals))
}

async fn cards() -> Response<Body> {
    Reply::sandbox(&CARDS).into_response()
}

async fn faults(State(app): State<Arc<App>>) -> Response<Body> {
    Reply::sandbox(&json!({ "faults": app.plans.faults() })).into_response()
}

/// Takes a plan as text, as `{"faults": "lost=0.01"}`, or part by part as `{"lost": 0.01, "latency": "50ms"}`.
async fn set_faults(State(app): State<Arc<App>>, body: String) -> Response<Body> {
    let spec = match serde_json::from_str::<Map<String, Value>>(&body) {
        Ok(parts) => written(&parts),
        Err(_) if body.trim_start().starts_with('{') => {
            return Reply::complaint(400, "this is not JSON; write {\"lost\": 0.01} or lost=0.01").into_response();
        }
        Err(_) => body,
    };
    match Faults::parse(&spec) {
        Ok(plan) => {
            app.plans.set(plan, app.book.seq(), app.book.account());
            faults(State(app)).await
        }
        Err(error) => Reply::complaint(400, &error.to_string()).into_response(),
    }
}

fn written(parts: &Map<String, Value>) -> String {
    let part = |(name, value): (&String, &Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        if name == "faults" { value } else { format!("{name}={value}") }
    };
    // A whole plan comes first, so that the parts beside it win.
    let (plan, parts): (Vec<_>, Vec<_>) = parts.iter().partition(|(name, _)| *name == "faults");
    plan.into_iter().chain(parts).map(part).collect::<Vec<_>>().join(",")
}

async fn health() -> Response<Body> {
    let endpoints: Vec<_> =
        ENDPOINTS.iter().map(|endpoint| json!({ "product": endpoint.product, "path": endpoint.path })).collect();
    Reply::sandbox(&json!({ "status": "ok", "endpoints": endpoints })).into_response()
}

/// The numbers only with `?numbers=true`: there may be a million.
async fn ledger(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response<Body> {
    let query = query.unwrap_or_default();
    let numbers = form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "numbers" && value == "true");
    Reply::sandbox(&app.book.ledger(numbers)).into_response()
}

/// NDJSON: a line a product and number.
async fn numbers(State(app): State<Arc<App>>) -> Response<Body> {
    let body = Body::from_stream(Lines(app.book.bills().into_sorted()));
    let mut response = Response::new(body);
    response.headers_mut().insert("content-type", "application/x-ndjson".parse().expect("a header value"));
    response
}

async fn totals(State(app): State<Arc<App>>) -> Response<Body> {
    Reply::sandbox(&app.book.totals()).into_response()
}

#[derive(Deserialize)]
struct TopUp {
    units: u64,
    #[serde(default)]
    product: Option<Product>,
}

/// Takes `500`, or `{"units": 500, "product": "juhe/line-status"}`.
async fn top_up(State(app): State<Arc<App>>, body: String) -> Response<Body> {
    let units = body.trim().parse().ok().map(|units| TopUp { units, product: None });
    let Some(wanted) = units.or_else(|| serde_json::from_str(&body).ok()) else {
        let words = "write how many units, such as 500 or {\"units\": 500, \"product\": \"juhe/line-status\"}";
        return Reply::complaint(400, words).into_response();
    };
    match app.book.top_up(wanted.product, wanted.units).await {
        Ok(()) => Reply::sandbox(&json!({ "units": wanted.units, "product": wanted.product })).into_response(),
        Err(_) => unwritable().into_response(),
    }
}

struct Lines<I>(I);

impl<I: Iterator<Item = NumberBill> + Unpin> Stream for Lines<I> {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut chunk = Vec::with_capacity(CHUNK + 256);
        while chunk.len() < CHUNK {
            let Some(bill) = self.0.next() else {
                break;
            };
            serde_json::to_writer(&mut chunk, &bill).expect("our own types are JSON");
            chunk.push(b'\n');
        }
        Poll::Ready((!chunk.is_empty()).then(|| Ok(chunk.into())))
    }
}
