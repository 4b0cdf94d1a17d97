//! One id type per table. Inside a UUIDv7 (sorted by time, so indexes stay compact), outside a prefix that says
//! which table it belongs to: `ord_0192…`. A swapped id does not compile, and a pasted one explains itself.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The text is not an id of the wanted table. Pages answer it like an id that does not exist: 404.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0} id")]
pub struct ParseIdError(&'static str);

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "ssr", derive(sqlx::Type))]
        #[cfg_attr(feature = "ssr", sqlx(transparent))]
        pub struct $name(Uuid);

        impl $name {
            /// What the text form begins with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// The bare UUID, for the database and for derived keys.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// A fresh id that sorts after every earlier one.
            #[cfg(feature = "ssr")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        #[cfg(feature = "ssr")]
        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.strip_prefix(concat!($prefix, "_"))
                    .filter(|hex| hex.len() == 32)
                    .and_then(|hex| Uuid::try_parse(hex).ok())
                    .map(Self)
                    .ok_or(ParseIdError($prefix))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id_type!(
    /// A white-label shop and all its data.
    ResellerId, "res");
id_type!(
    /// A person with an account at one reseller.
    UserId, "usr");
id_type!(
    /// A signed-in browser.
    SessionId, "ses");
id_type!(
    /// One version of a reseller's look.
    ThemeId, "thm");
id_type!(
    /// An uploaded picture of a brand.
    AssetId, "ast");
id_type!(
    /// Prepaid money of a customer, an organization or a reseller.
    WalletId, "wal");
id_type!(
    /// A balanced movement of money.
    TransferId, "trf");
id_type!(
    /// Money set aside for an order or a withdrawal in flight.
    HoldId, "hld");
id_type!(
    /// A price, fixed for fifteen minutes.
    QuoteId, "quo");
id_type!(
    /// A markup rule of the platform or of a reseller.
    RuleId, "rul");
id_type!(
    /// A wish to buy and its outcome.
    OrderId, "ord");
id_type!(
    /// A virtual phone number a customer holds or held.
    NumberId, "num");
id_type!(
    /// A data product of a provider.
    PlanId, "pln");
id_type!(
    /// An eSIM profile a customer bought.
    EsimId, "esm");
id_type!(
    /// Money on its way in through a payment provider.
    PaymentId, "pay");
id_type!(
    /// A mail to one person.
    MailId, "mai");
id_type!(
    /// An event a vendor sent us.
    WebhookEventId, "whe");
id_type!(
    /// Something only an operator can decide.
    CaseId, "cas");
id_type!(
    /// A company under a reseller.
    OrganizationId, "org");
id_type!(
    /// Money given back for an order.
    RefundId, "rfd");
id_type!(
    /// Cash of a wallet on its way back to a card.
    WithdrawalId, "wdr");
id_type!(
    /// A payment its payer disputes at the bank.
    DisputeId, "dsp");
id_type!(
    /// The closing of an account.
    ClosingId, "clo");
id_type!(
    /// A reseller's share of a sale, or a share taken back.
    EarningId, "ern");
id_type!(
    /// Earnings on their way to a reseller's bank.
    PayoutId, "pyt");
id_type!(
    /// A document of the platform to a reseller.
    ResellerInvoiceId, "riv");
id_type!(
    /// A key of the REST interface.
    ApiKeyId, "key");
id_type!(
    /// A provider's bill.
    BillId, "bil");
id_type!(
    /// A promotion code of a shop.
    PromoId, "pro");
id_type!(
    /// A time a catalogue was brought up to date.
    SyncId, "syn");
id_type!(
    /// A comparison of providers, ledger and inventory.
    ComparisonId, "cmp");
id_type!(
    /// An operator's look into a shop.
    EntryId, "ent");
id_type!(
    /// A message of the platform to resellers.
    AnnouncementId, "ann");
id_type!(
    /// A row of the audit log.
    AuditId, "aud");
id_type!(
    /// A host name of a shop.
    DomainId, "dom");
id_type!(
    /// Where a reseller's own system hears what happened.
    WebhookEndpointId, "wep");
id_type!(
    /// An event on its way to an endpoint; receivers tell repeats by it.
    DeliveryId, "msg");
id_type!(
    /// A mailed offer to join a shop's staff.
    InvitationId, "inv");
id_type!(
    /// An uploaded file of prices.
    PriceSheetId, "psh");
id_type!(
    /// A mailed offer to join a company.
    CompanyInvitationId, "cin");
id_type!(
    /// A team of a company.
    TeamId, "tem");
id_type!(
    /// Somebody a company buys for.
    EmployeeId, "emp");
id_type!(
    /// A file of employees.
    ImportId, "imp");
id_type!(
    /// An employee's eSIM.
    LineId, "lin");
id_type!(
    /// What a line's vendor is asked to do.
    LineWishId, "lwi");
id_type!(
    /// One plan for many employees at once.
    LineBatchId, "lba");
id_type!(
    /// What is decided for a company, a team or an employee.
    PolicyId, "pol");
id_type!(
    /// A limit to what a company spends.
    BudgetId, "bud");
id_type!(
    /// A wish somebody else has to approve.
    ApprovalId, "apr");
id_type!(
    /// What a company was told when a threshold was passed.
    AlertId, "alr");
id_type!(
    /// A link to the page that puts a line onto a phone.
    PickupId, "pik");
id_type!(
    /// What a company's directory shows to be let in.
    DirectoryTokenId, "dir");
id_type!(
    /// An invoice or credit note of a shop to a company.
    CompanyInvoiceId, "civ");

id_type!(
    /// A text message, sent or received.
    MessageId, "sms");
id_type!(
    /// A telephone call, to or from a number.
    CallId, "cal");
id_type!(
    /// Somebody a customer writes to.
    ContactId, "ctc");
id_type!(
    /// What a customer or a company wants to know of each contact.
    ContactFieldId, "cfd");
id_type!(
    /// A postal address a customer gave for their numbers.
    AddressId, "adr");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_own_text_and_from_no_other_tables() {
        let order = OrderId::from(Uuid::from_u128(7));
        assert_eq!(order.to_string().parse(), Ok(order));
        assert!(order.to_string().parse::<UserId>().is_err());
        assert!("ord_7".parse::<OrderId>().is_err());
    }
}
