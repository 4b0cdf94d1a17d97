//! Our session at 1GLOBAL: a token that is kept until shortly before its end and replaced once when it is refused,
//! the headers of every call, and pages.

use std::time::{Duration, Instant};

use reqwest::{
    Client, RequestBuilder, StatusCode,
    header::{ACCEPT, HeaderMap, HeaderName, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{refusal, wire::Page};
use crate::providers::{
    ProviderError, Refusal,
    account::Keys,
    http::{Answer, Call, HttpClient},
};

/// The version of the API this adapter was written for.
const VERSION: &str = "2026-02-05";
/// The most 1GLOBAL gives at once.
const PAGE_SIZE: &str = "40";
/// Pages after which a list is taken for endless.
const PAGES_MAX: usize = 5_000;
/// A token is replaced when so much of its life, in per cent, is over.
const TOKEN_USED_PERCENT: u32 = 80;
/// When to ask again after no token came.
const TOKEN_RETRY_SECONDS: u32 = 5;

pub struct Session {
    http: HttpClient,
    base_url: String,
    token_url: String,
    pub keys: Keys,
    token: Mutex<Option<Token>>,
}

struct Token {
    value: SecretString,
    /// The client it was given to; an operator may enter another.
    client: (SecretString, SecretString),
    good_until: Instant,
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: SecretString,
    /// Seconds.
    expires_in: u32,
}

impl Session {
    pub fn new(http: HttpClient, base_url: &str, token_url: String, keys: Keys) -> Self {
        Self {
            http,
            base_url: base_url.trim_end_matches('/').to_owned(),
            token_url,
            keys,
            token: Mutex::default(),
        }
    }

    pub async fn get(
        &self,
        operation: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Answer, ProviderError> {
        let ask = async |token: &SecretString| {
            self.http
                .read(call(operation), |client| {
                    self.signed(client.get(self.url(path)).query(query), token)
                })
                .await
        };
        let token = self.token().await?;
        let answer = ask(&token).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return refusal::check(answer);
        }
        refusal::check(ask(&self.another_token(&token).await?).await?)
    }

    /// A call that changes something, sent once. A token that is refused is not counted: nothing was done then.
    pub async fn post(
        &self,
        operation: &'static str,
        path: &str,
        key: &str,
        body: &impl Serialize,
    ) -> Result<Answer, ProviderError> {
        let ask = async |token: &SecretString| {
            let request = |client: &Client| {
                let request = client.post(self.url(path)).header("idempotency-key", key);
                self.signed(request.json(body), token)
            };
            self.http.write(call(operation), request).await
        };
        let token = self.token().await?;
        let answer = ask(&token).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return refusal::check(answer);
        }
        refusal::check(ask(&self.another_token(&token).await?).await?)
    }

    /// Every item of a list. Of the address of the next page only the cursor is used: our token goes nowhere else.
    pub async fn list<P: Page + DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        filter: &[(&str, &str)],
    ) -> Result<Vec<P::Item>, ProviderError> {
        let (mut items, mut cursor) = (Vec::new(), None::<String>);
        for _ in 0..PAGES_MAX {
            let mut query = vec![("limit", PAGE_SIZE)];
            query.extend_from_slice(filter);
            if let Some(cursor) = &cursor {
                query.push(("cursor", cursor));
            }
            let page: P = self.get(operation, path, &query).await?.json()?;
            let (found, next) = page.split();
            items.extend(found);
            match next {
                None => return Ok(items),
                Some(href) => cursor = Some(cursor_in(&href)?),
            }
        }
        Err(ProviderError::unknown("a list does not end"))
    }

    /// A token for this client. Safe to ask for any number of times.
    pub async fn ask_token(
        &self,
        id: &SecretString,
        secret: &SecretString,
    ) -> Result<(SecretString, Duration), ProviderError> {
        let answer = self
            .http
            .read(call("token"), |client| {
                client
                    .post(&self.token_url)
                    .basic_auth(id.expose_secret(), Some(secret.expose_secret()))
                    .form(&[("grant_type", "client_credentials")])
            })
            .await?;
        if !answer.is_success() {
            let detail = format!("no token: HTTP {}", answer.status.as_u16());
            return Err(ProviderError::Refused(Refusal::OurAccount { detail }));
        }
        let token: TokenAnswer = answer.json()?;
        Ok((
            token.access_token,
            Duration::from_secs(u64::from(token.expires_in)),
        ))
    }

    /// Without a token nothing was sent, so whatever was wanted certainly did not happen.
    async fn token(&self) -> Result<SecretString, ProviderError> {
        let client = (self.keys.get(0), self.keys.get(1));
        // Whoever comes while one asks waits for that token.
        let mut held = self.token.lock().await;
        if let Some(token) = held.as_ref().filter(|token| token.is_good(&client)) {
            return Ok(token.value.clone());
        }
        let asked = Instant::now();
        let (value, life) = self
            .ask_token(&client.0, &client.1)
            .await
            .map_err(|error| match error {
                ProviderError::Unknown { detail } => {
                    tracing::warn!(%detail, "1GLOBAL gives no token");
                    ProviderError::RateLimited {
                        retry_after_seconds: TOKEN_RETRY_SECONDS,
                    }
                }
                other => other,
            })?;
        *held = Some(Token {
            value: value.clone(),
            client,
            good_until: asked + life * TOKEN_USED_PERCENT / 100,
        });
        Ok(value)
    }

    /// In the place of one that was refused; another task may have replaced it already.
    async fn another_token(&self, refused: &SecretString) -> Result<SecretString, ProviderError> {
        {
            let mut held = self.token.lock().await;
            let is_held = |token: &Token| token.value.expose_secret() == refused.expose_secret();
            if held.as_ref().is_some_and(is_held) {
                *held = None;
            }
        }
        self.token().await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base_url)
    }

    fn signed(&self, request: RequestBuilder, token: &SecretString) -> RequestBuilder {
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_static("api-version"),
            HeaderValue::from_static(VERSION),
        );
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("application/hal+json, application/problem+json"),
        );
        request
            .headers(headers)
            .header("correlation-id", Uuid::new_v4().to_string())
            .bearer_auth(token.expose_secret())
    }
}

impl Token {
    fn is_good(&self, (id, secret): &(SecretString, SecretString)) -> bool {
        Instant::now() < self.good_until
            && self.client.0.expose_secret() == id.expose_secret()
            && self.client.1.expose_secret() == secret.expose_secret()
    }
}

/// The cursor in the address of the next page.
fn cursor_in(href: &str) -> Result<String, ProviderError> {
    let (_, query) = href.split_once('?').unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "cursor")
        .map(|(_, cursor)| cursor.into_owned())
        .ok_or_else(|| ProviderError::unknown("the next page has no cursor"))
}

const fn call(operation: &'static str) -> Call {
    Call {
        provider: "1global",
        operation,
    }
}
