//! A wallet and its statement as their owner sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    currency::Currency,
    ids::{OrderId, PaymentId, TransferId},
    money::Money,
};

/// Where a page hears of the reader's balance, and of the company's.
pub const EVENTS: &str = "/events";
/// The company's.
pub const COMPANY_EVENTS: &str = "/events?of=company";

/// What is there, what is set aside, what can be spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WalletView {
    pub balance: Money,
    pub held: Money,
    pub available: Money,
    /// How far below zero a company may go; zero for everybody else.
    pub credit_limit: Money,
    /// The part of it that is not cash, the credit that is spent first before the others.
    pub credits: Vec<CreditRow>,
    pub as_of: DateTime<Utc>,
    /// Amounts offered for a top-up.
    pub suggestions: Vec<Money>,
    pub smallest: Money,
    pub largest: Money,
    pub recent: Vec<StatementRow>,
    pub payments: Vec<PaymentRow>,
    /// A payment is disputed at the bank: nothing can be spent until that is decided.
    pub is_frozen: bool,
    /// Why no money can be added now; `None` when it can.
    pub closed: Option<TopUpClosed>,
}

/// A company's wallet, and what the reader may do with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyWalletView {
    pub wallet: WalletView,
    pub may_move: bool,
}

/// Below what its owner is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceAlert {
    pub currency: Currency,
    /// `None` tells nobody.
    pub threshold: Option<Money>,
    /// It is below now.
    pub is_low: bool,
}

/// Why the shop takes no money from this customer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TopUpClosed {
    /// The mailed link has not been followed yet.
    NotVerified,
    /// The shop is on trial: only its own staff pay.
    NotOpenYet,
    /// The shop is suspended.
    ShopClosed,
    /// The reseller collects and has no account at the gateway.
    NotCollecting,
    /// No new payments at this gateway for now.
    Paused,
}

/// Credit that is not cash: spent first, never paid out, gone at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    Promotion,
    Bonus,
    Referral,
    /// Part of a plan, given anew each month.
    Grant,
}

impl Bucket {
    /// Every kind, in the order they burn when they end at the same moment.
    pub const ALL: [Self; 4] = [Self::Promotion, Self::Bonus, Self::Referral, Self::Grant];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Promotion => "promotion",
            Self::Bonus => "bonus",
            Self::Referral => "referral",
            Self::Grant => "grant",
        }
    }

    /// What its owner reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Promotion => "Promotion credit",
            Self::Bonus => "Bonus credit",
            Self::Referral => "Referral credit",
            Self::Grant => "Monthly credit",
        }
    }
}

/// What is left of a credit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditRow {
    pub bucket: Bucket,
    pub left: Money,
    pub expires_at: DateTime<Utc>,
}

/// One line of the statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRow {
    pub transfer_id: TransferId,
    pub at: DateTime<Utc>,
    /// Why the balance moved: "Top-up by card", "eSIM Europe 5 GB".
    pub reason: String,
    /// Above zero in, below zero out.
    pub amount: Money,
    /// The credit that moved; `None` is cash.
    pub bucket: Option<Bucket>,
    /// What was there afterwards, of the cash or of this credit.
    pub balance_after: Money,
    pub order_id: Option<OrderId>,
}

/// A page of the statement; newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementPage {
    pub rows: Vec<StatementRow>,
    /// Goes into `?before=` of the next page.
    pub next: Option<String>,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// We are about to ask the gateway for its payment page.
    Created,
    /// The payer is at the gateway's page.
    Pending,
    /// Settled into the wallet.
    Paid,
    /// Declined; nothing was credited.
    Failed,
    /// The payer walked away.
    Abandoned,
}

/// A top-up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub amount: Money,
    pub status: PaymentStatus,
    pub at: DateTime<Utc>,
}

/// The page the payer comes back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaymentView {
    pub row: PaymentRow,
    /// Page to go on with, for a top-up that began at a checkout.
    pub return_to: Option<String>,
    /// The gateway's page, while the payment can still be made.
    pub checkout_url: Option<String>,
    pub available: Money,
}
