//! Twilio: numbers by the API 2010-04-01, prices by the Pricing API v1, regulations by the Numbers API v2. Facts are from Twilio's own OpenAPI documents
//! and its pages of error codes, unless marked `Assumed:`.

pub(in crate::providers) mod refusal;
mod regulations;
mod wire;

use async_trait::async_trait;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};

use self::wire::{Available, AvailablePage, BoughtNumber, IncomingPage, Prices};
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

/// Largest page Twilio gives.
const PAGE_SIZE: &str = "1000";
/// Pages after which a list is taken for endless.
const PAGES_MAX: usize = 1_000;
/// When to ask again after the question before a purchase went unanswered.
const ASK_AGAIN_SECONDS: u32 = 5;

/// Where Twilio is and who we are there.
#[derive(Debug, Clone)]
pub struct TwilioSettings {
    /// `https://api.twilio.com`, without the version.
    pub base_url: String,
    /// `https://pricing.twilio.com`, without the version.
    pub pricing_url: String,
    /// `https://numbers.twilio.com`, without the version.
    pub numbers_url: String,
    /// `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The account's primary token.
    pub auth_token: SecretString,
    /// Our own address for its webhooks, without a query: it is part of what Twilio signs.
    pub webhook_url: String,
}

/// The adapter.
#[derive(Debug)]
pub struct Twilio {
    pub(in crate::providers) http: HttpClient,
    pub(in crate::providers) settings: TwilioSettings,
    pub(in crate::providers) keys: Keys,
}

/// Places of the keys.
const SID: usize = 0;
pub(in crate::providers) const TOKEN: usize = 1;

impl Twilio {
    /// Talks to Twilio as the settings say.
    pub fn new(http: HttpClient, mut settings: TwilioSettings) -> Self {
        for url in [
            &mut settings.base_url,
            &mut settings.pricing_url,
            &mut settings.numbers_url,
        ] {
            url.truncate(url.trim_end_matches('/').len());
        }
        let keys = Keys::new(vec![
            settings.account_sid.clone().into(),
            settings.auth_token.clone(),
        ]);
        Self { http, settings, keys }
    }

    /// Address of something of our account; `path` begins without a slash.
    pub(in crate::providers) fn account_url(&self, path: &str) -> String {
        self.url_of(&self.keys.get(SID), path)
    }

    fn url_of(&self, sid: &SecretString, path: &str) -> String {
        format!(
            "{}/2010-04-01/Accounts/{}/{path}",
            self.settings.base_url,
            sid.expose_secret()
        )
    }

    pub(in crate::providers) fn signed(&self, client: &Client, method: Method, url: &str) -> RequestBuilder {
        client.request(method, url).basic_auth(
            self.keys.get(SID).expose_secret(),
            Some(self.keys.get(TOKEN).expose_secret()),
        )
    }

    pub(in crate::providers) async fn get(
        &self,
        operation: &'static str,
        url: &str,
        query: &[(&str, &str)],
    ) -> Result<Answer, ProviderError> {
        self.http
            .read(call(operation), |client| {
                self.signed(client, Method::GET, url).query(query)
            })
            .await
    }

    /// Twilio answers 201 for a number the account already owns and overwrites its name (a maintained client's bug
    /// report, not Twilio's documents), so ownership is asked first; two purchases of one number at the same moment
    /// are kept apart by our own database.
    async fn sell(
        &self,
        e164: &str,
        reference: &str,
        address: Option<&str>,
    ) -> Result<OwnedNumber, ProviderError> {
        let asked = self
            .http
            .read_once(call("before_buy"), |client| self.holdings(client, e164))
            .await;
        let page: IncomingPage = match asked.and_then(refusal::check).and_then(|answer| answer.json()) {
            Ok(page) => page,
            // Nothing was bought yet, so it cannot be unknown whether it was.
            Err(ProviderError::Unknown { .. }) => {
                return Err(ProviderError::RateLimited {
                    retry_after_seconds: ASK_AGAIN_SECONDS,
                });
            }
            Err(other) => return Err(other),
        };
        if let Some(number) = page
            .incoming_phone_numbers
            .into_iter()
            .find(|number| number.phone_number == e164)
        {
            return match number.friendly_name == reference {
                true => Ok(number.into_owned_number()),
                false => Err(ProviderError::Refused(Refusal::OutOfStock)),
            };
        }
        let url = self.account_url("IncomingPhoneNumbers.json");
        let voice_url = self.voice_url("incoming");
        let mut form = vec![
            ("PhoneNumber", e164),
            ("FriendlyName", reference),
            ("SmsUrl", &self.settings.webhook_url),
            ("VoiceUrl", &voice_url),
            ("StatusCallback", &self.settings.webhook_url),
        ];
        form.extend(address.map(|address| ("AddressSid", address)));
        let answer = self
            .http
            .write(call("buy"), |client| {
                self.signed(client, Method::POST, &url).form(&form)
            })
            .await?;
        let bought: BoughtNumber = refusal::check(answer)?.json()?;
        if bought.phone_number != e164 {
            return Err(ProviderError::unknown("sold another number than asked for"));
        }
        Ok(bought.into_owned_number())
    }

    /// Numbers of ours that are `e164`: one, or none.
    fn holdings<'a>(&'a self, client: &Client, e164: &'a str) -> RequestBuilder {
        let url = self.account_url("IncomingPhoneNumbers.json");
        self.signed(client, Method::GET, &url)
            .query(&[("PhoneNumber", e164)])
    }
}

#[async_trait]
impl NumberProvider for Twilio {
    fn name(&self) -> &'static str {
        "twilio"
    }

    fn has_price_list(&self) -> bool {
        true
    }

    async fn search(&self, query: &NumberQuery) -> Result<Vec<AvailableNumber>, ProviderError> {
        let kind = match query.kind {
            NumberType::Local => "Local",
            NumberType::TollFree => "TollFree",
            NumberType::Mobile => "Mobile",
        };
        let url = self.account_url(&format!("AvailablePhoneNumbers/{}/{kind}.json", query.country));
        let limit = query.limit.clamp(1, 100).to_string();
        let mut params = vec![("PageSize", limit.as_str())];
        if !query.contains.is_empty() {
            params.push(("Contains", &query.contains));
        }
        params.extend(query.sms.then_some(("SmsEnabled", "true")));
        params.extend(query.voice.then_some(("VoiceEnabled", "true")));
        let answer = self.get("search", &url, &params).await?;
        // A country, or a kind of number, that Twilio does not have.
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(Vec::new());
        }
        let page: AvailablePage = refusal::check(answer)?.json()?;
        let offers = page
            .available_phone_numbers
            .into_iter()
            .map(|number: Available| number.into_offer(query.kind));
        Ok(offers.take(query.limit.clamp(1, 100) as usize).collect())
    }

    async fn costs(&self, country: CountryCode) -> Result<Vec<NumberCost>, ProviderError> {
        let url = format!(
            "{}/v1/PhoneNumbers/Countries/{country}",
            self.settings.pricing_url
        );
        let answer = self.get("costs", &url, &[]).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(Vec::new());
        }
        let prices: Prices = refusal::check(answer)?.json()?;
        let currency = prices
            .price_unit
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| ProviderError::unknown("prices in an unknown currency"))?;
        let cost = |price: wire::Price| {
            let kind = price.kind()?;
            let monthly = Money::parse(price.current_price.as_deref()?, currency).ok()?;
            let upfront = Money::zero(currency);
            Some(NumberCost {
                kind,
                upfront,
                monthly,
            })
        };
        Ok(prices.phone_number_prices.into_iter().filter_map(cost).collect())
    }

    /// Of private persons. Assumed: all of them are on one page of 1,000.
    async fn regulations(&self, country: CountryCode) -> Result<Vec<Regulation>, ProviderError> {
        let url = format!(
            "{}/v2/RegulatoryCompliance/Regulations",
            self.settings.numbers_url
        );
        let query = [
            ("IsoCountry", country.as_str()),
            ("EndUserType", "individual"),
            ("PageSize", PAGE_SIZE),
        ];
        let answer = self
            .http
            .read_once(call("regulations"), |client| {
                self.signed(client, Method::GET, &url).query(&query)
            })
            .await?;
        let sheet: regulations::Sheet = refusal::check(answer)?.json()?;
        Ok(sheet.by_kind(country))
    }

    async fn reserve(&self, _e164: &str, _reference: &str) -> Result<(), ProviderError> {
        Ok(())
    }

    async fn buy(&self, e164: &str, reference: &str) -> Result<OwnedNumber, ProviderError> {
        self.sell(e164, reference, None).await
    }

    async fn buy_at(&self, e164: &str, reference: &str, address: &str) -> Result<OwnedNumber, ProviderError> {
        self.sell(e164, reference, Some(address)).await
    }

    async fn register_address(
        &self,
        address: &PostalAddress,
        reference: &str,
    ) -> Result<String, ProviderError> {
        let url = self.account_url("Addresses.json");
        let form = [
            ("CustomerName", address.name.as_str()),
            ("Street", &address.street),
            ("City", &address.city),
            // Assumed: the town will do where a country has no regions.
            (
                "Region",
                if address.region.is_empty() {
                    &address.city
                } else {
                    &address.region
                },
            ),
            ("PostalCode", &address.postal_code),
            ("IsoCountry", address.country.as_str()),
            ("FriendlyName", reference),
        ];
        let answer = self
            .http
            .write(call("register_address"), |client| {
                self.signed(client, Method::POST, &url).form(&form)
            })
            .await?;
        let kept: wire::Address = refusal::check(answer).map_err(refusal::of_address)?.json()?;
        Ok(kept.sid)
    }

    async fn find(&self, e164: &str, reference: &str) -> Result<Option<OwnedNumber>, ProviderError> {
        let asked = self
            .http
            .read(call("find"), |client| self.holdings(client, e164))
            .await;
        let page: IncomingPage = asked
            .and_then(refusal::check)
            .and_then(|answer| answer.json())
            .map_err(ProviderError::of_question)?;
        let ours = |number: &BoughtNumber| number.phone_number == e164 && number.friendly_name == reference;
        Ok(page
            .incoming_phone_numbers
            .into_iter()
            .find(ours)
            .map(BoughtNumber::into_owned_number))
    }

    async fn inventory(&self) -> Result<Vec<OwnedNumber>, ProviderError> {
        let mut owned = Vec::new();
        let mut url = format!(
            "{}?PageSize={PAGE_SIZE}",
            self.account_url("IncomingPhoneNumbers.json")
        );
        for _ in 0..PAGES_MAX {
            let page: IncomingPage = refusal::check(self.get("inventory", &url, &[]).await?)?.json()?;
            owned.extend(
                page.incoming_phone_numbers
                    .into_iter()
                    .map(BoughtNumber::into_owned_number),
            );
            match page.next_page_uri.as_deref() {
                None | Some("") => return Ok(owned),
                // The slash keeps a crafted link from turning our host into the user name of another.
                Some(uri) if uri.starts_with('/') => url = format!("{}{uri}", self.settings.base_url),
                Some(_) => return Err(ProviderError::unknown("a page links to another host")),
            }
        }
        Err(ProviderError::unknown("the list of numbers does not end"))
    }

    async fn release(&self, provider_id: &str) -> Result<(), ProviderError> {
        if provider_id.is_empty() || !provider_id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let (code, detail) = ("bad_sid".into(), "not the id of a number".into());
            return Err(ProviderError::Refused(Refusal::Other { code, detail }));
        }
        let url = self.account_url(&format!("IncomingPhoneNumbers/{provider_id}.json"));
        let answer = self
            .http
            .write(call("release"), |client| {
                self.signed(client, Method::DELETE, &url)
            })
            .await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(()),
            _ => refusal::check(answer).map(drop),
        }
    }
}

#[async_trait]
impl Account for Twilio {
    fn name(&self) -> &'static str {
        "twilio"
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }

    fn key_names(&self) -> &'static [&'static str] {
        &["Account SID", "Auth token"]
    }

    fn look_right(&self, keys: &[SecretString]) -> bool {
        let [sid, token] = keys else { return false };
        let sid = sid.expose_secret();
        let is_sid = sid.len() == 34
            && sid
                .strip_prefix("AC")
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
        is_sid && is_plain(token.expose_secret())
    }

    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError> {
        let [sid, token] = keys else {
            return Err(ProviderError::unknown("two keys are needed"));
        };
        let url = self.url_of(sid, "Balance.json");
        let answer = self
            .http
            .read(call("check_keys"), |client| {
                client
                    .get(&url)
                    .basic_auth(sid.expose_secret(), Some(token.expose_secret()))
            })
            .await?;
        refusal::check(answer).map(drop)
    }

    async fn balance(&self) -> Result<Option<Money>, ProviderError> {
        let url = self.account_url("Balance.json");
        let answer = self
            .http
            .read_once(call("balance"), |client| self.signed(client, Method::GET, &url))
            .await?;
        let wire::Balance { balance, currency } = refusal::check(answer)?.json()?;
        let unreadable = || ProviderError::unknown("the balance cannot be read");
        let currency = currency.to_ascii_uppercase().parse().map_err(|_| unreadable())?;
        Money::parse(&balance, currency)
            .map(Some)
            .map_err(|_| unreadable())
    }
}

pub(in crate::providers) const fn call(operation: &'static str) -> Call {
    Call {
        provider: "twilio",
        operation,
    }
}
