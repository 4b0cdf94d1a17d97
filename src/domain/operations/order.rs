//! One order with all that is known of it, and the question to its provider.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        orders::{losing::LosingOffer, place::Payer, records},
        queue::{Job, enqueue},
        scope::{Admin, Operator, System},
    },
    shared::{
        ids::OrderId,
        operator::{ConsoleOrder, LosingOfferRow},
    },
};

/// The order of whatever reseller; `None` when there is none with this id.
pub async fn order(backend: &Backend, _admin: &Admin, id: OrderId) -> Result<Option<ConsoleOrder>, Internal> {
    let mut tx = backend.begin_system().await?;
    let Some(facts) = store::order_facts(&mut tx, id).await? else {
        return Ok(None);
    };
    let holds = store::order_holds(&mut tx, facts.reseller, id).await?;
    let entries = store::order_entries(&mut tx, facts.reseller, id).await?;
    let cases = store::order_cases(&mut tx, id, &facts.reference).await?;
    let job = store::jobs_of_keys(&mut tx, &[id.to_string()]).await?.pop();
    tx.commit().await?;
    let system = System::of(facts.reseller, "console");
    let Some((record, timeline)) = records::find(backend, &system, id).await? else {
        return Ok(None);
    };
    let payer = match record.payer {
        Payer::Customer => "the customer's wallet",
        Payer::Organization(_) => "a company's wallet",
        Payer::Float => "the reseller's float",
    };
    Ok(Some(ConsoleOrder {
        id,
        shop: facts.shop,
        what: record.item.title(),
        status: record.state,
        customer: record.customer,
        customer_email: facts.customer_email,
        payer: payer.to_owned(),
        settlement_mode: facts.settlement_mode,
        provider: facts.provider,
        reference: facts.reference,
        provider_id: facts.provider_id,
        losing: record.losing.into_iter().map(losing_row).collect(),
        stack: record.stack,
        refunded: record.refunded,
        refusal: record.refusal,
        created_at: record.created_at,
        submitted_at: facts.submitted_at,
        attempts: facts.attempts,
        next_try: job.as_ref().map(|job| job.run_at),
        job_error: job.map(|job| job.last_error).unwrap_or_default(),
        timeline,
        holds,
        entries,
        cases,
    }))
}

fn losing_row(offer: LosingOffer) -> LosingOfferRow {
    LosingOfferRow {
        provider: offer.provider,
        cost: offer.stack.provider_cost,
        monthly_cost: offer.cost.monthly,
        price: offer.stack.retail,
        needs_address: offer.needs_address,
        refused: offer.refused,
    }
}

/// Why nobody was asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("no such order")]
    NotFound,
    #[error("the order has ended")]
    Ended,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AskError);

/// Takes the order one step further now instead of at its next try. Asked for twice, it is one step.
pub async fn ask_now(backend: &Backend, admin: &Admin, origin: &Origin, id: OrderId) -> Result<(), AskError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let facts = store::order_facts(&mut tx, id).await?.ok_or(AskError::NotFound)?;
    if !matches!(facts.state.as_str(), "held" | "submitted" | "unknown") {
        return Err(AskError::Ended);
    }
    let job = Job::AdvanceOrder {
        reseller: facts.reseller,
        order: id,
    };
    enqueue(&mut tx, &job, now).await?;
    let scope = Operator::console(admin).at(facts.reseller);
    audit::record(&mut tx, &scope, now, Audit::of("order.asked", id, origin)).await?;
    tx.commit().await?;
    Ok(())
}
