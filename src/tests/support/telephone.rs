//! Northwind at its telephone: numbers the company has, and what its members write and ring from them.

use clouddail::{
    domain::{
        calls::{self, StartError},
        messages::{self, Dispatch, SendError},
        numbers::{self, Share},
        orders::{
            buy::{Buy, BuyError, buy},
            place::Payer,
            quote::Wish,
        },
        scope::{Desk, Member, WorksIn},
    },
    shared::{
        ids::{CallId, MessageId, NumberId, QuoteId, TeamId, UserId},
        number::NumberType,
    },
};

use super::{PHONE, World, spending::origin};

/// The member at the company's numbers, as they are given out now.
pub async fn desk(world: &World, member: &Member) -> Desk {
    numbers::desk(&world.backend, member).await.unwrap()
}

/// Buys a US number for the company.
pub async fn buy_number(
    world: &World,
    member: &Member,
    which: &str,
    team: Option<TeamId>,
    cost_centre: &str,
) -> Result<NumberId, BuyError> {
    let request = Buy {
        wish: Wish::Number {
            e164: world.number(which).await,
            country: "US".parse().unwrap(),
            kind: NumberType::Local,
        },
        payer: Payer::Organization(member.organization()),
        max_price: None,
        promo_code: None,
        daily_cap: None,
    };
    let desk = desk(world, member).await.charging(team, cost_centre);
    let order = buy(&world.backend, &desk, QuoteId::new(), &request).await?;
    let found = numbers::of_order(&world.backend, &desk, order).await.unwrap();
    // Its inbox is opened by a job.
    world.run_jobs().await;
    Ok(found.expect("a number was delivered"))
}

/// Says who uses it.
pub async fn share(
    world: &World,
    member: &Member,
    number: NumberId,
    (user, team, is_for_all): (Option<UserId>, Option<TeamId>, bool),
) {
    let to = Share {
        number,
        label: String::new(),
        member: user,
        team,
        is_for_all,
        cost_centre: String::new(),
        origin: origin(),
    };
    numbers::share(&world.backend, &desk(world, member).await, &to)
        .await
        .unwrap();
}

/// Sends a text that the company pays.
pub async fn write(
    world: &World,
    desk: &Desk,
    number: NumberId,
    to: &str,
    body: &str,
) -> Result<MessageId, SendError> {
    let request = Dispatch {
        id: MessageId::new(),
        draft: messages::Draft {
            number,
            to: to.into(),
            body: body.into(),
        },
        payer: Payer::Organization(desk.organization()),
        max_price: None,
        daily_cap: None,
    };
    messages::send(&world.backend, desk, &request).await
}

/// Rings somebody; the company pays.
pub async fn call(world: &World, desk: &Desk, number: NumberId, to: &str) -> Result<CallId, StartError> {
    let request = calls::Start {
        id: CallId::new(),
        draft: calls::Draft {
            number,
            to: to.into(),
            phone: PHONE.into(),
        },
        max_minute: None,
    };
    calls::start(&world.backend, desk, &request).await
}

/// Everything the ledger took from Northwind's wallets for sales, and gave back.
pub async fn ledger(world: &World) -> i64 {
    world
        .count(
            "select coalesce(-sum(e.amount_micros), 0)::bigint from ledger_entries e
             join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
             join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
             join organizations o on o.reseller_id = w.reseller_id and o.id = w.owner_id and o.name = 'Northwind'
             where t.kind in ('sale', 'refund')",
        )
        .await
}
