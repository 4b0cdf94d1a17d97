//! The form that decides the rules of one target.

use leptos::prelude::*;

use super::super::super::reseller::set_up::forms::above;
use crate::{
    components::{
        Choice, Field, PostForm, Select, SubmitButton,
        form::{failure, kept, of_field},
    },
    server_fns::policies::Save,
    shared::{
        place::CountryCode,
        policy::{PlanChoice, Rules, Switch, Target},
    },
};

const FIELDS: [&str; 9] = [
    "allowed_countries",
    "blocked_countries",
    "reach_countries",
    "cap_mb",
    "team_cap_mb",
    "top_up_plan",
    "top_up_below",
    "top_up_most",
    "approve_above",
];

/// All rules at once; each can be left to the place above.
#[component]
pub fn PolicyForm(target: Target, own: Rules, plans: Vec<PlanChoice>) -> impl IntoView {
    let failed = failure::<Save>();
    let whole_form = above(failed.as_ref(), &FIELDS);
    let of = move |name| of_field(failed.as_ref(), name);
    let above_words = if target == Target::Company {
        "Not decided"
    } else {
        "As further up"
    };
    let how = move |pairs: &[(&str, &str)]| {
        std::iter::once(Choice::new("as_above", above_words))
            .chain(pairs.iter().map(|(value, words)| Choice::new(*value, *words)))
            .collect::<Vec<_>>()
    };
    let allowed = own.allowed.clone().unwrap_or_default();
    let allowed_how = match &own.allowed {
        None => "as_above",
        Some(list) if list.plans.is_empty() && list.countries.is_empty() => "all",
        Some(_) => "listed",
    };
    let roaming_how = match &own.blocked {
        None => "as_above",
        Some(list) if list.is_empty() => "all",
        Some(_) => "listed",
    };
    let reach_how = match &own.reached {
        None => "as_above",
        Some(list) if list.is_empty() => "all",
        Some(_) => "listed",
    };
    let top_up = own.top_up.and_then(Switch::on);
    let mut top_up_plans = vec![Choice::new("", "None")];
    top_up_plans.extend(
        plans
            .iter()
            .map(|plan| Choice::new(plan.id.to_string(), plan.name.clone())),
    );
    let approve_above = own
        .approve_above
        .and_then(Switch::on)
        .map(|above| above.decimal().normalize().to_string())
        .unwrap_or_default();
    let number = |found: Option<i64>| found.map(|mb| mb.to_string()).unwrap_or_default();
    let boxes = plans
        .into_iter()
        .enumerate()
        .map(|(at, plan)| {
            let is_ticked = allowed.plans.contains(&plan.id);
            plan_box(at, plan, is_ticked)
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="decide-title">
            <h2 id="decide-title">"Decide"</h2>
            {whole_form}
            <PostForm<Save> class="surface-form">
                <input type="hidden" name="policy_for" value=target.word()/>
                <Select label="Plans that may be bought" name="allowed_how" value=allowed_how choices=how(&[("all", "Every plan"), ("listed", "Those listed here")])/>
                <Field label="Plans for these countries alone" name="allowed_countries" value=codes(&allowed.countries) maxlength=1000 placeholder="FR, DE" hint="Two letters each, with commas between them." error=of("allowed_countries")/>
                <details class="policy-plans">
                    <summary>"And these plans"</summary>
                    <fieldset>
                        <legend class="visually-hidden">"Plans that may be bought"</legend>
                        {boxes}
                    </fieldset>
                </details>
                <Select label="Roaming" name="roaming_how" value=roaming_how choices=how(&[("all", "Allowed everywhere"), ("listed", "Blocked in the countries listed here")])/>
                <Field label="Blocked countries" name="blocked_countries" value=codes(&own.blocked.clone().unwrap_or_default()) maxlength=1000 placeholder="US, CH" hint="Plans for these countries alone cannot be bought. Whoever uses data there all the same is named at Alerts and by mail, once a month for each line and country; the carrier tells the country of plans that work in one country." error=of("blocked_countries")/>
                <Select label="Lines used in a blocked country stop" name="roaming_stop_how" value=answered(own.stop_roaming) choices=how(&[("yes", "Yes"), ("no", "No, tell us only")]) hint="A stopped line goes on next month, when the country is allowed, or when somebody reactivates it; used there again, it stops again. Prepaid lines cannot be stopped."/>
                <Select label="Messages and calls" name="reach_how" value=reach_how choices=how(&[("all", "To every country"), ("listed", "Only to the countries listed here")])/>
                <Field label="Countries that may be written to and called" name="reach_countries" value=codes(&own.reached.clone().unwrap_or_default()) maxlength=1000 placeholder="US, FR" hint="From the company's numbers. Everything else is refused before anything is charged." error=of("reach_countries")/>
                <Select label="Data cap of each employee" name="cap_how" value=switched(own.data_cap_mb) choices=how(&[("off", "No cap"), ("on", "This much a month")])/>
                <Field label="Megabytes a month" name="cap_mb" value=number(own.data_cap_mb.and_then(Switch::on)) inputmode="numeric" maxlength=12 error=of("cap_mb")/>
                <Select label="Data cap of the whole team" name="team_cap_how" value=switched(own.team_cap_mb) choices=how(&[("off", "No cap"), ("on", "This much a month")]) hint="A limit in money is a budget."/>
                <Field label="Megabytes a month for the team" name="team_cap_mb" value=number(own.team_cap_mb.and_then(Switch::on)) inputmode="numeric" maxlength=12 error=of("team_cap_mb")/>
                <Select label="Lines stop at the cap" name="suspend_how" value=answered(own.suspend_at_cap) choices=how(&[("yes", "Yes"), ("no", "No, tell us only")])/>
                <Select label="More data by itself" name="top_up_how" value=switched(own.top_up) choices=how(&[("off", "Off"), ("on", "On, as below")]) hint="Bought from the wallet like any order: budgets and policies count."/>
                <Select label="With this plan" name="top_up_plan" value=top_up.map(|rule| rule.plan.to_string()).unwrap_or_default() choices=top_up_plans error=of("top_up_plan")/>
                <Field label="When less than this is left (megabytes)" name="top_up_below" value=number(top_up.map(|rule| rule.below_mb)) inputmode="numeric" maxlength=12 error=of("top_up_below")/>
                <Field label="At most so often a month" name="top_up_most" value=number(top_up.map(|rule| i64::from(rule.at_most))) inputmode="numeric" maxlength=2 error=of("top_up_most")/>
                <Select label="Orders that need approval" name="approve_how" value=switched(own.approve_above) choices=how(&[("off", "None"), ("on", "Those above this amount")])/>
                <Field label="Amount" name="approve_above" value=approve_above inputmode="decimal" maxlength=20 error=of("approve_above")/>
                <Select label="Managers approve for their own teams" name="managers_how" value=answered(own.managers_approve) choices=how(&[("yes", "Yes, never what they asked for themselves"), ("no", "No")])/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<Save>>
        </section>
    }
}

/// Each has a name of its own, so that a refused form comes back with the same boxes ticked.
fn plan_box(at: usize, plan: PlanChoice, is_ticked: bool) -> impl IntoView {
    let name = format!("allowed_plans[{at}]");
    let checked = is_ticked || kept(&name).is_some();
    view! {
        <label class="checkbox">
            <input type="checkbox" name=name value=plan.id.to_string() checked=checked/>
            <span>{plan.name}</span>
        </label>
    }
}

const fn switched<T>(rule: Option<Switch<T>>) -> &'static str
where
    T: Copy,
{
    match rule {
        None => "as_above",
        Some(Switch::Off) => "off",
        Some(Switch::On(_)) => "on",
    }
}

const fn answered(rule: Option<bool>) -> &'static str {
    match rule {
        None => "as_above",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

fn codes(countries: &[CountryCode]) -> String {
    countries
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
