//! The sender over HTTP.
//!
//! The check of addresses stands in the client's own name resolution, so that what was checked is what is connected to:
//! a name that answers differently a moment later gains nothing.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    header::CONTENT_TYPE,
    redirect, retry,
};
use url::{Host, Url};

use super::{
    Outgoing, Receipt, SendError, UrlError, WebhookSender,
    address::{is_loopback, is_public},
};
use crate::providers::http::HttpClientError;

const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Of an answer, in bytes.
const ANSWER_MAX: usize = 2_000;
/// Of what is kept of it, in characters.
const START_MAX: usize = 500;

/// What may be called.
#[derive(Debug, Clone, Copy)]
pub(in crate::providers) struct Rule {
    /// This machine too, also without TLS: for development.
    pub is_loopback_allowed: bool,
}

impl Rule {
    fn allows(self, address: IpAddr) -> bool {
        is_public(address) || (self.is_loopback_allowed && is_loopback(address))
    }

    /// The address in parts, when its form and a host written as an address are allowed.
    pub fn read(self, text: &str) -> Result<Url, UrlError> {
        let url = Url::parse(text).map_err(|_| UrlError::NotHttps)?;
        let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(UrlError::NotHttps),
        };
        let is_here = match (literal, url.host_str()) {
            (Some(address), _) => is_loopback(address),
            (None, host) => host == Some("localhost"),
        };
        let is_scheme =
            url.scheme() == "https" || (url.scheme() == "http" && is_here && self.is_loopback_allowed);
        if literal.is_some_and(|address| !self.allows(address)) {
            return Err(UrlError::Private);
        }
        if is_scheme && is_bare {
            Ok(url)
        } else {
            Err(UrlError::NotHttps)
        }
    }
}

/// Names, found by the system and refused when any of their addresses is private.
pub(in crate::providers) struct Guarded(pub Rule);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let rule = self.0;
        Box::pin(async move {
            let found = find(rule, name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

async fn find(rule: Rule, host: &str) -> Result<Vec<SocketAddr>, UrlError> {
    let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 0))
        .await
        .map_err(|_| UrlError::NotFound)?
        .collect();
    if found.is_empty() {
        Err(UrlError::NotFound)
    } else if found.iter().all(|address| rule.allows(address.ip())) {
        Ok(found)
    } else {
        Err(UrlError::Private)
    }
}

/// Sends by HTTPS.
pub struct HttpSender {
    client: Client,
    rule: Rule,
}

impl HttpSender {
    /// With or without leave to call this machine.
    pub fn new(is_loopback_allowed: bool) -> Result<Self, HttpClientError> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let rule = Rule { is_loopback_allowed };
        let client = Client::builder()
            .user_agent("Webhooks/1.0")
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            // A proxy would look names up for itself, past the check.
            .no_proxy()
            .dns_resolver(Arc::new(Guarded(rule)))
            .build()?;
        Ok(Self { client, rule })
    }
}

#[async_trait]
impl WebhookSender for HttpSender {
    async fn may_call(&self, url: &str) -> Result<(), UrlError> {
        match self.rule.read(url)?.host() {
            Some(Host::Domain(host)) => find(self.rule, host).await.map(drop),
            _ => Ok(()),
        }
    }

    async fn send(&self, event: &Outgoing) -> Result<Receipt, SendError> {
        let url = self.rule.read(&event.url).map_err(SendError::Forbidden)?;
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &event.id)
            .header("webhook-timestamp", event.timestamp)
            .header("webhook-signature", &event.signature)
            .body(event.body.clone());
        let response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        Ok(Receipt {
            status,
            start: start(response).await,
        })
    }
}

/// How the answer begins. One that breaks off is still an answer: its status was read.
async fn start(mut response: Response) -> String {
    let mut body = Vec::new();
    while body.len() < ANSWER_MAX {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) | Err(_) => break,
        }
    }
    body.truncate(ANSWER_MAX);
    String::from_utf8_lossy(&body)
        .chars()
        .filter(|one| *one != '\0')
        .take(START_MAX)
        .collect()
}

fn failed(error: reqwest::Error) -> SendError {
    let mut cause: &dyn std::error::Error = &error;
    loop {
        if let Some(forbidden) = cause.downcast_ref::<UrlError>() {
            return SendError::Forbidden(forbidden.clone());
        }
        match cause.source() {
            Some(next) => cause = next,
            None => break,
        }
    }
    let last = cause.to_string();
    SendError::NoAnswer(match (error.is_timeout(), error.is_connect()) {
        (true, _) => "no answer in 10 seconds".to_owned(),
        (false, true) => format!("no connection: {last}"),
        (false, false) => format!("the connection broke: {last}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str, is_loopback_allowed: bool) -> Result<(), UrlError> {
        Rule { is_loopback_allowed }.read(url).map(drop)
    }

    #[test]
    fn only_https_to_public_addresses() {
        assert_eq!(read("https://systems.example.com/hooks?shop=1", false), Ok(()));
        for odd in [
            "http://systems.example.com/",
            "ftp://a.test/",
            "https://user@a.test/",
            "https://a.test/#x",
            "/hooks",
            "",
        ] {
            assert_eq!(read(odd, false), Err(UrlError::NotHttps), "{odd}");
        }
        for private in [
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest",
            "https://[::1]/",
            "https://[fc00::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://2130706433/",
            "https://0x7f.1/",
        ] {
            assert_eq!(read(private, false), Err(UrlError::Private), "{private}");
        }
        assert_eq!(read("http://127.0.0.1:4000/hooks", true), Ok(()));
        assert_eq!(read("http://10.0.0.1/", true), Err(UrlError::Private));
        assert_eq!(read("http://systems.example.com/", true), Err(UrlError::NotHttps));
    }
}
