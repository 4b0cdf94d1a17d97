//! Telna Connect Flex. **Unverified:** Telna publishes no contract; paths and fields are those seen in public
//! integrations, and what none of them shows is marked `Assumed:`. Ask Telna before production.

mod catalogue;
mod lines;
mod state;
mod wire;

use std::str::FromStr;

use async_trait::async_trait;
use reqwest::{Client, Method, RequestBuilder, StatusCode, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};

use self::wire::{Message, Page, Profile, Usage, WorkOrder};
use super::{EsimProvider, EsimStatus, IssuedEsim, Product};
use crate::providers::{
    ProviderError, Refusal,
    account::{Account, Keys, is_plain},
    http::{Answer, Call, HttpClient},
};

/// Items asked for at once. Assumed: Telna gives as many; fewer are no harm.
const PAGE_SIZE: usize = 100;
/// Pages after which a list is taken for endless.
const PAGES_MAX: usize = 2_000;

/// How the token is sent: integrations disagree, and both are reported to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthScheme {
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization: <token>`.
    Raw,
}

/// The text names no way to send a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither Bearer nor raw")]
pub struct ParseAuthSchemeError;

impl FromStr for AuthScheme {
    type Err = ParseAuthSchemeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "bearer" => Ok(Self::Bearer),
            "raw" => Ok(Self::Raw),
            _ => Err(ParseAuthSchemeError),
        }
    }
}

/// Where Telna is and who we are there.
#[derive(Debug, Clone)]
pub struct TelnaSettings {
    /// `https://ppo-api.telna.com/v1`, with the version.
    pub base_url: String,
    /// The API token.
    pub token: SecretString,
    /// How the token is sent.
    pub auth_scheme: AuthScheme,
}

/// The adapter.
#[derive(Debug)]
pub struct Telna {
    http: HttpClient,
    settings: TelnaSettings,
    keys: Keys,
}

#[derive(Serialize)]
struct NewOrder<'a> {
    customer_ref: &'a str,
    product: u64,
    /// The profile that gets a further package; without, a new profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    iccid: Option<&'a str>,
}

impl Telna {
    /// Talks to Telna as the settings say.
    pub fn new(http: HttpClient, mut settings: TelnaSettings) -> Self {
        settings
            .base_url
            .truncate(settings.base_url.trim_end_matches('/').len());
        let keys = Keys::new(vec![settings.token.clone()]);
        Self { http, settings, keys }
    }

    fn signed(&self, client: &Client, method: Method, path: &str) -> RequestBuilder {
        self.signed_with(client, method, path, &self.keys.get(0))
    }

    fn signed_with(
        &self,
        client: &Client,
        method: Method,
        path: &str,
        token: &SecretString,
    ) -> RequestBuilder {
        let request = client.request(method, format!("{}/{path}", self.settings.base_url));
        let token = token.expose_secret();
        match self.settings.auth_scheme {
            AuthScheme::Bearer => request.bearer_auth(token),
            AuthScheme::Raw => request.header(AUTHORIZATION, token),
        }
    }

    async fn get(
        &self,
        operation: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Answer, ProviderError> {
        self.http
            .read(call(operation), |client| {
                self.signed(client, Method::GET, path).query(query)
            })
            .await
    }

    /// Every item of a list.
    async fn list<P: Page + DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        filter: &[(&str, &str)],
    ) -> Result<Vec<P::Item>, ProviderError> {
        let mut items = Vec::new();
        for _ in 0..PAGES_MAX {
            let (count, offset) = (PAGE_SIZE.to_string(), items.len().to_string());
            let mut query = vec![("count", count.as_str()), ("offset", offset.as_str())];
            query.extend_from_slice(filter);
            let page: P = check(self.get(operation, path, &query).await?)?.json()?;
            let (total, found) = page.split();
            let is_last = found.is_empty();
            items.extend(found);
            if is_last || items.len() >= total {
                return Ok(items);
            }
        }
        Err(ProviderError::unknown("a list does not end"))
    }

    /// Orders a product under our reference: a new profile, or a package on the one named.
    async fn order(
        &self,
        operation: &'static str,
        product: &str,
        reference: &str,
        iccid: Option<&str>,
    ) -> Result<WorkOrder, ProviderError> {
        let product = product
            .parse()
            .map_err(|_| ProviderError::Refused(Refusal::OutOfStock))?;
        let order = NewOrder {
            customer_ref: reference,
            product,
            iccid,
        };
        let answer = self
            .http
            .write(call(operation), |client| {
                self.signed(client, Method::POST, "ordering/work-orders")
                    .json(&order)
            })
            .await?;
        let order: WorkOrder = check_sale(answer)?.json()?;
        if order.customer_ref != reference {
            return Err(ProviderError::unknown("the order carries another reference"));
        }
        Ok(order)
    }

    /// Assumed: work orders can be listed, filtered by `customer_ref`. Where the filter is ignored all are read.
    async fn find_order(&self, reference: &str) -> Result<Option<WorkOrder>, ProviderError> {
        let orders = self
            .list::<wire::WorkOrderPage>("find", "ordering/work-orders", &[("customer_ref", reference)])
            .await
            .map_err(ProviderError::of_question)?;
        Ok(orders.into_iter().find(|order| order.customer_ref == reference))
    }

    /// A profile and the packages on it.
    async fn diagnose(&self, iccid: &str) -> Result<(Profile, Vec<Usage>), ProviderError> {
        if iccid.is_empty() || !iccid.bytes().all(|byte| byte.is_ascii_digit()) {
            let (code, detail) = ("bad_iccid".into(), "not an ICCID".into());
            return Err(ProviderError::Refused(Refusal::Other { code, detail }));
        }
        let answer = self
            .get("status", &format!("diagnostic/euicc-profiles/{iccid}"), &[])
            .await?;
        let profile: Profile = check(answer)?.json()?;
        let usages: Vec<Usage> = self
            .list::<wire::UsagePage>("usages", "diagnostic/usages", &[("iccid", iccid)])
            .await?;
        Ok((profile, usages))
    }
}

#[async_trait]
impl EsimProvider for Telna {
    fn name(&self) -> &'static str {
        "telna"
    }

    async fn products(&self) -> Result<Vec<Product>, ProviderError> {
        let products = self
            .list::<wire::ProductPage>("products", "ordering/products", &[])
            .await?;
        Ok(products.into_iter().filter_map(catalogue::read).collect())
    }

    async fn issue(&self, product: &str, reference: &str) -> Result<IssuedEsim, ProviderError> {
        self.order("issue", product, reference, None).await?.into_esim()
    }

    async fn find(&self, reference: &str) -> Result<Option<IssuedEsim>, ProviderError> {
        let order = self.find_order(reference).await?;
        order.map(WorkOrder::into_esim).transpose()
    }

    async fn status(&self, iccid: &str) -> Result<EsimStatus, ProviderError> {
        let (profile, usages) = self.diagnose(iccid).await?;
        Ok(state::status(&profile, &usages))
    }

    async fn inventory(&self) -> Result<Vec<IssuedEsim>, ProviderError> {
        let orders = self
            .list::<wire::WorkOrderPage>("inventory", "ordering/work-orders", &[])
            .await?;
        let shipped = orders.into_iter().filter(|order| order.is_shipped());
        shipped.map(WorkOrder::into_esim).collect()
    }
}

#[async_trait]
impl Account for Telna {
    fn name(&self) -> &'static str {
        "telna"
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }

    fn key_names(&self) -> &'static [&'static str] {
        &["API token"]
    }

    fn look_right(&self, keys: &[SecretString]) -> bool {
        matches!(keys, [token] if is_plain(token.expose_secret()))
    }

    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError> {
        let [token] = keys else {
            return Err(ProviderError::unknown("one key is needed"));
        };
        let answer = self
            .http
            .read(call("check_keys"), |client| {
                self.signed_with(client, Method::GET, "ordering/products", token)
                    .query(&[("count", "1"), ("offset", "0")])
            })
            .await?;
        check(answer).map(drop)
    }
}

/// A success, or a refusal by the status: Telna's errors have no codes that are known.
fn check(answer: Answer) -> Result<Answer, ProviderError> {
    if answer.is_success() {
        return Ok(answer);
    }
    Err(ProviderError::Refused(answer.refusal_by_status(message(&answer))))
}

/// Assumed: all of it but the statuses themselves. A 409 that does not speak of stock may mean that the reference
/// was used before, so what became of it must be asked.
fn check_sale(answer: Answer) -> Result<Answer, ProviderError> {
    let text = message(&answer).unwrap_or_default().to_ascii_lowercase();
    match answer.status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(ProviderError::Refused(Refusal::OutOfStock)),
        StatusCode::CONFLICT if text.contains("stock") => Err(ProviderError::Refused(Refusal::OutOfStock)),
        StatusCode::CONFLICT => Err(ProviderError::unknown(format!("HTTP 409 {text}"))),
        StatusCode::UNPROCESSABLE_ENTITY if text.contains("address") => {
            Err(ProviderError::Refused(Refusal::AddressRequired))
        }
        _ => check(answer),
    }
}

/// The body is plain text, or JSON with `error` or `message`.
fn message(answer: &Answer) -> Option<String> {
    if answer.is_success() {
        return None;
    }
    match answer.envelope::<Message>() {
        Some(message) => message.error.or(message.message),
        None => Some(String::from_utf8_lossy(&answer.body).into_owned()),
    }
}

const fn call(operation: &'static str) -> Call {
    Call {
        provider: "telna",
        operation,
    }
}
