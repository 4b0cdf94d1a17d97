//! The business: a room per subject, a file per verb, SQL private to its room.
//!
//! In reading order: who asks (`scope`), whose shop it is (`tenancy`, `themes`), who they are (`accounts`), their
//! money (`wallet`), what things cost (`pricing`), from whom (`supply`), what can be had (`numbers`, `esims`), how money comes in
//! (`payments`) and goes back (`withdrawals`), what the platform and resellers owe each other (`settlement`), the one way
//! anything is bought and refunded (`orders`), how an account ends (`closing`), and what operators need (`operations`).

pub mod breakdown;
pub mod error;
pub mod place;
pub mod queue;
pub mod scope;
pub mod spreadsheet;
pub mod time_cursor;

pub mod domains;
pub mod tenancy;
pub mod themes;

pub mod accounts;
pub mod api;
pub mod audit;
pub mod crm;
pub mod directory;
pub mod employees;
pub mod members;
pub mod notices;
pub mod organizations;
pub mod sign_in;
pub mod staff;
pub mod teams;

pub mod metering;
pub mod wallet;

pub mod pricing;

pub mod assortment;
pub mod supply;

pub mod addresses;
pub mod alerts;
pub mod esims;
pub mod lines;
pub mod low_balance;
pub mod numbers;
pub mod pickups;
pub mod promotions;
pub mod quotas;

pub mod webhooks;

pub mod settlement;

pub mod payments;
pub mod withdrawals;

pub mod budgets;
pub mod policies;

pub mod orders;
pub mod renewals;

pub mod calls;
pub mod contacts;
pub mod messages;

pub mod rates;

pub mod approvals;
pub mod invoices;

pub mod closing;

pub mod announcements;
pub mod backlog;
pub mod entries;
pub mod resellers;

pub mod spend;
pub mod usage;

pub mod operations;

pub mod figures;

pub mod seals;

/// What verbs remember between requests. Everything here may be lost or cleared at any time.
#[derive(Default)]
pub struct Caches {
    pub shops: tenancy::resolve::ShopCache,
    pub catalogues: esims::catalogue::CatalogueCache,
    pub number_costs: numbers::cost::CostCache,
    pub number_searches: numbers::market::SearchCache,
    pub regulations: numbers::regulations::RegulationCache,
    /// What vendors wanted though nothing said so before, learnt from refusals.
    pub learnt: numbers::market::Learnt,
    pub gateways: payments::gateway::GatewayCache,
    pub paused: supply::PauseCache,
    pub ranks: supply::RankCache,
    pub message_costs: messages::price::CostCache,
    pub call_costs: calls::price::CostCache,
    pub followed: wallet::follow::Followed,
}
