use std::sync::{Arc, Mutex, PoisonError};

use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};

use crate::fixture::{Exchange, Response};

/// A vendor that serves the replies of a fixture in their order, and keeps what it received.
pub(super) struct Scripted {
    server: MockServer,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Scripted {
    pub(super) async fn start(exchanges: &[Exchange]) -> Self {
        let server = MockServer::start_async().await;
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let (kept, replies) = (Arc::clone(&received), replies(exchanges));
        server
            .mock_async(move |when, then| {
                when.any_request();
                then.respond_with(move |request| {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.push(Received::of(request));
                    replies.get(kept.len() - 1).cloned().unwrap_or_else(unexpected)
                });
            })
            .await;
        Self { server, received }
    }

    pub(super) fn base_url(&self) -> String {
        self.server.base_url()
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Received {
    fn of(request: &HttpMockRequest) -> Self {
        let content_type = request.headers_vec().iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        Self {
            method: request.method_str().to_owned(),
            path: request.uri().path_and_query().map(|path| path.as_str().to_owned()).unwrap_or_default(),
            content_type: content_type.map(|(_, value)| value.clone()).unwrap_or_default(),
            body: request.body_vec(),
        }
    }
}

fn replies(exchanges: &[Exchange]) -> Vec<HttpMockResponse> {
    exchanges.iter().map(|exchange| reply(&exchange.response)).collect()
}

fn reply(response: &Response) -> HttpMockResponse {
    let mut builder = HttpMockResponse::builder().status(response.status).body(response.body.clone());
    if !response.headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) {
        builder = builder.header("content-type", "application/json;charset=utf-8");
    }
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    builder.build()
}

/// Nobody scripted it: the comparison of the requests says so.
fn unexpected() -> HttpMockResponse {
    HttpMockResponse::builder().status(500).body("this fixture has no more exchanges").build()
}
