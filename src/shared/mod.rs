//! Words both sides speak: server and browser. No I/O, no clock, no randomness, nothing else of ours.
//!
//! One file per subject: the id of each table, money, places, errors, and for each room the views its pages
//! show. Everything here crosses the wire, so no `usize` and nothing secret that is not meant for its reader.

pub mod account;
pub mod address;
pub mod alerts;
pub mod announcement;
pub mod api_key;
pub mod approval;
pub mod assortment;
pub mod brand;
pub mod budget;
pub mod call;
pub mod company;
pub mod company_invoice;
pub mod company_number;
pub mod console;
pub mod crm;
pub mod currency;
pub mod data;
pub mod error;
pub mod esim;
pub mod features;
pub mod figures;
pub mod ids;
pub mod ledger;
pub mod line;
pub mod logs;
pub mod message;
pub mod money;
pub mod number;
pub mod operator;
pub mod order;
pub mod paging;
pub mod permissions;
pub mod pickup;
pub mod place;
pub mod policy;
pub mod price;
pub mod pricing;
pub mod promotion;
pub mod quota;
pub mod reseller;
pub mod settlement;
pub mod shop_domain;
pub mod shop_set_up;
pub mod sign_in;
pub mod sms;
pub mod spend;
pub mod staff;
pub mod supply;
pub mod usage;
pub mod wallet;
pub mod webhook;
