//! Carrying an order out.

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::telna::catalogue;
use super::super::telna::with_luhn;
use super::answer::{Made, Problem};
use super::book::{Order, Product, Subscription, new_id};
use super::orders::{self, NewOrder, Products};
use super::{events, offerings};

const PLAN: &str = "$.products.plan.product_offering_id";

/// Does what is wanted and notes the order, accepted.
pub fn carry_out(memory: &mut Memory, wanted: &NewOrder) -> Result<Made, Problem> {
    let now = memory.now();
    let (kind, line, magic) = match wanted {
        NewOrder::ActivateSubscription {
            subscriber_id,
            purchase_location,
            sim_profile,
            products,
        } => {
            check_place(purchase_location)?;
            if sim_profile.sim_type != "esim" {
                return Err(Problem::unprocessable("$.sim_profile", "only eSIMs are in stock"));
            }
            let subscribers = &memory.oneglobal.subscribers;
            let subscriber = subscribers.iter().find(|known| known.id == *subscriber_id);
            let account_id = match subscriber {
                Some(subscriber) => subscriber.account_id.clone(),
                None => return Err(Problem::unprocessable("$.subscriber_id", "subscriber not found")),
            };
            let plan = plan_of(products)?;
            if plan.magic() == Some(Magic::RateLimited) && memory.refuse_by_rate(subscriber_id) {
                return Ok(Made::Busy);
            }
            let line = new_line(memory, subscriber_id, account_id);
            let id = line.id.clone();
            memory.oneglobal.subscriptions.push(line);
            add(memory, &id, plan.id);
            events::of_line(memory, &id, "subscription.active", now);
            events::of_line(
                memory,
                &id,
                "subscription.sim_profile.ready_for_installation",
                now,
            );
            ("activate_subscription", id, plan.magic())
        }
        NewOrder::TopupSubscription {
            subscription_id,
            purchase_location,
            products,
        } => {
            check_place(purchase_location)?;
            living(memory, subscription_id)?;
            let plan = plan_of(products)?;
            if plan.magic() == Some(Magic::RateLimited) && memory.refuse_by_rate(subscription_id) {
                return Ok(Made::Busy);
            }
            add(memory, subscription_id, plan.id);
            ("topup_subscription", subscription_id.clone(), plan.magic())
        }
        NewOrder::ChangeSubscriptionPlan {
            subscription_id,
            products,
        } => {
            living(memory, subscription_id)?;
            let plan = plan_of(products)?;
            if plan.magic() == Some(Magic::RateLimited) && memory.refuse_by_rate(subscription_id) {
                return Ok(Made::Busy);
            }
            end_products(memory, subscription_id, "canceled");
            add(memory, subscription_id, plan.id);
            ("change_subscription_plan", subscription_id.clone(), plan.magic())
        }
        NewOrder::CancelSubscription { subscription_id } => {
            living(memory, subscription_id)?;
            end_products(memory, subscription_id, "terminated");
            if let Some(line) = memory.oneglobal.line(subscription_id) {
                line.status = "terminated".into();
            }
            events::of_line(memory, subscription_id, "subscription.terminated", now);
            ("cancel_subscription", subscription_id.clone(), None)
        }
    };
    let order = Order {
        id: new_id("ord", now),
        kind: kind.to_owned(),
        subscription: line.clone(),
        created_at: now,
        is_seen: false,
    };
    let body = orders::show(memory, &order);
    memory.oneglobal.orders.push(order.clone());
    let completed = Order {
        is_seen: true,
        ..order
    };
    let data = serde_json::json!({ "order": orders::show(memory, &completed) });
    events::tell(memory, &line, "order.completed", now, data);
    Ok(Made::Done {
        status: 201,
        body,
        magic,
    })
}

fn check_place(place: &str) -> Result<(), Problem> {
    match place.len() == 2 && place.bytes().all(|byte| byte.is_ascii_uppercase()) {
        true => Ok(()),
        false => Err(Problem::malformed(
            "purchase_location must be two capital letters",
        )),
    }
}

/// The plan that is ordered, unless its ending refuses it.
fn plan_of(products: &Products) -> Result<catalogue::Product, Problem> {
    let id = &products.plan.product_offering_id;
    let plan = offerings::find(id).ok_or_else(|| Problem::unprocessable(PLAN, "no such offering"))?;
    match plan.magic() {
        Some(Magic::OutOfStock) => Err(Problem::unprocessable(PLAN, "not offered any more")),
        Some(Magic::NeedsAddress) => Err(Problem::unprocessable(
            "$.subscriber.address",
            "the full address is needed",
        )),
        _ => Ok(plan),
    }
}

fn living(memory: &mut Memory, line: &str) -> Result<(), Problem> {
    match memory.oneglobal.line(line) {
        None => Err(Problem::unprocessable(
            "$.subscription_id",
            "subscription not found",
        )),
        Some(line) if line.status == "terminated" => Err(Problem::unprocessable(
            "$.subscription_id",
            "the subscription has ended",
        )),
        Some(_) => Ok(()),
    }
}

fn new_line(memory: &Memory, subscriber: &str, account_id: String) -> Subscription {
    let now = memory.now();
    let iccid = loop {
        let iccid = with_luhn(format!("894447440{:09}", rand::random::<u64>() % 1_000_000_000));
        if !memory
            .oneglobal
            .subscriptions
            .iter()
            .any(|line| line.iccid == iccid)
        {
            break iccid;
        }
    };
    Subscription {
        id: new_id("subs", now),
        subscriber: subscriber.to_owned(),
        account_id,
        status: "active".into(),
        sim_id: new_id("simp", now),
        iccid,
        matching_id: format!("QR-G-{:032X}", rand::random::<u128>()),
        profile_status: "ready_for_installation".into(),
        country: None,
        products: Vec::new(),
        created_at: now,
    }
}

fn add(memory: &mut Memory, line: &str, offering: u64) {
    let now = memory.now();
    if let Some(line) = memory.oneglobal.line(line) {
        line.products.push(Product {
            id: new_id("prd", now),
            offering,
            used_bytes: 0,
            ended: None,
            created_at: now,
            started_at: None,
        });
    }
}

fn end_products(memory: &mut Memory, id: &str, how: &str) {
    let now = memory.now();
    let mut ended = Vec::new();
    if let Some(line) = memory.oneglobal.line(id) {
        for product in &mut line.products {
            if ["acquired", "active"].contains(&product.status(now)) {
                product.ended = Some(how.to_owned());
                ended.push(product.id.clone());
            }
        }
    }
    for product in ended {
        events::of_product(memory, id, &product, &format!("product.{how}"), now, None);
    }
}
