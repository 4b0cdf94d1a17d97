//! `/business/lines/{id}`: one line. The code that installs it stands on the employee's own page and nowhere here.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::super::reseller::set_up::forms::{above, saved},
    super::{files::csv, pickup::PickupPanel},
    words::{Freshness, LineBadge, plan},
};
use crate::{
    components::{
        Checkbox, Choice, Column, DefinitionList, Fact, Field, ListTable, Meter, Moment, MoneyText, Notice,
        PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::{answer, id_in_path},
        words,
    },
    server_fns::{
        self,
        lines::{Act, OrderPlan, Replace},
    },
    shared::{
        error::AppError,
        esim::EsimState,
        ids::{LineId, QuoteId},
        line::{LineOffer, LineOrder, LineRow, LineVerb, LineView, LineWish},
    },
};

/// One line.
#[component]
pub fn LinePage() -> impl IntoView {
    let id = id_in_path::<LineId>();
    view! {
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::lines::find(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(view: LineView) -> impl IntoView {
    let LineView {
        row,
        orders,
        wishes,
        offers,
        may_manage,
        keys,
    } = view;
    let title = format!("Line of {}", row.employee_name);
    let (line, state, open_wish) = (row.id, row.state, row.open_wish);
    let forms = may_manage.then(|| view! { <Forms row=row.clone() offers keys/> });
    view! {
        <Title text=title.clone()/>
        <p class="back"><a href="/business/lines">"Lines"</a></p>
        <header class="surface-head"><h1>{title}</h1><span><LineBadge state open_wish/></span></header>
        {saved(&[
            ("suspend", "Suspended. It can be reactivated at any time."),
            ("reactivate", "Reactivated."),
            ("terminate", "Ended for good."),
            ("asked", "The carrier has been asked and has not answered clearly yet. We go on asking; nothing is done twice."),
            ("ordered", "Ordered. Below it says how the order stands."),
            ("replaced", "This is the new line. The old one is being ended."),
            ("replacing", "The new line has been ordered. The old one ends when it is there."),
        ])}
        <Facts row=row/>
        <PickupPanel line/>
        <p><a href=format!("/business/requests/new?line={line}")>"Ask for more data or another plan"</a></p>
        {forms}
        <Orders line orders/>
        {(!wishes.is_empty()).then(|| view! { <Wishes line wishes/> })}
    }
}

#[component]
fn Facts(row: LineRow) -> impl IntoView {
    let used = words::line_usage(&row);
    let freshness = view! { <Freshness row=row.clone()/> };
    let LineRow {
        employee,
        employee_name,
        team,
        plan_name,
        place,
        iccid,
        state,
        suspended_for,
        used_bytes,
        allowance_bytes,
        issued_at,
        activated_at,
        expires_at,
        ended_at,
        replaces,
        replaced_by,
        ..
    } = row;
    let label = used.clone();
    let meter = allowance_bytes.map(|max| view! { <Meter value=used_bytes max label/> });
    let stopped = suspended_for
        .filter(|_| state == EsimState::Suspended)
        .map(|why| view! { <Fact name="Suspended">{why.in_words()}</Fact> });
    let other = |name: &'static str, line: Option<LineId>| {
        line.map(
            |line| view! { <Fact name=name><a href=format!("/business/lines/{line}")>"That line"</a></Fact> },
        )
    };
    let when = |name: &'static str, at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| view! { <Fact name=name><Moment at/></Fact> })
    };
    view! {
        <section class="panel" aria-label="Line">
            <DefinitionList>
                <Fact name="Employee"><a href=format!("/business/employees/{employee}")>{employee_name}</a></Fact>
                <Fact name="Team">{team.map_or_else(|| "None".to_owned(), |team| team.name)}</Fact>
                <Fact name="Plan">{format!("{plan_name} ({place})")}</Fact>
                {stopped}
                <Fact name="Used"><span class="cell-lines">{used} {meter} {freshness}</span></Fact>
                <Fact name="ICCID">{iccid}</Fact>
                <Fact name="Made"><Moment at=issued_at/></Fact>
                {when("First used", activated_at)}
                {when("Runs until", expires_at)}
                {when("Ended", ended_at)}
                {other("Took the place of", replaces)}
                {other("Replaced by", replaced_by)}
            </DefinitionList>
        </section>
    }
}

#[component]
fn Forms(row: LineRow, offers: Vec<LineOffer>, keys: [QuoteId; 2]) -> impl IntoView {
    let [first, second] = keys;
    let is_over = row.state.is_over();
    let price = offers
        .iter()
        .find(|offer| offer.plan == row.plan)
        .map(|offer| offer.price);
    let replacing = price
        .filter(|_| row.replaced_by.is_none())
        .map(|price| view! { <ReplaceForm line=row.id quote=second price is_steered=row.is_steered/> });
    let acting = (!is_over).then(|| view! { <ActForm row=row.clone()/> });
    let adding = (!is_over && !offers.is_empty())
        .then(|| view! { <PlanForm line=row.id quote=first offers is_steered=row.is_steered/> });
    view! {
        <div class="surface-columns">
            {acting}
            {adding}
            {replacing}
        </div>
    }
}

#[component]
fn ActForm(row: LineRow) -> impl IntoView {
    let failed = failure::<Act>();
    if !row.is_steered {
        return view! {
            <section class="panel" aria-labelledby="act-title">
                <h2 id="act-title">"Suspend or end"</h2>
                {above(failed.as_ref(), &[])}
                <p>"This line is prepaid: its carrier cannot suspend, change or end it. It ends with its last plan."</p>
            </section>
        }
        .into_any();
    }
    let verbs = match row.state {
        EsimState::Suspended => [LineVerb::Reactivate, LineVerb::Terminate],
        _ => [LineVerb::Suspend, LineVerb::Terminate],
    };
    let choices: Vec<Choice> = verbs
        .into_iter()
        .map(|verb| Choice::new(verb.as_str(), verb.in_words()))
        .collect();
    view! {
        <section class="panel" aria-labelledby="act-title">
            <h2 id="act-title">"Suspend or end"</h2>
            {above(failed.as_ref(), &["line_verb", "reason"])}
            <PostForm<Act> class="surface-form">
                <input type="hidden" name="line" value=row.id.to_string()/>
                <Select
                    label="What should happen"
                    name="line_verb"
                    choices
                    hint="A suspended line keeps its number and its plan."
                    error=of_field(failed.as_ref(), "line_verb")
                />
                <Field label="Reason (optional)" name="reason" maxlength=200 error=of_field(failed.as_ref(), "reason")/>
                <Checkbox label="End it for good: it cannot be brought back" name="ends_line"/>
                <div><SubmitButton kind="danger">"Do it"</SubmitButton></div>
            </PostForm<Act>>
        </section>
    }
    .into_any()
}

#[component]
fn PlanForm(line: LineId, quote: QuoteId, offers: Vec<LineOffer>, is_steered: bool) -> impl IntoView {
    let failed = failure::<OrderPlan>();
    let choices: Vec<Choice> = offers
        .into_iter()
        .map(|offer| {
            let what = plan(offer.data_mb, offer.validity_days);
            Choice::new(
                format!("{}@{}", offer.plan, offer.price.amount()),
                format!("{}: {what}, {}", offer.name, offer.price),
            )
        })
        .collect();
    let mut steps = vec![Choice::new("add", "Add it to what the line has")];
    if is_steered {
        steps.push(Choice::new("change", "Put it in the place of the plan it has"));
    }
    view! {
        <section class="panel" aria-labelledby="plan-title">
            <h2 id="plan-title">"Data and plan"</h2>
            {above(failed.as_ref(), &["priced_plan"])}
            <PostForm<OrderPlan> class="surface-form">
                <input type="hidden" name="line" value=line.to_string()/>
                <input type="hidden" name="quote" value=quote.to_string()/>
                <Select label="Plan" name="priced_plan" choices error=of_field(failed.as_ref(), "priced_plan")/>
                <Select label="How" name="plan_step" choices=steps/>
                <div><SubmitButton>"Buy from the company's wallet"</SubmitButton></div>
            </PostForm<OrderPlan>>
        </section>
    }
}

#[component]
fn ReplaceForm(
    line: LineId,
    quote: QuoteId,
    price: crate::shared::money::Money,
    is_steered: bool,
) -> impl IntoView {
    let failed = failure::<Replace>();
    let then = if is_steered {
        "This one ends as soon as the new one is there."
    } else {
        "This one is prepaid: its carrier cannot end it, so it runs until its plan is used up."
    };
    view! {
        <section class="panel" aria-labelledby="replace-title">
            <h2 id="replace-title">"Phone lost or broken"</h2>
            {above(failed.as_ref(), &[])}
            <p>"A new line with the same plan for the same employee. " {then}</p>
            <PostForm<Replace> class="surface-form">
                <input type="hidden" name="line" value=line.to_string()/>
                <input type="hidden" name="quote" value=quote.to_string()/>
                <input type="hidden" name="max_price" value=price.amount()/>
                <div><SubmitButton>"Replace for " <MoneyText amount=price/></SubmitButton></div>
            </PostForm<Replace>>
        </section>
    }
}

#[component]
fn Orders(line: LineId, orders: Vec<LineOrder>) -> impl IntoView {
    let columns = vec![
        Column::plain("Plan"),
        Column::plain("What"),
        Column::plain("When"),
        Column::plain("State"),
        Column::number("Price"),
    ];
    view! {
        <section class="panel" id="orders" aria-labelledby="orders-title">
            <h2 id="orders-title">"Plans and orders"</h2>
            <ListTable caption="Plans and orders" columns csv=csv(format!("/business/lines/{line}/orders.csv"))>{orders.into_iter().map(order).collect_view()}</ListTable>
        </section>
    }
}

fn order(order: LineOrder) -> impl IntoView {
    let how = order.how_in_words();
    view! {
        <tr>
            <td data-label="Plan">{order.plan_name}</td>
            <td data-label="What">{how}</td>
            <td data-label="When"><Moment at=order.placed_at/></td>
            <td data-label="State">
                <span class="cell-lines">{words::order_state(order.state).label} {order.refusal.map(|text| view! { <small>{text}</small> })}</span>
            </td>
            <td class="number" data-label="Price"><MoneyText amount=order.charged/></td>
        </tr>
    }
}

#[component]
fn Wishes(line: LineId, wishes: Vec<LineWish>) -> impl IntoView {
    let is_open = wishes.iter().any(|wish| wish.state.is_open());
    let columns = vec![
        Column::plain("Asked"),
        Column::plain("Why"),
        Column::plain("When"),
        Column::plain("State"),
    ];
    view! {
        <section class="panel" id="wishes" aria-labelledby="wishes-title">
            <h2 id="wishes-title">"Asked of the carrier"</h2>
            {is_open.then(|| view! { <Notice kind="info">"The carrier is being asked. Load the page again in a minute."</Notice> })}
            <ListTable caption="Asked of the carrier" columns csv=csv(format!("/business/lines/{line}/wishes.csv"))>{wishes.into_iter().map(wish).collect_view()}</ListTable>
        </section>
    }
}

fn wish(wish: LineWish) -> impl IntoView {
    let who = wish.asked_by.unwrap_or_else(|| "By itself".to_owned());
    let reason = (!wish.reason.is_empty()).then(|| view! { <small>{wish.reason}</small> });
    view! {
        <tr>
            <td data-label="Asked"><span class="cell-lines">{wish.verb.in_words()} <small>{who}</small></span></td>
            <td data-label="Why"><span class="cell-lines">{wish.why.in_words()} {reason}</span></td>
            <td data-label="When"><Moment at=wish.requested_at/></td>
            <td data-label="State"><span class="cell-lines">{wish.state.in_words()} {wish.refusal.map(|text| view! { <small>{text}</small> })}</span></td>
        </tr>
    }
}
