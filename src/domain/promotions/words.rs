//! A code in words.

use chrono::{DateTime, Utc};

use super::store::Promo;
use crate::{
    domain::{place, pricing::promote::Off},
    shared::{
        price::Service,
        promotion::{PromoRow, PromoState},
    },
};

pub(super) fn row(promo: &Promo, now: DateTime<Utc>) -> PromoRow {
    let mut what = match promo.off {
        Off::Percent(percent) => format!("{} % off", percent.normalize()),
        Off::Fixed(amount) => format!("{amount} off"),
    };
    if let Some(maximum) = promo.maximum {
        what.push_str(&format!(", at most {maximum}"));
    }
    PromoRow {
        id: promo.id,
        code: promo.code.clone(),
        name: promo.name.clone(),
        what,
        on: on(promo),
        valid_from: promo.valid_from,
        valid_until: promo.valid_until,
        uses: promo.uses,
        limit_total: promo.limit_total,
        limit_per_customer: promo.limit_per_customer,
        funded_by: promo.funded_by,
        is_paused: promo.is_paused,
        state: state(promo, now),
    }
}

fn on(promo: &Promo) -> String {
    let mut text = match (promo.on.plan, promo.on.service) {
        (Some(_), _) => match &promo.plan_name {
            Some(name) => format!("the plan {name}"),
            None => "a plan that is gone".to_owned(),
        },
        (None, Some(Service::DataPlan)) => "data plans".to_owned(),
        (None, Some(Service::NumberPurchase)) => "numbers".to_owned(),
        (None, _) => "everything".to_owned(),
    };
    if let Some(country) = promo.on.country {
        text.push_str(&format!(" in {}", place::country(country).name));
    }
    if promo.minimum.is_positive() {
        text.push_str(&format!(", from {}", promo.minimum));
    }
    text
}

fn state(promo: &Promo, now: DateTime<Utc>) -> PromoState {
    if promo.valid_until.is_some_and(|until| until <= now) {
        PromoState::Over
    } else if promo.is_paused {
        PromoState::Paused
    } else if promo.limit_total.is_some_and(|limit| promo.uses >= limit) {
        PromoState::UsedUp
    } else if promo.valid_from > now {
        PromoState::Planned
    } else {
        PromoState::Live
    }
}
