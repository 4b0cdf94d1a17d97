//! Parts that the dashboard's and the console's pages about promotion codes share.

use leptos::prelude::*;

use super::price_parts::plan_field;
use crate::{
    components::{Choice, DefinitionList, Fact, Field, Moment, MoneyText, Select, form::of_field},
    pages::simulator_form::choices,
    shared::{
        error::AppError,
        money::Money,
        pricing::OfferView,
        promotion::{FundedBy, PromoRow, PromoState},
    },
};

/// The fields of a promotion code.
pub fn promo_fields(failed: Option<&AppError>, currency: &str, offer: OfferView) -> impl IntoView + use<> {
    let kinds = vec![
        Choice::new("percent", "Percent"),
        Choice::new("fixed", format!("Fixed amount ({currency})")),
    ];
    let services = vec![
        Choice::new("", "Everything"),
        Choice::new("data_plan", "Data plans"),
        Choice::new("number_purchase", "Numbers"),
    ];
    view! {
        <div class="form-pair">
            <Field label="Code" name="promo" required=true maxlength=32 hint="Letters, digits and hyphens; capitals do not matter." error=of_field(failed, "promo")/>
            <Field label="Name" name="promo_name" required=true maxlength=80 hint="Only staff see it." error=of_field(failed, "promo_name")/>
        </div>
        <div class="form-pair">
            <Select label="Takes off" name="off_kind" choices=kinds/>
            <Field label="How much" name="off_value" inputmode="decimal" required=true error=of_field(failed, "off_value")/>
        </div>
        <div class="form-pair">
            <Field label="At most" name="maximum" inputmode="decimal" hint="Empty: no maximum." error=of_field(failed, "maximum")/>
            <Field label="For purchases from" name="minimum" inputmode="decimal" hint="Empty: any price." error=of_field(failed, "minimum")/>
        </div>
        <div class="form-pair">
            <Select label="On" name="promo_service" choices=services/>
            <Select label="Country" name="promo_country" choices=choices("Every country", offer.countries) error=of_field(failed, "promo_country")/>
        </div>
        {plan_field("promo_plan", offer.plans, of_field(failed, "promo_plan"))}
        <div class="form-pair">
            <Field label="From" name="promo_from" kind="date" hint="Empty: from now." error=of_field(failed, "promo_from")/>
            <Field label="Until" name="promo_until" kind="date" hint="Empty: no end. It ends as the day begins (UTC)." error=of_field(failed, "promo_until")/>
        </div>
        <div class="form-pair">
            <Field label="Uses in all" name="limit_total" inputmode="numeric" hint="Empty: no limit." error=of_field(failed, "limit_total")/>
            <Field label="Uses per customer" name="limit_per_customer" value="1" inputmode="numeric" hint="Empty: no limit." error=of_field(failed, "limit_per_customer")/>
        </div>
    }
}

/// The state of a code in a word, and its mood.
pub const fn promo_state(row: &PromoRow) -> (&'static str, &'static str) {
    match row.state {
        PromoState::Live => ("Live", "good"),
        PromoState::Planned => ("Planned", "waiting"),
        PromoState::Paused => ("Paused", "attention"),
        PromoState::UsedUp => ("Used up", "quiet"),
        PromoState::Over => ("Over", "quiet"),
    }
}

/// What a code takes off, on what, how often, and what it took off so far.
pub fn promo_terms(row: PromoRow, given: Money) -> impl IntoView {
    let limit = |limit: Option<i32>| limit.map_or_else(|| "no limit".to_owned(), |limit| limit.to_string());
    view! {
        <section class="panel" aria-label="Terms">
            <DefinitionList>
                <Fact name="Name">{row.name}</Fact>
                <Fact name="Takes off">{row.what}</Fact>
                <Fact name="On">{row.on}</Fact>
                <Fact name="Valid">
                    "from " <Moment at=row.valid_from/>
                    {row.valid_until.map(|until| view! { " until " <Moment at=until/> })}
                </Fact>
                <Fact name="Uses">{row.uses} " (limit: " {limit(row.limit_total)} ")"</Fact>
                <Fact name="Per customer">{limit(row.limit_per_customer)}</Fact>
                <Fact name="Borne by">{funder(row.funded_by)}</Fact>
                <Fact name="Taken off so far"><MoneyText amount=given/></Fact>
            </DefinitionList>
        </section>
    }
}

/// The state of a code's use in words, and its mood.
pub fn promo_use_state(state: &str) -> (&'static str, &'static str) {
    match state {
        "counted" => ("Used", "good"),
        "held" => ("In flight", "waiting"),
        _ => ("Given back", "quiet"),
    }
}

/// Who bears a code, in words for staff.
const fn funder(funded_by: FundedBy) -> &'static str {
    match funded_by {
        FundedBy::Reseller => "the shop",
        FundedBy::Platform => "the platform",
    }
}
