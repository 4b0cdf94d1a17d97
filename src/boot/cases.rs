//! `clouddail cases`: what only a person can decide, from the command line.

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::{BootError, config::Settings, wire};
use crate::{
    backend::Backend,
    domain::{
        operations::{
            adopt::{Adopt, adopt},
            case::{self, Case},
            credit::credit,
            decision::{DecideError, possible},
            dismiss::dismiss,
            release::release,
            settle::{Verdict, settle},
            settle_line::settle_line,
            settle_traffic::settle_traffic,
        },
        scope::Operator,
    },
    shared::ids::{CaseId, UserId},
};

/// What to do with cases.
#[derive(Subcommand)]
pub enum Cases {
    /// List the open ones; exits with 1 when there are any.
    List,
    /// Show one with everything known about it.
    Show { case: CaseId },
    /// Finish the order it was bought for, or give it to a customer.
    Adopt {
        case: CaseId,
        /// Whose it becomes; without it, the customer it was ordered by.
        #[arg(long)]
        customer: Option<UserId>,
        /// Take the order's price from the customer's wallet; without it the platform pays.
        #[arg(long)]
        charge: bool,
    },
    /// Give a number back at the provider, or mark as gone here what is gone there.
    Release { case: CaseId },
    /// Ask the gateway again and credit what was paid.
    Credit { case: CaseId },
    /// Decide what became of an order, or of something a line's carrier was asked to do, when the provider never told.
    Settle {
        case: CaseId,
        #[command(flatten)]
        verdict: VerdictArgs,
        /// Why; kept with the case.
        #[arg(long)]
        reason: String,
    },
    /// Close it and move nothing.
    Dismiss {
        case: CaseId,
        /// Why; kept with the case.
        #[arg(long)]
        reason: String,
    },
}

/// One of them.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct VerdictArgs {
    /// It was delivered: the provider's id of the number, or of its order of an eSIM.
    #[arg(long, value_name = "PROVIDER_ID")]
    delivered: Option<String>,
    /// It was not.
    #[arg(long)]
    not_delivered: bool,
    /// A message was sent, or a call put through: the carrier's id of it.
    #[arg(long, value_name = "CARRIER_ID")]
    sent: Option<String>,
    /// It was not.
    #[arg(long)]
    not_sent: bool,
    /// What a line's carrier was asked to do was done.
    #[arg(long)]
    done: bool,
    /// It was not.
    #[arg(long)]
    not_done: bool,
}

/// True when it was done, or nothing is open.
pub async fn run(settings: &Settings<'_>, command: Cases) -> Result<bool, BootError> {
    let backend = wire::backend(settings).await?;
    let by = Operator::command_line();
    let (id, done) = match command {
        Cases::List => return list(&backend).await,
        Cases::Show { case } => return show(&backend, case).await,
        Cases::Adopt {
            case,
            customer,
            charge,
        } => {
            let wish = Adopt {
                customer,
                is_charged: charge,
            };
            (case, adopt(&backend, &by, case, wish).await)
        }
        Cases::Release { case } => (case, release(&backend, &by, case).await),
        Cases::Credit { case } => (case, credit(&backend, &by, case).await),
        Cases::Settle {
            case,
            verdict,
            reason,
        } => {
            let done = match verdict {
                VerdictArgs { done: true, .. } => settle_line(&backend, &by, case, true, &reason).await,
                VerdictArgs { not_done: true, .. } => settle_line(&backend, &by, case, false, &reason).await,
                VerdictArgs {
                    sent: Some(provider_id),
                    ..
                } => {
                    let verdict = Verdict::Delivered { provider_id };
                    settle_traffic(&backend, &by, case, &verdict, &reason).await
                }
                VerdictArgs { not_sent: true, .. } => {
                    settle_traffic(&backend, &by, case, &Verdict::NotDelivered, &reason).await
                }
                VerdictArgs { delivered, .. } => {
                    let verdict = delivered.map_or(Verdict::NotDelivered, |provider_id| Verdict::Delivered {
                        provider_id,
                    });
                    settle(&backend, &by, case, &verdict, &reason).await
                }
            };
            (case, done)
        }
        Cases::Dismiss { case, reason } => (case, dismiss(&backend, &by, case, &reason).await),
    };
    done.map_err(|error: DecideError| BootError::Failed(error.to_string()))?;
    if let Some(case) = find(&backend, id).await? {
        println!(
            "{}: {}. {}",
            case.id,
            case.resolution.unwrap_or_default(),
            case.resolution_note
        );
    }
    Ok(true)
}

async fn find(backend: &Backend, id: CaseId) -> Result<Option<Case>, BootError> {
    case::find(backend, id)
        .await
        .map_err(|error| BootError::failed("the case cannot be read", error))
}

async fn list(backend: &Backend) -> Result<bool, BootError> {
    let cases = case::open_ones(backend)
        .await
        .map_err(|error| BootError::failed("the cases cannot be read", error))?;
    for case in &cases {
        println!(
            "{}  {}  {}  since {}  {}",
            case.id,
            case.kind,
            case.shop.as_deref().unwrap_or("-"),
            moment(case.opened_at),
            case.reference
        );
    }
    if cases.is_empty() {
        println!("No case is open.");
    }
    Ok(cases.is_empty())
}

async fn show(backend: &Backend, id: CaseId) -> Result<bool, BootError> {
    let Some(case) = find(backend, id).await? else {
        return Err(BootError::Failed(DecideError::NotFound.to_string()));
    };
    println!("{} ({}) about {}", case.id, case.kind, case.reference);
    println!("shop: {}", case.shop.as_deref().unwrap_or("not known"));
    println!("open since {}", moment(case.opened_at));
    if let Some(seen) = case.last_seen_at {
        println!("last seen {}", moment(seen));
    }
    println!("\n{}\n", case.summary);
    match (case.closed_at, &case.resolution) {
        (Some(at), Some(how)) => println!("closed {}: {how}. {}", moment(at), case.resolution_note),
        _ => println!("possible: {}", possible(&case.kind)),
    }
    println!("\n{:#}", case.details);
    Ok(true)
}

fn moment(at: DateTime<Utc>) -> impl std::fmt::Display {
    at.format("%Y-%m-%d %H:%M UTC")
}
