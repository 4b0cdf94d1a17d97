//! Flutterwave v3: hosted checkout ("Standard"), verification by our reference, webhooks. Facts are from Flutterwave's
//! Node SDK and its documents of v3, unless marked `Assumed:`.
//!
//! Chargebacks: no source at hand describes a webhook for them, so none is read; an operator enters a dispute as the
//! dashboard or the mail of Flutterwave tells it.

mod refund;
mod webhook;
mod wire;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};

use self::wire::{
    CheckoutBody, Customer, Customizations, Envelope, Link, Refund, RefundBody, Transaction, TransactionPage,
};
use super::{
    AccountKeys, BadKeys, Checkout, CheckoutRequest, MadeRefund, PaidPayment, PaymentEvent, PaymentOutcome,
    PaymentProvider, RefundRequest, WebhookError,
};
use crate::{
    providers::{
        ProviderError,
        account::{Account, Keys},
        http::{Answer, Call, HttpClient},
    },
    shared::{currency::Currency, money::Money},
};

/// Characters of a webhook hash: its owner makes it up, and a short one could be guessed.
const HASH_LENGTH: std::ops::RangeInclusive<usize> = 8..=200;
/// Pages after which a list is taken for endless.
const PAGES_MAX: usize = 10_000;

/// Where Flutterwave is and who we are there.
#[derive(Debug, Clone)]
pub struct FlutterwaveSettings {
    /// `https://api.flutterwave.com/v3`, with the version.
    pub base_url: String,
    /// `FLWSECK-…` or `FLWSECK_TEST-…`.
    pub secret_key: SecretString,
    /// The secret hash of the dashboard's webhook page. Empty: no webhook is believed.
    pub webhook_hash: SecretString,
}

/// The adapter.
#[derive(Debug)]
pub struct Flutterwave {
    http: HttpClient,
    settings: FlutterwaveSettings,
    keys: Keys,
}

/// Places of the keys.
const SECRET_KEY: usize = 0;
const WEBHOOK_HASH: usize = 1;

impl Flutterwave {
    /// Talks to Flutterwave as the settings say.
    pub fn new(http: HttpClient, mut settings: FlutterwaveSettings) -> Self {
        settings
            .base_url
            .truncate(settings.base_url.trim_end_matches('/').len());
        let keys = Keys::new(vec![settings.secret_key.clone(), settings.webhook_hash.clone()]);
        Self { http, settings, keys }
    }
}

#[async_trait]
impl PaymentProvider for Flutterwave {
    fn name(&self) -> &'static str {
        "flutterwave"
    }

    fn at_account(&self, keys: &AccountKeys) -> Result<Arc<dyn PaymentProvider>, BadKeys> {
        let secret = keys.secret_key.expose_secret();
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let (is_test, is_live) = (
            secret.strip_prefix("FLWSECK_TEST-"),
            secret.strip_prefix("FLWSECK-"),
        );
        if !is_test
            .or(is_live)
            .is_some_and(|rest| (4..=200).contains(&rest.len()) && is_plain(rest))
        {
            return Err(BadKeys::SecretKey);
        }
        let hash = keys.webhook_hash.expose_secret();
        if !HASH_LENGTH.contains(&hash.len()) || !is_plain(hash) {
            return Err(BadKeys::WebhookHash);
        }
        let settings = FlutterwaveSettings {
            base_url: self.settings.base_url.clone(),
            secret_key: keys.secret_key.clone(),
            webhook_hash: keys.webhook_hash.clone(),
        };
        Ok(Arc::new(Self::new(self.http.clone(), settings)))
    }

    async fn check_keys(&self) -> Result<(), ProviderError> {
        let url = format!("{}/transactions", self.settings.base_url);
        let key = self.keys.get(SECRET_KEY);
        let key = key.expose_secret();
        let answer = self
            .http
            .read(call("check_keys"), |client| {
                client
                    .request(Method::GET, &url)
                    .query(&[("page", "1")])
                    .bearer_auth(key)
            })
            .await?;
        read::<serde::de::IgnoredAny>(&answer).map(drop)
    }

    async fn checkout(&self, request: &CheckoutRequest) -> Result<Checkout, ProviderError> {
        let body = CheckoutBody {
            tx_ref: &request.reference,
            // As text: Flutterwave takes both, and text is exact.
            amount: request.amount.amount(),
            currency: request.amount.currency().code(),
            redirect_url: &request.return_url,
            customer: Customer {
                email: &request.payer_email,
                name: &request.payer_name,
            },
            customizations: Customizations {
                title: &request.title,
            },
        };
        let url = format!("{}/payments", self.settings.base_url);
        let key = self.keys.get(SECRET_KEY);
        let key = key.expose_secret();
        let answer = self
            .http
            .write(call("checkout"), |client| {
                client.post(&url).bearer_auth(key).json(&body)
            })
            .await?;
        let link: Link = read(&answer)?;
        Ok(Checkout { url: link.link })
    }

    async fn outcome(&self, reference: &str) -> Result<PaymentOutcome, ProviderError> {
        let url = format!("{}/transactions/verify_by_reference", self.settings.base_url);
        let key = self.keys.get(SECRET_KEY);
        let key = key.expose_secret();
        let answer = self
            .http
            .read(call("outcome"), |client| {
                client
                    .request(Method::GET, &url)
                    .query(&[("tx_ref", reference)])
                    .bearer_auth(key)
            })
            .await?;
        if is_unheard_of(&answer) {
            return Ok(PaymentOutcome::Pending);
        }
        let transaction: Transaction = read(&answer)?;
        if transaction.tx_ref != reference {
            return Err(ProviderError::unknown(
                "the transaction carries another reference",
            ));
        }
        outcome(transaction)
    }

    fn can_refund(&self) -> bool {
        true
    }

    async fn refund(&self, request: &RefundRequest) -> Result<MadeRefund, ProviderError> {
        let body = RefundBody {
            amount: request.amount.amount(),
            comments: &request.reference,
        };
        let url = format!(
            "{}/transactions/{}/refund",
            self.settings.base_url, request.payment
        );
        let key = self.keys.get(SECRET_KEY);
        let key = key.expose_secret();
        let answer = self
            .http
            .write(call("refund"), |client| {
                client.post(&url).bearer_auth(key).json(&body)
            })
            .await?;
        refund::made(read(&answer)?, request)
    }

    async fn find_refund(&self, request: &RefundRequest) -> Result<Option<MadeRefund>, ProviderError> {
        let url = format!("{}/refunds", self.settings.base_url);
        let key = self.keys.get(SECRET_KEY);
        let key = key.expose_secret();
        let answer = self
            .http
            .read(call("find_refund"), |client| {
                client
                    .get(&url)
                    .query(&[("id", request.payment.as_str())])
                    .bearer_auth(key)
            })
            .await?;
        let listed: Vec<Refund> = read(&answer).map_err(ProviderError::of_question)?;
        refund::find(listed, request)
    }

    async fn paid_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<PaidPayment>, ProviderError> {
        let url = format!("{}/transactions", self.settings.base_url);
        let key = self.keys.get(SECRET_KEY);
        let key = key.expose_secret();
        // Whole days. Assumed: of the account's time zone, which may be up to a day off ours.
        let day =
            |at: DateTime<Utc>, off: i64| (at + chrono::TimeDelta::days(off)).format("%Y-%m-%d").to_string();
        let (first_day, last_day) = (day(from, -1), day(until, 1));
        // By id: payments that arrive while we turn pages move others onto the next one.
        let mut paid = std::collections::BTreeMap::new();
        for number in 1..=PAGES_MAX {
            let page = number.to_string();
            let query = [
                ("from", first_day.as_str()),
                ("to", &last_day),
                ("status", "successful"),
                ("page", &page),
            ];
            let answer = self
                .http
                .read(call("paid_between"), |client| {
                    client.get(&url).query(&query).bearer_auth(key)
                })
                .await?;
            if !answer.is_success() {
                read::<serde::de::IgnoredAny>(&answer)?;
            }
            let page: TransactionPage = answer.json()?;
            let pages = page.pages()?;
            for transaction in page.data {
                let payment = paid_payment(transaction)?;
                if from <= payment.paid_at && payment.paid_at < until {
                    paid.insert(payment.provider_id.clone(), payment);
                }
            }
            if number >= pages {
                return Ok(paid.into_values().collect());
            }
        }
        Err(ProviderError::unknown("the list of transactions does not end"))
    }

    fn read_webhook(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
    ) -> Result<PaymentEvent, WebhookError> {
        webhook::check(self.keys.get(WEBHOOK_HASH).expose_secret(), header, body)?;
        self.parse_event(body)
    }

    fn parse_event(&self, body: &[u8]) -> Result<PaymentEvent, WebhookError> {
        webhook::read(body)
    }
}

#[async_trait]
impl Account for Flutterwave {
    fn name(&self) -> &'static str {
        "flutterwave"
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }

    fn key_names(&self) -> &'static [&'static str] {
        &["Secret key", "Webhook hash"]
    }

    fn look_right(&self, keys: &[SecretString]) -> bool {
        account_keys(keys).is_some_and(|keys| self.at_account(&keys).is_ok())
    }

    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError> {
        let account = account_keys(keys).and_then(|keys| self.at_account(&keys).ok());
        let account = account.ok_or_else(|| ProviderError::unknown("these are not the vendor's keys"))?;
        account.check_keys().await
    }
}

fn account_keys(keys: &[SecretString]) -> Option<AccountKeys> {
    match keys {
        [secret_key, webhook_hash] => Some(AccountKeys {
            secret_key: secret_key.clone(),
            webhook_hash: webhook_hash.clone(),
        }),
        _ => None,
    }
}

/// "successful" is paid and "failed" is not; any other word (pending, cancelled, one we do not know) decides nothing.
fn outcome(transaction: Transaction) -> Result<PaymentOutcome, ProviderError> {
    let provider_id = transaction.id.as_str().to_owned();
    match transaction.status.as_str() {
        "failed" => Ok(PaymentOutcome::Failed { provider_id }),
        "successful" => {
            let unreadable = || ProviderError::unknown("paid, but the amount cannot be read");
            let currency: Currency = transaction.currency.parse().map_err(|_| unreadable())?;
            let amount = transaction.amount.decimal().ok_or_else(unreadable)?;
            // Exactly what arrived, or not at all.
            let amount = Money::parse(&amount.to_string(), currency).map_err(|_| unreadable())?;
            // Assumed: fees are borne by us, the dashboard's default. A fee finer than a micro-unit is rounded.
            let mut fee = Money::zero(currency);
            for part in [transaction.app_fee, transaction.merchant_fee]
                .into_iter()
                .flatten()
            {
                let part = part
                    .decimal()
                    .and_then(|part| Money::from_decimal(part, currency).ok());
                fee = part.and_then(|part| fee.plus(part).ok()).ok_or_else(unreadable)?;
            }
            Ok(PaymentOutcome::Paid {
                provider_id,
                amount,
                fee,
            })
        }
        _ => Ok(PaymentOutcome::Pending),
    }
}

fn paid_payment(transaction: Transaction) -> Result<PaidPayment, ProviderError> {
    let unreadable = || ProviderError::unknown("a transaction of the list cannot be read");
    let paid_at = transaction
        .created_at
        .as_deref()
        .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
        .ok_or_else(unreadable)?
        .to_utc();
    let reference = transaction.tx_ref.clone();
    match outcome(transaction)? {
        PaymentOutcome::Paid {
            provider_id, amount, ..
        } => Ok(PaidPayment {
            provider_id,
            reference,
            amount,
            paid_at,
        }),
        PaymentOutcome::Failed { .. } | PaymentOutcome::Pending => Err(unreadable()),
    }
}

/// Nobody has tried to pay under this reference: 404, or Flutterwave's sentence with another status.
fn is_unheard_of(answer: &Answer) -> bool {
    let says_so = || {
        answer
            .envelope::<Envelope<serde::de::IgnoredAny>>()
            .and_then(|envelope| envelope.message)
            .is_some_and(|message| message.starts_with("No transaction was found"))
    };
    answer.status == StatusCode::NOT_FOUND || (!answer.is_success() && says_so())
}

/// The envelope's data, or its refusal.
fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> Result<T, ProviderError> {
    if answer.is_success() {
        let envelope: Envelope<T> = answer.json()?;
        return match (envelope.status.as_str(), envelope.data) {
            ("success", Some(data)) => Ok(data),
            _ => Err(ProviderError::unknown("a success without data")),
        };
    }
    let envelope = answer.envelope::<Envelope<serde::de::IgnoredAny>>();
    Err(ProviderError::Refused(answer.refusal_by_status(
        envelope.and_then(|envelope| envelope.message),
    )))
}

const fn call(operation: &'static str) -> Call {
    Call {
        provider: "flutterwave",
        operation,
    }
}
