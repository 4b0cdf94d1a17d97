//! Telnyx: numbers by the API v2. Facts are from Telnyx's own OpenAPI document and its list of error codes, unless
//! marked `Assumed:`.
//!
//! An order is answered at once and carried out a moment later; until it is, its outcome is unknown. Telnyx promises no
//! idempotency, so our reference is looked for before anything is ordered.

mod pattern;
pub(in crate::providers) mod refusal;
pub(in crate::providers) mod wire;

use std::time::Duration;

use async_trait::async_trait;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use self::{
    pattern::Pattern,
    wire::{Available, Balance, Data, List, NumberOrder, OrderState, PhoneNumber},
};
use super::{
    AvailableNumber, NumberCost, NumberProvider, NumberQuery, OwnedNumber, PostalAddress, Regulation,
};
use crate::{
    providers::{
        ProviderError, Refusal,
        account::{Account, Keys, is_plain},
        http::{Answer, Call, HttpClient},
    },
    shared::{money::Money, number::NumberType, place::CountryCode},
};

/// Largest page Telnyx gives.
const PAGE_SIZE: usize = 250;
/// Pages after which a list is taken for endless.
const PAGES_MAX: usize = 1_000;
/// When to ask again after the question before a purchase went unanswered.
const ASK_AGAIN_SECONDS: u32 = 5;
/// Looks at an order that is carried out just now, while somebody waits for it.
const LOOKS: usize = 3;
/// Pause between them.
const LOOK_PAUSE: Duration = Duration::from_millis(300);
/// Most numbers one search gives.
const SEARCH_MAX: usize = 100;

/// Where Telnyx is and who we are there.
#[derive(Debug, Clone)]
pub struct TelnyxSettings {
    /// `https://api.telnyx.com/v2`.
    pub base_url: String,
    /// A key of the API v2, `KEY…`.
    pub api_key: SecretString,
    /// Profile and connection new numbers get, where we carry their messages and calls.
    pub carried_by: Option<(String, String)>,
}

/// The adapter.
#[derive(Debug)]
pub struct Telnyx {
    pub(in crate::providers) http: HttpClient,
    pub(in crate::providers) base_url: String,
    keys: Keys,
    carried_by: Option<(String, String)>,
}

impl Telnyx {
    /// Talks to Telnyx as the settings say.
    pub fn new(http: HttpClient, mut settings: TelnyxSettings) -> Self {
        let url = &mut settings.base_url;
        url.truncate(url.trim_end_matches('/').len());
        Self {
            http,
            base_url: settings.base_url,
            keys: Keys::new(vec![settings.api_key]),
            carried_by: settings.carried_by,
        }
    }

    pub(in crate::providers) fn signed(&self, client: &Client, method: Method, path: &str) -> RequestBuilder {
        client
            .request(method, format!("{}/{path}", self.base_url))
            .bearer_auth(self.keys.get(0).expose_secret())
    }

    pub(in crate::providers) async fn get(
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

    /// The order under our reference: one that was carried out before one that was not.
    ///
    /// Assumed: the filter compares the whole reference; what else it finds is left out.
    async fn order_of(&self, e164: &str, reference: &str) -> Result<Option<NumberOrder>, ProviderError> {
        let query = [("filter[customer_reference]", reference)];
        let answer = self
            .http
            .read_once(call("find_order"), |client| {
                self.signed(client, Method::GET, "number_orders").query(&query)
            })
            .await?;
        let found: List<NumberOrder> = refusal::check(answer)?.json()?;
        Ok(found
            .data
            .into_iter()
            .filter(|order| order.is_of(e164, reference))
            .min_by_key(NumberOrder::state))
    }

    /// The number as we own it now, whoever it was bought for.
    async fn owned(&self, e164: &str) -> Result<Option<PhoneNumber>, ProviderError> {
        let query = [("filter[phone_number]", e164)];
        let answer = self.get("find_number", "phone_numbers", &query).await?;
        let found: List<PhoneNumber> = refusal::check(answer)?.json()?;
        Ok(found
            .data
            .into_iter()
            .find(|number| number.phone_number == e164 && number.is_ours()))
    }

    /// What an order that was carried out brought.
    async fn bought(&self, e164: &str, reference: &str) -> Result<Option<OwnedNumber>, ProviderError> {
        match self.owned(e164).await.map_err(ProviderError::of_question)? {
            Some(number) if number.is_pending() => Err(ProviderError::unknown("ordered, and not ready yet")),
            Some(number) if number.reference() == reference => Ok(Some(number.into_owned_number())),
            // Given back since, and bought for somebody else.
            Some(_) => Ok(None),
            None => Err(ProviderError::unknown("ordered, and not listed yet")),
        }
    }

    /// An order that waits for documents is never carried out by itself, and we have none to give: it is taken back.
    async fn take_back(&self, order: &NumberOrder) -> Result<(), ProviderError> {
        if order.sub_number_orders_ids.is_empty() {
            return Err(ProviderError::unknown(
                "waits for documents, and cannot be taken back",
            ));
        }
        for part in &order.sub_number_orders_ids {
            let path = format!("sub_number_orders/{part}/cancel");
            let answer = self
                .http
                .write(call("cancel_order"), |client| {
                    self.signed(client, Method::PATCH, &path)
                })
                .await;
            answer.and_then(refusal::check).map_err(|error| {
                ProviderError::unknown(format!("waits for documents; taken back: {error}"))
            })?;
        }
        Ok(())
    }

    /// Gives an order the address it waits for. False when it waits for something else too, which we have not.
    async fn give_address(&self, order: &NumberOrder, address: &str) -> Result<bool, ProviderError> {
        let Some(wanted) = order.wanted_addresses() else {
            return Ok(false);
        };
        let given: Vec<_> = wanted
            .iter()
            .map(|requirement| json!({ "requirement_id": requirement, "field_value": address }))
            .collect();
        let path = format!("number_orders/{}", order.id);
        let body = json!({ "regulatory_requirements": given });
        let answer = self
            .http
            .write(call("give_address"), |client| {
                self.signed(client, Method::PATCH, &path).json(&body)
            })
            .await;
        answer
            .and_then(refusal::check)
            .map(|_| true)
            .map_err(|error| ProviderError::unknown(format!("ordered; the address: {error}")))
    }

    async fn sell(
        &self,
        e164: &str,
        reference: &str,
        address: Option<&str>,
    ) -> Result<OwnedNumber, ProviderError> {
        match self.order_of(e164, reference).await {
            Ok(None) => {}
            Ok(Some(order)) => return self.follow(order, e164, reference, address).await,
            // Nothing was ordered yet, so it cannot be unknown whether it was.
            Err(ProviderError::Unknown { .. }) => {
                return Err(ProviderError::RateLimited {
                    retry_after_seconds: ASK_AGAIN_SECONDS,
                });
            }
            Err(other) => return Err(other),
        }
        let mut body = json!({
            "phone_numbers": [{ "phone_number": e164 }],
            "customer_reference": reference,
        });
        if let Some((profile, connection)) = &self.carried_by {
            body["messaging_profile_id"] = json!(profile);
            body["connection_id"] = json!(connection);
        }
        let answer = self
            .http
            .write(call("buy"), |client| {
                self.signed(client, Method::POST, "number_orders").json(&body)
            })
            .await?;
        let order: Data<NumberOrder> = refusal::check(answer)?.json()?;
        if !order.data.is_of(e164, reference) {
            return Err(ProviderError::unknown("ordered another number than asked for"));
        }
        self.follow(order.data, e164, reference, address).await
    }

    /// Follows an order for as long as somebody waits for it.
    async fn follow(
        &self,
        mut order: NumberOrder,
        e164: &str,
        reference: &str,
        mut address: Option<&str>,
    ) -> Result<OwnedNumber, ProviderError> {
        for look in 0..=LOOKS {
            match order.state() {
                OrderState::Done => {
                    let bought = self.bought(e164, reference).await?;
                    return bought.ok_or_else(|| ProviderError::unknown("bought for another order"));
                }
                // Assumed: an order fails because the number is gone; Telnyx gives no reason.
                OrderState::Failed => return Err(ProviderError::Refused(Refusal::OutOfStock)),
                OrderState::WaitsForDocuments if look == LOOKS || address.is_none() => {
                    self.take_back(&order).await?;
                    return Err(ProviderError::Refused(order.missing()));
                }
                OrderState::Pending if look == LOOKS => break,
                state @ (OrderState::Pending | OrderState::WaitsForDocuments) => {
                    if state == OrderState::WaitsForDocuments
                        && let Some(given) = address.take()
                        && !self.give_address(&order, given).await?
                    {
                        continue;
                    }
                    tokio::time::sleep(LOOK_PAUSE).await;
                    let path = format!("number_orders/{}", order.id);
                    let answer = self.get("fetch_order", &path, &[]).await;
                    let read: Data<NumberOrder> = answer
                        .and_then(refusal::check)
                        .and_then(|answer| answer.json())
                        .map_err(|error| ProviderError::unknown(format!("ordered; {error}")))?;
                    order = read.data;
                }
            }
        }
        Err(ProviderError::unknown("ordered, and not carried out yet"))
    }
}

#[async_trait]
impl NumberProvider for Telnyx {
    fn name(&self) -> &'static str {
        "telnyx"
    }

    fn has_price_list(&self) -> bool {
        false
    }

    async fn search(&self, query: &NumberQuery) -> Result<Vec<AvailableNumber>, ProviderError> {
        let kind = match query.kind {
            NumberType::Local => "local",
            NumberType::TollFree => "toll_free",
            NumberType::Mobile => "mobile",
        };
        let pattern = Pattern::parse(&query.contains);
        let wanted = query.limit.clamp(1, 100) as usize;
        // What Telnyx cannot compare is left to us, so more is asked for.
        let limit = if pattern.is_any() { wanted } else { SEARCH_MAX }.to_string();
        let mut params = vec![
            ("filter[country_code]", query.country.as_str()),
            ("filter[phone_number_type]", kind),
            ("filter[limit]", limit.as_str()),
        ];
        params.extend(query.sms.then_some(("filter[features][]", "sms")));
        params.extend(query.voice.then_some(("filter[features][]", "voice")));
        let digits = pattern.asked();
        if let Some((parameter, digits)) = &digits {
            params.push((parameter, digits));
        }
        let answer = self.get("search", "available_phone_numbers", &params).await?;
        // Assumed: these are a country or a kind it has no numbers of; the guide says only "a 4xx".
        if matches!(
            answer.status,
            StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY
        ) {
            let refused = refusal::check(answer).err();
            tracing::debug!(country = %query.country, kind, ?refused, "Telnyx has no such numbers");
            return Ok(Vec::new());
        }
        let page: List<Available> = refusal::check(answer)?.json()?;
        let offers = page
            .data
            .into_iter()
            .filter(|number| pattern.is_in(&number.phone_number))
            .filter_map(|number| number.into_offer(query.country, query.kind));
        Ok(offers.take(wanted).collect())
    }

    async fn costs(&self, _country: CountryCode) -> Result<Vec<NumberCost>, ProviderError> {
        Ok(Vec::new())
    }

    /// Assumed: a requirement without a type of number is one of all types, mobile ones among them.
    async fn regulations(&self, country: CountryCode) -> Result<Vec<Regulation>, ProviderError> {
        let size = PAGE_SIZE.to_string();
        let query = [
            ("filter[country_code]", country.as_str()),
            ("filter[action]", "ordering"),
            ("page[size]", size.as_str()),
        ];
        let answer = self
            .http
            .read_once(call("requirements"), |client| {
                self.signed(client, Method::GET, "requirements").query(&query)
            })
            .await?;
        let found: List<wire::CountryRequirement> = refusal::check(answer)?.json()?;
        Ok(wire::regulations(found.data, country))
    }

    /// For thirty minutes, against other accounts. Assumed: our own order of it goes on as usual.
    async fn reserve(&self, e164: &str, reference: &str) -> Result<(), ProviderError> {
        let body = json!({
            "phone_numbers": [{ "phone_number": e164 }],
            "customer_reference": reference,
        });
        let answer = self
            .http
            .write(call("reserve"), |client| {
                self.signed(client, Method::POST, "number_reservations")
                    .json(&body)
            })
            .await?;
        refusal::check(answer).map(drop)
    }

    async fn buy(&self, e164: &str, reference: &str) -> Result<OwnedNumber, ProviderError> {
        self.sell(e164, reference, None).await
    }

    async fn buy_at(&self, e164: &str, reference: &str, address: &str) -> Result<OwnedNumber, ProviderError> {
        self.sell(e164, reference, Some(address)).await
    }

    /// An address has a first and a last name or a business name, by Telnyx's own libraries; all three keys must be there.
    /// Assumed: a person's name may stand as the business name, since we hold one field for both.
    async fn register_address(
        &self,
        address: &PostalAddress,
        reference: &str,
    ) -> Result<String, ProviderError> {
        let mut body = json!({
            "customer_reference": reference,
            "business_name": address.name,
            "first_name": "",
            "last_name": "",
            "street_address": address.street,
            "locality": address.city,
            "country_code": address.country.as_str(),
            "address_book": false,
        });
        for (name, value) in [
            ("administrative_area", &address.region),
            ("postal_code", &address.postal_code),
        ] {
            if !value.is_empty() {
                body[name] = json!(value);
            }
        }
        let answer = self
            .http
            .write(call("register_address"), |client| {
                self.signed(client, Method::POST, "addresses").json(&body)
            })
            .await?;
        let kept: Data<wire::Address> = refusal::check(answer).map_err(refusal::of_address)?.json()?;
        Ok(kept.data.id)
    }

    async fn find(&self, e164: &str, reference: &str) -> Result<Option<OwnedNumber>, ProviderError> {
        let order = self
            .order_of(e164, reference)
            .await
            .map_err(ProviderError::of_question)?;
        let Some(order) = order else { return Ok(None) };
        match order.state() {
            OrderState::Done => self.bought(e164, reference).await,
            OrderState::Failed => Ok(None),
            OrderState::WaitsForDocuments => self.take_back(&order).await.map(|()| None),
            OrderState::Pending => Err(ProviderError::unknown("ordered, and not carried out yet")),
        }
    }

    async fn inventory(&self) -> Result<Vec<OwnedNumber>, ProviderError> {
        let mut owned = Vec::new();
        let size = PAGE_SIZE.to_string();
        for page in 1..=PAGES_MAX {
            let page = page.to_string();
            let query = [("page[number]", page.as_str()), ("page[size]", size.as_str())];
            let answer = self.get("inventory", "phone_numbers", &query).await?;
            let found: List<PhoneNumber> = refusal::check(answer)?.json()?;
            let is_last = found.data.len() < PAGE_SIZE;
            owned.extend(
                found
                    .data
                    .into_iter()
                    .filter(PhoneNumber::is_ours)
                    .map(PhoneNumber::into_owned_number),
            );
            if is_last {
                return Ok(owned);
            }
        }
        Err(ProviderError::unknown("the list of numbers does not end"))
    }

    async fn release(&self, provider_id: &str) -> Result<(), ProviderError> {
        if provider_id.is_empty()
            || !provider_id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            let (code, detail) = ("bad_id".into(), "not the id of a number".into());
            return Err(ProviderError::Refused(Refusal::Other { code, detail }));
        }
        let path = format!("phone_numbers/{provider_id}");
        let answer = self
            .http
            .write(call("release"), |client| {
                self.signed(client, Method::DELETE, &path)
            })
            .await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(()),
            _ => refusal::check(answer).map(drop),
        }
    }
}

#[async_trait]
impl Account for Telnyx {
    fn name(&self) -> &'static str {
        "telnyx"
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }

    fn key_names(&self) -> &'static [&'static str] {
        &["API key"]
    }

    fn look_right(&self, keys: &[SecretString]) -> bool {
        let [key] = keys else { return false };
        key.expose_secret().starts_with("KEY") && is_plain(key.expose_secret())
    }

    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError> {
        let [key] = keys else {
            return Err(ProviderError::unknown("one key is needed"));
        };
        let url = format!("{}/balance", self.base_url);
        let answer = self
            .http
            .read(call("check_keys"), |client| {
                client.get(&url).bearer_auth(key.expose_secret())
            })
            .await?;
        refusal::check(answer).map(drop)
    }

    async fn balance(&self) -> Result<Option<Money>, ProviderError> {
        let answer = self
            .http
            .read_once(call("balance"), |client| {
                self.signed(client, Method::GET, "balance")
            })
            .await?;
        let Data {
            data: Balance { balance, currency },
        } = refusal::check(answer)?.json()?;
        let unreadable = || ProviderError::unknown("the balance cannot be read");
        let currency = currency.to_ascii_uppercase().parse().map_err(|_| unreadable())?;
        Money::parse(&balance, currency)
            .map(Some)
            .map_err(|_| unreadable())
    }
}

pub(in crate::providers) const fn call(operation: &'static str) -> Call {
    Call {
        provider: "telnyx",
        operation,
    }
}
