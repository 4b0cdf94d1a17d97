//! The client that calls companies' providers, as the OpenID Connect library wants it.

use std::{pin::Pin, sync::Arc, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Client, redirect, retry};

use crate::providers::{
    http::HttpClientError,
    webhooks::{Guarded, Rule, UrlError},
};

const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Of an answer, in bytes: the keys of a large provider are a few dozen kilobytes.
const ANSWER_MAX: usize = 512 * 1024;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error("{0}")]
    Forbidden(#[from] UrlError),
    #[error("{0}")]
    NoAnswer(String),
    #[error("the answer is longer than 512 KB")]
    TooLong,
    #[error("{0}")]
    Broken(#[from] openidconnect::http::Error),
}

/// A client that reaches the public internet, and this machine where that is allowed.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    client: Client,
    rule: Rule,
}

impl Caller {
    pub fn new(is_loopback_allowed: bool) -> Result<Self, HttpClientError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let rule = Rule { is_loopback_allowed };
        let client = Client::builder()
            .user_agent("SignIn/1.0")
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // A secret must not follow a redirect, nor a code be sent twice.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            // A proxy would look names up for itself, past the check.
            .no_proxy()
            .dns_resolver(Arc::new(Guarded(rule)))
            .build()?;
        Ok(Self { client, rule })
    }

    /// Whether the address has the form of one that may be called.
    pub fn may_call(&self, url: &str) -> Result<(), UrlError> {
        self.rule.read(url).map(drop)
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        let (parts, body) = request.into_parts();
        let url = self.rule.read(&parts.uri.to_string())?;
        let sent = self
            .client
            .request(parts.method, url)
            .headers(parts.headers)
            .body(body)
            .send()
            .await;
        let mut response = sent.map_err(failed)?;
        let mut answer = openidconnect::http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > ANSWER_MAX {
                return Err(CallError::TooLong);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(answer.body(bytes)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Caller {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn failed(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    loop {
        if let Some(forbidden) = cause.downcast_ref::<UrlError>() {
            return CallError::Forbidden(forbidden.clone());
        }
        match cause.source() {
            Some(next) => cause = next,
            None => return CallError::NoAnswer(cause.to_string()),
        }
    }
}
