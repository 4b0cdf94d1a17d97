//! Parts that the dashboard's and the console's pages about prices share.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{
    components::{
        Choice, Column, EmptyState, Field, ListTable, Moment, MoneyText, Notice, Pagination, Select,
        form::of_field,
    },
    pages::simulator_form::choices,
    shared::{
        error::AppError,
        paging::Page,
        pricing::{Named, OfferView, PriceChange, PriceSide, RuleRow, SimulationView},
    },
};

/// The sentence above the form, for an error that is about no single field.
pub fn whole_form(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    let message = failed.filter(|error| error.field().is_none())?.message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}

/// What was just done, by the word in the address.
pub fn saved(word: Option<String>) -> Option<impl IntoView + use<>> {
    let text = match word?.as_str() {
        "rule" => {
            "The rule is saved. New prices apply from its first day; prices shown in the last 15 minutes stand."
        }
        "sheet" => {
            "The file is applied. New prices apply at once; prices shown in the last 15 minutes stand."
        }
        "ended" => "The rule has ended.",
        "settings" => "Saved. Prices follow at once.",
        "rate" => "The rate is kept. Prices follow at once.",
        "promotion" => "The code is made.",
        _ => return None,
    };
    Some(view! { <Notice kind="good">{text}</Notice> })
}

/// Rules in words; `end` gives the form that ends one.
pub fn rules(rules: Vec<RuleRow>, end: impl Fn(&RuleRow) -> Option<AnyView>) -> AnyView {
    if rules.is_empty() {
        return view! {
            <EmptyState icon="receipt" title="No rules yet" text="Without a rule, nothing is added to the price."/>
        }
        .into_any();
    }
    let rows = rules
        .into_iter()
        .map(|rule| {
            let end = end(&rule);
            view! {
                <tr>
                    <td data-label="Rule"><b>{rule.name}</b></td>
                    <td data-label="Adds">{rule.adds}</td>
                    <td data-label="On">{rule.on}</td>
                    <td data-label="Valid">{window(rule.valid_from, rule.valid_until, rule.is_valid)}</td>
                    <td data-label="">{end}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <ListTable
            caption="Rules"
            columns=vec![
                Column::plain("Rule"),
                Column::plain("Adds"),
                Column::plain("On"),
                Column::plain("Valid"),
                Column::plain(""),
            ]
        >
            {rows}
        </ListTable>
    }
    .into_any()
}

fn window(from: DateTime<Utc>, until: Option<DateTime<Utc>>, is_valid: bool) -> impl IntoView {
    let word = if is_valid { "since " } else { "from " };
    view! {
        {word} <Moment at=from/>
        {until.map(|until| view! { " until " <Moment at=until/> })}
    }
}

/// The fields of a markup: percent or a fixed amount.
pub fn markup_fields(
    failed: Option<&AppError>,
    kind: String,
    value: String,
    currency: &str,
) -> impl IntoView + use<> {
    let kinds = vec![
        Choice::new("percent", "Percent of the price so far"),
        Choice::new("fixed", format!("Fixed amount ({currency})")),
    ];
    view! {
        <div class="form-pair">
            <Select label="Adds" name="markup_kind" value=kind choices=kinds/>
            <Field
                label="How much"
                name="markup_value"
                value=value
                inputmode="decimal"
                required=true
                error=of_field(failed, "markup_value")
            />
        </div>
    }
}

/// What a rule is for, and when. Shops do not choose the supplier.
pub fn match_fields(failed: Option<&AppError>, offer: OfferView) -> impl IntoView + use<> {
    let services = vec![
        Choice::new("", "Everything"),
        Choice::new("data_plan", "Data plans"),
        Choice::new("number_purchase", "First month of numbers"),
        Choice::new("number_month", "Further months of numbers"),
        Choice::new("sms", "Text messages"),
        Choice::new("voice_minute", "Call minutes"),
        Choice::new("package", "Packages"),
    ];
    view! {
        <div class="form-pair">
            <Select label="On" name="rule_service" choices=services error=of_field(failed, "rule_service")/>
            <Select
                label="Country"
                name="rule_country"
                choices=choices("Every country", offer.countries)
                error=of_field(failed, "rule_country")
            />
        </div>
        {plan_field("rule_plan", offer.plans, of_field(failed, "rule_plan"))}
        <div class="form-pair">
            <Field label="From" name="rule_from" kind="date" hint="Empty: from now." error=of_field(failed, "rule_from")/>
            <Field label="Until" name="rule_until" kind="date" hint="Empty: no end. It ends as the day begins (UTC)." error=of_field(failed, "rule_until")/>
        </div>
    }
}

/// One plan by its name, with what the browser offers while somebody types.
pub(super) fn plan_field(name: &'static str, plans: Vec<Named>, error: Option<String>) -> impl IntoView {
    view! {
        <Field
            label="Plan"
            name=name
            maxlength=200
            autocomplete="off"
            hint="Only for one plan: begin to write its name. Empty for all."
            suggestions=plans.into_iter().map(|plan| plan.name).collect()
            error=error
        />
    }
}

/// Rounding and minimum margin.
pub fn floor_fields(
    failed: Option<&AppError>,
    rounding: String,
    margin: String,
    percent: String,
) -> impl IntoView + use<> {
    let roundings = vec![
        Choice::new("none", "To the smallest coin"),
        Choice::new("five_cents", "Up to multiples of 0.05"),
        Choice::new("ninety_nine", "Up to .99"),
    ];
    view! {
        <Select label="Prices end" name="rounding" value=rounding choices=roundings/>
        <div class="form-pair">
            <Field label="Earn at least" name="margin" value=margin inputmode="decimal" required=true error=of_field(failed, "margin")/>
            <Field label="and at least, in percent" name="margin_percent" value=percent inputmode="decimal" required=true error=of_field(failed, "margin_percent")/>
        </div>
    }
}

/// Who changed what, with pages.
pub fn history(page: Page<PriceChange>, path: &'static str, is_first: bool) -> impl IntoView {
    let next = page
        .next
        .map(|after| format!("{path}?after={}", leptos_router::location::Url::escape(&after)));
    let rows = page.rows;
    view! {
        {if rows.is_empty() {
            view! { <EmptyState icon="history" title="No changes yet" text="Every change of a price appears here with who made it."/> }.into_any()
        } else {
            let columns = ["When", "Who", "What", "Before", "After"].map(Column::plain).to_vec();
            view! {
                <ListTable caption="Changes of prices" columns>
                    {rows.into_iter().map(|row| view! {
                        <tr>
                            <td data-label="When"><Moment at=row.at/></td>
                            <td data-label="Who">{row.who}</td>
                            <td data-label="What">{row.what}</td>
                            <td data-label="Before"><small>{row.before}</small></td>
                            <td data-label="After"><small>{row.after}</small></td>
                        </tr>
                    }).collect_view()}
                </ListTable>
            }.into_any()
        }}
        <Pagination first=(!is_first).then(|| path.to_owned()) next/>
    }
}

/// A price now and with the rule, side by side.
pub fn simulation(found: SimulationView) -> impl IntoView {
    let SimulationView {
        product,
        now,
        then,
        shop_gains,
    } = found;
    view! {
        <h2>{product}</h2>
        <div class="surface-columns">{side("Now", now)} {side("With the rule", then)}</div>
        <p class="simulation-gain">"One sale brings the shop " <MoneyText amount=shop_gains/> " more than now."</p>
    }
}

fn side(title: &'static str, side: PriceSide) -> impl IntoView {
    view! {
        <section class="panel" aria-label=title>
            <h3>{title} ": " <MoneyText amount=side.price/></h3>
            {side.floors.into_iter().map(|floor| view! { <Notice kind="info">{floor}</Notice> }).collect_view()}
            <ol class="price-steps">
                {side.steps.into_iter().map(|step| view! {
                    <li><span>{step.what}</span> <MoneyText amount=step.result/></li>
                }).collect_view()}
            </ol>
            <dl class="price-shares">
                <div><dt>"Supplier"</dt><dd><MoneyText amount=side.provider_gets/></dd></div>
                <div><dt>"Platform, with commission of " <MoneyText amount=side.commission/></dt><dd><MoneyText amount=side.platform_keeps/></dd></div>
                <div><dt>"The shop keeps"</dt><dd><MoneyText amount=side.shop_keeps/></dd></div>
            </dl>
        </section>
    }
}
